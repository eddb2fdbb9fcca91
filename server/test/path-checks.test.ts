import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { isDue } from '../src/attribution/path-checks/rules.ts';
import { getStatus } from '../src/attribution/reports/service.ts';
import { checkPaths, checkPathsAndKeep, getLastPathCheck } from '../src/attribution/path-checks/service.ts';
import { drainTenant } from '../src/attribution/paths/service.ts';
import { putCode } from '../src/catalog/codes/service.ts';
import { databaseUrl } from '../src/platform/postgres/connection.ts';
import { inTenant } from '../src/platform/tenant-door.ts';
import { acceptConversions, acceptTouchpoints } from '../src/tracking/intake/service.ts';
import { acceptRefunds } from '../src/tracking/refunds/service.ts';
import { moveHorizonIn } from '../src/tracking/retention/service.ts';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from './database.ts';
import { randomWorld, shuffled } from './random-world.ts';

let database: TestDatabase;
let tenant: TestTenant;
let other: TestTenant;
let admin: pg.Client;
beforeAll(async () => {
  database = await openTestDatabase();
  admin = new pg.Client({ connectionString: databaseUrl(database.urls.superuser, new URL(database.urls.app).pathname.slice(1)) });
  await admin.connect();
  tenant = await loaded(1);
  other = await loaded(2);
});
afterAll(async () => {
  await admin.end();
  await database.close();
});

const WORLD = randomWorld(23, { touchpoints: 60, conversions: 40 });

/** A tenant that got the events of the world in an order of its own, matching now and then. */
async function loaded(seed: number): Promise<TestTenant> {
  const { context } = database;
  const own = await createTestTenant(context);
  const drain = () => drainTenant(context, 'system', own.tenantId);
  await putCode(context, own.actor, { campaign: 'of-a-code', code: 'CHECKED', details: {} });
  const more = {
    id: 'by-code',
    kind: 'purchase',
    occurredAt: '2026-11-09T00:00:00Z',
    promoCode: 'CHECKED',
    valueMinor: 500,
    currency: 'EUR',
  };
  const referred = { ...more, id: 'referred', metadata: { referrer: 'https://search.example/', utm_source: 'mail' } };
  const steps = [
    ...WORLD.touchpoints.map((item) => () => acceptTouchpoints(context, own.actor, [item], 'server')),
    ...[...WORLD.conversions, more, referred].map((item) => () => acceptConversions(context, own.actor, [item], 'server')),
  ];
  for (const [place, step] of shuffled(steps, seed).entries()) {
    expect((await step()).rejected).toEqual([]);
    if (place % 30 === seed) await drain();
  }
  for (const [place, { conversionId, valueMinor }] of WORLD.refunds.entries())
    await acceptRefunds(context, own.actor, conversionId, [{ id: `r-${place}`, occurredAt: '2026-11-19T00:00:00Z', valueMinor }]);
  await drain();
  return own;
}

const check = ({ tenantId }: TestTenant = tenant, options = {}) => checkPaths(database.context, 'system', tenantId, options);
const change = (text: string) => inTenant(database.context.db, tenant.tenantId, (tx) => tx.query({ text }));
const rowsOf = async (table: string) =>
  inTenant(database.context.db, tenant.tenantId, (tx) => tx.query({ text: `select * from ${table}` }));

test('paths are what building them anew gives, by the same hashes whatever the order of arrival, and nothing is written', async () => {
  const tables = ['paths', 'path_history', 'slots', 'sources', 'credit_rollups', 'conversion_rollups', 'path_checks', 'ledger_heads'];
  const stored = async () => (await Promise.all(tables.map(rowsOf))).map((rows) => rows.map((row) => JSON.stringify(row)).toSorted());
  const before = await stored();
  const [one, two] = [await check(tenant), await check(other)];
  expect(one).toMatchObject({ verdict: 'same', isWhole: true, differenceCount: 0, differences: [], unsettled: 0, uncheckable: 0 });
  expect(one.conversions).toBeGreaterThanOrEqual(40);
  expect(one.rebuiltHash).toBe(one.storedHash);
  expect([two.verdict, two.storedHash, two.conversions]).toEqual(['same', one.storedHash, one.conversions]);
  expect(await stored()).toEqual(before);
});

