import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { simulateWorld } from '../../../../simulator/src/index.ts';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { startTestServer, type TestServer } from '../../../test/http.ts';
import { listAnomalies } from '../../ai/anomalies/service.ts';
import { computeRuns } from '../../attribution/run-work/service.ts';
import { databaseUrl, withClient } from '../../platform/postgres/connection.ts';
import { systemActor } from '../../tenants/authorize.ts';
import { findTenantBySlug } from '../../tenants/service.ts';
import { simulateRequests } from './listening.ts';
import { pastConversions, pastTouchpoints, simulatePast } from './past.ts';
import { DEMO_WORLD, demoStart, withOutage } from './rules.ts';
import { type Demo, ensureDemo } from './service.ts';

const DAY_MS = 86_400_000;

let database: TestDatabase;
let dataDir: string;
let server: TestServer;
let demo: Demo;
beforeAll(async () => {
  database = await openTestDatabase();
  dataDir = mkdtempSync(join(tmpdir(), 'earshot-demo-'));
});
afterAll(async () => {
  await server?.close();
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function stored() {
  const tenantId = await findTenantBySlug(database.context, 'system', 'demo');
  const { superuser, app } = database.urls;
  return withClient(databaseUrl(superuser, new URL(app).pathname.slice(1)), async (client) => {
    const count = async (table: string) => {
      const { rows } = await client.query<{ n: string }>(`select count(*) as n from ${table} where tenant_id = $1`, [tenantId]);
      return Number(rows[0].n);
    };
    return {
      touchpoints: await count(`(select * from touchpoints where id not like 'download:%') as sent`),
      requests: await count('episode_requests'),
      conversions: await count('conversions'),
      refunds: await count('refunds'),
      keys: await count('api_keys'),
      versions: await count('path_history'),
    };
  });
}

const readDemo = () => JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')) as { tenantId: string };

const count = (items: Iterable<unknown>) => Array.from(items).length;

test('a filling that was stopped goes on another day with the same events, each stored once', async () => {
  const stop = new AbortController();
  let sent = 0;
  const onEvents = (events: number) => {
    sent += events;
    if (sent > 20_000) stop.abort(new Error('stopped half-way'));
  };
  await expect(ensureDemo(database.context, 'system', dataDir, { onEvents, signal: stop.signal })).rejects.toThrow('stopped half-way');
  const half = await stored();
  expect(half.touchpoints).toBeGreaterThan(20_000);
  expect(half.conversions).toBe(0);

  database.setNow(NOW_MS + 2 * 86_400_000);
  demo = await ensureDemo(database.context, 'system', dataDir, { onEvents: () => undefined, signal: new AbortController().signal });
  const world = simulateWorld({ ...DEMO_WORLD, startAt: demoStart(NOW_MS) });
  const past = simulatePast(demoStart(NOW_MS));
  expect(await stored()).toEqual({
    touchpoints: count(withOutage(world.touchpoints(), demoStart(NOW_MS))) + count(pastTouchpoints(past)),
    requests: count(simulateRequests(world, demoStart(NOW_MS), DEMO_WORLD.days)),
    conversions: count(world.conversions()) + count(pastConversions(past)),
    refunds: count(world.refunds()),
    keys: 2,
    versions: 0,
  });
});

test('the day on which what reports exposures was silent is found as one anomaly by the same look as any tenant has', async () => {
  const actor = systemActor(readDemo().tenantId);
  const { items } = await listAnomalies(database.context, actor, { grain: 'day' }, { limit: 50 });
  // The world ended the day before the filling began, and nothing reports to the demo since.
  const silent = items.filter(({ cause, startsAt }) => cause === 'source_silent' && startsAt < new Date(NOW_MS - DAY_MS).toISOString());
  expect(silent.map(({ startsAt, notifiedAt }) => [startsAt, notifiedAt])).toEqual([
    [new Date(Date.parse(demoStart(NOW_MS)) + 70 * DAY_MS).toISOString(), null],
  ]);
  expect(silent[0].members.length).toBeGreaterThan(2);
});

test('a demo that is there is not filled again, and keeps its keys', async () => {
  const before = await stored();
  const onEvents = () => expect.unreachable('sends events');
  expect(await ensureDemo(database.context, 'system', dataDir, { onEvents, signal: new AbortController().signal })).toEqual(demo);
  expect(await stored()).toEqual(before);
});

test('its report shows credit for every campaign at once, with nothing waiting', async () => {
  server = await startTestServer(database.context, { demoKey: demo.signInKey });
  const { json } = await server.send('GET', '/api/v1/attribution/report?groupBy=campaign', { key: demo.apiKey });
  expect(json).toMatchObject({ currency: 'USD', waitingConversions: 0 });
  const over = simulatePast(demoStart(NOW_MS)).map(({ key }) => key);
  const { rows, totals } = json as { rows: { key: string; valueMinor: number }[]; totals: Record<string, number> };
  expect(
    rows
      .map(({ key }) => key)
      .filter((key) => !over.includes(key))
      .toSorted(),
  ).toEqual(['brand-series', 'host-reads', 'in-market', 'run-of-network', 'spring-launch', 'weekend-offer']);
  expect(rows).toHaveLength(6 + over.length);
  for (const { valueMinor } of rows) expect(valueMinor).toBeGreaterThan(0);
  expect(totals.unattributedValueMinor).toBeGreaterThan(0);
});

test('the rooms of tracking show what they are for: a waterfall with reasons, pacing, a host’s figures, views and answers', async () => {
  const get = async (path: string) => (await server.send('GET', `/api/v1${path}`, { key: demo.apiKey })).json as Record<string, unknown>;
  const waterfall = (await get('/tracking/waterfall')) as { filtered: Record<string, number> };
  expect(waterfall).toMatchObject({ waitingRequests: 0, unaccounted: 0, host: { sources: ['Simulated host'] } });
  for (const reason of ['bot', 'not_get', 'probe_range', 'failed_status', 'datacenter']) {
    expect(JSON.stringify(waterfall), reason).toContain(`"${reason}"`);
  }
  const pacing = (await get('/tracking/pacing')).items;
  expect(pacing).toContainEqual(expect.objectContaining({ placement: 'simulated-mid-roll', delivered: expect.any(Number) }));
  expect((await get('/tracking/view-counts')).items).toHaveLength(14);
  expect((await get('/tracking/survey-answers')).items).toHaveLength(24);
});

test('the room of predictions shows one of each kind, and says which have no history', async () => {
  const { json } = await server.send('GET', '/api/v1/ai/predictions', { key: demo.apiKey });
  const { items } = json as { items: { kind: string; label: string; history: number; headline: { intervals: object[] | null } }[] };
  expect(items.map(({ kind, label }) => [kind, label])).toEqual([
    ['campaign_pacing', 'from_history'],
    ['episode_downloads', 'no_history'],
    ['campaign_outcome', 'from_history'],
  ]);
  expect(items[2].history).toBe(8);
  for (const { headline } of items) expect(headline.intervals).toHaveLength(3);
});

test('the rooms of models show what they are for: own models and their versions, a fit, two runs and a validation, once each', async () => {
  const get = async (path: string) => (await server.send('GET', `/api/v1/attribution${path}`, { key: demo.apiKey })).json as Listed;
  interface Listed {
    items: Record<string, unknown>[];
    own: Record<string, unknown>[];
  }
  expect((await get('/models')).own).toMatchObject([{ name: 'ends-first', version: 2 }, { name: 'quick-fade' }]);
  expect((await get('/fits')).items).toMatchObject([{ model: 'hazard', unit: 'campaign' }]);
  const { tenantId } = readDemo();
  await computeRuns(database.context, 'system', tenantId);
  const runs = (await get('/runs')).items;
  expect(runs).toMatchObject([
    { state: 'done', model: { own: { name: 'ends-first', version: 2 } } },
    { state: 'done', model: { name: 'linear' } },
  ]);
  for (const { outcome } of runs) expect((outcome as { conversions: number }).conversions).toBeGreaterThan(30);
  expect((await get('/validations')).items).toMatchObject([{ state: 'waiting', options: { households: 1_000 } }]);
});

test('it is labelled as simulated wherever somebody signs in to it', async () => {
  const { status, json } = await server.send('POST', '/api/v1/security/sessions', { body: { demo: true } });
  expect({ status, json }).toMatchObject({
    status: 201,
    json: { tenant: { slug: 'demo', simulated: true, name: 'Demo (simulated data)' } },
  });
});

test('it has the smallest tier, for anybody may use it', async () => {
  const { headers } = await server.send('GET', '/api/v1/attribution/models', { key: demo.apiKey });
  expect(headers.get('ratelimit-policy')).toBe('"default";q=600;w=60');
});

test('the key that is shown may send and read; the one that browsers sign in by may only read; neither may change settings', async () => {
  const touchpoint = { id: 'try', occurredAt: '2026-11-21T00:00:00Z', kind: 'click', identity: { userId: 'u' } };
  const send = (key: string) => server.send('POST', '/api/v1/touchpoints', { key, body: { touchpoints: [touchpoint] } });
  const read = (key: string) => server.send('GET', '/api/v1/attribution/models', { key });
  const change = (key: string) => server.send('PUT', '/api/v1/campaigns/host-reads', { key, body: { name: 'Mine' } });
  const statuses = async (key: string) => [(await send(key)).status, (await read(key)).status, (await change(key)).status];
  expect(await statuses(demo.apiKey)).toEqual([202, 200, 403]);
  expect(await statuses(demo.signInKey)).toEqual([403, 200, 403]);
});

test('a demo whose folder was lost gets new keys and is left as it is', async () => {
  const other = mkdtempSync(join(tmpdir(), 'earshot-demo-'));
  const before = await stored();
  const onEvents = () => expect.unreachable('sends events');
  const found = await ensureDemo(database.context, 'system', other, { onEvents, signal: new AbortController().signal });
  rmSync(other, { recursive: true });
  expect(found.apiKey).not.toBe(demo.apiKey);
  expect((await server.send('GET', '/api/v1/attribution/models', { key: found.apiKey })).status).toBe(200);
  expect(await stored()).toEqual({ ...before, keys: before.keys + 2 });
});

test('no other tenant sees the demo', async () => {
  const { apiKey } = await createTestTenant(database.context);
  const { json } = await server.send('GET', '/api/v1/attribution/report', { key: apiKey });
  expect(json).toMatchObject({ totals: { conversions: 0 } });
});
