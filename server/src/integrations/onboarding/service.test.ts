import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { startTestServer, type TestServer } from '../../../test/http.ts';
import { drainTenant } from '../../attribution/paths/service.ts';
import { putCampaign } from '../../catalog/campaigns/service.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { getFunnel, noteProgress } from './service.ts';

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

const OPERATOR = { kind: 'operator', id: '01a213e7-890d-7f87-9b32-3881f0d89edc', name: 'operator:1' } as const;
const pathOf = ({ tenantId }: TestTenant) => `/api/v1/tenants/${tenantId}/onboarding`;
const read = async (tenant: TestTenant) =>
  (await server.send('GET', pathOf(tenant), { key: tenant.apiKey })).json as Record<string, unknown>;
const change = (tenant: TestTenant, body: object) => server.send('PATCH', pathOf(tenant), { key: tenant.apiKey, body });
const afterSeconds = (seconds: number) => database.setNow(NOW_MS + seconds * 1_000);
const event = { occurredAt: '2026-11-10T10:00:00Z', identity: { userId: 'u' } };
const send = (tenant: TestTenant, what: 'touchpoints' | 'conversions', item: object) =>
  server.send('POST', `/api/v1/${what}`, { key: tenant.apiKey, body: { [what]: [{ ...event, ...item }] } });

test('a tenant is followed from nothing to its first credit, each step with the time it was first seen', async () => {
  const tenant = await createTestTenant(database.context);
  const note = () => noteProgress(database.context, 'system', tenant.tenantId);
  afterSeconds(0);
  expect(await read(tenant)).toMatchObject({ state: 'open', isShown: true, stoppedAt: 'profile', profile: null });
  expect((await change(tenant, { profile: 'advertiser', hasLooked: true })).json).toMatchObject({
    profile: 'advertiser',
    stoppedAt: 'catalog',
  });
  afterSeconds(60);
  await putCampaign(database.context, tenant.actor, 'spring', { name: 'Spring', spendMinor: 100, currency: 'USD' });
  expect(await note()).toBeGreaterThan(database.context.clock());
  afterSeconds(120);
  await send(tenant, 'touchpoints', { id: 't', kind: 'click', campaign: 'spring' });
  await note();
  afterSeconds(180);
  await send(tenant, 'conversions', { id: 'c', kind: 'lead', occurredAt: '2026-11-11T10:00:00Z' });
  await note();
  expect(await read(tenant)).toMatchObject({ stoppedAt: 'credit' });
  afterSeconds(200);
  await drainTenant(database.context, 'system', tenant.tenantId);
  expect(await note()).toBeUndefined();
  const found = await read(tenant);
  expect(found).toMatchObject({ state: 'done', isShown: false, stoppedAt: null });
  const created = Date.parse(found.createdAt as string);
  const steps = found.steps as { step: string; doneAt: string | null }[];
  expect(steps.map(({ step, doneAt }) => [step, doneAt && (Date.parse(doneAt) - NOW_MS) / 1_000])).toEqual([
    ['profile', 0],
    ['catalog', 60],
    ['tracking', 120],
    ['touchpoint', 120],
    ['conversion', 180],
    ['credit', 200],
    ['spend', 60],
    ['member', null],
  ]);
  expect(found.secondsToCredit).toBe(Math.max(0, (NOW_MS + 200_000 - created) / 1_000));
  afterSeconds(0);
});

test('steps are skipped and resumed, the guide is put away and comes back, and each change is audited', async () => {
  const tenant = await createTestTenant(database.context);
  expect((await change(tenant, { skip: ['profile', 'catalog'] })).json).toMatchObject({ stoppedAt: 'tracking' });
  expect((await change(tenant, { resume: ['profile'] })).json).toMatchObject({ stoppedAt: 'profile' });
  expect((await change(tenant, { isDismissed: true })).json).toMatchObject({ state: 'dismissed', isShown: false });
  expect((await change(tenant, { isDismissed: false })).json).toMatchObject({ state: 'open', isShown: true });
  const text = `select 1 from audit_log where tenant_id = $1 and action = 'onboarding.change'`;
  const rows = await inTenant(database.context.db, tenant.tenantId, (tx) => tx.query({ text, values: [tx.tenantId] }));
  expect(rows).toHaveLength(4);
  await change(tenant, {});
  expect((await change(tenant, { skip: ['spend'], resume: ['spend'] })).status).toBe(400);
  expect((await change(tenant, { skip: ['nothing'] })).status).toBe(400);
});

test('a look at the guide is kept to the hour', async () => {
  const tenant = await createTestTenant(database.context);
  const look = async (seconds: number) => {
    afterSeconds(seconds);
    return ((await change(tenant, { hasLooked: true })).json as { lookedAt: string }).lookedAt;
  };
  const first = await look(0);
  expect(await look(600)).toBe(first);
  expect(await look(3_700)).not.toBe(first);
  afterSeconds(0);
});

test('another tenant’s way is not there', async () => {
  const [mine, theirs] = [await createTestTenant(database.context), await createTestTenant(database.context)];
  const { status } = await server.send('GET', pathOf(theirs), { key: mine.apiKey });
  expect(status).toBe(404);
});

test('sample data does no step', async () => {
  const tenant = await createTestTenant(database.context);
  await putCampaign(database.context, tenant.actor, 'earshot-sample-one', { name: 'Sample', spendMinor: 1, currency: 'USD' });
  await send(tenant, 'touchpoints', { id: 'earshot-sample:1', kind: 'click', campaign: 'earshot-sample-one' });
  await send(tenant, 'conversions', { id: 'earshot-sample:2', kind: 'lead', occurredAt: '2026-11-11T10:00:00Z' });
  await drainTenant(database.context, 'system', tenant.tenantId);
  const { steps } = (await read(tenant)) as { steps: { state: string }[] };
  expect(steps.filter(({ state }) => state === 'done')).toEqual([]);
});

test('operators see how many came how far; simulated tenants and ones that had credit long ago are left out', async () => {
  const { tenants: before } = await getFunnel(database.context, OPERATOR);
  await createTestTenant(database.context, { simulated: true });
  expect((await getFunnel(database.context, OPERATOR)).tenants).toBe(before);
  const old = await createTestTenant(database.context);
  await send(old, 'touchpoints', { id: 't', kind: 'click' });
  await send(old, 'conversions', { id: 'c', kind: 'lead', occurredAt: '2026-11-11T10:00:00Z' });
  await drainTenant(database.context, 'system', old.tenantId);
  database.setNow(NOW_MS + 10 * 86_400_000);
  await noteProgress(database.context, 'system', old.tenantId);
  expect((await getFunnel(database.context, OPERATOR)).tenants).toBe(before);
  database.setNow(NOW_MS);
});
