import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ReportQuery } from '../src/attribution/reports/schema.ts';
import { getReport } from '../src/attribution/reports/service.ts';
import { deleteOldIn } from '../src/attribution/retention/service.ts';
import { getAllSharesReport } from '../src/attribution/share-reports/service.ts';
import { buildShares } from '../src/attribution/share-rollups/service.ts';
import { drainShares } from '../src/attribution/share-runs/service.ts';
import { acceptShare, claimShare } from '../src/attribution/shares/service.ts';
import { eraseSubjectIn } from '../src/attribution/subjects/service.ts';
import { putCode } from '../src/catalog/codes/service.ts';
import { inTenant } from '../src/platform/tenant-door.ts';
import { reactivateTenantIn, suspendTenantIn } from '../src/tenants/lifecycle/service.ts';
import { getTenantKeys } from '../src/tenants/service.ts';
import { findSubject } from '../src/tracking/subjects/service.ts';
import { createTestTenant, type TestTenant } from './database.ts';
import { type MatchingWorld, openMatchingWorld, order, touch } from './matching-world.ts';
import { randomWorld } from './random-world.ts';
import { grant, offer } from './share-world.ts';

const LEAD = { kind: 'lead', valueMinor: undefined, currency: undefined };

let between: MatchingWorld;
beforeAll(async () => {
  between = await openMatchingWorld();
});
afterAll(() => between.close());

const names = (prefix: string, count: number) => Array.from({ length: count }, (_, place) => `${prefix}-${place}`);
const touches = (tenant: TestTenant, of: readonly string[], more: object = {}) =>
  between.sendTouchpoints(
    tenant,
    of.map((name) => touch(name, more)),
  );
const orders = (tenant: TestTenant, of: readonly string[], more: object = {}) =>
  between.sendOrders(
    tenant,
    of.map((name) => order(name, more)),
  );

/** Two tenants with a share, whose events the callback sends: those of a report share are all of the grantor. */
async function shared(kind: 'report' | 'matching', more: Parameters<typeof grant>[3] = {}) {
  if (kind === 'matching') {
    const { grantor, grantee, id } = await between.pair(more);
    return { grantor, viewer: grantee, buyers: grantee, id, settle: () => between.settle(grantor, grantee) };
  }
  const [grantor, viewer] = [await between.network(), await createTestTenant(between.database.context)];
  const id = await grant(between.database.context, grantor, viewer, more);
  return { grantor, viewer, buyers: grantor, id, settle: () => between.settle(grantor) };
}

const KINDS = ['report', 'matching'] as const;

