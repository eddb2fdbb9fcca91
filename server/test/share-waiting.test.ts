import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startMatching } from '../src/attribution/matching/service.ts';
import { ReportQuery } from '../src/attribution/reports/schema.ts';
import { getReport } from '../src/attribution/reports/service.ts';
import { deleteOldIn } from '../src/attribution/retention/service.ts';
import { getShareManifest } from '../src/attribution/share-runs/service.ts';
import { inTenant } from '../src/platform/tenant-door.ts';
import { putCode } from '../src/catalog/codes/service.ts';
import { getTenantKeys } from '../src/tenants/service.ts';
import { acceptConversions } from '../src/tracking/intake/service.ts';
import { acceptRefunds } from '../src/tracking/refunds/service.ts';
import { type MatchingWorld, openMatchingWorld, order, three, touch } from './matching-world.ts';

let between: MatchingWorld;
beforeAll(async () => {
  between = await openMatchingWorld();
});
afterAll(() => between.close());

test('shares that are matched for long hold up nobody else’s live events', async () => {
  const { context } = between.database;
  const held = [await between.matchedPair(), await between.matchedPair()];
  const other = await between.network();
  await between.admin.query('begin');
  for (const { id } of held) await between.admin.query(`select pg_advisory_xact_lock(hashtextextended('share:' || $1, 0))`, [id]);
  const matching = await startMatching(context, 'system');
  try {
    for (const { grantor } of held) await between.sendTouchpoints(grantor, [touch('more')]);
    const stuck = `select count(*)::integer as count from pg_locks l join pg_database d on d.oid = l.database
      where l.locktype = 'advisory' and not l.granted and d.datname = current_database()`;
    const stuckJobs = async () => (await between.admin.query<{ count: number }>(stuck)).rows[0].count;
    await expect.poll(stuckJobs, { timeout: 30_000, interval: 100 }).toBeGreaterThanOrEqual(2);
    await between.sendTouchpoints(other, [touch('live')]);
    await between.sendOrders(other, [order('live')]);
    const report = () => getReport(context, other.actor, ReportQuery.parse({}));
    await expect.poll(async () => (await report()).waitingConversions, { timeout: 30_000, interval: 100 }).toBe(0);
    expect((await report()).totals.attributedConversions).toBe(1);
    expect(await stuckJobs()).toBeGreaterThanOrEqual(2);
  } finally {
    await between.admin.query('rollback');
    await matching.close();
  }
});

describe('the report of a matching share', () => {
  test('says that it waits once exposures grew too old, part by part, and then goes without them', async () => {
    const { context } = between.database;
    const { grantor, grantee, id } = await between.pair();
    await between.sendTouchpoints(
      grantor,
      three.map((name) => touch(name, { occurredAt: '2026-10-01T10:00:00Z' })),
    );
    await between.sendOrders(
      grantee,
      three.map((name) => order(name, { occurredAt: '2026-10-02T10:00:00Z' })),
    );
    await between.settle(grantor, grantee);
    expect((await between.read(grantor, id)).totals.conversions).toBe(3);
    const hashing = await getTenantKeys(context, 'system', grantor.tenantId);
    await inTenant(context.db, grantor.tenantId, (tx) => deleteOldIn(tx, hashing, { before: '2026-11-01T00:00:00Z', limit: 2 }));
    expect(await between.rowsOfShare(id)).toMatchObject({ share_touchpoints: 1 });
    expect((await between.read(grantor, id)).waitingConversions).toBeGreaterThan(0);
    await inTenant(context.db, grantor.tenantId, (tx) => deleteOldIn(tx, hashing, { before: '2026-11-01T00:00:00Z', limit: 2 }));
    await between.settle(grantor);
    expect(await between.read(grantor, id)).toMatchObject({ waitingConversions: 0, totals: { conversions: 0, valueMinor: 0 } });
    expect(await getShareManifest(context, grantor.actor, id)).toMatchObject({ isCurrent: true, days: [] });
  });

  test('says that it waits from a refund and from a mapped code on, and not how much the other side has to do', async () => {
    const { context } = between.database;
    const { grantor, grantee, id } = await between.matchedPair();
    const both = async () => [(await between.read(grantor, id)).waitingConversions, (await between.read(grantee, id)).waitingConversions];
    expect(await both()).toEqual([0, 0]);
    for (const name of three)
      await acceptRefunds(context, grantee.actor, name, [{ id: 'r', occurredAt: '2026-11-13T00:00:00Z', valueMinor: 1_000 }]);
    expect(await both()).toEqual([1, 1]);
    await between.settle(grantee);
    expect(await both()).toEqual([0, 0]);
    expect((await between.read(grantor, id)).totals).toEqual({ conversions: 3, valueMinor: 12_000 });
    for (const code of ['ONE', 'TWO']) await putCode(context, grantor.actor, { campaign: 'autumn', code, details: { show: null } });
    expect(await both()).toEqual([1, 1]);
    await between.settle(grantor);
    expect(await both()).toEqual([0, 0]);
  });

  test('follows the record that counts of an order, also one that has no part in the share itself', async () => {
    const { context } = between.database;
    const { grantor, grantee, id } = await between.pair();
    await between.sendTouchpoints(
      grantor,
      three.map((name) => touch(name)),
    );
    const browser = three.map((name) => order(name, { orderId: `order-${name}` }));
    await acceptConversions(context, grantee.actor, browser, 'pixel');
    await between.settle(grantor, grantee);
    expect((await between.read(grantee, id)).totals.conversions).toBe(3);
    const server = order('of-the-server', { orderId: 'order-1', identity: undefined, consent: 'denied' });
    const { accepted } = await acceptConversions(context, grantee.actor, [server], 'server');
    expect(accepted).toBe(1);
    expect((await between.read(grantor, id)).waitingConversions).toBe(1);
    await between.settle(grantee);
    expect(await between.read(grantee, id)).toMatchObject({ waitingConversions: 0, totals: { conversions: 2, valueMinor: 10_000 } });
    expect(await getShareManifest(context, grantee.actor, id)).toMatchObject({ isCurrent: true });
  });
});
