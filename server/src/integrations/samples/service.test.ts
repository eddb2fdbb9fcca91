import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { startTestServer, type TestServer } from '../../../test/http.ts';
import { listUnwatchedTenants } from '../../ai/watching/service.ts';
import { drainTenant } from '../../attribution/paths/service.ts';
import { removeSamplePartIn } from '../../attribution/sampleevents/service.ts';
import { putCampaign } from '../../catalog/campaigns/service.ts';
import { putCode } from '../../catalog/codes/service.ts';
import { putShow } from '../../catalog/shows/service.ts';
import { databaseUrl } from '../../platform/postgres/connection.ts';
import { keepRetention } from '../../privacy/retention/service.ts';
import { inDirectory, inTenant } from '../../platform/tenant-door.ts';
import { findSampleIn, listUnfinishedSamplesIn, putSampleIn } from '../../tenants/samples/service.ts';
import { TENANT_DEFAULTS } from '../../tenants/settings/schema.ts';
import { putSettings } from '../../tenants/settings/service.ts';
import { acceptTouchpoints } from '../../tracking/intake/service.ts';
import { closeIntakeIn } from '../../tracking/subjects/service.ts';
import { sampleStart, sampleWorld } from './rules.ts';
import { loadSample, removeSample, workOnSample } from './service.ts';

let database: TestDatabase;
let server: TestServer;
beforeAll(async () => {
  database = await openTestDatabase();
  server = await startTestServer(database.context);
});
afterAll(async () => {
  await server.close();
  await database.close();
});
beforeEach(() => database.setNow(NOW_MS));

const STARTS_ON = sampleStart(NOW_MS);
const pathOf = ({ tenantId }: TestTenant) => `/api/v1/tenants/${tenantId}/sample`;
const load = (tenant: TestTenant) => loadSample(database.context, tenant.actor, tenant.tenantId);
const remove = (tenant: TestTenant) => removeSample(database.context, tenant.actor, tenant.tenantId);
const drain = ({ tenantId }: TestTenant) => drainTenant(database.context, 'system', tenantId);

async function send(tenant: TestTenant, what: 'touchpoints' | 'conversions', items: object[]): Promise<void> {
  const { json } = await server.send('POST', `/api/v1/${what}`, { key: tenant.apiKey, body: { [what]: items } });
  expect(json).toMatchObject({ accepted: items.length });
}

const at = (day: number, hour: number) => new Date(NOW_MS - day * 86_400_000 + hour * 3_600_000).toISOString();

/** Events of the tenant's own, of people of its own and of one whom the sample knows, too. */
async function sendOwn(tenant: TestTenant): Promise<void> {
  const { ip, userAgent } = sampleWorld(STARTS_ON).touchpoints.find(({ kind }) => kind === 'download')?.identity ?? {};
  await send(tenant, 'touchpoints', [
    { id: 't-1', kind: 'click', occurredAt: at(9, 0), campaign: 'spring', show: 'own-show', identity: { userId: 'u-1' } },
    { id: 't-2', kind: 'click', occurredAt: at(8, 0), campaign: 'autumn', identity: { userId: 'u-1' } },
  ]);
  await send(tenant, 'conversions', [
    { id: 'c-1', kind: 'purchase', occurredAt: at(7, 0), valueMinor: 999, currency: 'USD', identity: { userId: 'u-1' } },
    { id: 'c-2', kind: 'purchase', occurredAt: at(1, 0), valueMinor: 500, currency: 'USD', identity: { ip, userAgent } },
  ]);
  await drain(tenant);
}

const MODELS = ['first_touch', 'last_touch', 'linear', 'time_decay', 'position_based'];

