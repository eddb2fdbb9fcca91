import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { addMember } from '../../../test/quota-world.ts';
import { putCampaign } from '../../catalog/campaigns/service.ts';
import type { Context } from '../../platform/context.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { TENANT_DEFAULTS } from '../../tenants/settings/schema.ts';
import { putSettings } from '../../tenants/settings/service.ts';
import { NewReservation } from '../reservations/schema.ts';
import { createReservation, expireMeterReservations, releaseReservation, settleReservation } from '../reservations/service.ts';
import { acceptUsage, putMeter, recordUsageIn, removeMeter } from '../usage/service.ts';
import { LimitInput } from './schema.ts';
import { getLimit, listLimits, mayBeLimited, putLimit, removeLimit, sendLimitNotices } from './service.ts';

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

const MONTH = { meter: 'hours', period: 'month', hard: '10' } as const;
const when = (instant: string): Context => ({ ...database.context, clock: () => Date.parse(instant) });
const put = (key: string, more: object = {}, context = database.context, { actor } = tenant) =>
  putLimit(context, actor, key, LimitInput.parse({ ...MONTH, ...more }));
const get = (key: string, context = database.context) => getLimit(context, tenant.actor, key);
let sent = 0;
const count = (value: string, time = new Date(NOW_MS).toISOString(), context = database.context, data: object = {}) =>
  acceptUsage(context, tenant.actor, [{ id: `e${(sent += 1)}`, source: 's', type: 'hours', time, data: { value, ...data } }]);

