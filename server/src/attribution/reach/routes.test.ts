import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestTenant, type TestTenant } from '../../../test/database.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { drainTenant } from '../paths/service.ts';
import type { Reach } from './schema.ts';

let world: World;
let tenant: TestTenant;

const ask = (query: Record<string, string> = {}, key = tenant.apiKey) =>
  world.send('GET', `/attribution/analytics/reach?${new URLSearchParams(query).toString()}`, { key });
const read = async (query: Record<string, string> = {}) => {
  const { status, json, text } = await ask(query);
  if (status !== 200) throw new Error(text);
  return json as Reach;
};
const rowOf = (reach: Reach, key: string | null) => reach.rows.find((row) => row.key === key);

const heard = (id: string, house: number, day: string, more: object = {}) => ({
  id,
  kind: 'impression',
  occurredAt: `2026-${day}T10:00:00Z`,
  campaign: 'autumn',
  show: 'daily',
  placement: 'cpm',
  identity: { ip: `203.0.113.${house}`, userAgent: 'An app' },
  ...more,
});
const did = (id: string, house: number, day: string, more: object) => ({
  id,
  occurredAt: `2026-${day}T12:00:00Z`,
  identity: { ip: `203.0.113.${house}` },
  ...more,
});
const worth = (valueMinor: number) => ({ valueMinor, currency: 'USD' });

const touchpoints = [
  // September: four households, one of them twice; one exposure that no household stands behind.
  heard('s-1', 1, '09-01'),
  heard('s-2', 1, '09-02'),
  heard('s-3', 2, '09-01'),
  heard('s-4', 3, '09-01'),
  heard('s-5', 4, '09-01', { placement: 'flat' }),
  heard('s-6', 5, '09-01', { metadata: { connectionType: 'relay' } }),
  // October: two households, and an exposure without a price.
  heard('o-1', 1, '10-01', { placement: 'flat' }),
  heard('o-2', 6, '10-01'),
  heard('o-3', 6, '10-02', { campaign: 'winter', show: 'weekly', placement: 'free' }),
];

const conversions = [
  did('v-1', 1, '09-03', { kind: 'visit' }),
  did('p-1', 1, '09-04', { kind: 'purchase', ...worth(6_000) }),
  did('v-2', 2, '09-03', { kind: 'visit' }),
  did('l-1', 3, '09-03', { kind: 'signup' }),
  did('v-3', 6, '10-03', { kind: 'visit' }),
  did('p-2', 6, '10-04', { kind: 'purchase', ...worth(1_000) }),
  did('p-3', 6, '10-05', { kind: 'purchase', valueMinor: 900, currency: 'EUR' }),
];

const placement = (campaign: string, show: string, price?: object) => ({ campaign, show, position: 'mid_roll', kind: 'dynamic', price });

beforeAll(async () => {
  world = await openWorld();
  tenant = await createTestTenant(world.database.context);
  const send = async (method: string, path: string, body: object) => {
    const { status, text } = await world.send(method, path, { key: tenant.apiKey, body });
    if (status >= 300) throw new Error(`${path}: ${text}`);
  };
  await send('PUT', '/campaigns/autumn', { name: 'The autumn' });
  await send('PUT', '/placements/cpm', placement('autumn', 'daily', { basis: 'cpm', amountMinor: 20_000, currency: 'USD' }));
  await send('PUT', '/placements/flat', placement('autumn', 'daily', { basis: 'flat', amountMinor: 1_000, currency: 'USD' }));
  await send('PUT', '/placements/free', placement('winter', 'weekly'));
  await send('POST', '/touchpoints', { touchpoints });
  await send('POST', '/conversions', { conversions });
  await drainTenant(world.database.context, 'system', tenant.tenantId);
  const place = `update touchpoints set country = case when id < 's' then 'US' else 'DE' end, player = 'A player' where tenant_id = $1`;
  await world.admin.query(place, [tenant.tenantId]);
});
afterAll(() => world.close());

const SEPTEMBER = { from: '2026-09-01', to: '2026-10-01' };
const OCTOBER = { compareFrom: '2026-10-01', compareTo: '2026-11-01' };