describe('the floor of a share', () => {
  test.each(KINDS)('of the kind %s counts one listener once, however many orders name it and whatever else they say', async (kind) => {
    const { grantor, viewer, buyers, id, settle } = await shared(kind, { minPeople: 10 });
    const listener = { ip: '198.51.100.9', userAgent: 'Pod/1' };
    await touches(grantor, ['heard'], { show: 'addiction-recovery', episode: 'e7', identity: listener });
    await touches(grantor, names('other', 9));
    await between.sendOrders(
      buyers,
      names('planted', 12).map((name) => order(name, { kind: 'visit', identity: { ip: listener.ip, userId: name, deviceId: name } })),
    );
    await settle();
    for (const groupBy of ['campaign', 'show', 'episode', 'day'])
      expect(await between.read(viewer, id, { groupBy }), groupBy).toMatchObject({ isBelowFloor: true, rows: [] });
    await orders(buyers, names('other', 9));
    await settle();
    const report = await between.read(viewer, id, { groupBy: 'show' });
    expect(report.rows).toMatchObject([{ key: null, isFew: true, conversions: 21 }]);
  });

  test.each(KINDS)('of the kind %s counts who clicked many times once, and orders that only a code ties by who ordered', async (kind) => {
    const { grantor, viewer, buyers, id, settle } = await shared(kind, { minPeople: 4 });
    await between.sendTouchpoints(
      grantor,
      names('click', 4).map((name) =>
        touch(name, { kind: 'click', identity: { clickId: `id-${name}`, ip: '203.0.113.77', userAgent: 'Pod/1' } }),
      ),
    );
    await between.sendOrders(
      buyers,
      names('click', 4).map((name) => order(name, { identity: { clickId: `id-${name}` } })),
    );
    await settle();
    expect((await between.read(viewer, id)).isBelowFloor).toBe(true);
    await putCode(between.database.context, grantor.actor, { campaign: 'autumn', code: 'AUTUMN', details: { show: null } });
    const byCode = (of: readonly string[], identity: object) =>
      between.sendOrders(
        buyers,
        of.map((name) => order(name, { promoCode: 'AUTUMN', identity })),
      );
    await byCode(names('same', 3), { userId: 'one-buyer' });
    await settle();
    expect((await between.read(viewer, id)).isBelowFloor).toBe(true);
    await byCode(['second'], { userId: 'another-buyer' });
    await byCode(['third'], { userId: 'a-third-buyer' });
    await settle();
    expect((await between.read(viewer, id)).totals.conversions).toBe(9);
  });

  test.each(KINDS)('of the kind %s falls again when a person is erased', async (kind) => {
    const { grantor, viewer, buyers, id, settle } = await shared(kind, { minPeople: 3 });
    await touches(grantor, names('p', 3));
    await orders(buyers, names('p', 3));
    await settle();
    expect((await between.read(viewer, id)).totals.conversions).toBe(3);
    const { context } = between.database;
    const subject = await findSubject(context, 'system', buyers.tenantId, [{ userId: 'person-p-0' }]);
    await inTenant(context.db, buyers.tenantId, (tx) => eraseSubjectIn(context, tx, subject, { limit: 100 }));
    await settle();
    expect(await between.read(viewer, id)).toMatchObject({ isBelowFloor: true, rows: [] });
  });

  test('of a report share moves with restatements: a late exposure that shows two buyers to be one lowers it', async () => {
    const { grantor, viewer, id, settle } = await shared('report', { minPeople: 2 });
    const home = (name: string) => ({ ip: `203.0.113.${name}`, userAgent: 'Pod/1' });
    for (const name of ['1', '2']) await touches(grantor, [`home-${name}`], { identity: home(name) });
    for (const name of ['1', '2']) await orders(grantor, [`o-${name}`], { identity: { ...home(name), userId: 'one' } });
    await settle();
    expect((await between.read(viewer, id)).totals.conversions).toBe(2);
    await touches(grantor, ['known'], { identity: { userId: 'one' } });
    await settle();
    expect(await between.read(viewer, id)).toMatchObject({ isBelowFloor: true, rows: [] });
    const { rows } = await between.admin.query(
      'select count(distinct person)::integer as people from campaign_people where tenant_id = $1',
      [grantor.tenantId],
    );
    expect(rows).toEqual([{ people: 1 }]);
  });
});

