import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { drainTenant } from '../../attribution/paths/service.ts';
import { putCampaign } from '../../catalog/campaigns/service.ts';
import { TENANT_DEFAULTS } from '../../tenants/settings/schema.ts';
import { putSettings } from '../../tenants/settings/service.ts';
import { acceptConversions, acceptTouchpoints } from '../../tracking/intake/service.ts';
import { NewAllocationRules } from '../allocations/schema.ts';
import { createAllocation, putAllocationRules } from '../allocations/service.ts';
import { NewEntry } from '../entries/schema.ts';
import { createEntry } from '../entries/service.ts';
import { getMargins } from './service.ts';

let database: TestDatabase;
let tenant: TestTenant;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  tenant = await createTestTenant(database.context);
  // Of 30 days, 20 have begun by the 20th of November.
  const flight = { startsOn: '2026-11-01', endsOn: '2026-11-30', spendMinor: 30_000, currency: 'USD' };
  await putCampaign(database.context, tenant.actor, 'autumn', { name: 'Autumn', ...flight });
  await putCampaign(database.context, tenant.actor, 'endless', { name: 'Endless', spendMinor: 5_000, currency: 'USD' });
});

const book = (amount: string, more: object = {}) =>
  createEntry(
    database.context,
    tenant.actor,
    NewEntry.parse({ kind: 'purchase', day: '2026-11-03', currency: 'USD', amount, note: 'Hosting', ...more }),
  );
const split = () => createAllocation(database.context, tenant.actor, { month: '2026-11', dimension: 'campaign' });
const margins = (query: { from?: string; to?: string } = {}) => getMargins(database.context, tenant.actor, query);
const rowOf = async (key: string) => (await margins()).items.find(({ campaign }) => campaign === key);

async function deliver(): Promise<void> {
  const touch = (place: number) => ({
    id: `touch-${place}`,
    kind: 'impression',
    occurredAt: '2026-11-09T10:00:00Z',
    identity: { userId: `u-${place}` },
    campaign: 'autumn',
  });
  await acceptTouchpoints(database.context, tenant.actor, [touch(0), touch(1), touch(2), touch(3)], 'server');
  const order = {
    id: 'order',
    kind: 'purchase',
    occurredAt: '2026-11-10T10:00:00Z',
    identity: { userId: 'u-0' },
    valueMinor: 9_900,
    currency: 'USD',
  };
  await acceptConversions(database.context, tenant.actor, [order], 'server');
  await drainTenant(database.context, 'system', tenant.tenantId);
}