/** Everything that reports say of a tenant, as text. */
async function reportsOf({ apiKey }: TestTenant): Promise<string[]> {
  const paths = [
    ...MODELS.flatMap((model) => ['campaign', 'show', 'episode', 'day'].map((by) => `report?model=${model}&groupBy=${by}`)),
    'report?model=linear&groupBy=campaign&lookbackDays=7',
    'analytics/lag',
  ];
  const answers = [];
  for (const path of paths) answers.push((await server.send('GET', `/api/v1/attribution/${path}`, { key: apiKey })).text);
  const catalog = ['shows', 'campaigns', 'episodes', 'promo-codes'];
  for (const path of catalog) {
    const { items } = (await server.send('GET', `/api/v1/${path}`, { key: apiKey })).json as { items: { key?: string; code?: string }[] };
    answers.push(JSON.stringify(items.map(({ key, code }) => key ?? code)));
  }
  return answers;
}

const countsOf = ({ tenantId }: TestTenant) =>
  inTenant(database.context.db, tenantId, async (tx) => {
    const counts: Record<string, number> = {};
    for (const table of [
      'touchpoint_keys',
      'conversion_keys',
      'touchpoints',
      'conversions',
      'paths',
      'path_history',
      'public_ids',
      'promo_codes',
    ]) {
      const text = `select count(*)::integer as count from ${table} where tenant_id = $1`;
      const [{ count }] = await tx.query<{ count: number }>({ text, values: [tenantId] });
      counts[table] = count;
    }
    return counts;
  });

test('the world is the same for the same day, and small', () => {
  const world = sampleWorld(STARTS_ON);
  expect(sampleWorld(STARTS_ON)).toEqual(world);
  const purchases = world.conversions.filter(({ kind }) => kind === 'purchase').length;
  expect([world.touchpoints.length > 200, world.touchpoints.length < 600, purchases > 30, world.conversions.length < 200]).toEqual([
    true,
    true,
    true,
    true,
  ]);
});

test('an empty tenant is filled, with credit, over HTTP, and emptied again', async () => {
  const tenant = await createTestTenant(database.context);
  const before = await countsOf(tenant);
  const emptyReports = await reportsOf(tenant);
  const { status, json } = await server.send('POST', pathOf(tenant), { key: tenant.apiKey, body: {} });
  expect({ status, json }).toMatchObject({ status: 200, json: { state: 'loaded', startsOn: STARTS_ON } });
  expect((await server.send('POST', pathOf(tenant), { key: tenant.apiKey, body: {} })).json).toEqual(json);
  const report = await server.send('GET', '/api/v1/attribution/report', { key: tenant.apiKey });
  const { totals } = report.json as { totals: { attributedConversions: number } };
  expect(totals.attributedConversions).toBeGreaterThan(20);
  expect((await server.send('DELETE', pathOf(tenant), { key: tenant.apiKey })).json).toMatchObject({ state: 'none' });
  expect((await server.send('DELETE', pathOf(tenant), { key: tenant.apiKey })).json).toMatchObject({ state: 'none' });
  expect(await countsOf(tenant)).toEqual(before);
  expect(await reportsOf(tenant)).toEqual(emptyReports);
});

test('after it is removed, reports of real events are those of a tenant that never had it, byte by byte', async () => {
  const [with_, without] = [await createTestTenant(database.context), await createTestTenant(database.context)];
  await load(with_);
  await sendOwn(with_);
  await sendOwn(without);
  expect(await reportsOf(with_)).not.toEqual(await reportsOf(without));
  await remove(with_);
  expect(await reportsOf(with_)).toEqual(await reportsOf(without));
  expect(await countsOf(with_)).toEqual(await countsOf(without));
});

test('what is real keeps the sample entries that it refers to', async () => {
  const tenant = await createTestTenant(database.context);
  await load(tenant);
  const [{ key }] = sampleWorld(STARTS_ON).campaigns;
  await send(tenant, 'touchpoints', [{ id: 't', kind: 'click', occurredAt: at(2, 0), campaign: key, identity: { userId: 'u' } }]);
  await remove(tenant);
  const { json } = await server.send('GET', '/api/v1/campaigns', { key: tenant.apiKey });
  expect((json as { items: { key: string }[] }).items.map((one) => one.key)).toEqual([key]);
});