describe('the value of a share', () => {
  test.each(KINDS)('of the kind %s is shown where enough people paid, and orders without value lift none over the floor', async (kind) => {
    const { grantor, viewer, buyers, id, settle } = await shared(kind, { minPeople: 5 });
    const all = names('v', 6);
    await touches(grantor, all);
    await orders(buyers, all.slice(1), LEAD);
    await orders(buyers, all.slice(0, 1), { valueMinor: 12_345 });
    await settle();
    expect(await between.read(viewer, id)).toMatchObject({ currency: null, totals: { conversions: 5, valueMinor: 0 } });
    await expect(between.read(viewer, id, { currency: 'USD' })).rejects.toMatchObject({ errors: [{ pointer: '/currency' }] });
    const asked = (currency: string) =>
      inTenant(between.database.context.db, viewer.tenantId, (tx) =>
        tx.query({ text: `select nano from share_figures($1, 'campaign', 'linear', $2, null, null)`, values: [id, currency] }),
      );
    expect(await asked('USD')).toEqual([]);
    expect(await asked('')).toHaveLength(1);
  });

  test.each(KINDS)('of the kind %s is left out of a row that few paid in, and of the smallest other one', async (kind) => {
    const { grantor, viewer, buyers, id, settle } = await shared(kind, { minPeople: 3 });
    const rows = { big: [6, 0], middle: [4, 0], thin: [1, 4], free: [0, 3] } as const;
    for (const [show, [paid, free]] of Object.entries(rows)) {
      await touches(grantor, names(show, paid + free), { show });
      const [buying, asking] = [names(show, paid), names(show, paid + free).slice(paid)];
      if (paid > 0) await orders(buyers, buying, { valueMinor: 1_000 });
      if (free > 0) await orders(buyers, asking, LEAD);
    }
    await settle();
    const report = await between.read(viewer, id, { groupBy: 'show', currency: 'USD' });
    expect(Object.fromEntries(report.rows.map(({ key, valueMinor }) => [key, valueMinor]))).toEqual({
      big: 6_000,
      middle: null,
      thin: null,
      free: 0,
    });
    expect(report.totals).toEqual({ conversions: 18, valueMinor: null });
    expect((await between.read(viewer, id)).totals).toEqual({ conversions: 18, valueMinor: 11_000 });
  });

  test.each(KINDS)('of the kind %s is offered in the currencies of its own days and kinds alone', async (kind) => {
    const { grantor, viewer, buyers, id, settle } = await shared(kind, {
      minPeople: 2,
      conversionKinds: ['purchase'],
      from: '2026-11-01',
    });
    await touches(grantor, [...names('eu', 6), ...names('us', 3)]);
    await touches(grantor, names('old', 4), { occurredAt: '2026-10-01T10:00:00Z' });
    await orders(buyers, names('eu', 6), { kind: 'subscription', currency: 'EUR' });
    await orders(buyers, names('old', 4), { currency: 'GBP', occurredAt: '2026-10-02T10:00:00Z' });
    await orders(buyers, names('us', 3));
    await settle();
    expect(await between.read(viewer, id)).toMatchObject({ currency: 'USD', otherCurrencies: [], totals: { conversions: 3 } });
    const all = await getAllSharesReport(between.database.context, viewer.actor, { model: 'linear' });
    expect(all.items).toMatchObject([{ currency: 'USD', conversions: 3, valueMinor: 15_000 }]);
  });
});

test('figures of more than nine million conversions are told', async () => {
  const { grantor, viewer, id, settle } = await shared('report');
  await touches(grantor, names('n', 2));
  await orders(grantor, names('n', 2));
  await settle();
  await between.admin.query(`update campaign_rollups set nano = 9000000000000000, minor = 9000000000000 where tenant_id = $1`, [
    grantor.tenantId,
  ]);
  await between.admin.query(
    `insert into campaign_rollups select tenant_id, campaign, model, dimension, starts_on + 1, key, kind, currency, nano, minor, counted
     from campaign_rollups where tenant_id = $1`,
    [grantor.tenantId],
  );
  expect((await between.read(viewer, id)).totals).toEqual({ conversions: 18_000_000, valueMinor: 18_000_000_000_000 });
});

