import { afterAll, beforeAll, expect, test } from 'vitest';
import { ExplanationQuery } from '../src/attribution/explanations/schema.ts';
import { getExplanation } from '../src/attribution/explanations/service.ts';
import { drainTenant } from '../src/attribution/paths/service.ts';
import { MOST_TOUCHPOINTS_PER_KEY } from '../src/tracking/evidence/rules.ts';
import { acceptConversions, acceptTouchpoints } from '../src/tracking/intake/service.ts';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from './database.ts';

const BATCH = 1_000;
const DAY_MS = 86_400_000;
const FIRST_MS = Date.parse('2026-10-01T00:00:00Z');

let database: TestDatabase;
let tenant: TestTenant;
beforeAll(async () => {
  database = await openTestDatabase();
  tenant = await createTestTenant(database.context);
  await send(0, MOST_TOUCHPOINTS_PER_KEY);
  await convert('within', { userId: 'guest' }, FIRST_MS + 20 * DAY_MS);
  await convert('also-by-address', { userId: 'guest', ip: '203.0.113.5' }, FIRST_MS + 20 * DAY_MS);
  await drainTenant(database.context, 'system', tenant.tenantId);
});
afterAll(() => database.close());

/** Touchpoints of one shared user, one a minute; the last of them also has an address. */
async function send(from: number, count: number): Promise<void> {
  for (let start = from; start < from + count; start += BATCH) {
    const items = Array.from({ length: Math.min(BATCH, from + count - start) }, (_, place) => ({
      id: `t-${start + place}`,
      occurredAt: new Date(FIRST_MS + (start + place) * 60_000).toISOString(),
      kind: 'download',
      campaign: 'autumn',
      identity: { userId: 'guest', ...(start + place === MOST_TOUCHPOINTS_PER_KEY - 1 ? { ip: '203.0.113.5' } : {}) },
    }));
    expect((await acceptTouchpoints(database.context, tenant.actor, items, 'server')).accepted).toBe(items.length);
  }
}

async function convert(id: string, identity: object, atMs: number): Promise<void> {
  const item = { id, occurredAt: new Date(atMs).toISOString(), kind: 'lead', identity };
  expect((await acceptConversions(database.context, tenant.actor, [item], 'server')).accepted).toBe(1);
}

const touchpointsOf = async (id: string) =>
  (await getExplanation(database.context, tenant.actor, id, ExplanationQuery.parse({ lookbackDays: '90' }))).touchpoints;

test('a key that as many touchpoints carry as may be matches all of them', async () => {
  expect(await touchpointsOf('within')).toHaveLength(MOST_TOUCHPOINTS_PER_KEY);
});

test('one touchpoint more, and the key stands for nobody; another key goes on matching', async () => {
  await send(MOST_TOUCHPOINTS_PER_KEY, 1);
  await drainTenant(database.context, 'system', tenant.tenantId);
  expect(await touchpointsOf('within')).toEqual([]);
  expect(await touchpointsOf('also-by-address')).toMatchObject([{ id: `t-${MOST_TOUCHPOINTS_PER_KEY - 1}`, evidence: 'household_ip' }]);
});

test('a conversion whose own lookback holds fewer of them is matched by the key all the same', async () => {
  await convert('early', { userId: 'guest' }, FIRST_MS + 60_000 * 99);
  await drainTenant(database.context, 'system', tenant.tenantId);
  expect(await touchpointsOf('early')).toHaveLength(100);
});
