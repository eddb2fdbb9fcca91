import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { putAdvertiser } from '../../catalog/advertisers/service.ts';
import { putCampaign } from '../../catalog/campaigns/service.ts';
import { recordUsageIn } from '../../metering/usage/service.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { NewEntry } from '../entries/schema.ts';
import { createEntry } from '../entries/service.ts';
import { getCostForecast } from '../forecasts/service.ts';
import { NewPrice } from '../prices/schema.ts';
import { putPrice } from '../prices/service.ts';
import { rateUsage } from '../ratings/service.ts';
import { CostReportQuery } from './schema.ts';
import { getCostReport, listPlatformCosts } from './service.ts';

let database: TestDatabase;
let tenant: TestTenant;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  tenant = await createTestTenant(database.context);
});

const NOW = '2026-11-20T10:00:00Z';
const at = (when = NOW) => ({ ...database.context, clock: () => Date.parse(when) });
let uses = 0;
const use = (quantity: string, day: string, more: object = {}) => {
  uses += 1;
  const used = { meter: 'events', id: String(uses), quantity, atMs: Date.parse(`${day}T08:00:00Z`), ...more } as const;
  return inTenant(database.context.db, tenant.tenantId, (tx) => recordUsageIn(database.context, tx, [used as never]));
};
const price = (more: object = {}, meter = 'events') => {
  const terms = { validFrom: '2026-10-01', currency: 'USD', unitQuantity: '1000', tiers: [{ upTo: null, price: '1' }], ...more };
  return putPrice(at(), tenant.actor, meter, NewPrice.parse(terms));
};
const rate = async () => {
  while (await rateUsage(at(), 'system', tenant.tenantId));
};
const book = (more: object) =>
  createEntry(
    at(),
    tenant.actor,
    NewEntry.parse({ kind: 'purchase', day: '2026-11-05', currency: 'USD', amount: '10.00', note: 'Host', ...more }),
  );
const report = (query: object) => getCostReport(at(), tenant.actor, CostReportQuery.parse(query));
const rowsOf = async (query: object) =>
  (await report(query)).currencies.map(({ currency, amount, rows }) => [currency, amount, rows.map((row) => [row.label, row.amount])]);

