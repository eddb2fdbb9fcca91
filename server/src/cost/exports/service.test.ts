import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { putAdvertiser } from '../../catalog/advertisers/service.ts';
import { AdvertiserDetails } from '../../catalog/advertisers/schema.ts';
import { putCampaign } from '../../catalog/campaigns/service.ts';
import { type OwnUsage, recordUsageIn } from '../../metering/usage/service.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { NewEntry } from '../entries/schema.ts';
import { createEntry } from '../entries/service.ts';
import { NewPrice } from '../prices/schema.ts';
import { putPrice } from '../prices/service.ts';
import { rateUsage } from '../ratings/service.ts';
import { EXPORTED_COLUMNS } from './focus.ts';
import { startCheck } from './rules.ts';
import { exportFocus } from './service.ts';

let database: TestDatabase;
let tenant: TestTenant;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  tenant = await createTestTenant(database.context);
});

const NOW = Date.parse('2026-11-20T10:00:00Z');
const at = (atMs = NOW) => ({ ...database.context, clock: () => atMs });
let uses = 0;
const use = (quantity: string, when: string, more: Partial<OwnUsage> = {}, to = tenant) => {
  uses += 1;
  const used: OwnUsage = { meter: 'events', id: String(uses), quantity, atMs: Date.parse(when), ...more };
  return inTenant(database.context.db, to.tenantId, (tx) => recordUsageIn(database.context, tx, [used]));
};
const put = (meter: string, more: object = {}, to = tenant) => {
  const price = { validFrom: '2026-11-01', currency: 'USD', unitQuantity: '1000', tiers: [{ upTo: null, price: '0.4' }], ...more };
  return putPrice(at(), to.actor, meter, NewPrice.parse(price));
};
const book = (more: object = {}, now = NOW) => {
  const entry = { kind: 'purchase', day: '2026-11-02', currency: 'USD', amount: '12.50', note: 'Hosting', ...more };
  return createEntry(at(now), tenant.actor, NewEntry.parse(entry));
};
const rate = async (now = NOW, to = tenant) => {
  while (await rateUsage(at(now), 'system', to.tenantId));
};

