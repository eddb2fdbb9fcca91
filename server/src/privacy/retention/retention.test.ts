import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { drainTenant } from '../../attribution/paths/service.ts';
import { ReportQuery } from '../../attribution/reports/schema.ts';
import { getReport, getStatus } from '../../attribution/reports/service.ts';
import { dropEmptyEventPartitions } from '../../platform/partitions.ts';
import { databaseUrl } from '../../platform/postgres/connection.ts';
import { TENANT_DEFAULTS } from '../../tenants/settings/schema.ts';
import { putSettings } from '../../tenants/settings/service.ts';
import { acceptConversions, acceptTouchpoints } from '../../tracking/intake/service.ts';
import { acceptRefunds } from '../../tracking/refunds/service.ts';
import { keepAllRetention, keepRetention } from './service.ts';

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

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(NOW_MS - days * DAY_MS).toISOString();
const identity = { userId: 'u' };
const touch = (id: string, days: number) => ({ id, kind: 'click', campaign: 'c', occurredAt: daysAgo(days), identity });
const order = (id: string, days: number, more: object = {}) => {
  return { id, kind: 'purchase', valueMinor: 100, currency: 'USD', occurredAt: daysAgo(days), identity, ...more };
};

const touchpoints = [touch('t-old', 121), touch('t-edge', 91), touch('t-new', 20)];
const conversions = [
  order('o-old', 120),
  order('o-older', 200, { orderId: 'A' }),
  order('o-later-record', 60, { orderId: 'A' }),
  order('o-older-record', 150, { orderId: 'B', kind: 'lead' }),
  order('o-edge', 85),
  order('o-new', 10),
];

async function sendAll({ actor, tenantId }: TestTenant) {
  const { context } = database;
  const sent = [
    await acceptTouchpoints(context, actor, touchpoints, 'server'),
    await acceptConversions(context, actor, conversions, 'server'),
  ];
  await drainTenant(context, 'system', tenantId);
  return sent.map(({ accepted, duplicates, rejected }) => [accepted, duplicates, rejected.map(({ code }) => code)]);
}

const keepDays = ({ actor, tenantId }: TestTenant, retentionDays: number | null) =>
  putSettings(database.context, actor, tenantId, { ...TENANT_DEFAULTS, retentionDays });
const keep = ({ tenantId }: TestTenant) => keepRetention(database.context, 'system', tenantId);
/** Lets ten minutes pass for a horizon, by the database's clock. */
const settle = ({ tenantId }: TestTenant) =>
  admin.query(`update retention_horizons set set_at = set_at - interval '11 minutes' where tenant_id = $1`, [tenantId]);
/** Lets this process ask for the horizon again. */
const nextMinute = () => database.setNow(database.context.clock() + 60_001);
const report = ({ actor }: TestTenant, query: object = {}) =>
  getReport(database.context, actor, ReportQuery.parse({ groupBy: 'campaign', ...query }));

async function idsOf({ tenantId }: TestTenant): Promise<Record<string, string[]>> {
  const read = async (text: string) => (await admin.query<{ id: string }>(text, [tenantId])).rows.map(({ id }) => id);
  return {
    touchpoints: await read('select id from touchpoints where tenant_id = $1 order by 1'),
    touchpointKeys: await read('select id from touchpoint_keys where tenant_id = $1 order by 1'),
    conversions: await read('select id from conversions where tenant_id = $1 order by 1'),
    conversionKeys: await read('select id from conversion_keys where tenant_id = $1 order by 1'),
    paths: await read('select conversion_id as id from paths where tenant_id = $1 order by 1'),
  };
}

async function kept(days: number | null): Promise<TestTenant> {
  const tenant = await createTestTenant(database.context);
  await sendAll(tenant);
  await keepDays(tenant, days);
  await keep(tenant);
  return tenant;
}

