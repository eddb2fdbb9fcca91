import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { startTestServer, type TestServer } from '../../../test/http.ts';
import { drainTenant } from '../../attribution/paths/service.ts';
import { putCampaign } from '../../catalog/campaigns/service.ts';
import { inDirectory, inTenant } from '../../platform/tenant-door.ts';
import { listUnfinishedSamplesIn, listUnwatchedTenantsIn, putSampleIn } from '../../tenants/samples/service.ts';
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

test('nobody watches the figures of a tenant with sample data, and each act is audited', async () => {
  const tenant = await createTestTenant(database.context);
  await load(tenant);
  expect((await inDirectory(database.context.db, listUnwatchedTenantsIn)).has(tenant.tenantId)).toBe(true);
  await remove(tenant);
  expect((await inDirectory(database.context.db, listUnwatchedTenantsIn)).has(tenant.tenantId)).toBe(false);
  const text = `select action from audit_log where tenant_id = $1 and action like 'sample.%' order by seq`;
  const rows = await inTenant(database.context.db, tenant.tenantId, (tx) => tx.query({ text, values: [tenant.tenantId] }));
  expect(rows).toEqual(['load', 'remove'].map((verb) => ({ action: `sample.${verb}` })));
});

test('sample data of another tenant is not there', async () => {
  const [mine, theirs] = [await createTestTenant(database.context), await createTestTenant(database.context)];
  for (const method of ['GET', 'DELETE'] as const)
    expect((await server.send(method, pathOf(theirs), { key: mine.apiKey })).status).toBe(404);
});