describe('a limit', () => {
  test('counts what its period holds already, and everything after it, exactly', async () => {
    await count('1.0000000001');
    await count('5', '2026-10-31T23:59:59Z');
    const made = await put('month', { soft: '2' });
    expect(made).toMatchObject({ used: '1.0000000001', reserved: '0', percent: 10, standing: 'below', unit: 'hours', allowed: '10' });
    expect(made).toMatchObject({ periodStartsAt: '2026-11-01T00:00:00Z', resetsAt: '2026-12-01T00:00:00Z', whenUnknown: 'refuse' });
    await count('1');
    await count('2', '2026-10-31T23:59:59Z');
    expect(await get('month')).toMatchObject({ used: '2.0000000001', percent: 20, standing: 'soft' });
    expect((await listLimits(database.context, tenant.actor)).items).toEqual([await get('month')]);
  });

  test('never refuses or loses usage that has happened, however far beyond it', async () => {
    await put('month');
    expect(await count('25')).toMatchObject({ accepted: 1, duplicates: 0, rejected: [] });
    expect(await get('month')).toMatchObject({ used: '25', percent: 250, standing: 'hard' });
  });

  test('is told to whoever sends usage once it is reached: soft, in grace and used up, of what was counted alone', async () => {
    await putCampaign(database.context, tenant.actor, 'spring', { name: 'Spring' });
    await putCampaign(database.context, tenant.actor, 'autumn', { name: 'Autumn' });
    await put('month', { soft: '5', gracePercent: 50 });
    await put('spring', { hard: null, soft: '3', entity: { type: 'campaign', key: 'spring' } });
    await put('autumn', { hard: null, soft: '1', entity: { type: 'campaign', key: 'autumn' } });
    let ids = 0;
    const send = async (value: string, campaign?: string, id = `w${(ids += 1)}`) => {
      const data = { value, ...(campaign === undefined ? {} : { campaign }) };
      const event = { id, source: 'warned', type: 'hours', time: new Date(NOW_MS).toISOString(), data };
      return (await acceptUsage(database.context, tenant.actor, [event])).warnings;
    };
    expect(await send('2', 'spring')).toEqual([]);
    expect(await send('2', 'spring')).toEqual([
      expect.stringMatching(/^The soft limit "spring" of 3 hours .* is reached: 4 hours are used\.$/),
    ]);
    expect(await send('1')).toEqual([expect.stringMatching(/^The soft limit "month" of 5 hours .* is reached: 5 hours are used\.$/)]);
    expect(await send('6')).toEqual([expect.stringMatching(/^The hard limit "month" of 10 hours .* grace lets work go on up to 15 hours/)]);
    expect(await send('5')).toEqual([expect.stringMatching(/^The limit "month" of 15 hours .* is used up until 2026-12-01T00:00:00Z/)]);
    // What was sent before, and what is rejected, counts nothing, and so it is told nothing.
    expect(await send('5', undefined, `w${ids}`)).toEqual([]);
    expect(await send('6', undefined, `w${ids}`)).toEqual([]);
    const other = await createTestTenant(database.context);
    await putMeter(database.context, other.actor, 'hours', { unit: 'hours', aggregation: 'sum', description: '' });
    const theirs = { id: 'x', source: 's', type: 'hours', time: new Date(NOW_MS).toISOString(), data: { value: '99' } };
    expect(await acceptUsage(database.context, other.actor, [theirs])).toEqual({ accepted: 1, duplicates: 0, rejected: [], warnings: [] });
  });

  test('counts the same event once, and what Earshot counts itself', async () => {
    await put('runs', { meter: 'attribution_runs' });
    const once = () =>
      inTenant(database.context.db, tenant.tenantId, (tx) =>
        recordUsageIn(database.context, tx, [{ meter: 'attribution_runs', id: 'r', quantity: '1' }]),
      );
    await once();
    await once();
    expect(await get('runs')).toMatchObject({ used: '1' });
  });

  test('has grace by percent, until an instant, or both', async () => {
    await put('month', { gracePercent: 50 });
    await count('12');
    expect(await get('month')).toMatchObject({ standing: 'grace', allowed: '15', percent: 120 });
    const graceUntil = new Date(NOW_MS + 60_000).toISOString();
    expect(await put('month', { graceUntil })).toMatchObject({ standing: 'grace', allowed: null });
    expect(await put('month', { graceUntil, gracePercent: 10 })).toMatchObject({ standing: 'hard', allowed: '11' });
    const later = when(graceUntil);
    expect(await get('month', later)).toMatchObject({ standing: 'hard', allowed: '10' });
  });

  test('counts days and months of the tenant’s own zone, as instants', async () => {
    await putSettings(database.context, tenant.actor, tenant.tenantId, { ...TENANT_DEFAULTS, timeZone: 'America/New_York' });
    const before = when('2026-11-01T03:30:00Z');
    const day = await put('day', { period: 'day' }, before);
    expect(day).toMatchObject({ timeZone: 'America/New_York', periodStartsAt: '2026-10-31T04:00:00Z', resetsAt: '2026-11-01T04:00:00Z' });
    await put('month', {}, before);
    await count('3', '2026-11-01T03:34:59Z', before);
    expect(await get('day', before)).toMatchObject({ used: '3' });
    // The day on which clocks are set back has 25 hours.
    const after = when('2026-11-01T04:00:00Z');
    expect(await get('day', after)).toMatchObject({ used: '0', periodStartsAt: '2026-11-01T04:00:00Z', resetsAt: '2026-11-02T05:00:00Z' });
    await count('4', '2026-11-02T04:59:59Z', when('2026-11-02T04:59:59Z'));
    expect([await get('day', after), await get('month', after), await get('month', before)].map(({ used }) => used)).toEqual([
      '4',
      '4',
      '3',
    ]);
  });

  test('of another period is another counter, and one that only stands elsewhere keeps its own', async () => {
    await count('4', '2026-11-03T10:00:00Z');
    await put('a');
    const open = await createReservation(database.context, tenant.actor, NewReservation.parse({ meter: 'hours', quantity: '2' }));
    expect(await put('a', { hard: '5' })).toMatchObject({ used: '4', reserved: '2', percent: 120 });
    expect(await put('a', { period: 'day', hard: '5' })).toMatchObject({ used: '0', reserved: '2', percent: 40 });
    await settleReservation(database.context, tenant.actor, open.id, '3');
    expect(await get('a')).toMatchObject({ used: '3', reserved: '0' });
    expect(await put('a', {})).toMatchObject({ used: '7', reserved: '0' });
    expect(await put('a', { entity: { type: 'feature', key: 'f' } })).toMatchObject({ used: '0' });
  });

  test('is audited, and can be taken away', async () => {
    await put('a');
    await put('a', { soft: '3' });
    await removeLimit(database.context, tenant.actor, 'a');
    await expect(get('a')).rejects.toMatchObject({ code: 'not_found' });
    await expect(removeLimit(database.context, tenant.actor, 'a')).rejects.toMatchObject({ code: 'not_found' });
    const audit = await inTenant(database.context.db, tenant.tenantId, (tx) =>
      tx.query({
        text: `select action, before ->> 'soft' as before, after ->> 'soft' as after from audit_log where target = 'a' order by seq`,
      }),
    );
    expect(audit).toEqual([
      { action: 'limit.put', before: null, after: null },
      { action: 'limit.put', before: null, after: '3' },
      { action: 'limit.delete', before: '3', after: null },
    ]);
  });

  test('is nobody else’s, and set by owners and administrators alone', async () => {
    await put('a');
    const other = await createTestTenant(database.context);
    await expect(getLimit(database.context, other.actor, 'a')).rejects.toMatchObject({ code: 'not_found' });
    await expect(removeLimit(database.context, other.actor, 'a')).rejects.toMatchObject({ code: 'not_found' });
    expect(await listLimits(database.context, other.actor)).toEqual({ items: [] });
    const reader = { ...tenant.actor, kind: 'api_key', scopes: ['read'] } as const;
    const billing = { ...tenant.actor, kind: 'member', role: 'billing' } as const;
    for (const actor of [reader, billing]) {
      await expect(put('a', {}, database.context, { ...tenant, actor })).rejects.toMatchObject({ code: 'forbidden' });
      await expect(removeLimit(database.context, actor, 'a')).rejects.toMatchObject({ code: 'forbidden' });
      expect((await listLimits(database.context, actor)).items).toHaveLength(1);
    }
  });

  test.each([
    [{ meter: 'never' }, '/meter'],
    [{ meter: 'storage_bytes' }, '/meter'],
    [{ meter: 'emails' }, '/hard'],
    [{ soft: '10.0000000001' }, '/soft'],
    [{ entity: { type: 'campaign', key: 'never' } }, '/entity/key'],
    [{ meter: 'ai_spend_usd', entity: { type: 'campaign', key: 'never' } }, '/entity'],
    [{ meter: 'exports', entity: { type: 'feature', key: 'x' } }, '/entity'],
  ])('with %j is refused', async (more, pointer) => {
    await expect(put('a', more)).rejects.toMatchObject({ code: 'invalid_request', errors: [{ pointer }] });
  });

  test.each([
    { hard: 'NaN' },
    { hard: 'Infinity' },
    { hard: '-1' },
    { hard: '1e309' },
    { hard: 10 },
    { hard: null },
    { soft: '', hard: '1' },
    { gracePercent: 101 },
    { gracePercent: 0.5 },
    { hard: null, soft: '1', gracePercent: 1 },
    { graceUntil: 'tomorrow' },
    { period: 'year' },
    { entity: { type: 'advertiser', key: 'a' } },
  ])('with %j is none', (more) => {
    expect(LimitInput.safeParse({ ...MONTH, ...more }).success).toBe(false);
  });

  test('keeps its meter as it is', async () => {
    await put('a');
    await expect(removeMeter(database.context, tenant.actor, 'hours')).rejects.toMatchObject({ code: 'conflict' });
    const input = { unit: 'hours', aggregation: 'max', description: '' } as const;
    await expect(putMeter(database.context, tenant.actor, 'hours', input)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('is looked for only where a tenant has a hard one', async () => {
    const may = (context = database.context) => mayBeLimited(context, 'system', tenant.tenantId, 'hours');
    await put('a', { hard: null, soft: '1' });
    expect(await may()).toBe(false);
    await put('a');
    expect(await may()).toBe(true);
    await removeLimit(database.context, tenant.actor, 'a');
    expect(await may()).toBe(false);
  });
});

describe('people', () => {
  const told = async () =>
    inTenant(database.context.db, tenant.tenantId, (tx) =>
      tx.query<{ reached: string; used: string }>({
        text: `select detail ->> 'reached' as reached, detail ->> 'used' as used from security_events where kind = 'quota_reached'
               order by occurred_at, id`,
      }),
    );
  const look = () => Promise.all([sendLimitNotices(database.context, 'system'), sendLimitNotices(database.context, 'system')]);

  test('are told once a period of each limit that is reached, and anew when it is moved', async () => {
    await addMember(database, tenant);
    const mailed = async () =>
      (await database.mails()).flatMap(({ subject }) => /: the (soft|hard) limit a is reached$/.exec(subject)?.[1] ?? []);
    await put('a', { soft: '5' });
    await count('4.9');
    await look();
    expect(await told()).toEqual([]);
    await count('0.1');
    await look();
    await look();
    expect(await told()).toEqual([{ reached: 'soft', used: '5' }]);
    await count('5');
    await look();
    await look();
    expect(await told()).toEqual([
      { reached: 'soft', used: '5' },
      { reached: 'hard', used: '10' },
    ]);
    // The same once more moves nothing.
    await put('a', { soft: '5.0' });
    await look();
    expect(await told()).toHaveLength(2);
    await put('a', { soft: '8', hard: '20' });
    await look();
    await look();
    expect((await told()).map(({ reached }) => reached)).toEqual(['soft', 'hard', 'soft']);
    expect(await mailed()).toEqual(['soft', 'hard', 'soft']);
  });
});

/** What happens to a meter, and what a simple account of it says: no locks, no SQL, one thing after the other, in whole tenths. */
type Step =
  | { kind: 'reserve'; tenths: number; feature: boolean }
  | { kind: 'settle'; which: number; tenths: number }
  | { kind: 'release' | 'orphan'; which: number }
  | { kind: 'usage'; tenths: number; feature: boolean };

const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('reserve' as const), tenths: fc.integer({ min: 0, max: 40 }), feature: fc.boolean() }),
    fc.record({ kind: fc.constant('settle' as const), which: fc.nat(6), tenths: fc.integer({ min: 0, max: 50 }) }),
    fc.record({ kind: fc.constantFrom('release' as const, 'orphan' as const), which: fc.nat(6) }),
    fc.record({ kind: fc.constant('usage' as const), tenths: fc.integer({ min: 0, max: 20 }), feature: fc.boolean() }),
  ),
  { minLength: 1, maxLength: 14 },
);