test('tells reach, frequency, what households did and what was credited, of the exposures of a period', async () => {
  const reach = await read({ ...SEPTEMBER, model: 'last_touch' });
  expect(reach).toMatchObject({ groupBy: 'campaign', isReachAdditive: false, isFullyObserved: true, comparedWith: null, omittedRows: 0 });
  expect(reach.rows).toHaveLength(1);
  expect(rowOf(reach, 'autumn')).toMatchObject({
    label: 'The autumn',
    impressions: 6,
    usableImpressions: 5,
    reach: 4,
    frequency: { value: 1.25, isFew: true },
    visitors: { count: 2, of: 4, rate: 0.5, isFew: true },
    leads: { count: 1, of: 4 },
    buyers: { count: 1, of: 4 },
    buyersOfVisitors: { count: 1, of: 2 },
    conversions: { value: 4, isFew: true },
    purchases: { value: 1 },
    valueMinor: { value: 6_000 },
    aovMinor: { value: 6_000 },
    // Four conversions from five exposures that can be matched: the sixth, behind a relay, would have led to 0.8.
    modelled: { unmatchableImpressions: 1, factor: 0.2, conversions: { value: 0.8 }, valueMinor: { value: 1_200 } },
    compared: null,
    differences: null,
  });
});

test('spend of what was delivered goes by the thousand, or by the part of a flat price, and ratios follow', async () => {
  const { rows, totals } = await read(SEPTEMBER);
  // Five impressions at 200.00 a thousand, and one of two that the flat 10.00 was for.
  const spend = { minor: 600, basis: 'delivered', isPartial: false };
  const figures = { spend, cpmMinor: 100_000, cpvMinor: { value: 300 }, cpaMinor: { value: 150 }, roas: { value: 10 } };
  expect(rows[0]).toMatchObject(figures);
  expect(totals).toMatchObject(figures);
  const byDay = await read({ groupBy: 'day' });
  expect(byDay.rows.map(({ key, spend: own }) => [key, own?.minor ?? null])).toEqual([
    ['2026-09-01', 580],
    ['2026-09-02', 20],
    ['2026-10-01', 520],
    ['2026-10-02', null],
  ]);
});

test('where exposures of campaigns name no price, spend is marked and no ratio is made of it', async () => {
  const { totals } = await read({ from: '2026-10-01' });
  expect(totals).toMatchObject({
    spend: { minor: 520, isPartial: true },
    cpaMinor: { value: null },
    roas: { value: null },
    cpvMinor: { value: null },
  });
});

test('over all time the booked spend of a campaign takes the place of the delivered', async () => {
  await world.send('PUT', '/campaigns/autumn', { key: tenant.apiKey, body: { name: 'The autumn', spendMinor: 800, currency: 'USD' } });
  try {
    const reach = await read();
    expect(rowOf(reach, 'autumn')).toMatchObject({ spend: { minor: 800, basis: 'booked', isPartial: false }, cpmMinor: 100_000 });
    expect(rowOf(reach, 'winter')).toMatchObject({ spend: null });
    expect(reach.totals.spend).toEqual({ minor: 800, basis: 'booked', isPartial: true });
    expect((await read(SEPTEMBER)).totals.spend?.basis).toBe('delivered');
  } finally {
    await world.send('PUT', '/campaigns/autumn', { key: tenant.apiKey, body: { name: 'The autumn' } });
  }
});

test('a household that two rows reached is in both, and once in the total', async () => {
  const { rows, totals } = await read();
  expect(rows.map(({ key, reach }) => [key, reach])).toEqual([
    ['autumn', 5],
    ['winter', 1],
  ]);
  expect(totals.reach).toBe(5);
});

test('countries and players are those of the exposures, for what was heard and what came of it', async () => {
  const reach = await read({ groupBy: 'country' });
  expect(rowOf(reach, 'DE')).toMatchObject({ impressions: 6, reach: 4, visitors: { count: 2 }, valueMinor: { value: 6_000 } });
  expect(rowOf(reach, 'US')).toMatchObject({ impressions: 3, reach: 2, visitors: { count: 1 }, valueMinor: { value: 1_000 } });
  expect(rowOf(await read({ groupBy: 'player' }), 'A player')).toMatchObject({ impressions: 9, reach: 5 });
});

