import { afterAll, beforeAll, expect, test } from 'vitest';
import { ExplanationQuery, type Explanation } from '../src/attribution/explanations/schema.ts';
import { getExplanation } from '../src/attribution/explanations/service.ts';
import { drainRound, drainTenant } from '../src/attribution/paths/service.ts';
import { ReportQuery } from '../src/attribution/reports/schema.ts';
import { getReport } from '../src/attribution/reports/service.ts';
import { MOST_RECORDS_PER_ORDER } from '../src/tracking/evidence/rules.ts';
import { acceptConversions, acceptTouchpoints } from '../src/tracking/intake/service.ts';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from './database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const at = (minutes: number) => new Date(Date.parse('2026-11-10T00:00:00Z') + minutes * 60_000).toISOString();

async function send(tenant: TestTenant, kind: 'touchpoints' | 'conversions', items: object[]): Promise<void> {
  const accept = kind === 'touchpoints' ? acceptTouchpoints : acceptConversions;
  for (let start = 0; start < items.length; start += 1_000)
    await accept(database.context, tenant.actor, items.slice(start, start + 1_000), 'server');
}

const totalsOf = async (tenant: TestTenant) => (await getReport(database.context, tenant.actor, ReportQuery.parse({}))).totals;
const explain = (tenant: TestTenant, id: string): Promise<Explanation> =>
  getExplanation(database.context, tenant.actor, id, ExplanationQuery.parse({}));

test('paths too long for one round are built over several, and all are in the report at the end', async () => {
  const tenant = await createTestTenant(database.context);
  const touchpoint = (place: number) => ({ id: `t-${place}`, occurredAt: at(place % 60), kind: 'download', identity: { userId: 'u' } });
  await send(
    tenant,
    'touchpoints',
    Array.from({ length: 4_000 }, (_, place) => touchpoint(place)),
  );
  const conversion = (place: number) => ({ id: `c-${place}`, occurredAt: at(100), kind: 'lead', identity: { userId: 'u' } });
  await send(
    tenant,
    'conversions',
    Array.from({ length: 60 }, (_, place) => conversion(place)),
  );
  const round = await drainRound(database.context, 'system', tenant.tenantId);
  expect(round.isFull).toBe(true);
  expect(round.changedPaths).toBeLessThan(60);
  expect(round.conversions).toBe(round.changedPaths);
  await drainTenant(database.context, 'system', tenant.tenantId);
  expect(await totalsOf(tenant)).toMatchObject({ conversions: 60, attributedConversions: 60 });
});

test('an order id on more than a hundred records names no order, also for records that took it for one before', async () => {
  const tenant = await createTestTenant(database.context);
  const record = (place: number) => ({
    id: `r-${place}`,
    occurredAt: at(place),
    kind: 'purchase',
    valueMinor: 100,
    currency: 'USD',
    orderId: 'null',
    identity: { userId: `u-${place}` },
  });
  const records = Array.from({ length: MOST_RECORDS_PER_ORDER + 1 }, (_, place) => record(place));
  await send(tenant, 'conversions', records.slice(0, -1));
  await drainTenant(database.context, 'system', tenant.tenantId);
  expect(await totalsOf(tenant)).toMatchObject({ conversions: 1, valueMinor: 100 });
  expect(await explain(tenant, 'r-7')).toMatchObject({ duplicateOf: 'r-0' });

  await send(tenant, 'conversions', records.slice(-1));
  await drainTenant(database.context, 'system', tenant.tenantId);
  expect(await totalsOf(tenant)).toMatchObject({ conversions: records.length, valueMinor: 100 * records.length });
  expect(await explain(tenant, 'r-7')).toMatchObject({ duplicateOf: null });
});
