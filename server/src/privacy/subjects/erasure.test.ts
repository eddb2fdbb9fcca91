import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { drainTenant } from '../../attribution/paths/service.ts';
import { requestRebuild } from '../../attribution/rebuilds/service.ts';
import { getReport } from '../../attribution/reports/service.ts';
import { ReportQuery } from '../../attribution/reports/schema.ts';
import { databaseUrl } from '../../platform/postgres/connection.ts';
import { newId } from '../../platform/chance.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { acceptConversions, acceptTouchpoints } from '../../tracking/intake/service.ts';
import { acceptRefunds } from '../../tracking/refunds/service.ts';
import type { SubjectIdentity } from '../../tracking/subjects/schema.ts';
import { findSubject } from '../../tracking/subjects/service.ts';
import { endRequestIn, eraseSubject, exportSubject, reapplyErasures, restrictSubject } from './service.ts';

let database: TestDatabase;
let admin: pg.Client;
beforeAll(async () => {
  database = await openTestDatabase();
  admin = new pg.Client({ connectionString: databaseUrl(database.urls.superuser, new URL(database.urls.app).pathname.slice(1)) });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await database.close();
});

const AGENT = 'Mozilla/5.0 (a browser of Jane)';
const jane = {
  userId: 'jane-4711',
  emailSha256: 'a'.repeat(64),
  deviceId: 'device-of-jane',
  clickId: 'click-of-jane',
  ip: '203.0.113.77',
  userAgent: AGENT,
};
const JANE: SubjectIdentity[] = [jane];
const joe = { userId: 'joe', ip: '203.0.113.77', userAgent: 'Joe/1.0' };

const at = (day: number, hour = 10) => `2026-11-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:12:34Z`;
const touch = (id: string, identity: object, more: object = {}) => ({
  id,
  kind: 'impression',
  occurredAt: at(1),
  campaign: 'autumn',
  show: 'a-show',
  identity,
  ...more,
});
const order = (id: string, identity: object, more: object = {}) => ({
  id,
  kind: 'purchase',
  occurredAt: at(5),
  valueMinor: 10_000,
  currency: 'USD',
  identity,
  ...more,
});

async function send(tenant: TestTenant, touchpoints: object[], conversions: object[]) {
  const { context } = database;
  const none = { accepted: 0, duplicates: 0, rejected: [] };
  const sent = [
    touchpoints.length === 0 ? none : await acceptTouchpoints(context, tenant.actor, touchpoints, 'server'),
    conversions.length === 0 ? none : await acceptConversions(context, tenant.actor, conversions, 'server'),
  ];
  return sent.map(({ accepted, duplicates, rejected }) => [accepted, duplicates, rejected.length]);
}

/** A household of two, of whom Jane is to be erased, with an order in two records, a refund, and touchpoints that Joe's order shares. */
const touchpoints = [
  touch('t-jane-user', { userId: jane.userId }),
  touch('t-jane-email', { emailSha256: jane.emailSha256 }, { campaign: 'winter' }),
  touch('t-jane-device', { deviceId: jane.deviceId }),
  touch('t-jane-click', { clickId: jane.clickId }, { kind: 'click' }),
  touch('t-jane-home', { ip: jane.ip, userAgent: AGENT }, { campaign: 'home' }),
  touch('t-joe', { userId: 'joe' }, { campaign: 'joes' }),
];
const conversions = [
  order(
    'o-jane',
    { userId: jane.userId, deviceId: 'shared-tablet' },
    { orderId: 'order-1001-of-jane', promoCode: 'JANE10', metadata: { note: jane.userId } },
  ),
  order('o-jane-pixel', { clickId: jane.clickId }, { orderId: 'order-1001-of-jane', valueMinor: 9_999 }),
  order('o-jane-email', { emailSha256: jane.emailSha256 }, { valueMinor: 700 }),
  order('o-joe', joe, { occurredAt: at(7), valueMinor: 5_000 }),
  order('o-tablet', { deviceId: 'shared-tablet' }, { occurredAt: at(8), valueMinor: 300 }),
];