describe('a check finds', () => {
  const TABLES = ['paths', 'conversions', 'credit_rollups', 'conversion_rollups'];
  const PATH = `(select conversion_id from paths where packed is not null order by converted_at, conversion_id limit 1)`;

  beforeAll(async () => {
    for (const table of TABLES) await admin.query(`create table kept_${table} as table ${table}`);
  });

  afterEach(async () => {
    for (const table of TABLES) await admin.query(`delete from ${table}`);
    for (const table of TABLES) await admin.query(`insert into ${table} select * from kept_${table}`);
  });

  const touched = `update paths set touchpoint_ids = array['x'] || touchpoint_ids[2:] where cardinality(touchpoint_ids) > 1`;
  const sum = (table: string, grain: string, name: string) => `update ${table} set ${name} = ${name} + 1 where grain = '${grain}'`;

  test.each([
    ['a path that is not what its events come to', touched, 'path', 'touchpoints'],
    ['a path that is missing', `delete from paths where conversion_id = ${PATH}`, 'path', 'no path is stored'],
    ['a path without a conversion', `delete from conversions where id = ${PATH}`, 'path', 'not there'],
    ['a sum of a day that its paths do not come to', sum('conversion_rollups', 'day', 'value_minor'), 'rollup', 'conversions'],
    ['credit of a day that no path earns', sum('credit_rollups', 'day', 'linear_nano'), 'rollup', 'credit'],
    ['a sum of a month that is not that of its days', sum('credit_rollups', 'month', 'linear_minor'), 'rollup', 'sum of its days'],
  ])('%s', async (_, fault, of, says) => {
    expect((await check()).verdict).toBe('same');
    await change(fault);
    const found = await check();
    expect(found.verdict).toBe('differs');
    expect(found.differences).toContainEqual(expect.objectContaining({ of, says: expect.stringContaining(says) as string }));
    expect((await check(other)).verdict).toBe('same');
  });
});

test('what differs while events wait is no finding, and counted as unsettled', async () => {
  const item = {
    id: 'waits',
    kind: 'purchase',
    occurredAt: '2026-11-08T00:00:00Z',
    identity: { userId: 'waits' },
    valueMinor: 1,
    currency: 'EUR',
  };
  await acceptConversions(database.context, tenant.actor, [item], 'server');
  expect(await check()).toMatchObject({ verdict: 'unsettled', unsettled: 1, differenceCount: 0 });
  await drainTenant(database.context, 'system', tenant.tenantId);
  expect(await check()).toMatchObject({ verdict: 'same', unsettled: 0 });
});

test('a touchpoint that comes while days are checked is held against the paths of the later ones', async () => {
  const { context } = database;
  const own = await createTestTenant(context);
  const home = { ip: '203.0.113.77', userAgent: 'a browser' };
  const sale = (id: string, occurredAt: string) => ({ id, kind: 'purchase', occurredAt, valueMinor: 1, currency: 'EUR', identity: home });
  const touch = (id: string) => ({ id, kind: 'click', occurredAt: '2026-11-03T00:00:00Z', campaign: 'c', identity: home });
  await acceptTouchpoints(context, own.actor, [{ ...touch('early'), occurredAt: '2026-11-01T00:00:00Z' }], 'server');
  await acceptConversions(context, own.actor, [sale('first', '2026-11-02T00:00:00Z'), sale('second', '2026-11-04T00:00:00Z')], 'server');
  await drainTenant(context, 'system', own.tenantId);
  expect(await check(own)).toMatchObject({ verdict: 'same', conversions: 2 });
  const days: string[] = [];
  const onDay = async ({ day }: { day: string }) => {
    days.push(day);
    if (days.length === 1) await acceptTouchpoints(context, own.actor, [touch('late')], 'server');
  };
  // It is not matched yet, so that the stored path of the second lacks it: to whoever looks, that is unsettled and not the same.
  expect(await check(own, { onDay })).toMatchObject({ verdict: 'unsettled', unsettled: 1 });
  expect(days).toEqual(['2026-11-02', '2026-11-04']);
  await drainTenant(context, 'system', own.tenantId);
  expect(await check(own)).toMatchObject({ verdict: 'same', unsettled: 0 });
});

