import { inTenant } from '../src/platform/tenant-door.ts';
import { turnFlagIn } from '../src/tenants/flags/service.ts';
import { afterAll, beforeAll, expect, describe, test } from 'vitest';
import { ReportQuery } from '../src/attribution/reports/schema.ts';
import { getReport } from '../src/attribution/reports/service.ts';
import { acceptShare, claimShare } from '../src/attribution/shares/service.ts';
import { putCode } from '../src/catalog/codes/service.ts';
import { acceptRefunds } from '../src/tracking/refunds/service.ts';
import { createTestTenant, type TestTenant } from './database.ts';
import { GROUPINGS, type MatchingWorld, openMatchingWorld, order, three, touch } from './matching-world.ts';
import type { OracleConversion, OracleTouchpoint } from './oracle.ts';
import { randomWorld, shuffled } from './random-world.ts';
import { grant, offer } from './share-world.ts';

const MODELS = ['first_touch', 'last_touch', 'linear', 'time_decay', 'position_based'] as const;
const EVERYTHING = { conversionKinds: null };
/** A code that stands for its campaign in a part of the time alone. */
const SHOW_CODE = { show: 'show-1', validFrom: '2026-09-20T00:00:00Z' };

let between: MatchingWorld;
beforeAll(async () => {
  between = await openMatchingWorld();
});
afterAll(() => between.close());