const CAPS = { all: 100, of: 60 };

class Account {
  used = { all: 0, of: 0 };
  held: { tenths: number; feature: boolean; state: 'open' | 'closed' | 'expired' }[] = [];

  reserved(key: 'all' | 'of'): number {
    const open = this.held.filter(({ state, feature }) => state === 'open' && (key === 'all' || feature));
    return open.reduce((sum, { tenths }) => sum + tenths, 0);
  }

  has(tenths: number, feature: boolean): boolean {
    const fits = (key: 'all' | 'of') => tenths === 0 || this.used[key] + this.reserved(key) + tenths <= CAPS[key];
    return fits('all') && (!feature || fits('of'));
  }

  use(tenths: number, feature: boolean): void {
    this.used.all += tenths;
    if (feature) this.used.of += tenths;
  }
}

const decimal = (tenths: number) => String(tenths / 10);

async function take(step: Step, account: Account, ids: string[], turn: number): Promise<void> {
  const { context } = database;
  const { actor } = tenant;
  if (step.kind === 'usage') {
    account.use(step.tenths, step.feature);
    await count(decimal(step.tenths), undefined, context, step.feature ? { feature: 'f' } : {});
    return;
  }
  if (step.kind === 'reserve') {
    const input = { meter: 'hours', quantity: decimal(step.tenths), ...(step.feature ? { feature: 'f' } : {}) };
    const made = await createReservation(context, actor, NewReservation.parse(input)).catch((error: { code: string }) => error);
    expect('id' in made, `turn ${turn}: ${JSON.stringify(step)}`).toBe(account.has(step.tenths, step.feature));
    if (!('id' in made)) return;
    account.held.push({ tenths: step.tenths, feature: step.feature, state: 'open' });
    ids.push(made.id);
    return;
  }
  const held = account.held[step.which];
  if (held === undefined) return;
  const id = ids[step.which];
  if (step.kind === 'settle') {
    const isFirst = held.state !== 'closed';
    if (isFirst) account.use(step.tenths, held.feature);
    held.state = 'closed';
    const settled = await settleReservation(context, actor, id, decimal(step.tenths)).catch((error: { code: string }) => error);
    expect('isFirst' in settled && settled.isFirst).toBe(isFirst);
  } else if (step.kind === 'release') {
    if (held.state === 'open') held.state = 'closed';
    await releaseReservation(context, actor, id).catch((error: unknown) => expect(error).toMatchObject({ code: 'conflict' }));
  } else {
    // Everything open is as old as the one whose owner died: all of it goes back.
    for (const one of account.held) if (one.state === 'open') one.state = 'expired';
    await expireMeterReservations({ ...context, clock: () => NOW_MS + 61_000 }, 'system');
  }
}

test('whatever happens, in whatever order, counters are what a simple account says', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (some) => {
      tenant = await createTestTenant(database.context);
      await putMeter(database.context, tenant.actor, 'hours', { unit: 'hours', aggregation: 'sum', description: '' });
      await put('all', { hard: decimal(CAPS.all) });
      await put('of', { hard: decimal(CAPS.of), entity: { type: 'feature', key: 'f' } });
      const account = new Account();
      const ids: string[] = [];
      for (const [turn, step] of some.entries()) {
        await take(step, account, ids, turn);
        for (const key of ['all', 'of'] as const) {
          const { used, reserved } = await get(key);
          expect({ used, reserved }, `turn ${turn}`).toEqual({
            used: decimal(account.used[key]),
            reserved: decimal(account.reserved(key)),
          });
        }
      }
    }),
    { numRuns: 25, seed: 7 },
  );
}, 120_000);