/** Cells of a line without line ends in cells. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain);
}

type Row = Record<(typeof EXPORTED_COLUMNS)[number], string>;

async function bill(month = '2026-11', to = tenant): Promise<Row[]> {
  let text = '';
  for await (const part of await exportFocus(at(Date.parse('2027-01-01T00:00:00Z')), to.actor, month)) text += part;
  const [header, ...lines] = text.trimEnd().split('\n').map(cellsOf);
  const check = startCheck(header, 1);
  for (const [place, cells] of lines.entries()) check.row(cells, place + 2);
  expect(check.report().broken).toEqual([]);
  return lines.map((cells) => Object.fromEntries(header.map((name, place) => [name, cells[place]])) as Row);
}

const sumOf = (rows: readonly Row[]) => rows.reduce((sum, { BilledCost }) => sum + Math.round(Number(BilledCost) * 1e10), 0);

describe("a month's bill in FOCUS", () => {
  test('tells usage by day, campaign and tier, under the names of the catalogue, and keeps every rule of ours', async () => {
    await putAdvertiser(database.context, tenant.actor, 'lumen', AdvertiserDetails.parse({ name: '=Lumen "Lamps"' }));
    await putCampaign(database.context, tenant.actor, 'spring', { name: 'Spring, all shows', advertiser: 'lumen' });
    await put('events', {
      included: '1000',
      tiers: [
        { upTo: '2000', price: '0.4' },
        { upTo: null, price: '0.1' },
      ],
    });
    await use('5000', '2026-11-03T10:00:00Z', { campaign: 'spring', feature: 'import' });
    await use('0.0123', '2026-11-03T10:00:00Z', { meter: 'ai_spend_usd' });
    await rate();
    const rows = await bill();
    const told = ({ SkuPriceId, ConsumedQuantity, PricingQuantity, ListUnitPrice, BilledCost }: Row) => [
      SkuPriceId,
      ConsumedQuantity,
      PricingQuantity,
      ListUnitPrice,
      BilledCost,
    ];
    expect(rows.map(told)).toEqual([
      ['ai_spend_usd/1', '0.0123', '0.0123', '1', '0.0123'],
      ['events/included', '1000', '1', '0', '0'],
      ['events/1', '2000', '2', '0.4', '0.8'],
      ['events/2', '2000', '2', '0.1', '0.2'],
    ]);
    expect(rows[2]).toMatchObject({
      BillingAccountId: tenant.tenantId,
      BillingPeriodStart: '2026-11-01T00:00:00Z',
      BillingPeriodEnd: '2026-12-01T00:00:00Z',
      ChargePeriodStart: '2026-11-03T00:00:00Z',
      ChargePeriodEnd: '2026-11-04T00:00:00Z',
      ChargeCategory: 'Usage',
      ChargeClass: '',
      PricingUnit: '1000 events',
      ResourceName: 'Spring, all shows',
      SubAccountId: 'lumen',
      SubAccountName: `'=Lumen "Lamps"`,
      x_CampaignId: 'spring',
      x_Feature: 'import',
      x_PriceVersion: '1',
    });
    expect(rows[0]).toMatchObject({ ServiceCategory: 'AI and Machine Learning', x_PriceVersion: '' });
  });

  test('sums to what is booked to the last digit, after late usage, a new price, and whatever split that leaves', async () => {
    await put('events', {
      unitQuantity: '7',
      tiers: [
        { upTo: '100', price: '0.1' },
        { upTo: null, price: '0.03' },
      ],
    });
    for (const [place, campaign] of ['a', 'b', 'c', ''].entries())
      for (const day of ['03', '04', '09']) await use(String(7 + 13 * place), `2026-11-${day}T10:00:00Z`, { campaign });
    await rate();
    await use('11', '2026-11-03T11:00:00Z', { campaign: 'b' });
    await put('events', {
      validFrom: '2026-11-09',
      mode: 'volume',
      tiers: [
        { upTo: '100', price: '0.2' },
        { upTo: null, price: '0.07' },
      ],
    });
    await rate();
    await book({ kind: 'credit', amount: '-1.25', note: '-Goodwill' });
    await book({ kind: 'tax', amount: '0.19', note: 'VAT' });
    await book();
    const rows = await bill();
    const [{ total }] = await inTenant(database.context.db, tenant.tenantId, (tx) =>
      tx.query<{ total: number }>({ text: 'select (sum(amount) * 1e10)::bigint as total from cost_entries' }),
    );
    expect(sumOf(rows)).toBe(total);
    expect(rows.filter(({ ConsumedQuantity }) => ConsumedQuantity.startsWith('-'))).toEqual([]);
    expect(rows.find(({ ChargeCategory }) => ChargeCategory === 'Credit')).toMatchObject({
      BilledCost: '-1.25',
      ListCost: '-1.25',
      ChargeDescription: "'-Goodwill",
      ListUnitPrice: '',
      SkuId: '',
    });
  });

  test('holds corrections of a closed month as rows of the month in which they were booked', async () => {
    await put('events');
    await use('1000', '2026-11-03T10:00:00Z');
    await rate();
    const december = Date.parse('2026-12-05T10:00:00Z');
    await use('500', '2026-11-03T11:00:00Z');
    await rate(december);
    await book({ amount: '3' }, december);
    const november = await bill();
    expect(november.map(({ BilledCost, ChargeClass }) => [BilledCost, ChargeClass])).toEqual([['0.4', '']]);
    expect((await bill('2026-12')).map((row) => [row.BilledCost, row.ChargeClass, row.BillingPeriodStart, row.ChargePeriodStart])).toEqual([
      ['0.2', 'Correction', '2026-12-01T00:00:00Z', '2026-11-03T00:00:00Z'],
      ['3', 'Correction', '2026-12-01T00:00:00Z', '2026-11-02T00:00:00Z'],
    ]);
    expect(await bill()).toEqual(november);
  });

  test('leaves out what was taken back whole, and is a header alone where nothing was booked', async () => {
    await put('events');
    await use('1000', '2026-11-03T10:00:00Z');
    await rate();
    await put('events', { tiers: null, currency: undefined });
    await rate();
    expect(await bill()).toEqual([]);
    expect(await bill('2026-10')).toEqual([]);
  });

  test("never holds another tenant's row, whatever both have booked", async () => {
    const other = await createTestTenant(database.context);
    for (const [to, quantity] of [
      [tenant, '1000'],
      [other, '3000'],
    ] as const) {
      await put('events', {}, to);
      await use(quantity, '2026-11-03T10:00:00Z', { campaign: `of-${quantity}` }, to);
      await rate(NOW, to);
    }
    const of = (rows: Row[]) =>
      rows.map(({ BillingAccountId, x_CampaignId, ConsumedQuantity }) => [BillingAccountId, x_CampaignId, ConsumedQuantity]);
    expect(of(await bill())).toEqual([[tenant.tenantId, 'of-1000', '1000']]);
    expect(of(await bill('2026-11', other))).toEqual([[other.tenantId, 'of-3000', '3000']]);
  });

  test('is not for a key that may not read', async () => {
    const actor = { ...tenant.actor, kind: 'api_key' as const, scopes: ['ingest' as const] };
    await expect(exportFocus(at(), actor, '2026-11')).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('stands in FOCUS 1.4, too: the same rows, with the two columns that 1.3 put in the place of two others', async () => {
    await book({ campaign: undefined });
    const linesOf = async (version?: '1.2' | '1.4') => {
      let text = '';
      for await (const part of await exportFocus(at(), tenant.actor, '2026-11', version)) text += part;
      const lines = text.trimEnd().split('\n');
      return lines.map((line) => line.split(','));
    };
    const [older, newer] = [await linesOf(), await linesOf('1.4')];
    expect(await linesOf('1.2')).toEqual(older);
    expect(newer[0].filter((name) => !older[0].includes(name))).toEqual(['HostProviderName', 'ServiceProviderName']);
    expect(older[0].filter((name) => !newer[0].includes(name))).toEqual(['ProviderName', 'PublisherName']);
    expect(newer[0]).toEqual([
      ...newer[0].filter((name) => !name.startsWith('x_')).toSorted(),
      ...newer[0].filter((name) => name.startsWith('x_')),
    ]);
    expect(newer).toHaveLength(2);
    const cell = (lines: string[][], name: string) => lines[1][lines[0].indexOf(name)];
    expect(cell(newer, 'ServiceProviderName')).toBe(cell(older, 'ProviderName'));
    expect(cell(newer, 'HostProviderName')).toBe(cell(newer, 'ServiceProviderName'));
    for (const name of older[0].filter((one) => newer[0].includes(one))) expect(cell(newer, name)).toBe(cell(older, name));
  });
});