describe("a network's exposures and an advertiser's orders", () => {
  const world = randomWorld(5, { touchpoints: 900, conversions: 160 });
  const exposures: OracleTouchpoint[] = world.touchpoints.filter(({ campaign }) => campaign === 'autumn');
  const orders: OracleConversion[] = world.conversions;

  async function refund({ actor }: TestTenant): Promise<void> {
    for (const [place, { conversionId, valueMinor }] of world.refunds.entries())
      await acceptRefunds(between.database.context, actor, conversionId, [
        { id: `r-${place}`, occurredAt: '2026-11-19T00:00:00Z', valueMinor },
      ]);
  }

  /** The same events in one tenant, all at once, shown through a share of that tenant's own figures. */
  async function inOneTenant() {
    const [one, viewer] = [await between.network(), await createTestTenant(between.database.context)];
    await between.sendTouchpoints(one, exposures);
    await between.sendOrders(one, orders);
    await refund(one);
    await putCode(between.database.context, one.actor, { campaign: 'autumn', code: 'AUTUMN', details: SHOW_CODE });
    await between.settle(one);
    const own = await getReport(between.database.context, one.actor, ReportQuery.parse({ currency: 'USD' }));
    return { viewer, own, id: await grant(between.database.context, one, viewer, { minPeople: 3 }) };
  }

  test('in two tenants give one credited report that both see with equal numbers, the same as in one tenant', async () => {
    const { grantor, grantee, id } = await between.pair({ minPeople: 3 });
    const half = (place: number) => place % 2 === 0;
    await between.sendTouchpoints(
      grantor,
      shuffled(exposures, 1).filter((_, place) => half(place)),
    );
    await between.sendOrders(
      grantee,
      shuffled(orders, 2).filter((_, place) => half(place)),
    );
    await between.settle(grantor, grantee);
    await between.sendOrders(
      grantee,
      shuffled(orders, 2).filter((_, place) => !half(place)),
    );
    await between.settle(grantee, grantor);
    await putCode(between.database.context, grantor.actor, { campaign: 'autumn', code: 'AUTUMN', details: SHOW_CODE });
    await between.sendTouchpoints(
      grantor,
      shuffled(exposures, 1).filter((_, place) => !half(place)),
    );
    await refund(grantee);
    await between.settle(grantee, grantor);
    const single = await inOneTenant();
    const [campaign] = single.own.rows;
    expect(campaign.conversions).toBeGreaterThan(20);
    expect((await between.read(grantee, id, { currency: 'USD' })).totals).toEqual({
      conversions: campaign.conversions,
      valueMinor: campaign.valueMinor,
    });
    for (const model of MODELS) {
      for (const groupBy of GROUPINGS) {
        const query = { model, groupBy, currency: 'USD' };
        const { rows, totals, waitingConversions } = await between.read(grantee, id, query);
        expect(waitingConversions).toBe(0);
        expect(await between.read(grantor, id, query)).toMatchObject({ rows, totals });
        const expected = await between.read(single.viewer, single.id, query);
        const bare = (report: typeof expected) => report.rows.map(({ spendMinor: _spend, roas: _roas, cpaMinor: _cpa, ...row }) => row);
        expect({ rows: bare({ ...expected, rows }), totals }, `${model} ${groupBy}`).toEqual({
          rows: bare(expected),
          totals: expected.totals,
        });
      }
    }
  });

  test('meet under the rules of one tenant: an address with more than 20 devices is no household, whatever they heard', async () => {
    const { grantor, grantee, id } = await between.pair();
    const home = { ip: '203.0.113.7', userAgent: 'player' };
    const people = three.map((name) => ({ identity: { ...home, ip: `203.0.113.${name}` } }));
    await between.sendTouchpoints(
      grantor,
      people.map((person, place) => touch(`home-${place}`, person)),
    );
    await between.sendOrders(
      grantee,
      people.map(({ identity }, place) => order(`home-${place}`, { identity: { ip: identity.ip, userAgent: 'browser' } })),
    );
    await between.settle(grantor, grantee);
    expect((await between.read(grantee, id)).totals).toEqual({ conversions: 3, valueMinor: 15_000 });
    const crowd = Array.from({ length: 21 }, (_, place) =>
      touch(`crowd-${place}`, { campaign: 'another', identity: { ip: '203.0.113.1', userAgent: `device-${place}` } }),
    );
    await between.sendTouchpoints(grantor, crowd);
    await between.sendTouchpoints(grantor, [touch('again', { identity: { userId: 'nobody' } })]);
    await between.settle(grantor, grantee);
    expect((await between.read(grantee, id)).totals).toEqual({ conversions: 2, valueMinor: 10_000 });
  });

  test('take part from the share on: earlier ones cannot be hashed, and the report says since when', async () => {
    const grantor = await between.network();
    const grantee = await createTestTenant(between.database.context);
    await between.sendTouchpoints(
      grantor,
      three.map((id) => touch(id)),
    );
    await between.sendOrders(
      grantee,
      three.map((id) => order(id)),
    );
    const id = await grant(between.database.context, grantor, grantee, { kind: 'matching' });
    await between.settle(grantor, grantee);
    expect(await between.read(grantee, id)).toMatchObject({
      kind: 'matching',
      isBelowFloor: true,
      exposuresSince: '2026-11-20T12:00:00.000Z',
      ordersSince: expect.stringMatching(/^20/) as string,
    });
    await between.sendTouchpoints(
      grantor,
      three.map((one) => touch(`${one}-later`, { identity: { userId: `person-${one}` } })),
    );
    await between.sendOrders(
      grantee,
      three.map((one) => order(`${one}-later`, { identity: { userId: `person-${one}` } })),
    );
    await between.settle(grantor, grantee);
    expect((await between.read(grantee, id)).totals).toEqual({ conversions: 3, valueMinor: 15_000 });
  });

  test('take part only of the shared campaign, and of the kinds that the grantee chose', async () => {
    const [grantor, grantee] = [await between.network(), await createTestTenant(between.database.context)];
    const { id, invitationCode } = await offer(between.database.context, grantor, { kind: 'matching' });
    await claimShare(between.database.context, grantee.actor, invitationCode);
    await acceptShare(between.database.context, grantee.actor, id, { conversionKinds: ['lead'] });
    await between.sendTouchpoints(grantor, [...three.map((one) => touch(one)), touch('other', { campaign: 'another' })]);
    await between.sendOrders(grantee, [...three.map((one) => order(one)), order('other')]);
    await between.sendOrders(
      grantee,
      three.map((one) => order(`lead-${one}`, { kind: 'lead', identity: { userId: `person-${one}` } })),
    );
    await between.settle(grantor, grantee);
    expect(await between.rowsOfShare(id)).toMatchObject({ share_touchpoints: 3, share_conversions: 3 });
    expect((await between.read(grantor, id)).totals).toEqual({ conversions: 3, valueMinor: 15_000 });
  });

  test('cost tenants without a matching share nothing: no row is written for them', async () => {
    const [grantor, grantee] = [await between.network(), await createTestTenant(between.database.context)];
    const id = await grant(between.database.context, grantor, grantee);
    await between.sendTouchpoints(
      grantor,
      three.map((one) => touch(one)),
    );
    await between.sendOrders(
      grantee,
      three.map((one) => order(one)),
    );
    expect(await between.rowsOfShare(id)).toMatchObject({ share_keys: 0, share_touchpoints: 0, share_conversions: 0 });
  });
});

test('none is made where the operator has switched them off, and a share of figures is made all the same', async () => {
  const { context } = between.database;
  const grantor = await between.network();
  const turn = { enabled: false, expiresAt: null };
  await inTenant(context.db, grantor.tenantId, (tx) => turnFlagIn(tx, 'test', 'matching_shares', turn));
  await expect(offer(context, grantor, { kind: 'matching' })).rejects.toMatchObject({ code: 'forbidden' });
  expect((await offer(context, grantor)).id).toMatch(/^[0-9a-f-]{36}$/);
});

test('accepting names kinds only where conversions take part', async () => {
  const [grantor, grantee] = [await between.network(), await createTestTenant(between.database.context)];
  const { id, invitationCode } = await offer(between.database.context, grantor);
  await claimShare(between.database.context, grantee.actor, invitationCode);
  await expect(acceptShare(between.database.context, grantee.actor, id, { conversionKinds: ['lead'] })).rejects.toMatchObject({
    errors: [{ pointer: '/conversionKinds' }],
  });
  expect(await acceptShare(between.database.context, grantee.actor, id, EVERYTHING)).toMatchObject({ state: 'live', granteeKinds: null });
});
