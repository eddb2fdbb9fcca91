import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { putCampaign } from '../../catalog/campaigns/service.ts';
import { reserveSpendIn, settleSpendIn } from '../../metering/spend/service.ts';
import { recordUsageIn } from '../../metering/usage/service.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { acceptTouchpoints } from '../../tracking/intake/service.ts';
import { NewEntry } from '../entries/schema.ts';
import { createEntry } from '../entries/service.ts';
import { NewTenantAllocation } from '../tenant-allocations/schema.ts';
import { bookTenantAllocation, createTenantAllocation } from '../tenant-allocations/service.ts';
import { listSavings } from './service.ts';

let database: TestDatabase;
let tenant: TestTenant;

beforeAll(async () => {
  database = await openTestDatabase();
  tenant = await createTestTenant(database.context);
});
afterAll(() => database.close());

const NOW = Date.parse('2026-11-20T10:00:00Z');
const at = () => ({ ...database.context, clock: () => NOW });
const list = async (actor = tenant.actor) =>
  (await listSavings(at(), actor)).items.map(({ kind, subject, saves }) => [kind, subject, saves]);

test('a new tenant is told nothing but that nothing can be compared yet', async () => {
  const { items, notLookedAt } = await listSavings(at(), tenant.actor);
  expect(items).toEqual([]);
  expect(notLookedAt).toHaveLength(2);
});

test('what is paid and not used, what ended and still costs, and a model with a cheaper sister are told with their figures', async () => {
  const book = (more: object) =>
    createEntry(at(), tenant.actor, NewEntry.parse({ kind: 'purchase', day: '2026-11-10', currency: 'EUR', note: 'Of a test', ...more }));
  const closed = { name: 'Spring', endsOn: '2026-11-01' };
  await putCampaign(at(), tenant.actor, 'spring', closed);
  await book({ amount: '12.00', feature: 'studio' });
  await book({ amount: '3.00', campaign: 'spring' });
  const prices = { inputMicros: 5_000_000, cacheReadMicros: 500_000, cacheWriteMicros: 6_250_000, outputMicros: 25_000_000 };
  const tokens = { input: 1_000_000, cacheRead: 0, cacheWrite: 0, output: 100_000 };
  await inTenant(database.context.db, tenant.tenantId, async (tx) => {
    const most = { input: 1_000_000, output: 100_000 };
    const id = await reserveSpendIn(at(), tx, { meter: 'ours', capCents: null, isOperators: false, prices, most, task: 'brief' });
    await settleSpendIn(at(), tx, id, { provider: 'ours', model: 'claude-opus-4-6', task: 'brief', prices, tokens });
  });
  const found = await list();
  expect(found).toContainEqual(['unused_purchase', 'studio', { amount: '12', currency: 'EUR' }]);
  expect(found).toContainEqual(['ended_campaign', 'spring', { amount: '3', currency: 'EUR' }]);
  expect(found.map(([kind, subject]) => [kind, subject])).toContainEqual(['cheaper_model', 'claude-opus-4-6']);
});

test('nothing is said of the operator’s parts, of what was delivered, of features no usage names, nor twice', async () => {
  const other = await createTestTenant(database.context);
  const book = (more: object) => {
    const entry = { kind: 'purchase', day: '2026-11-10', currency: 'EUR', note: 'Of a test', amount: '5', ...more };
    return createEntry(at(), other.actor, NewEntry.parse(entry));
  };
  const told = async () => (await listSavings(at(), other.actor)).items.map(({ kind, subject }) => `${kind} ${subject}`);
  await book({ feature: 'studio' });
  expect(await told()).toEqual([]);
  const used = { meter: 'emails', id: 'one', quantity: '1', feature: 'newsletter', atMs: NOW } as const;
  await inTenant(database.context.db, other.tenantId, (tx) => recordUsageIn(database.context, tx, [used]));
  expect(await told()).toContain('unused_purchase studio');
  await putCampaign(at(), other.actor, 'heard', { name: 'Heard' });
  await putCampaign(at(), other.actor, 'over', { name: 'Over', endsOn: '2026-11-01' });
  await book({ campaign: 'heard' });
  await book({ campaign: 'over' });
  expect(await told()).toContain('unused_purchase heard');
  const touch = { id: 'touch', kind: 'impression', occurredAt: '2026-11-09T10:00:00Z', identity: { userId: 'u' }, campaign: 'heard' };
  await acceptTouchpoints(at(), other.actor, [touch], 'server');
  const asked = { month: '2026-11', currency: 'EUR', pools: [{ key: 'hosting', amount: '7', driver: { kind: 'even' } }] };
  const { id } = await createTenantAllocation(at(), 'system', NewTenantAllocation.parse(asked));
  expect((await bookTenantAllocation(at(), 'system', id)).entries).toBeGreaterThan(0);
  const found = (await told()).filter((one) => !one.startsWith('smaller_tier'));
  expect(found.toSorted()).toEqual(['ended_campaign over', 'unused_purchase studio']);
});

test("another tenant's advice holds nothing of it, and a key that only takes events in may not ask", async () => {
  const other = await createTestTenant(database.context);
  expect(await list(other.actor)).toEqual([]);
  await expect(list({ ...tenant.actor, kind: 'api_key', scopes: ['ingest'] })).rejects.toMatchObject({ code: 'forbidden' });
});