describe('a report of charges', () => {
  test('sums by meter, kind, campaign, advertiser, feature and day, each to the same total', async () => {
    await putAdvertiser(database.context, tenant.actor, 'acme', { name: 'Acme', siteHost: null });
    await putCampaign(database.context, tenant.actor, 'spring', { name: 'Spring', advertiser: 'acme' });
    await putCampaign(database.context, tenant.actor, 'fall', { name: 'Fall', advertiser: 'acme' });
    await price();
    await use('3000', '2026-11-02', { campaign: 'spring' });
    await use('2000', '2026-11-03', { campaign: 'fall', feature: 'reports' });
    await rate();
    await book({});
    await book({ currency: 'EUR', amount: '7.50', campaign: 'spring' });
    const eur = (label: string) => ['EUR', '7.5', [[label, '7.5']]];
    expect(await rowsOf({})).toEqual([
      eur('(none)'),
      [
        'USD',
        '15',
        [
          ['(none)', '10'],
          ['events', '5'],
        ],
      ],
    ]);
    expect(await rowsOf({ groupBy: 'kind' })).toEqual([
      eur('purchase'),
      [
        'USD',
        '15',
        [
          ['purchase', '10'],
          ['usage', '5'],
        ],
      ],
    ]);
    expect(await rowsOf({ groupBy: 'campaign' })).toEqual([
      eur('Spring'),
      [
        'USD',
        '15',
        [
          ['(none)', '10'],
          ['Spring', '3'],
          ['Fall', '2'],
        ],
      ],
    ]);
    expect(await rowsOf({ groupBy: 'advertiser' })).toEqual([
      eur('Acme'),
      [
        'USD',
        '15',
        [
          ['(none)', '10'],
          ['Acme', '5'],
        ],
      ],
    ]);
    expect(await rowsOf({ groupBy: 'feature' })).toEqual([
      eur('(none)'),
      [
        'USD',
        '15',
        [
          ['(none)', '13'],
          ['reports', '2'],
        ],
      ],
    ]);
    const byDay = [
      'USD',
      '15',
      [
        ['2026-11-02', '3'],
        ['2026-11-03', '2'],
        ['2026-11-05', '10'],
      ],
    ];
    expect(await rowsOf({ groupBy: 'day' })).toEqual([eur('2026-11-05'), byDay]);
    expect(await rowsOf({ groupBy: 'day', meter: 'events', campaign: 'fall' })).toEqual([['USD', '2', [['2026-11-03', '2']]]]);
  });

  test('stands beside another period, days at the same place of it, and what came to nothing has no change in percent', async () => {
    await price();
    await use('4000', '2026-10-02');
    await use('5000', '2026-11-02');
    await use('1000', '2026-11-03');
    await rate();
    const query = { from: '2026-11-01', to: '2026-11-08', compareFrom: '2026-10-01', compareTo: '2026-10-08', groupBy: 'day' };
    const [usd] = (await report(query)).currencies;
    expect(usd).toMatchObject({ amount: '6', compared: '4', difference: '2', changePercent: 50 });
    expect(
      usd.rows.map(({ key, comparedKey, amount, compared, changePercent }) => [key, comparedKey, amount, compared, changePercent]),
    ).toEqual([
      ['2026-11-02', '2026-10-02', '5', '4', 25],
      ['2026-11-03', '2026-10-03', '1', '0', null],
    ]);
  });

  test('tells which meters were used and have no price, and refuses windows that end before they begin', async () => {
    await use('10', '2026-11-02');
    expect(await report({})).toMatchObject({ currencies: [], unpriced: ['events'] });
    await price({ validFrom: '2026-11-03' });
    expect(await report({})).toMatchObject({ unpriced: ['events'] });
    expect(await report({ from: '2026-11-03' })).toMatchObject({ unpriced: [] });
    await expect(report({ from: '2026-11-05', to: '2026-11-05' })).rejects.toMatchObject({ errors: [{ pointer: '/to' }] });
    const compared = { compareFrom: '2026-11-05', compareTo: '2026-11-01' };
    const long = { from: '2020-01-01', to: '2026-11-05' };
    await expect(report(long)).rejects.toMatchObject({ errors: [{ pointer: '/to' }] });
    await expect(report(compared)).rejects.toMatchObject({ errors: [{ pointer: '/compareTo' }] });
    expect(CostReportQuery.safeParse({ compareFrom: '2026-11-05' }).error?.issues[0].message).toContain('compareFrom');
  });

  test("holds nothing of another tenant's, and the operator's sums hold each tenant's by itself", async () => {
    await book({});
    const other = await createTestTenant(database.context);
    expect((await getCostReport(at(), other.actor, CostReportQuery.parse({}))).currencies).toEqual([]);
    const { tenants } = await listPlatformCosts(at(), 'system', { month: '2026-11' });
    const mine = tenants.filter(({ tenantId }) => tenantId === tenant.tenantId);
    expect(mine).toEqual([expect.objectContaining({ currency: 'USD', purchases: '10', usage: '0', total: '10' })]);
    expect(tenants.some(({ tenantId }) => tenantId === other.tenantId)).toBe(false);
  });

  test('of all tenants stand beside another month, in each currency that either has, and what has no price is named', async () => {
    await book({});
    await book({ currency: 'EUR', amount: '4' });
    await book({ kind: 'credit', amount: '-2.5' });
    const asked = { month: '2026-12', compareMonth: '2026-11' };
    const later = await listPlatformCosts(at('2026-12-03T10:00:00Z'), 'system', asked);
    expect(later.compareMonth).toBe('2026-11');
    expect(later.tenants.filter(({ tenantId }) => tenantId === tenant.tenantId)).toEqual([
      expect.objectContaining({ currency: 'EUR', total: '0', compared: '4', difference: '-4', changePercent: -100 }),
      expect.objectContaining({ currency: 'USD', total: '0', compared: '7.5', difference: '-7.5', changePercent: -100 }),
    ]);
    await use('10', '2026-11-19');
    const now = await listPlatformCosts(at(), 'system', { month: '2026-11', compareMonth: '2026-10' });
    const mine = now.tenants.filter(({ tenantId }) => tenantId === tenant.tenantId);
    expect(
      mine.map(({ currency, purchases, credits, total, compared, changePercent }) => [
        currency,
        purchases,
        credits,
        total,
        compared,
        changePercent,
      ]),
    ).toEqual([
      ['USD', '10', '-2.5', '7.5', '0', null],
      ['EUR', '4', '0', '4', '0', null],
    ]);
    expect(now.unpriced.filter(({ tenantId }) => tenantId === tenant.tenantId)).toMatchObject([{ meters: ['events'] }]);
    await price();
    const priced = await listPlatformCosts(at(), 'system', { month: '2026-11' });
    expect(priced.unpriced.some(({ tenantId }) => tenantId === tenant.tenantId)).toBe(false);
  });
});

describe('the forecast of a month', () => {
  test('prices what the month is expected to use: the included quantity is used up first', async () => {
    await price({ validFrom: '2026-11-01', included: '18000' });
    for (let day = 1; day <= 19; day += 1) await use('1000', `2026-11-${String(day).padStart(2, '0')}`);
    await rate();
    await book({});
    const forecast = await getCostForecast(at(), tenant.actor, undefined);
    expect(forecast).toMatchObject({ month: '2026-11', today: '2026-11-20', missing: [] });
    expect(forecast.meters).toEqual([
      expect.objectContaining({
        meter: 'events',
        soFar: '19000',
        daysOfData: 19,
        quantity: { estimate: '30000', low: '30000', high: '30000' },
      }),
    ]);
    // 30,000 less 18,000 included at 1.00 for a thousand; the purchase is as it is. Proportion would say 1 × 30 / 19 + 10.
    expect(forecast.currencies[0]).toMatchObject({ currency: 'USD', soFar: '11', forecast: { estimate: '22', low: '22', high: '22' } });
    expect(Number(forecast.currencies[0].baseline)).toBeCloseTo(10 + 30 / 19, 6);
  });

  test('says which priced meters have too few days, and knows no month but the present and the next', async () => {
    await price();
    await use('1000', '2026-11-19');
    await rate();
    const forecast = await getCostForecast(at(), tenant.actor, undefined);
    expect(forecast).toMatchObject({ missing: ['events'], currencies: [{ soFar: '1', forecast: null }] });
    await expect(getCostForecast(at(), tenant.actor, '2026-10')).rejects.toMatchObject({ errors: [{ pointer: '/month' }] });
    expect(await getCostForecast(at(), tenant.actor, '2026-12')).toMatchObject({ month: '2026-12', missing: ['events'] });
  });
});