describe("a campaign's figures", () => {
  const own = async ({ actor }: TestTenant) => {
    const report = await getReport(between.database.context, actor, ReportQuery.parse({ currency: 'USD' }));
    const row = report.rows.find(({ key }) => key === 'autumn');
    return { conversions: row?.conversions, valueMinor: row?.valueMinor };
  };

  test('keep the sums of events that grew too old, for shares accepted or offered since too, and of people only how many', async () => {
    const { context } = between.database;
    const [grantor, viewer] = [await between.network(), await createTestTenant(context)];
    const old = { occurredAt: '2026-10-01T10:00:00Z' };
    await touches(grantor, names('k', 3), old);
    await orders(grantor, names('k', 3), { ...old, occurredAt: '2026-10-02T10:00:00Z' });
    await between.settle(grantor);
    const { id, invitationCode } = await offer(context, grantor, { minPeople: 3 });
    await drainShares(context, 'system', grantor.tenantId);
    const hashing = await getTenantKeys(context, 'system', grantor.tenantId);
    const retain = () =>
      inTenant(context.db, grantor.tenantId, (tx) => deleteOldIn(tx, hashing, { before: '2026-11-01T00:00:00Z', limit: 100 }));
    const people = async () => {
      const text = 'select distinct person, is_folded from campaign_people where tenant_id = $1 order by person';
      return (await between.admin.query(text, [grantor.tenantId])).rows;
    };
    const before = await people();
    expect((await retain()).conversions).toBe(3);
    await retain();
    const folded = [1, 2, 3].map((person) => ({ person, is_folded: true }));
    expect(before).not.toEqual(folded);
    expect(await people()).toEqual(folded);
    await claimShare(context, viewer.actor, invitationCode);
    await acceptShare(context, viewer.actor, id, { conversionKinds: null });
    await between.settle(grantor);
    const later = await grant(context, grantor, viewer, { minPeople: 3 });
    for (const one of [id, later]) expect((await between.read(viewer, one)).totals).toEqual({ conversions: 3, valueMinor: 15_000 });
    expect(await own(grantor)).toEqual({ conversions: 3, valueMinor: 15_000 });
  });

  test('of events that are gone and of those that are there are not counted together: the same people may be behind both', async () => {
    const { context } = between.database;
    const { grantor, viewer, id, settle } = await shared('report', { minPeople: 4 });
    for (const [month, of] of Object.entries({ '10': ['m-0', 'm-1', 'm-2'], '11': ['m-0', 'm-1', 'm-3'] })) {
      await between.sendTouchpoints(
        grantor,
        of.map((name) => touch(`${month}${name}`, { occurredAt: `2026-${month}-01T10:00:00Z`, identity: { userId: name } })),
      );
      await between.sendOrders(
        grantor,
        of.map((name) => order(`${month}${name}`, { occurredAt: `2026-${month}-02T10:00:00Z`, identity: { userId: name } })),
      );
    }
    await settle();
    expect((await between.read(viewer, id)).totals.conversions).toBe(6);
    const hashing = await getTenantKeys(context, 'system', grantor.tenantId);
    const retain = () =>
      inTenant(context.db, grantor.tenantId, (tx) => deleteOldIn(tx, hashing, { before: '2026-11-01T00:00:00Z', limit: 100 }));
    expect((await retain()).conversions).toBe(3);
    expect((await retain()).conversions).toBe(0);
    expect((await between.read(viewer, id)).isBelowFloor).toBe(true);
  });

  test('are built part by part while events come in, once for all its shares, and go with the last of them', async () => {
    const { context } = between.database;
    const world = randomWorld(7, { touchpoints: 200, conversions: 90 });
    const [grantor, viewer] = [await between.network(), await createTestTenant(context)];
    await between.sendTouchpoints(grantor, world.touchpoints);
    await between.sendOrders(grantor, world.conversions.slice(0, 45));
    await between.settle(grantor);
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const { id, invitationCode } = await offer(context, grantor);
      await claimShare(context, viewer.actor, invitationCode);
      await acceptShare(context, viewer.actor, id, { conversionKinds: null });
      ids.push(id);
    }
    await between.sendOrders(grantor, world.conversions.slice(45));
    await Promise.all([buildShares(context, 'system', grantor.tenantId, 4), between.settle(grantor)]);
    await between.settle(grantor);
    for (const id of ids) {
      const report = await between.read(viewer, id, { currency: 'USD' });
      expect(report).toMatchObject({ totals: await own(grantor), waitingConversions: 0, computedAt: expect.any(String) as string });
    }
    const rows = async () => {
      const text = `select (select count(*) from campaign_rollups where tenant_id = $1)::integer as sums,
        (select count(*) from campaign_people where tenant_id = $1)::integer as people, count(*)::integer as builds
        from campaign_builds where tenant_id = $1`;
      return (await between.admin.query<Record<string, number>>(text, [grantor.tenantId])).rows[0];
    };
    expect(await rows()).toMatchObject({ builds: 1 });
    await between.admin.query('update shares set expires_at = now() where tenant_id = $1', [grantor.tenantId]);
    await orders(grantor, ['after']);
    await between.settle(grantor);
    expect(await rows()).toEqual({ sums: 0, people: 0, builds: 0 });
  });
});

test.each(KINDS)('nothing of a share of the kind %s is read while either side is suspended, not by SQL either', async (kind) => {
  const { grantor, viewer, buyers, id, settle } = await shared(kind);
  await touches(grantor, names('s', 3));
  await orders(buyers, names('s', 3));
  await settle();
  const { context } = between.database;
  for (const side of [grantor, viewer]) {
    await inTenant(context.db, side.tenantId, (tx) => suspendTenantIn(context, tx, 'operator:1'));
    await expect(between.read(viewer, id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await getAllSharesReport(context, viewer.actor, { model: 'linear' })).items).toEqual([]);
    await inTenant(context.db, side.tenantId, (tx) => reactivateTenantIn(tx, 'operator:1'));
    expect((await between.read(viewer, id)).totals.conversions).toBe(3);
  }
});
