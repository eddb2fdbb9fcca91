import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { putCampaign } from '../../catalog/campaigns/service.ts';
import type { Context } from '../../platform/context.ts';
import { inTenant, openDatabase } from '../../platform/tenant-door.ts';
import { LimitInput } from '../limits/schema.ts';
import { getLimit, putLimit, removeLimit } from '../limits/service.ts';
import { acceptUsage, getUsage, putMeter } from '../usage/service.ts';
import { NewReservation } from './schema.ts';
import {
  createReservation,
  expireMeterReservations,
  keepReservation,
  releaseReservation,
  reserveIn,
  settleReservation,
} from './service.ts';

let database: TestDatabase;
let tenant: TestTenant;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  tenant = await createTestTenant(database.context);
  await putMeter(database.context, tenant.actor, 'hours', { unit: 'hours', aggregation: 'sum', description: '' });
});

const at = (seconds: number): Context => ({ ...database.context, clock: () => NOW_MS + seconds * 1_000 });
const limit = (key: string, more: object = {}, context = database.context) =>
  putLimit(context, tenant.actor, key, LimitInput.parse({ meter: 'hours', period: 'month', hard: '10', ...more }));
const reserve = (quantity: string, more: object = {}, context = database.context) =>
  createReservation(context, tenant.actor, NewReservation.parse({ meter: 'hours', quantity, ...more }));
const settle = (id: string, quantity: string, context = database.context) => settleReservation(context, tenant.actor, id, quantity);
const release = (id: string, context = database.context) => releaseReservation(context, tenant.actor, id);
const state = async (key = 'all', context = database.context) => {
  const { used, reserved, standing } = await getLimit(context, tenant.actor, key);
  return { used, reserved, standing };
};
let sent = 0;
const use = (value: string, data: object = {}, time = new Date(NOW_MS).toISOString(), type = 'hours') =>
  acceptUsage(database.context, tenant.actor, [{ id: `e${(sent += 1)}`, source: 's', type, time, data: { value, ...data } }]);
const usage = async () => (await getUsage(database.context, tenant.actor, { groupBy: 'none' })).rows.find(({ meter }) => meter === 'hours');

