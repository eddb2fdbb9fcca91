import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimalText } from '../../platform/decimals.ts';
import { HEADER_RULES, ROW_RULES } from './conformance.ts';
import { FOCUS_COLUMNS } from './focus-columns.ts';
import { RULE_COUNT, startCheck } from './rules.ts';

type Row = Record<string, string>;

const HEADER = FOCUS_COLUMNS.map(({ name }) => name);

interface Drawn {
  category: string;
  isCorrection: boolean;
  quantity: bigint;
  price: bigint;
}

/** A row that breaks nothing, of any category, with quantities and prices as they come. */
function rowOf({ category, isCorrection, quantity, price }: Drawn): Row {
  const cost = decimalText(quantity * price, 6);
  const isCredit = category === 'Credit';
  const money = isCredit ? `-${cost}` : cost;
  const row: Row = {
    BilledCost: money,
    BillingAccountId: 'tenant-1',
    BillingAccountName: 'Lumen, "lamps"',
    BillingCurrency: 'USD',
    BillingPeriodStart: '2026-11-01T00:00:00Z',
    BillingPeriodEnd: '2026-12-01T00:00:00Z',
    ChargeCategory: category,
    ChargeClass: isCorrection ? 'Correction' : '',
    ChargeDescription: 'Events, first tier',
    ChargeFrequency: category === 'Usage' ? 'Usage-Based' : 'One-Time',
    ChargePeriodStart: '2026-11-03T00:00:00Z',
    ChargePeriodEnd: '2026-11-04T00:00:00Z',
    ContractedCost: money,
    EffectiveCost: money,
    InvoiceIssuerName: 'Earshot host',
    ListCost: money,
    ProviderName: 'Earshot host',
    PublisherName: 'Earshot',
    ServiceCategory: 'Analytics',
    ServiceName: 'Earshot',
    Tags: '{"team":"growth"}',
  };
  if (category === 'Usage' || category === 'Purchase')
    Object.assign(row, {
      PricingQuantity: decimalText(quantity, 3),
      PricingUnit: '1000 Events',
      ListUnitPrice: decimalText(price, 3),
      ContractedUnitPrice: decimalText(price, 3),
      PricingCategory: 'Standard',
      SkuId: 'events',
      SkuMeter: 'events',
      SkuPriceId: 'events/tier-1',
      SkuPriceDetails: '{"Tier":1}',
    });
  if (category === 'Usage') Object.assign(row, { ConsumedQuantity: decimalText(quantity, 0), ConsumedUnit: 'Events' });
  return row;
}

const drawn = fc.record({
  category: fc.constantFrom('Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment'),
  isCorrection: fc.boolean(),
  quantity: fc.bigInt({ min: 1n, max: 10n ** 12n }),
  price: fc.bigInt({ min: 1n, max: 10n ** 9n }),
});
const ofCategory = (category: string) => drawn.map((one) => rowOf({ ...one, category, isCorrection: false }));

function brokenBy(rows: readonly Row[], header: readonly string[] = HEADER) {
  const check = startCheck(header, 1);
  for (const [place, row] of rows.entries())
    check.row(
      header.map((name) => row[name] ?? ''),
      place + 2,
    );
  return check.report().broken;
}

test('rows that keep every rule are passed, whatever their category, amounts and order', () => {
  fc.assert(
    fc.property(fc.array(drawn, { maxLength: 20 }), (all) => {
      expect(brokenBy(all.map(rowOf))).toEqual([]);
    }),
  );
});

/** What breaks each rule that is about more than one column, in a row that was right before. */
const PLANTS: Readonly<Record<string, { of: string; with: Row }>> = {
  'ListCost.product': { of: 'Usage', with: { ListCost: '0.00000001', ListUnitPrice: '0.3', PricingQuantity: '7' } },
  'ContractedCost.product': { of: 'Purchase', with: { ContractedCost: '2.1000001', ContractedUnitPrice: '0.3', PricingQuantity: '7' } },
  'ListCost.credit': { of: 'Credit', with: { ListCost: '0' } },
  'ContractedCost.credit': { of: 'Credit', with: { ContractedCost: '1' } },
  'ConsumedQuantity.usage-alone': { of: 'Purchase', with: { ConsumedQuantity: '1', ConsumedUnit: 'Events' } },
  'ConsumedQuantity.usage': { of: 'Usage', with: { ConsumedQuantity: '', ConsumedUnit: '' } },
  'ConsumedQuantity.from-0': { of: 'Usage', with: { ConsumedQuantity: '-1' } },
  'BillingPeriodEnd.after-start': { of: 'Tax', with: { BillingPeriodEnd: '2026-11-01T00:00:00Z' } },
  'ChargePeriodEnd.after-start': { of: 'Usage', with: { ChargePeriodEnd: '2026-11-02T00:00:00Z' } },
  'ChargeFrequency.purchase': { of: 'Purchase', with: { ChargeFrequency: 'Usage-Based' } },
  'BilledCost.credit': { of: 'Credit', with: { BilledCost: '0.01' } },
  'PricingCategory.committed': { of: 'Usage', with: { PricingCategory: 'Committed' } },
  'CommitmentDiscountStatus.usage': { of: 'Purchase', with: { CommitmentDiscountStatus: 'Used', CommitmentDiscountId: 'c-1' } },
};

const MISSHAPEN: Readonly<Record<string, string[]>> = {
  text: [' Earshot', 'Earshot\t', 'null', 'N/A', '-'],
  decimal: ['1e5', '1,000', 'NaN', 'Infinity', '$1', '.5', '5.', "'-5", '0x1', '1e309', '+1', ''.padEnd(3, '-')],
  instant: ['2026-11-01', '2026-11-01T00:00:00+00:00', '2026-11-31T00:00:00Z', '2026-11-01 00:00:00Z', '2026-11-01T24:00:00Z', 'today'],
  json: ['{', '[]', 'a=b', '{"a":{"b":1}}', '"text"', 'null'],
  currency: ['usd', 'US$', 'XYZ', 'EURO'],
};

