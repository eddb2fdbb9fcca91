import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { AdvertiserDetails } from '../../catalog/advertisers/schema.ts';
import { putAdvertiser } from '../../catalog/advertisers/service.ts';
import { putCampaign } from '../../catalog/campaigns/service.ts';
import { acceptUsage, putMeter } from '../../metering/usage/service.ts';
import { pageRequest } from '../../platform/paging.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { acceptTouchpoints } from '../../tracking/intake/service.ts';
import { NewEntry } from '../entries/schema.ts';
import { createEntry } from '../entries/service.ts';
import { type AllocationDetail, type Dimension, NewAllocationRules } from './schema.ts';
import { createAllocation, exportAllocation, getAllocation, listAllocationRules, listAllocations, putAllocationRules } from './service.ts';

let database: TestDatabase;
let tenant: TestTenant;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  tenant = await createTestTenant(database.context);
  await putAdvertiser(database.context, tenant.actor, 'lumen', AdvertiserDetails.parse({ name: 'Lumen' }));
  for (const key of ['autumn', 'spring']) await putCampaign(database.context, tenant.actor, key, { name: key, advertiser: 'lumen' });
  await putCampaign(database.context, tenant.actor, 'orphan', { name: 'orphan' });
});

const book = (amount: string, more: object = {}) => {
  const entry = { kind: 'purchase', day: '2026-11-03', currency: 'USD', amount, note: 'Hosting', ...more };
  return createEntry(database.context, tenant.actor, NewEntry.parse(entry));
};
const rules = (more: object, dimension: Dimension = 'campaign') =>
  putAllocationRules(database.context, tenant.actor, dimension, NewAllocationRules.parse({ pools: [], ...more }));
const run = (dimension: Dimension = 'campaign', month = '2026-11') =>
  createAllocation(database.context, tenant.actor, { month, dimension });
const told = ({ lines }: AllocationDetail) => lines.map(({ part, pool, owner, amountMinor }) => [part, pool, owner, amountMinor]);

async function auditActions(): Promise<string[]> {
  const text = `select action from audit_log where action like 'cost_allocation%' order by seq`;
  const rows = await inTenant(database.context.db, tenant.tenantId, (tx) => tx.query<{ action: string }>({ text }));
  return rows.map(({ action }) => action);
}

let events = 0;
async function use(value: string, campaign?: string): Promise<void> {
  await putMeter(database.context, tenant.actor, 'studio', { unit: 'hours', aggregation: 'sum', description: 'Of audio.' });
  events += 1;
  const event = { id: String(events), source: 'test', type: 'studio', time: '2026-11-10T10:00:00Z', data: { value, campaign } };
  const { accepted } = await acceptUsage(database.context, tenant.actor, [event]);
  expect(accepted).toBe(1);
}

async function deliver(campaign: string, count: number): Promise<void> {
  const touch = (place: number) => ({
    id: `${campaign}-${place}`,
    kind: 'impression',
    occurredAt: '2026-11-09T10:00:00Z',
    identity: { userId: `u-${place}` },
    campaign,
  });
  await acceptTouchpoints(
    database.context,
    tenant.actor,
    Array.from({ length: count }, (_none, place) => touch(place)),
    'server',
  );
}