describe('margins', () => {
  test('are what the spend of the days so far leaves after delivery, with unit costs', async () => {
    await deliver();
    await book('20.00', { campaign: 'autumn' });
    await book('10.00');
    await split();
    expect(await rowOf('autumn')).toEqual({
      campaign: 'autumn',
      name: 'Autumn',
      advertiser: null,
      spendMinor: 30_000,
      currency: 'USD',
      spendBasis: 'flight_days',
      spendOfPeriodMinor: 20_000,
      costs: [{ currency: 'USD', directMinor: 2_000, sharedMinor: 1_000 }],
      deliveryCostMinor: 3_000,
      marginMinor: 17_000,
      marginPercent: 85,
      deliveries: 4,
      costPerThousandMinor: 750_000,
      attributedConversions: 1,
      attributedValueMinor: 9_900,
      costPerConversionMinor: 3_000,
      missing: [],
    });
    expect(await margins()).toMatchObject({ from: '2026-11', to: '2026-11', until: '2026-11-20', valueCurrency: 'USD', unborne: [] });
  });

  test('are not known, and not 0, for a campaign without a flight, without a split, and without a bill', async () => {
    expect(await rowOf('autumn')).toMatchObject({ deliveryCostMinor: null, marginMinor: null, marginPercent: null, missing: ['cost'] });
    await book('20.00', { campaign: 'autumn' });
    expect(await rowOf('autumn')).toMatchObject({ deliveryCostMinor: null, marginMinor: null, missing: ['allocation'] });
    await split();
    expect(await rowOf('autumn')).toMatchObject({ deliveryCostMinor: 2_000, marginMinor: 18_000, missing: [] });
    expect(await rowOf('endless')).toMatchObject({
      spendMinor: 5_000,
      spendBasis: 'whole',
      spendOfPeriodMinor: null,
      deliveryCostMinor: 0,
      marginMinor: null,
      missing: ['flight'],
    });
  });

  test('say that the bill has changed since it was split', async () => {
    await book('20.00', { campaign: 'autumn' });
    await split();
    expect(await rowOf('autumn')).toMatchObject({ missing: [] });
    await book('0.01');
    expect(await rowOf('autumn')).toMatchObject({ deliveryCostMinor: 2_000, missing: ['stale'] });
    await split();
    expect(await rowOf('autumn')).toMatchObject({ missing: [] });
  });

  test('say so, too, where the sums are the same: another owner of an entry, more deliveries, other rules', async () => {
    await book('20.00', { campaign: 'autumn' });
    await book('10.00');
    await split();
    expect(await rowOf('autumn')).toMatchObject({ missing: [] });
    await book('4.00', { campaign: 'autumn' });
    await book('-4.00', { kind: 'credit' });
    expect(await rowOf('autumn')).toMatchObject({ missing: ['stale'] });
    await split();
    expect(await rowOf('autumn')).toMatchObject({ missing: [] });
    await deliver();
    expect(await rowOf('autumn')).toMatchObject({ missing: ['stale'] });
    await split();
    expect(await rowOf('autumn')).toMatchObject({ missing: [] });
    await putAllocationRules(database.context, tenant.actor, 'campaign', NewAllocationRules.parse({ pools: [], rest: { kind: 'even' } }));
    expect(await rowOf('autumn')).toMatchObject({ missing: ['stale'] });
    await split();
    expect(await rowOf('autumn')).toMatchObject({ missing: [] });
  });

  test('hold no spend of a month of which no day in UTC has begun', async () => {
    const flight = { startsOn: '2026-12-01', endsOn: '2026-12-31', spendMinor: 31_000, currency: 'USD' };
    await putCampaign(database.context, tenant.actor, 'winter', { name: 'Winter', ...flight });
    await putSettings(database.context, tenant.actor, tenant.tenantId, { ...TENANT_DEFAULTS, timeZone: 'Pacific/Auckland' });
    const asOf = (iso: string) => getMargins({ ...database.context, clock: () => Date.parse(iso) }, tenant.actor, {});
    const winter = async (iso: string) => (await asOf(iso)).items.find(({ campaign }) => campaign === 'winter');
    expect(await asOf('2026-11-30T12:00:00Z')).toMatchObject({ from: '2026-12', until: '2026-11-30' });
    expect(await winter('2026-11-30T12:00:00Z')).toMatchObject({ spendOfPeriodMinor: 0, deliveries: 0, attributedConversions: 0 });
    expect(await winter('2026-12-01T12:00:00Z')).toMatchObject({ spendOfPeriodMinor: 1_000 });
  });

  test('keep other currencies apart, and tell what no campaign bears', async () => {
    await book('20.00', { campaign: 'autumn', currency: 'EUR' });
    await book('8.00');
    const rest = { kind: 'fixed', shares: [{ owner: 'endless', percent: '25' }] };
    await putAllocationRules(database.context, tenant.actor, 'campaign', NewAllocationRules.parse({ pools: [], rest }));
    await split();
    const found = await margins();
    expect(found.unborne).toEqual([{ currency: 'USD', idleMinor: 600, unassignedMinor: 0 }]);
    expect(found.items[0]).toMatchObject({
      costs: [{ currency: 'EUR', directMinor: 2_000, sharedMinor: 0 }],
      deliveryCostMinor: null,
      marginMinor: null,
      missing: ['currency'],
    });
  });

  test('keep attribution from who may not see it', async () => {
    await deliver();
    const billing = { ...tenant.actor, kind: 'member', role: 'billing' } as const;
    const found = await getMargins(database.context, billing, {});
    expect(found).toMatchObject({ model: null, valueCurrency: null });
    const unseen = { deliveries: null, costPerThousandMinor: null, attributedConversions: null, attributedValueMinor: null };
    expect(found.items[0]).toMatchObject(unseen);
    expect(await rowOf('autumn')).toMatchObject({ deliveries: 4, attributedConversions: 1 });
  });

  test('are refused for months to come, the wrong way round, and beyond two years', async () => {
    await expect(margins({ to: '2026-12' })).rejects.toMatchObject({ errors: [{ pointer: '/to' }] });
    await expect(margins({ from: '2026-11', to: '2026-10' })).rejects.toMatchObject({ errors: [{ pointer: '/to' }] });
    await expect(margins({ from: '2024-11', to: '2026-11' })).rejects.toMatchObject({ errors: [{ pointer: '/from' }] });
    expect((await margins({ from: '2024-12', to: '2026-11' })).months).toHaveLength(24);
    expect(NOW_MS).toBe(Date.parse('2026-11-20T12:00:00Z'));
  });

  test('of another tenant are not there', async () => {
    await deliver();
    const other = await createTestTenant(database.context);
    expect((await getMargins(database.context, other.actor, {})).items).toEqual([]);
  });
});