test('retention has sample data removed before it deletes within it, so that no sum of it stays', async () => {
  const [with_, without] = [await createTestTenant(database.context), await createTestTenant(database.context)];
  await load(with_);
  await sendOwn(with_);
  await sendOwn(without);
  for (const { actor, tenantId } of [with_, without])
    await putSettings(database.context, actor, tenantId, { ...TENANT_DEFAULTS, retentionDays: 30 });
  const keep = async ({ tenantId }: TestTenant) => {
    const text = `update retention_horizons set set_at = set_at - interval '11 minutes' where tenant_id = $1`;
    await inTenant(database.context.db, tenantId, (tx) => tx.query({ text, values: [tenantId] }));
    await keepRetention(database.context, 'system', tenantId);
  };
  await keep(with_);
  expect(await inTenant(database.context.db, with_.tenantId, (tx) => findSampleIn(tx))).toMatchObject({ state: 'loaded' });
  database.setNow(NOW_MS + 25 * 86_400_000);
  await keep(with_);
  await keep(with_);
  await workOnSample(database.context, 'system', with_.tenantId);
  await remove(with_);
  for (const tenant of [with_, without, with_, without]) await keep(tenant);
  expect(await countsOf(with_)).toMatchObject({ touchpoints: 0, conversions: 1 });
  expect(await reportsOf(with_)).toEqual(await reportsOf(without));
  expect(await countsOf(with_)).toEqual(await countsOf(without));
});

async function asSuperuser(text: string, values: unknown[]): Promise<void> {
  const client = new pg.Client({
    connectionString: databaseUrl(database.urls.superuser, new URL(database.urls.app).pathname.slice(1)),
  });
  await client.connect();
  await client.query(text, values);
  await client.end();
}

test('what somebody asked for, renamed, gave a feed or named in a code of their own stays, and so does what no row can lose', async () => {
  const tenant = await createTestTenant(database.context);
  const { tenantId, actor } = tenant;
  await load(tenant);
  const { shows, episodes, campaigns } = sampleWorld(STARTS_ON);
  const [renamed, coded, fed, asked] = shows.map(({ key }) => key);
  await putShow(database.context, actor, renamed, { name: 'Ours' });
  await putCampaign(database.context, actor, 'own', { name: 'Own' });
  await putCode(database.context, actor, { campaign: 'own', code: 'MINE', details: { show: coded } });
  await putCampaign(database.context, actor, campaigns[0].key, { name: campaigns[0].name, spendMinor: 7, currency: 'USD' });
  await asSuperuser('update shows set feed_url = $3 where tenant_id = $1 and key = $2', [tenantId, fed, 'https://example.com/feed']);
  await asSuperuser(
    `insert into episode_requests (tenant_id, id, occurred_at, source, evidence, show, item_key, url_key, listener_key, connection_type,
       is_excluded, is_shared, is_segment, method, consent)
     values ($1, 'r', $3, 'prefix', 'prefix_request', $2, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'household', true,
       false, false, 'GET', 'unknown')`,
    [tenantId, asked, at(1, 0)],
  );
  await asSuperuser(`insert into episode_enclosures (tenant_id, address, episode, seen_at) values ($1, 'example.com/a.mp3', $2, now())`, [
    tenantId,
    episodes[0].key,
  ]);
  expect(await remove(tenant)).toMatchObject({ state: 'none' });
  const keysOf = async (path: string) => {
    const { items } = (await server.send('GET', `/api/v1/${path}`, { key: tenant.apiKey })).json as { items: { key: string }[] };
    return items.map(({ key }) => key);
  };
  expect(new Set(await keysOf('shows'))).toEqual(new Set([renamed, coded, fed, asked]));
  expect(await keysOf('episodes')).toEqual([episodes[0].key]);
  expect(new Set(await keysOf('campaigns'))).toEqual(new Set([campaigns[0].key, 'own']));
});

test('an entry that a row refers to which nobody thought of stays, and the rest goes', async () => {
  const tenant = await createTestTenant(database.context);
  await load(tenant);
  const [{ key }] = sampleWorld(STARTS_ON).campaigns;
  await asSuperuser('create table thoughts (tenant_id uuid, campaign text, foreign key (tenant_id, campaign) references campaigns)', []);
  await asSuperuser('insert into thoughts values ($1, $2)', [tenant.tenantId, key]);
  expect(await remove(tenant)).toMatchObject({ state: 'none' });
  const { json } = await server.send('GET', '/api/v1/campaigns', { key: tenant.apiKey });
  expect((json as { items: { key: string }[] }).items.map((one) => one.key)).toEqual([key]);
});