describe('a reservation', () => {
  test('sets aside, counts what was used instead, and agrees with the usage and the counter', async () => {
    await limit('all');
    const { id, limits, warnings, expiresAt } = await reserve('4');
    expect({ limits: limits.map(({ reserved }) => reserved), warnings }).toEqual({ limits: ['4'], warnings: [] });
    expect(Date.parse(expiresAt) - NOW_MS).toBe(60_000);
    expect(await state()).toEqual({ used: '0', reserved: '4', standing: 'below' });
    expect(await settle(id, '2.50')).toMatchObject({ quantity: '2.50', reserved: '4', isFirst: true, isLate: false, warnings: [] });
    expect(await state()).toEqual({ used: '2.5', reserved: '0', standing: 'below' });
    expect(await usage()).toMatchObject({ quantity: '2.5', events: 1 });
  });

  test('is settled once: the second settlement changes nothing and tells the first', async () => {
    await limit('all');
    const { id } = await reserve('4');
    const both = await Promise.all([settle(id, '3'), settle(id, '2')]);
    expect(both.filter(({ isFirst }) => isFirst)).toHaveLength(1);
    expect(new Set(both.map(({ quantity }) => quantity)).size).toBe(1);
    expect(await state()).toMatchObject({ used: both[0].quantity, reserved: '0' });
    expect(await usage()).toMatchObject({ events: 1 });
  });

  test('that took more than was set aside is counted in full, and says so', async () => {
    await limit('all');
    const { id } = await reserve('4');
    const { warnings } = await settle(id, '12');
    expect(warnings[0]).toBe('12 were used where 4 were set aside; all of it is counted. Reserve the most that work may use.');
    expect(warnings[1]).toContain('is used up until');
    expect(await state()).toEqual({ used: '12', reserved: '0', standing: 'hard' });
    await expect(reserve('0.0000000001')).rejects.toMatchObject({ code: 'quota_exceeded' });
    expect((await reserve('0')).warnings).toHaveLength(1);
  });

  test('can be given back, and not both given back and settled', async () => {
    await limit('all');
    const [first, second] = [await reserve('4'), await reserve('5')];
    await release(first.id);
    await release(first.id);
    expect(await state()).toMatchObject({ reserved: '5', used: '0' });
    await expect(settle(first.id, '1')).rejects.toMatchObject({ code: 'conflict' });
    await settle(second.id, '1');
    await expect(release(second.id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await state()).toMatchObject({ reserved: '0', used: '1' });
  });

  test('of a process that died is given back within two minutes; settled after that, it counts as usage alone', async () => {
    await limit('all');
    const { id } = await reserve('9', { seconds: 100 });
    await expireMeterReservations(at(99), 'system');
    await expect(reserve('2')).rejects.toMatchObject({ code: 'quota_exceeded' });
    expect(await expireMeterReservations(at(100), 'system')).toBe(1);
    expect(await expireMeterReservations(at(101), 'system')).toBe(0);
    expect(await state()).toMatchObject({ used: '0', reserved: '0' });
    const other = await reserve('2', {}, at(102));
    expect(await settle(id, '9', at(110))).toMatchObject({ isFirst: true, isLate: true, quantity: '9' });
    expect(await state()).toEqual({ used: '9', reserved: '2', standing: 'hard' });
    await settle(other.id, '1', at(111));
    expect(await settle(id, '9', at(112))).toMatchObject({ isFirst: false });
    expect(await state()).toMatchObject({ used: '10', reserved: '0' });
    await expireMeterReservations(at(2 * 86_400), 'system');
    await expect(settle(id, '9')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('is answered again to the same call as long as it is open, and then refused', async () => {
    await limit('all');
    const ask = (key: string, context = database.context) =>
      createReservation(context, tenant.actor, NewReservation.parse({ meter: 'hours', quantity: '4', seconds: 60 }), key);
    const [expiring, released] = [await ask('k1'), await ask('k2')];
    expect(await ask('k1', at(59))).toEqual(expiring);
    expect(await state()).toMatchObject({ reserved: '8' });
    await release(released.id);
    await expect(ask('k2')).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('is not open any more') as string });
    await expect(ask('k1', at(60))).rejects.toMatchObject({ code: 'conflict' });
    await expireMeterReservations(at(60), 'system');
    await expect(ask('k1', at(61))).rejects.toMatchObject({ code: 'conflict' });
    expect(await state()).toMatchObject({ reserved: '0', used: '0' });
  });

  test('is kept for as long as somebody says that its work goes on', async () => {
    await limit('all');
    const { id } = await reserve('9', { seconds: 100 });
    await keepReservation(at(90), tenant.actor, id, 100);
    await expireMeterReservations(at(189), 'system');
    expect(await state()).toMatchObject({ reserved: '9' });
    expect(await expireMeterReservations(at(190), 'system')).toBe(1);
    expect(await state()).toMatchObject({ reserved: '0' });
    await expect(keepReservation(at(191), tenant.actor, id, 100)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('holds on all limits of its use or on none, and the refusal names the innermost that has no room', async () => {
    await putCampaign(database.context, tenant.actor, 'spring', {});
    await limit('all', { hard: '10' });
    await limit('of-feature', { hard: '8', entity: { type: 'feature', key: 'mixing' } });
    await limit('of-campaign', { hard: '6', entity: { type: 'campaign', key: 'spring' } });
    const { limits, id } = await reserve('6', { campaign: 'spring', feature: 'mixing' });
    expect(limits.map(({ key }) => key)).toEqual(['of-campaign', 'of-feature', 'all']);
    const states = async () => [await state('of-campaign'), await state('of-feature'), await state('all')].map(({ reserved }) => reserved);
    expect(await states()).toEqual(['6', '6', '6']);
    await expect(reserve('3', { campaign: 'spring', feature: 'mixing' })).rejects.toMatchObject({
      extensions: { limitKey: 'of-campaign', entity: { type: 'campaign', key: 'spring' }, limit: '6', used: '0', reserved: '6' },
    });
    await expect(reserve('3', { feature: 'mixing' })).rejects.toMatchObject({ extensions: { limitKey: 'of-feature' } });
    await expect(reserve('5')).rejects.toMatchObject({ extensions: { limitKey: 'all', entity: { type: 'tenant', key: null } } });
    expect(await states()).toEqual(['6', '6', '6']);
    await settle(id, '2');
    expect(await states()).toEqual(['0', '0', '0']);
    await use('1', { campaign: 'spring' });
    expect([await state('of-campaign'), await state('of-feature'), await state('all')].map(({ used }) => used)).toEqual(['3', '2', '3']);
  });

  test('of a meter that counts events counts each of them', async () => {
    await putMeter(database.context, tenant.actor, 'takes', { unit: 'takes', aggregation: 'count', description: '' });
    await limit('takes', { meter: 'takes', hard: '3' });
    const { id } = await reserve('3', { meter: 'takes' });
    await expect(reserve('1.5', { meter: 'takes' })).rejects.toMatchObject({ errors: [{ pointer: '/quantity' }] });
    await settle(id, '2');
    expect(await state('takes')).toMatchObject({ used: '2', reserved: '0' });
    const { rows } = await getUsage(database.context, tenant.actor, { meter: 'takes', groupBy: 'none' });
    expect(rows).toMatchObject([{ quantity: '2', events: 2 }]);
  });

  test('on money is refused as a limit on spending', async () => {
    await putMeter(database.context, tenant.actor, 'ads', { unit: 'EUR', aggregation: 'sum', description: '' });
    await limit('ads', { meter: 'ads' });
    await expect(reserve('10.01', { meter: 'ads' })).rejects.toMatchObject({ code: 'spend_limit_reached', retryAfterSeconds: undefined });
    await reserve('10', { meter: 'ads' });
    const refused = await reserve('0.01', { meter: 'ads' }).catch((error: unknown) => error as { retryAfterSeconds: number });
    expect(refused).toMatchObject({
      code: 'spend_limit_reached',
      message:
        'The limit "ads" lets this tenant use 10 EUR of "ads" a month: 0 EUR are used and 10 set aside for work under way, and 0.01 more ' +
        'would pass it. Counting begins anew at 2026-12-01T00:00:00Z; raise the limit for more before that.',
      retryAfterSeconds: (Date.UTC(2026, 11, 1) - NOW_MS) / 1_000,
    });
  });

  test.each([
    [{ meter: 'never' }, '/meter'],
    [{ meter: 'ai_spend_usd' }, '/meter'],
    [{ campaign: 'never' }, '/campaign'],
  ])('with %j is refused', async (more, pointer) => {
    await expect(reserve('1', more)).rejects.toMatchObject({ code: 'invalid_request', errors: [{ pointer }] });
  });

  test.each(['NaN', 'Infinity', '-1', '1e309', '', '1000000000000000', '0.00000000001', 5, null])('of %j is no amount', (quantity) => {
    expect(NewReservation.safeParse({ meter: 'hours', quantity }).success).toBe(false);
  });

  test('is nobody else’s: another tenant, a reader, and Earshot’s own work are not found or forbidden', async () => {
    const { id } = await reserve('1');
    const other = await createTestTenant(database.context);
    await expect(settleReservation(database.context, other.actor, id, '1')).rejects.toMatchObject({ code: 'not_found' });
    await expect(releaseReservation(database.context, other.actor, id)).rejects.toMatchObject({ code: 'not_found' });
    const reader = { ...tenant.actor, kind: 'api_key', scopes: ['read'] } as const;
    await expect(settleReservation(database.context, reader, id, '1')).rejects.toMatchObject({ code: 'forbidden' });
    const own = { id: '0192f0c0-0000-7000-8000-000000000001', meter: 'ai_spend_usd', quantity: '1', forMs: 1_000 };
    await inTenant(database.context.db, tenant.tenantId, (tx) => reserveIn(database.context, tx, own));
    await expect(settle(own.id, '0')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('many callers at once', () => {
  test('64 of them never pass a hard cap, and fill it but for less than one reservation', async () => {
    const second = openDatabase(database.urls, database.context.log);
    const other = { ...database.context, db: second };
    await limit('all', { hard: '10' });
    await limit('day', { hard: '10', period: 'day' });
    let refused = 0;
    const worker = async (place: number) => {
      const context = place % 2 === 0 ? database.context : other;
      for (let round = 0; round < 6; round += 1) {
        const made = await reserve('0.07', {}, context).catch((error: { code: string }) => error);
        if ('code' in made) {
          expect(made.code).toBe('quota_exceeded');
          refused += 1;
        } else if ((place + round) % 5 === 0) await release(made.id, context);
        else await Promise.all([settle(made.id, '0.07', context), settle(made.id, '0.07', context)]);
        const { used, reserved } = await getLimit(context, tenant.actor, 'all');
        expect(Number(used) + Number(reserved)).toBeLessThanOrEqual(10);
      }
    };
    await Promise.all(Array.from({ length: 64 }, (_, place) => worker(place)));
    await second.close();
    expect(refused).toBeGreaterThan(0);
    const { used, reserved } = await getLimit(database.context, tenant.actor, 'all');
    expect({ reserved, used: Number(used) }).toEqual({ reserved: '0', used: expect.closeTo(9.94, 9) });
    expect(await usage()).toMatchObject({ quantity: used });
  }, 60_000);

  test('who count, reserve, settle and set limits at the same time leave counters that are the usage to the last digit', async () => {
    const rounds = Array.from({ length: 12 }, async (_, place) => {
      for (let round = 0; round < 8; round += 1) {
        await use('0.1', place % 2 === 0 ? { feature: 'f' } : {});
        const { id } = await reserve('0.3', place % 3 === 0 ? { feature: 'f' } : {});
        if (round === 3 && place < 6)
          await limit(`l${place}`, { hard: '1000', entity: place % 2 === 0 ? { type: 'feature', key: 'f' } : { type: 'tenant' } });
        if (round === 6 && place === 5) await removeLimit(database.context, tenant.actor, 'l5').catch(() => undefined);
        await settle(id, '0.2');
      }
    });
    await Promise.all(rounds);
    const { rows } = await getUsage(database.context, tenant.actor, { meter: 'hours', groupBy: 'feature' });
    const [rest, ofFeature] = rows.map(({ quantity }) => Number(quantity));
    for (const key of ['l0', 'l2', 'l4']) expect(await state(key)).toEqual({ used: String(ofFeature), reserved: '0', standing: 'below' });
    const all = Math.round((rest + ofFeature) * 10) / 10;
    for (const key of ['l1', 'l3']) expect(await state(key)).toEqual({ used: String(all), reserved: '0', standing: 'below' });
  }, 60_000);
});