describe('a tenant that keeps events for 90 days', () => {
  test('loses what is older, with ids and paths, and keeps the sums', async () => {
    const tenant = await kept(90);
    const before = await report(tenant);
    expect((await idsOf(tenant)).conversions).toHaveLength(6);
    await settle(tenant);
    const deleted = { answers: 0, requests: 0, touchpoints: 2, conversions: 4, pathVersions: 4 };
    expect(await keep(tenant)).toEqual({ ...deleted, keptFrom: '2026-08-22T00:00:00.000Z' });
    const ids = ['o-edge', 'o-new'];
    expect(await idsOf(tenant)).toEqual({
      touchpoints: ['t-new'],
      touchpointKeys: ['t-new'],
      conversions: ids,
      conversionKeys: ids,
      paths: ids,
    });
    const after = await report(tenant);
    expect({ ...after, eventsKeptFrom: null }).toEqual({ ...before, eventsKeptFrom: null });
    expect((await report(tenant, { halfLifeDays: '6' })).totals).toMatchObject({ conversions: 2 });
  });

  test('says from when on events are kept, in reports and in the status', async () => {
    const tenant = await kept(90);
    const eventsKeptFrom = '2026-08-22T00:00:00.000Z';
    expect(await report(tenant)).toMatchObject({ eventsKeptFrom });
    expect(await getStatus(database.context, tenant.actor)).toMatchObject({ eventsKeptFrom });
    expect(await report(await kept(null))).toMatchObject({ eventsKeptFrom: null });
  });

  test('takes nothing older again, also not a later record of an order that went', async () => {
    const tenant = await kept(90);
    await settle(tenant);
    await keep(tenant);
    const totals = (await report(tenant)).totals;
    nextMinute();
    expect(await sendAll(tenant)).toEqual([
      [0, 1, ['too_old', 'too_old']],
      [0, 3, ['too_old', 'too_old', 'too_old']],
    ]);
    expect((await report(tenant)).totals).toEqual(totals);
    database.setNow(NOW_MS);
  });

  test('is looked after again and again without a change, and each deletion stands in the audit log with counts', async () => {
    const tenant = await kept(90);
    await settle(tenant);
    await keep(tenant);
    const before = await idsOf(tenant);
    await settle(tenant);
    expect(await keep(tenant)).toMatchObject({ touchpoints: 0, conversions: 0 });
    expect(await idsOf(tenant)).toEqual(before);
    const { rows } = await admin.query(
      `select actor, target, after from audit_log where tenant_id = $1 and action = 'retention.delete' order by seq`,
      [tenant.tenantId],
    );
    expect(rows).toEqual([
      {
        actor: 'system',
        target: '2026-08-22T00:00:00.000Z',
        after: { answers: 0, requests: 0, touchpoints: 2, conversions: 4, pathVersions: 4 },
      },
    ]);
  });

  test('deletes nothing behind a new horizon before every process refuses it, and never moves it back', async () => {
    const tenant = await kept(90);
    expect(await keep(tenant)).toMatchObject({ touchpoints: 0, conversions: 0 });
    await settle(tenant);
    await keepDays(tenant, 365);
    expect(await keep(tenant)).toMatchObject({ touchpoints: 2, keptFrom: '2026-08-22T00:00:00.000Z' });
  });

  test('hands the refunds of an old record over to the record that counts, a refund sent for both once', async () => {
    const tenant = await createTestTenant(database.context);
    const { context } = database;
    const value = { orderId: 'C', valueMinor: 5_000 };
    await acceptConversions(context, tenant.actor, [order('of-pixel', 120, value)], 'pixel');
    await acceptConversions(context, tenant.actor, [order('of-server', 60, value)], 'server');
    const refund = (id: string, valueMinor: number) => ({ id, valueMinor, occurredAt: daysAgo(50) });
    await acceptRefunds(context, tenant.actor, 'of-pixel', [refund('r-1', 3_000), refund('r-2', 900), refund('r-3', 5)]);
    await acceptRefunds(context, tenant.actor, 'of-server', [refund('r-2', 500), refund('r-3', 7)]);
    const net = async () => {
      await drainTenant(context, 'system', tenant.tenantId);
      return (await report(tenant)).totals.valueMinor;
    };
    expect(await net()).toBe(1_093);
    await keepDays(tenant, 90);
    await keep(tenant);
    await settle(tenant);
    expect(await keep(tenant)).toMatchObject({ conversions: 1 });
    const { rows } = await admin.query('select conversion_id, id, value_minor::integer from refunds where tenant_id = $1 order by id', [
      tenant.tenantId,
    ]);
    expect(rows).toEqual([
      { conversion_id: 'of-server', id: 'r-1', value_minor: 3_000 },
      { conversion_id: 'of-server', id: 'r-2', value_minor: 900 },
      { conversion_id: 'of-server', id: 'r-3', value_minor: 7 },
    ]);
    await acceptTouchpoints(context, tenant.actor, [touch('t-before', 61)], 'server');
    expect(await net()).toBe(1_093);
  });

  test('counts first what waits to be matched', async () => {
    const tenant = await createTestTenant(database.context);
    await acceptConversions(database.context, tenant.actor, conversions, 'server');
    await keepDays(tenant, 90);
    await keep(tenant);
    await settle(tenant);
    expect(await keep(tenant)).toMatchObject({ conversions: 4 });
    expect((await report(tenant)).totals).toMatchObject({ conversions: 5 });
  });

  test('leaves others alone', async () => {
    const [tenant, other] = [await kept(90), await kept(null)];
    const before = await idsOf(other);
    await settle(tenant);
    await keepAllRetention(database.context, 'system');
    expect((await idsOf(tenant)).touchpoints).toEqual(['t-new']);
    expect(await idsOf(other)).toEqual(before);
  });
});

test('a partition is dropped when its month is long over and no tenant has anything in it, and not before', async () => {
  const names = async () =>
    (
      await admin.query<{ name: string }>(
        `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
         where i.inhparent in ('touchpoints'::regclass, 'conversions'::regclass)`,
      )
    ).rows.map(({ name }) => name);
  const { db } = database.context;
  await db.jobs.query(`select ensure_event_partitions('2024-01-01', '2024-03-31')`);
  const tenant = await createTestTenant(database.context);
  await admin.query(
    `insert into touchpoints (tenant_id, id, occurred_at, kind, connection_type)
     values ($1, 'kept', '2024-02-10T00:00:00Z', 'click', 'unknown')`,
    [tenant.tenantId],
  );
  expect(await dropEmptyEventPartitions(db, NOW_MS)).toBe(8);
  const left = await names();
  expect(left).toContain('touchpoints_202402');
  expect(left).not.toContain('touchpoints_202401');
  expect(left).toContain('touchpoints_202611');
  await admin.query(`delete from touchpoints where id = 'kept'`);
  // A vacuum leaves the end of a file alone while anything else holds on to the table.
  const dropAfterVacuum = async () => {
    await admin.query('vacuum touchpoints_202402');
    return dropEmptyEventPartitions(db, NOW_MS);
  };
  await expect.poll(dropAfterVacuum).toBe(1);
  expect(await names()).not.toContain('touchpoints_202402');
});