test('two periods are compared figure by figure, each difference with its interval', async () => {
  const reach = await read({ ...SEPTEMBER, ...OCTOBER });
  expect(reach.comparedWith).toEqual({ from: '2026-10-01T00:00:00.000Z', to: '2026-11-01T00:00:00.000Z', isFullyObserved: false });
  const autumn = rowOf(reach, 'autumn');
  expect(autumn?.compared).toMatchObject({ impressions: 2, reach: 2, visitors: { count: 1, of: 2 }, conversions: { value: 1 } });
  expect(autumn?.differences).toMatchObject({ impressions: 4, reach: 2, visitors: { value: 0 }, conversions: { value: 3 } });
  const { low, high } = autumn?.differences?.visitors ?? {};
  expect([Number(low) < 0, Number(high) > 0]).toEqual([true, true]);
  expect(rowOf(reach, 'winter')).toMatchObject({ impressions: 0, frequency: { value: null }, compared: { impressions: 1 } });
});

test('conversions in other currencies stand beside and are in no figure', async () => {
  const reach = await read({ from: '2026-10-01' });
  expect(reach).toMatchObject({ currency: 'USD', otherCurrencies: [{ currency: 'EUR', conversions: 1, valueMinor: 900 }] });
  expect(reach.totals.purchases.value).toBe(1);
});

test('a campaign and a show narrow exposures and what they led to', async () => {
  expect((await read({ campaign: 'winter' })).totals).toMatchObject({ impressions: 1, reach: 1, visitors: { count: 1 } });
  expect((await read({ show: 'daily', groupBy: 'day' })).totals).toMatchObject({ impressions: 8, reach: 5 });
});

test('a download that delivered two placements is one exposure of its campaign and its show, and one of each placement', async () => {
  const other = await createTestTenant(world.database.context);
  const row = (placementKey: string) =>
    `($1, 'download:r-1:${placementKey}', '2026-10-01T00:00:00Z', 'download', 'c', 's', '${placementKey}', gen_random_uuid(), 'household')`;
  const address = '11111111-1111-1111-1111-111111111111';
  await world.admin.query(
    `insert into touchpoints (tenant_id, id, occurred_at, kind, campaign, show, placement, address_key, connection_type)
     values ${row('a')}, ${row('b')}`,
    [other.tenantId],
  );
  await world.admin.query('update touchpoints set address_key = $2 where tenant_id = $1', [other.tenantId, address]);
  const byGroup = async (groupBy: string) => {
    const { json } = await ask({ groupBy }, other.apiKey);
    return (json as Reach).rows.map(({ key, impressions, reach, frequency }) => [key, impressions, reach, frequency.value]);
  };
  expect(await byGroup('campaign')).toEqual([['c', 1, 1, 1]]);
  expect(await byGroup('show')).toEqual([['s', 1, 1, 1]]);
  expect(await byGroup('placement')).toEqual([
    ['a', 1, 1, 1],
    ['b', 1, 1, 1],
  ]);
});

test('a filter that the catalogue does not know is told', async () => {
  const { unknown } = await read({ campaign: 'autum' });
  expect(unknown).toMatchObject([{ pointer: '/campaign' }]);
  expect((await read({ campaign: 'autumn' })).unknown).toEqual([]);
});

test('no more rows than asked for, and it says how many are left out', async () => {
  expect(await read({ limit: '1' })).toMatchObject({ rows: [{ key: 'autumn' }], omittedRows: 1 });
});

describe('what cannot be', () => {
  test.each([
    [{ from: '2026-10-02', to: '2026-10-01' }, 'lies after'],
    [{ compareFrom: '2026-10-02', compareTo: '2026-10-01' }, 'compareFrom'],
    [{ compareFrom: '2026-10-02' }, 'compareTo'],
    [{ groupBy: 'channel' }, 'must be one of campaign'],
    [{ limit: '0' }, 'at least 1'],
    [{ fraom: '2026-10-01' }, 'fraom'],
  ])('%j is refused with what to do', async (query, words) => {
    const { status, text } = await ask(query);
    expect(status).toBe(400);
    expect(text).toContain(words);
  });

  test('another tenant sees nothing of it', async () => {
    expect((await ask({ from: '2026-09-01', to: '2026-10-01' }, world.theirs.apiKey)).json).toMatchObject({
      rows: [],
      totals: { reach: 0 },
    });
  });
});