describe('a split of the bill', () => {
  test('keeps counts of deliveries from who may not see attribution, in the CSV too', async () => {
    await deliver('autumn', 2);
    await book('10.00');
    const whole = await run();
    const billing = { ...tenant.actor, kind: 'member', role: 'billing' } as const;
    const found = await getAllocation(database.context, billing, whole.id);
    expect(whole.lines.map(({ basis, amountMinor }) => [basis, amountMinor])).toEqual([['2', 1_000]]);
    expect(found.lines.map(({ basis, amountMinor }) => [basis, amountMinor])).toEqual([[null, 1_000]]);
    expect(found.pools).toMatchObject([{ driver: 'deliveries', used: null, unowned: null, amountMinor: 1_000 }]);
    const { items } = await listAllocations(database.context, billing, {}, pageRequest({ limit: 5 }));
    expect(items[0].pools).toMatchObject([{ used: null, unowned: null }]);
    expect(await exportAllocation(database.context, billing, whole.id)).toContain('autumn,USD,1000,,deliveries');
    expect(await exportAllocation(database.context, tenant.actor, whole.id)).toContain('autumn,USD,1000,2,deliveries');
  });

  test('gives direct cost to its campaign and shares the rest by deliveries, without any rule of one’s own', async () => {
    await book('10.00', { campaign: 'autumn' });
    await book('1.00');
    await deliver('autumn', 1);
    await deliver('spring', 2);
    const found = await run();
    expect(told(found)).toEqual([
      ['direct', null, 'autumn', 1_000],
      ['shared', 'other', 'autumn', 33],
      ['shared', 'other', 'spring', 67],
    ]);
    expect(found).toMatchObject({ version: 1, rulesVersion: 0, isLatest: true, isMonthOpen: true });
    expect(found.invoices).toEqual([{ currency: 'USD', amountMinor: 1_100 }]);
    expect(found.pools).toMatchObject([{ pool: 'other', driver: 'deliveries', applied: 'deliveries', used: '3', unowned: '0' }]);
  });

  test('follows the rules: pools by meter with idle capacity, and fixed percents', async () => {
    await use('30', 'autumn');
    await use('10', 'spring');
    await book('100.00', { feature: 'hosting' });
    await book('-20.00', { kind: 'credit', feature: 'hosting', note: 'Discount' });
    await book('9.00', { feature: 'support' });
    await rules({
      pools: [
        { key: 'hosting', features: ['hosting'], driver: { kind: 'usage', meter: 'studio', capacity: '80' } },
        { key: 'support', features: ['support'], driver: { kind: 'fixed', shares: [{ owner: 'orphan', percent: '100' }] } },
      ],
      rest: { kind: 'even' },
    });
    expect(told(await run())).toEqual([
      ['shared', 'hosting', 'autumn', 3_000],
      ['shared', 'hosting', 'spring', 1_000],
      ['idle', 'hosting', null, 4_000],
      ['shared', 'support', 'orphan', 900],
    ]);
  });

  test('over advertisers follows their campaigns, and leaves those without one unassigned', async () => {
    await book('5.00', { campaign: 'autumn' });
    await book('6.00', { campaign: 'spring' });
    await book('7.00', { campaign: 'orphan' });
    expect(told(await run('advertiser'))).toEqual([
      ['direct', null, 'lumen', 1_100],
      ['unassigned', null, null, 700],
    ]);
  });

  test('over features shares the rest evenly', async () => {
    await book('5.00', { feature: 'hosting' });
    await book('5.00', { feature: 'support' });
    await book('0.01');
    expect(told(await run('feature'))).toEqual([
      ['direct', null, 'hosting', 500],
      ['direct', null, 'support', 500],
      ['shared', 'other', 'hosting', 1],
      ['shared', 'other', 'support', 0],
    ]);
  });

  test('is the one that is there for the same inputs, and a further version for others; earlier ones stay', async () => {
    await book('10.00', { campaign: 'autumn' });
    const first = await run();
    expect(await run()).toEqual(first);
    await book('1.00', { campaign: 'spring' });
    const second = await run();
    expect(second).toMatchObject({ version: 2, isLatest: true });
    expect(second.inputHash).not.toBe(first.inputHash);
    expect(await getAllocation(database.context, tenant.actor, first.id)).toEqual({ ...first, isLatest: false });
    await rules({ rest: { kind: 'even' } });
    expect(await run()).toMatchObject({ version: 3, rulesVersion: 1 });
    const { items } = await listAllocations(database.context, tenant.actor, { month: '2026-11' }, pageRequest({ limit: 10 }));
    expect(items.map(({ version, isLatest }) => [version, isLatest])).toEqual([
      [3, true],
      [2, false],
      [1, false],
    ]);
    const made = 'cost_allocation.create';
    expect(await auditActions()).toEqual([made, made, 'cost_allocation_rules.put', made]);
  });

  test('is had as CSV, in which nothing is taken for a formula', async () => {
    await putCampaign(database.context, tenant.actor, '=now()', { name: 'odd' });
    await book('10.00', { campaign: '=now()' });
    await book('-1.00', { kind: 'credit', campaign: 'autumn' });
    const { id } = await run();
    expect(await exportAllocation(database.context, tenant.actor, id)).toBe(
      "part,pool,driver,owner,currency,amountMinor,basis,unit\ndirect,,direct,'=now(),USD,1000,,\ndirect,,direct,autumn,USD,-100,,\n",
    );
  });

  test('is refused for a month to come, an empty one, and fixed amounts above the pool', async () => {
    await expect(run('campaign', '2026-12')).rejects.toMatchObject({ code: 'invalid_request', errors: [{ pointer: '/month' }] });
    await expect(run('campaign', '2026-10')).rejects.toMatchObject({ code: 'conflict' });
    await book('7.00');
    await rules({ rest: { kind: 'fixed', currency: 'USD', shares: [{ owner: 'autumn', amount: '7.25' }] } });
    await expect(run()).rejects.toThrow('holds 700 minor units of USD in this month, and its fixed amounts come to 725');
  });

  test('of another tenant is not there', async () => {
    await book('7.00');
    const { id } = await run();
    const other = await createTestTenant(database.context);
    await expect(getAllocation(database.context, other.actor, id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await listAllocations(database.context, other.actor, {}, pageRequest({ limit: 10 }))).items).toEqual([]);
  });
});