test('nothing is locked to find out that none is left', async () => {
  const tenant = await createTestTenant(database.context);
  await sendOwn(tenant);
  const { db } = database.context;
  await inTenant(db, tenant.tenantId, async (holder) => {
    await closeIntakeIn(holder);
    const what = { startsOn: STARTS_ON, limit: 500 };
    expect(await inTenant(db, tenant.tenantId, (tx) => removeSamplePartIn(database.context, tx, what))).toBe(false);
  });
});

test('what a loader sent after all was removed goes when it is removed again', async () => {
  const tenant = await createTestTenant(database.context);
  const before = await countsOf(tenant);
  await load(tenant);
  await remove(tenant);
  await acceptTouchpoints(database.context, tenant.actor, sampleWorld(STARTS_ON).touchpoints.slice(0, 50), 'server');
  await drain(tenant);
  expect(await countsOf(tenant)).toMatchObject({ touchpoints: 50 });
  expect(await remove(tenant)).toMatchObject({ state: 'none' });
  expect(await countsOf(tenant)).toEqual(before);
});

test('a tenant that has something of its own is not filled', async () => {
  const tenant = await createTestTenant(database.context);
  await putCampaign(database.context, tenant.actor, 'own', { name: 'Own' });
  const { status } = await server.send('POST', pathOf(tenant), { key: tenant.apiKey, body: {} });
  expect(status).toBe(409);
});

test('loading and removing go on where they were cut off, and the same sample can be loaded again', async () => {
  const tenant = await createTestTenant(database.context);
  const { tenantId } = tenant;
  const loaded = await load(tenant);
  const cutOff = (state: 'loading' | 'removing') =>
    inTenant(database.context.db, tenantId, async (tx) => {
      await putSampleIn(tx, { state, startsOn: STARTS_ON, changedAt: new Date(NOW_MS), touchpoints: 0, conversions: 0 });
      await tx.query({
        text: `delete from conversions where tenant_id = $1 and id in (select id from conversions limit 5)`,
        values: [tenantId],
      });
    });
  await cutOff('loading');
  expect(await inDirectory(database.context.db, listUnfinishedSamplesIn)).toEqual([tenantId]);
  await workOnSample(database.context, 'system', tenantId);
  expect(await load(tenant)).toEqual(loaded);
  await cutOff('removing');
  await workOnSample(database.context, 'system', tenantId);
  expect(await remove(tenant)).toMatchObject({ state: 'none' });
  expect(await load(tenant)).toMatchObject({ state: 'loaded', touchpoints: loaded.touchpoints, conversions: loaded.conversions });
});

test('nobody watches the figures of a tenant whose every conversion is sample data, and each act is audited', async () => {
  const tenant = await createTestTenant(database.context);
  const isWatched = async () => !(await listUnwatchedTenants(database.context, 'system')).has(tenant.tenantId);
  await load(tenant);
  expect(await isWatched()).toBe(false);
  await send(tenant, 'conversions', [{ id: 'c', kind: 'lead', occurredAt: at(1, 0), identity: { userId: 'u' } }]);
  expect(await isWatched()).toBe(true);
  await remove(tenant);
  expect(await isWatched()).toBe(true);
  const text = `select action from audit_log where tenant_id = $1 and action like 'sample.%' order by seq`;
  const rows = await inTenant(database.context.db, tenant.tenantId, (tx) => tx.query({ text, values: [tenant.tenantId] }));
  expect(rows).toEqual(['load', 'remove'].map((verb) => ({ action: `sample.${verb}` })));
});

test('sample data of another tenant is not there', async () => {
  const [mine, theirs] = [await createTestTenant(database.context), await createTestTenant(database.context)];
  for (const method of ['GET', 'DELETE'] as const)
    expect((await server.send(method, pathOf(theirs), { key: mine.apiKey })).status).toBe(404);
});