async function household(): Promise<TestTenant> {
  const { context } = database;
  const tenant = await createTestTenant(context);
  await send(tenant, touchpoints, conversions);
  await drainTenant(context, 'system', tenant.tenantId);
  await acceptRefunds(context, tenant.actor, 'o-jane', [{ id: 'refund-of-jane', occurredAt: at(9), valueMinor: 1_500 }]);
  await drainTenant(context, 'system', tenant.tenantId);
  return tenant;
}

const erase = async ({ tenantId }: TestTenant, { identities = JANE, objects = false } = {}) => {
  const subject = await findSubject(database.context, 'system', tenantId, identities);
  return eraseSubject(database.context, 'system', { tenantId, requestId: newId(), subject, objects });
};

const report = async ({ actor }: TestTenant, query: object = {}) =>
  getReport(database.context, actor, ReportQuery.parse({ groupBy: 'campaign', ...query }));

/** Every row of a tenant in every table, as text, as the superuser sees it. */
async function everything({ tenantId }: TestTenant): Promise<Map<string, string[]>> {
  const tables = await admin.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`,
  );
  const found = new Map<string, string[]>();
  for (const { name } of tables.rows) {
    const { rows } = await admin.query<{ row: string }>(`select t::text as row from ${name} t where tenant_id = $1 order by 1`, [tenantId]);
    found.set(
      name,
      rows.map(({ row }) => row),
    );
  }
  return found;
}

async function tracesOf(tenant: TestTenant, needles: string[]): Promise<string[]> {
  const rows = [...(await everything(tenant))].flatMap(([table, texts]) => texts.map((text) => `${table}: ${text}`));
  return rows.filter((row) => needles.some((needle) => row.includes(needle)));
}

/** Jane's identities as she has them and as they are stored, and the ids that name her. */
async function needlesOf({ tenantId }: TestTenant): Promise<string[]> {
  const { keys } = await findSubject(database.context, 'system', tenantId, JANE);
  const uuid = (hash: string) => hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const hashes = keys.flatMap(({ key, field, agentKey }) => (field === 'address_agent' ? [agentKey ?? ''] : [key]));
  const ids = ['t-jane', 'o-jane', 'order-1001-of-jane', 'JANE10', 'refund-of-jane'];
  const names = [jane.userId, jane.emailSha256, jane.deviceId, jane.clickId, AGENT, ...ids];
  return [...names, ...hashes, ...hashes.map(uuid)];
}

/** Audit rows name what was done to which id, and are never changed. */
const isAudit = (row: string) => row.startsWith('audit_log:');

describe('erasing a person', () => {
  test('leaves no hash, no raw value and no id of theirs in any table, also before anything was matched', async () => {
    for (const isMatched of [true, false]) {
      const tenant = isMatched ? await household() : await createTestTenant(database.context);
      if (!isMatched) await send(tenant, touchpoints, conversions);
      const needles = await needlesOf(tenant);
      expect((await tracesOf(tenant, needles)).length).toBeGreaterThan(5);
      expect(await erase(tenant)).toMatchObject({ touchpoints: 5, amounts: 2, records: 1, refunds: isMatched ? 1 : 0 });
      expect((await tracesOf(tenant, needles)).filter((row) => !isAudit(row))).toEqual([]);
    }
  });

  test('moves what was credited to unattributed and changes no total, in rollups and in paths alike', async () => {
    const tenant = await household();
    const before = await report(tenant);
    await erase(tenant);
    const after = await report(tenant);
    expect(after.totals).toMatchObject({ conversions: before.totals.conversions, valueMinor: before.totals.valueMinor });
    expect(before.totals).toMatchObject({ conversions: 4, valueMinor: 8_500 + 700 + 5_000 + 300, unattributedConversions: 1 });
    expect(after.totals).toMatchObject({ attributedConversions: 1, attributedValueMinor: 5_000, unattributedConversions: 3 });
    expect(after.rows.map(({ key, valueMinor }) => [key, valueMinor])).toEqual([['joes', 5_000]]);
    expect(after.waitingConversions).toBe(0);
    const fromPaths = await report(tenant, { halfLifeDays: '6.9' });
    expect([fromPaths.totals, fromPaths.rows]).toEqual([after.totals, after.rows]);
    await requestRebuild(database.context, 'system', tenant.tenantId);
    expect(await drainTenant(database.context, 'system', tenant.tenantId)).toMatchObject({ changedPaths: 0 });
    expect((await report(tenant)).totals).toEqual(after.totals);
  });

  test('keeps of a conversion its kind, its currency, what was left of its value, and its day, under an id that is nobody’s', async () => {
    const tenant = await household();
    await erase(tenant);
    const { rows } = await admin.query(
      `select id, kind, currency, value_minor::integer as value, occurred_at, order_id, promo_code, metadata, is_new_customer,
         coalesce(address_key, agent_key, user_key, email_key, device_key, click_key) as identity
       from conversions where tenant_id = $1 and is_erased order by value_minor`,
      [tenant.tenantId],
    );
    const amount = { kind: 'purchase', currency: 'USD', occurred_at: new Date('2026-11-05T00:00:00Z'), identity: null };
    const rest = { order_id: null, promo_code: null, metadata: null, is_new_customer: null };
    expect(rows).toEqual([700, 8_500].map((value) => ({ ...amount, ...rest, value, id: expect.stringMatching(/^erased:[0-9a-f-]{36}$/) })));
  });

  test('takes earlier versions of everybody’s paths that held their touchpoints', async () => {
    const tenant = await household();
    const { tenantId } = tenant;
    const history = async () => (await admin.query('select touchpoint_ids from path_history where tenant_id = $1', [tenantId])).rows;
    const pathOfJoe = async () =>
      (await admin.query('select touchpoint_ids, reason from paths where tenant_id = $1 and conversion_id = $2', [tenantId, 'o-joe'])).rows;
    await send(tenant, [touch('t-late', { userId: 'joe' }, { occurredAt: at(2) })], []);
    await drainTenant(database.context, 'system', tenantId);
    expect(JSON.stringify(await history())).toContain('t-jane');
    expect(await pathOfJoe()).toMatchObject([{ touchpoint_ids: ['t-jane-home', 't-joe', 't-late'] }]);
    await erase(tenant);
    expect(JSON.stringify(await history())).not.toContain('t-jane');
    expect(await pathOfJoe()).toEqual([{ touchpoint_ids: ['t-joe', 't-late'], reason: 'erased' }]);
  });

  test('touches nothing of the same person in another tenant, nor of others in this one', async () => {
    const [tenant, other] = [await household(), await household()];
    const before = await everything(other);
    await erase(tenant);
    expect(await everything(other)).toEqual(before);
    const left = (await everything(tenant)).get('touchpoints') ?? [];
    expect(left.map((row) => /t-\w+/.exec(row)?.[0])).toEqual(['t-joe']);
  });

  test('is done once: a second time finds nothing and changes nothing', async () => {
    const tenant = await household();
    await erase(tenant);
    const before = await everything(tenant);
    expect(await erase(tenant)).toEqual({ requests: 0, touchpoints: 0, amounts: 0, records: 0, refunds: 0, paths: 0, pathVersions: 0 });
    expect(await everything(tenant)).toEqual(before);
  });

  test('keeps the same events out when they are sent again, in any form, and counts them as duplicates', async () => {
    const tenant = await household();
    await erase(tenant);
    const before = await everything(tenant);
    const changed = (items: object[]) => items.map((item) => ({ ...item, metadata: { changed: true } }));
    expect(await send(tenant, touchpoints, conversions)).toEqual([
      [0, 6, 0],
      [0, 5, 0],
    ]);
    expect(await send(tenant, changed(touchpoints.slice(0, 5)), changed(conversions.slice(0, 3)))).toEqual([
      [0, 5, 0],
      [0, 3, 0],
    ]);
    expect(await everything(tenant)).toEqual(before);
    await expect(
      acceptRefunds(database.context, tenant.actor, 'o-jane', [{ id: 'again', occurredAt: at(9), valueMinor: 1 }]),
    ).rejects.toThrow('There is no such conversion.');
  });

  test('gives the same totals whatever came first: events, matching or erasure', async () => {
    const { context } = database;
    const orders = await household();
    await erase(orders);
    const unmatched = await createTestTenant(context);
    await send(unmatched, touchpoints.toReversed(), conversions.toReversed());
    await acceptRefunds(context, unmatched.actor, 'o-jane', [{ id: 'refund-of-jane', occurredAt: at(9), valueMinor: 1_500 }]);
    await erase(unmatched);
    expect(await report(unmatched)).toEqual(await report(orders));
  });

  test('lets new events of the person in unless the person objected; then they count and nobody is recognised', async () => {
    for (const objects of [false, true]) {
      const tenant = await household();
      await erase(tenant, { objects });
      const later = [
        touch('t-later', { userId: jane.userId, deviceId: 'new-phone' }, { metadata: { utm_source: 'mail', who: jane.userId } }),
      ];
      expect(await send(tenant, later, [order('o-later', { userId: jane.userId })])).toEqual([
        [1, 0, 0],
        [1, 0, 0],
      ]);
      await drainTenant(database.context, 'system', tenant.tenantId);
      const { totals } = await report(tenant);
      expect(totals).toMatchObject({ conversions: 5, attributedConversions: objects ? 1 : 2 });
      const traces = (await tracesOf(tenant, await needlesOf(tenant))).filter((row) => !isAudit(row));
      expect(traces.length > 0).toBe(!objects);
      expect(await send(tenant, later, [])).toEqual([
        [0, 1, 0],
        [0, 0, 0],
      ]);
    }
  });

  test('of 10,000 events goes in short transactions that others can come between', async () => {
    const tenant = await createTestTenant(database.context);
    const many = Array.from({ length: 9_000 }, (_, place) => touch(`m-${place}`, { userId: jane.userId }));
    const sold = Array.from({ length: 1_000 }, (_, place) => order(`s-${place}`, { emailSha256: jane.emailSha256 }));
    for (let from = 0; from < many.length; from += 1_000) await send(tenant, many.slice(from, from + 1_000), [order(`x-${from}`, joe)]);
    await send(tenant, [touch('t-joe', joe)], sold);
    await drainTenant(database.context, 'system', tenant.tenantId);
    const erasing = erase(tenant);
    let isDone = false;
    void erasing.finally(() => (isDone = true));
    let between = 0;
    for (; !isDone; between += 1) await send(tenant, [touch(`between-${between}`, { userId: 'somebody' })], []);
    expect(await erasing).toMatchObject({ touchpoints: 9_000, amounts: 1_000 });
    expect(between).toBeGreaterThan(2);
    const { totals } = await report(tenant);
    expect(totals).toMatchObject({ conversions: 1_009, attributedConversions: 9 });
  }, 120_000);
});

describe('an older copy of the database', () => {
  const TABLES = ['touchpoints', 'touchpoint_keys', 'conversions', 'conversion_keys', 'refunds', 'paths', 'path_history'];

  /** Puts back everything a tenant had, as an older backup would. */
  async function restore(tenant: TestTenant, copy: Map<string, string[]>): Promise<void> {
    const all = [...TABLES, 'credit_rollups', 'conversion_rollups', 'erased_events', 'objected_identities', 'dirty_conversions'];
    for (const table of all.toReversed()) await admin.query(`delete from ${table} where tenant_id = $1`, [tenant.tenantId]);
    for (const table of all.filter((name) => name !== 'refunds'))
      for (const row of copy.get(table) ?? []) await admin.query(`insert into ${table} select ($1::${table}).*`, [row]);
    for (const row of copy.get('refunds') ?? []) await admin.query(`insert into refunds select ($1::refunds).*`, [row]);
  }

  test('that is put back is without the person before it is served, and what was erased stays out', async () => {
    for (const objects of [false, true]) {
      const tenant = await household();
      const copy = await everything(tenant);
      await erase(tenant, { objects });
      const after = await report(tenant);
      await restore(tenant, copy);
      expect((await tracesOf(tenant, await needlesOf(tenant))).length).toBeGreaterThan(5);
      expect(await reapplyErasures(database.context, 'system')).toMatchObject({ touchpoints: 5, amounts: 2, records: 1 });
      expect((await tracesOf(tenant, await needlesOf(tenant))).filter((row) => !isAudit(row))).toEqual([]);
      expect(await report(tenant)).toEqual(after);
      expect(await send(tenant, touchpoints, conversions)).toEqual([
        [0, 6, 0],
        [0, 5, 0],
      ]);
      const counts = Object.values(await reapplyErasures(database.context, 'system'));
      expect(new Set(counts)).toEqual(new Set([0]));
    }
  });

  test('of which single rows come back changes no total', async () => {
    const tenant = await household();
    const copy = await everything(tenant);
    await erase(tenant);
    const after = await report(tenant);
    for (const table of ['touchpoints', 'conversions'])
      for (const row of copy.get(table) ?? [])
        if (row.includes('-jane')) await admin.query(`insert into ${table} select ($1::${table}).*`, [row]);
    await reapplyErasures(database.context, 'system');
    expect((await tracesOf(tenant, await needlesOf(tenant))).filter((row) => !isAudit(row))).toEqual([]);
    expect(await report(tenant)).toEqual(after);
  });
});

test('an objection alone outlives an older copy, is put back once, and ends for good', async () => {
  const { context } = database;
  const tenant = await household();
  const { tenantId } = tenant;
  const requestId = newId();
  const subject = await findSubject(context, 'system', tenantId, JANE);
  await restrictSubject(context, 'system', { tenantId, requestId, subject }, true);
  await drainTenant(context, 'system', tenantId);
  const after = await report(tenant);
  const rows = async () => {
    const count = (table: string) => admin.query(`select 1 from ${table} where tenant_id = $1`, [tenantId]);
    return [(await count('objected_identities')).rowCount, (await count('restricted_identities')).rowCount];
  };
  expect(await rows()).toEqual([5, 5]);
  for (const table of ['objected_identities', 'restricted_identities'])
    await admin.query(`delete from ${table} where tenant_id = $1`, [tenantId]);
  await requestRebuild(context, 'system', tenantId);
  await drainTenant(context, 'system', tenantId);
  expect(await report(tenant)).not.toEqual(after);
  await reapplyErasures(context, 'system');
  await drainTenant(context, 'system', tenantId);
  expect(await rows()).toEqual([5, 5]);
  expect(await report(tenant)).toEqual(after);
  await inTenant(context.db, tenantId, (tx) => endRequestIn(context, tx, requestId, subject.hashing));
  await reapplyErasures(context, 'system');
  expect(await rows()).toEqual([0, 0]);
});

test('an export holds everything of the person, no hash, and of others only how many touchpoints they share', async () => {
  const tenant = await household();
  const subject = await findSubject(database.context, 'system', tenant.tenantId, JANE);
  const exported = await exportSubject(database.context, 'system', tenant.tenantId, subject);
  const ids = (rows: unknown[]) => (rows as { id: string }[]).map(({ id }) => id).sort();
  expect(ids(exported.touchpoints)).toEqual(['t-jane-click', 't-jane-device', 't-jane-email', 't-jane-home', 't-jane-user']);
  expect(ids(exported.conversions)).toEqual(['o-jane', 'o-jane-email', 'o-jane-pixel']);
  expect(exported.refunds).toMatchObject([{ conversionId: 'o-jane', id: 'refund-of-jane', valueMinor: 1_500 }]);
  expect(exported.paths).toHaveLength(3);
  expect(exported.conversions).toContainEqual(expect.objectContaining({ id: 'o-jane', identifiedBy: ['user'], promoCode: 'JANE10' }));
  const text = JSON.stringify(exported);
  expect(text).not.toContain('joe');
  for (const { key } of subject.keys) expect(text).not.toContain(key);
});