describe('rules', () => {
  test('are kept as versions, of which the same again makes none', async () => {
    const { items } = await listAllocationRules(database.context, tenant.actor);
    expect(items.map(({ dimension, version, rest }) => [dimension, version, rest.kind])).toEqual([
      ['campaign', 0, 'deliveries'],
      ['advertiser', 0, 'deliveries'],
      ['feature', 0, 'even'],
    ]);
    const weighted = { rest: { kind: 'weighted', weights: [{ owner: 'autumn', weight: '2' }] } };
    expect(await rules(weighted)).toMatchObject({ version: 1 });
    expect(await rules(weighted)).toMatchObject({ version: 1 });
    expect(await rules({ rest: { kind: 'even' } })).toMatchObject({ version: 2, pools: [], rest: { kind: 'even' } });
    expect(await auditActions()).toEqual(['cost_allocation_rules.put', 'cost_allocation_rules.put']);
  });

  test.each([
    [{ rest: { kind: 'usage', meter: 'never' } }, '/rest/meter'],
    [{ rest: { kind: 'even' }, pools: [{ key: 'a', meters: ['never'], driver: { kind: 'even' } }] }, '/pools/0/meters/0'],
    [{ rest: { kind: 'weighted', weights: [{ owner: 'never', weight: '1' }] } }, '/rest/weights/0/owner'],
    [{ rest: { kind: 'fixed', shares: [{ owner: 'never', percent: '1' }] } }, '/rest/shares/0/owner'],
  ])('refuse what the tenant does not have: %j', async (asked, pointer) => {
    await expect(rules(asked)).rejects.toMatchObject({ code: 'invalid_request', errors: [{ pointer }] });
  });

  test('over features refuse deliveries, which name none', async () => {
    await expect(rules({ rest: { kind: 'deliveries' } }, 'feature')).rejects.toMatchObject({ errors: [{ pointer: '/rest/kind' }] });
  });

  test.each(['NaN', 'Infinity', '-1', '1e309', '1,000', ''])('refuse the weight %j', (weight) => {
    const asked = { pools: [], rest: { kind: 'weighted', weights: [{ owner: 'autumn', weight }] } };
    expect(NewAllocationRules.safeParse(asked).error?.issues[0].path).toEqual(['rest', 'weights', 0, 'weight']);
  });

  test.each([
    [{ kind: 'weighted', weights: [{ owner: 'a', weight: '0' }] }, /must not all be 0/],
    [{ kind: 'weighted', weights: [] }, /at least one owner/],
    [
      {
        kind: 'weighted',
        weights: [
          { owner: 'a', weight: '1' },
          { owner: 'a', weight: '1' },
        ],
      },
      /twice/,
    ],
    [
      {
        kind: 'fixed',
        shares: [
          { owner: 'a', percent: '60' },
          { owner: 'b', percent: '40.0000000001' },
        ],
      },
      /more than 100 percent/,
    ],
    [{ kind: 'fixed', shares: [{ owner: 'a', amount: '60' }] }, /must have a percent/],
    [{ kind: 'fixed', currency: 'USD', shares: [{ owner: 'a', percent: '60' }] }, /must have an amount/],
    [{ kind: 'fixed', currency: 'JPY', shares: [{ owner: 'a', amount: '60.5' }] }, /more digits/],
    [{ kind: 'usage', meter: 'events', capacity: '0' }, /above 0/],
    [{ kind: 'usage', meter: 'events', capacity: Number.POSITIVE_INFINITY }, /in quotes/],
    [{ kind: 'by moonlight' }, /must have a kind/],
  ])('refuse %j', (rest, says) => {
    expect(NewAllocationRules.safeParse({ pools: [], rest }).error?.issues[0].message).toMatch(says);
  });
});