test('a check that is cut off says where the next one goes on, and both together look at all', async () => {
  const whole = await check();
  const first = await check(tenant, { mostConversions: 10 });
  expect(first).toMatchObject({ isWhole: false });
  const rest = await check(tenant, { fromDay: first.nextDay });
  expect(rest).toMatchObject({ isWhole: true, verdict: 'same' });
  expect(first.conversions + rest.conversions).toBe(whole.conversions);
  const stopped = new AbortController();
  stopped.abort();
  expect(await check(tenant, { signal: stopped.signal })).toMatchObject({ isWhole: false, conversions: 0 });
});

test('what was found last is kept without ids of conversions, audited, and told to whoever reads attribution', async () => {
  const { context } = database;
  expect((await getLastPathCheck(context, tenant.actor)).last).toBeNull();
  await change(`update paths set touchpoint_ids = array['x'] || touchpoint_ids[2:] where cardinality(touchpoint_ids) > 1`);
  await checkPathsAndKeep(context, 'system', tenant.tenantId);
  const { last } = await getLastPathCheck(context, tenant.actor);
  expect(last).toMatchObject({ verdict: 'differs' });
  expect(last?.differences.length).toBeGreaterThan(0);
  expect(last?.differences.every(({ conversionId }) => conversionId === null)).toBe(true);
  const [row] = await rowsOf(`audit_log where action = 'paths.check'`);
  expect(row).toMatchObject({ actor: 'system', after: { verdict: 'differs' } });
  expect((await getLastPathCheck(context, other.actor)).last).toBeNull();
  const { lastCheck, waitingConversions } = await getStatus(context, tenant.actor);
  expect(lastCheck).toEqual({
    finishedAt: last?.finishedAt,
    verdict: 'differs',
    isWhole: true,
    conversions: last?.conversions,
    differenceCount: last?.differenceCount,
  });
  expect(waitingConversions).toBe(0);
  expect((await getStatus(context, other.actor)).lastCheck).toBeNull();
  const events = await rowsOf(`security_events where kind = 'paths_differ'`);
  expect(events).toMatchObject([
    { severity: 'high', actor: 'system', tenant_id: tenant.tenantId, detail: { differenceCount: last?.differenceCount } },
  ]);
});

test('a check that finds nothing raises no event, and the status says so', async () => {
  const { context } = database;
  const before = (await rowsOf('security_events')).length;
  await checkPathsAndKeep(context, 'system', other.tenantId);
  expect((await getStatus(context, other.actor)).lastCheck).toMatchObject({ verdict: 'same', differenceCount: 0 });
  expect(await rowsOf('security_events')).toHaveLength(before);
});

test('conversions whose touchpoints may be kept no longer are counted and not compared', async () => {
  await inTenant(database.context.db, other.tenantId, (tx) => moveHorizonIn(tx, '2026-09-01T00:00:00Z'));
  const found = await check(other);
  expect(found.uncheckable).toBeGreaterThan(0);
  expect(found).toMatchObject({ conversions: 0, differenceCount: 0 });
});

test('a tenant is due at night after its last check, at the latest after two days, and at once in its first night', () => {
  const at = (text: string) => Date.parse(text);
  const due = (now: string, last?: string) => isDue(at(now), last === undefined ? undefined : at(last));
  expect(due('2026-11-20T02:00:00Z')).toBe(true);
  expect(due('2026-11-20T12:00:00Z')).toBe(false);
  expect(due('2026-11-20T02:00:00Z', '2026-11-19T03:00:00Z')).toBe(true);
  expect(due('2026-11-20T02:00:00Z', '2026-11-20T01:00:00Z')).toBe(false);
  expect(due('2026-11-20T12:00:00Z', '2026-11-19T03:00:00Z')).toBe(false);
  expect(due('2026-11-20T12:00:00Z', '2026-11-18T03:00:00Z')).toBe(true);
});