/** What breaks a rule about one column, or about one beside another. */
function plantOf(id: string): { of: string; with: Row }[] {
  if (PLANTS[id] !== undefined) return [PLANTS[id]];
  const [name, what] = id.split('.');
  const column = FOCUS_COLUMNS.find((one) => one.name === name);
  if (what === 'filled') return [{ of: 'Usage', with: { [name]: '' } }];
  if (what === 'value') return ['Whatever', 'usage'].map((text) => ({ of: 'Tax', with: { [name]: text } }));
  if (what === 'form') return MISSHAPEN[column?.kind ?? 'text'].map((text) => ({ of: 'Usage', with: { [name]: text } }));
  if (what === 'from-0') return [{ of: 'Usage', with: { [name]: '-0.01' } }];
  if (what === 'priced') return ['Usage', 'Purchase'].map((of) => ({ of, with: { [name]: '' } }));
  if (what === 'tax') return [{ of: 'Tax', with: { [name]: '1' } }];
  if (what.startsWith('with-')) return [{ of: 'Usage', with: { [name]: '1', [what.slice('with-'.length)]: '' } }];
  throw new Error(`no defect is planted for ${id}`);
}

describe('each rule is broken once, and found, in the line and the column where it is broken', () => {
  test.each(ROW_RULES.map((rule) => [rule.id, rule] as const))('%s', (id, { column }) => {
    for (const plant of plantOf(id))
      fc.assert(
        fc.property(fc.array(drawn.map(rowOf), { maxLength: 5 }), ofCategory(plant.of), (before, row) => {
          const found = brokenBy([...before, { ...row, ...plant.with }]).find(({ rule }) => rule === id);
          const where = { line: before.length + 2, column };
          expect(found, `${id} in ${JSON.stringify(plant.with)}`).toMatchObject({ count: 1, first: [where] });
        }),
        { numRuns: 20 },
      );
  });

  test.each(HEADER_RULES.filter(({ id }) => id.endsWith('.present')).map(({ id }) => [id] as const))('%s', (id) => {
    const name = id.slice(0, -'.present'.length);
    const broken = brokenBy(
      [],
      HEADER.filter((one) => one !== name),
    );
    expect(broken).toMatchObject([{ rule: id, count: 1, first: [{ line: 1, column: name, value: null }] }]);
  });

  test('header.once, header.own, row.cells and SkuPriceId.one-sku', () => {
    expect(brokenBy([], [...HEADER, 'Tags'])).toMatchObject([{ rule: 'header.once', first: [{ column: 'Tags' }] }]);
    expect(brokenBy([], [...HEADER, 'Model', 'x_Model'])).toMatchObject([{ rule: 'header.own', first: [{ column: 'Model' }] }]);
    const check = startCheck(HEADER, 1);
    check.row(['1', '2'], 2);
    expect(check.report().broken).toMatchObject([{ rule: 'row.cells', first: [{ line: 2, value: '2 cells' }] }]);
    const usage = rowOf({ category: 'Usage', isCorrection: false, quantity: 3n, price: 5n });
    const other = { ...usage, SkuId: 'emails' };
    expect(brokenBy([usage, other])).toMatchObject([{ rule: 'SkuPriceId.one-sku', count: 1, first: [{ line: 3 }] }]);
  });
});

test('a correction may disagree with price and quantity, and be below 0', () => {
  const usage = rowOf({ category: 'Usage', isCorrection: true, quantity: 3n, price: 5n });
  expect(brokenBy([{ ...usage, ListCost: '-4', ContractedCost: '9', ConsumedQuantity: '-3', ListUnitPrice: '' }])).toEqual([]);
});

test('what rounding to ten decimals leaves between price times quantity and cost is no breach', () => {
  const usage = rowOf({ category: 'Usage', isCorrection: false, quantity: 3n, price: 5n });
  const prices = { ListUnitPrice: '0.1', ContractedUnitPrice: '0.1', PricingQuantity: '0.3333333333' };
  expect(brokenBy([{ ...usage, ...prices, ListCost: '0.0333333333', ContractedCost: '0.0333333336' }])).toEqual([]);
  expect(brokenBy([{ ...usage, ...prices, ListCost: '0.0333333333', ContractedCost: '0.0333333346' }])).toMatchObject([
    { rule: 'ContractedCost.product' },
  ]);
});

test('columns that are not there ask for nothing, and the report tells how many rules a file was held against', () => {
  const mandatory = FOCUS_COLUMNS.filter(({ isMandatory }) => isMandatory).map(({ name }) => name);
  const check = startCheck(mandatory, 1);
  const row = rowOf({ category: 'Usage', isCorrection: false, quantity: 3n, price: 5n });
  check.row(
    mandatory.map((name) => row[name] ?? ''),
    2,
  );
  expect(check.report()).toEqual({ version: '1.2', rules: RULE_COUNT, rows: 1, broken: [] });
  const ids = [...HEADER_RULES, ...ROW_RULES].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(RULE_COUNT).toBe(ids.length + 2);
});

test('a breach that comes again and again is counted, and told where it came first', () => {
  const usage = rowOf({ category: 'Usage', isCorrection: false, quantity: 3n, price: 5n });
  const [broken] = brokenBy(Array.from({ length: 50 }, () => ({ ...usage, ServiceName: '' })));
  expect(broken).toMatchObject({ rule: 'ServiceName.filled', count: 50 });
  expect(broken.first.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6]);
});
