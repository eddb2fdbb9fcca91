import { decimalUnits } from '../../platform/decimals.ts';
import { Currency } from '../../platform/money.ts';
import { FOCUS_COLUMNS, type FocusColumn, type FocusKind } from './focus-columns.ts';

/** A row as rules see it: null for an empty cell, undefined where the file has no such column. */
export type FocusCell = (column: string) => string | null | undefined;

/** One thing that we take FOCUS 1.2 to ask of a row. */
export interface RowRule {
  id: string;
  /** The column in which a breach is told. */
  column: string;
  /** What is asked, in our own words. */
  says: string;
  breaks(cell: FocusCell): boolean;
}

/** One thing that we take FOCUS 1.2 to ask of the names of the columns. */
export interface HeaderRule {
  id: string;
  says: string;
  /** Names that break it. */
  breaches(header: readonly string[]): string[];
}

const KNOWN = new Set(FOCUS_COLUMNS.map(({ name }) => name));

export const HEADER_RULES: readonly HeaderRule[] = [
  ...FOCUS_COLUMNS.filter(({ isMandatory }) => isMandatory).map(({ name }): HeaderRule => ({
    id: `${name}.present`,
    says: `Every file has a column ${name}.`,
    breaches: (header) => (header.includes(name) ? [] : [name]),
  })),
  {
    id: 'header.once',
    says: 'No two columns have the same name.',
    breaches: (header) => [...new Set(header.filter((name, place) => header.indexOf(name) !== place))],
  },
  {
    id: 'header.own',
    says: 'A column that FOCUS 1.2 does not know has a name that begins with x_.',
    breaches: (header) => header.filter((name) => !KNOWN.has(name) && !name.startsWith('x_')),
  },
];

const DECIMAL = /^-?\d+(\.\d+)?$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
const PLACEHOLDER = /^(null|nil|none|n\/a|na|-|undefined)$/i;

function isInstant(text: string): boolean {
  const at = Date.parse(text);
  return INSTANT.test(text) && !Number.isNaN(at) && new Date(at).toISOString().slice(0, 19) === text.slice(0, 19);
}

function isFlatObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    return Object.values(value).every((one) => typeof one !== 'object' || one === null);
  } catch {
    return false;
  }
}

const FORMS: Readonly<Record<FocusKind, { says: string; fits(text: string): boolean }>> = {
  text: {
    says: 'holds text without space at its ends, and is left empty where there is none: a word such as null or N/A is no value',
    fits: (text) => text === text.trim() && !PLACEHOLDER.test(text),
  },
  decimal: {
    says: 'holds a plain decimal number: digits, at most one point, a sign in front at most, no exponent and no separators',
    fits: (text) => DECIMAL.test(text),
  },
  instant: { says: 'holds an instant in UTC, as 2026-11-01T00:00:00Z', fits: isInstant },
  json: { says: 'holds a JSON object that is flat: its values are texts, numbers, true, false or null', fits: isFlatObject },
  currency: { says: 'holds a currency of ISO 4217 in three capital letters', fits: (text) => Currency.safeParse(text).success },
};

/** What is asked of a cell alone. */
function columnRules({ name, kind, isNullable, isNeverNegative, values }: FocusColumn): RowRule[] {
  const rules: RowRule[] = [];
  const add = (what: string, says: string, breaks: RowRule['breaks']) => rules.push({ id: `${name}.${what}`, column: name, says, breaks });
  if (!isNullable) add('filled', `${name} is never empty.`, (cell) => cell(name) === null);
  if (values === undefined)
    add('form', `${name} ${FORMS[kind].says}.`, (cell) => {
      const text = cell(name);
      return typeof text === 'string' && !FORMS[kind].fits(text);
    });
  else
    add('value', `${name} is one of: ${values.join(', ')}.`, (cell) => {
      const text = cell(name);
      return typeof text === 'string' && !values.includes(text);
    });
  if (isNeverNegative) add('from-0', `${name} is never below 0.`, (cell) => cell(name)?.startsWith('-') === true);
  return rules;
}

const isCorrection: (cell: FocusCell) => boolean = (cell) => cell('ChargeClass') === 'Correction';
const isTax: (cell: FocusCell) => boolean = (cell) => cell('ChargeCategory') === 'Tax';
const isUsage: (cell: FocusCell) => boolean = (cell) => cell('ChargeCategory') === 'Usage';
const isCredit: (cell: FocusCell) => boolean = (cell) => cell('ChargeCategory') === 'Credit';
const isPriced: (cell: FocusCell) => boolean = (cell) => !isCorrection(cell) && (isUsage(cell) || cell('ChargeCategory') === 'Purchase');
const isFilled = (cell: FocusCell, column: string) => typeof cell(column) === 'string';

const PRICED = ['PricingQuantity', 'PricingUnit', 'ListUnitPrice', 'ContractedUnitPrice', 'PricingCategory', 'SkuId', 'SkuPriceId'];

const pricedRules: RowRule[] = PRICED.flatMap((column): RowRule[] => [
  {
    id: `${column}.priced`,
    column,
    says: `${column} is filled for usage and purchases, corrections aside.`,
    breaks: (cell) => isPriced(cell) && cell(column) === null,
  },
  { id: `${column}.tax`, column, says: `${column} is empty for taxes.`, breaks: (cell) => isTax(cell) && isFilled(cell, column) },
]);

/** Columns that say more of another one, which is filled where they are. */
const OF: readonly [string, string][] = [
  ['SubAccountName', 'SubAccountId'],
  ['SubAccountType', 'SubAccountId'],
  ['ResourceName', 'ResourceId'],
  ['ResourceType', 'ResourceId'],
  ['RegionName', 'RegionId'],
  ['SkuMeter', 'SkuId'],
  ['SkuPriceId', 'SkuId'],
  ['SkuPriceDetails', 'SkuPriceId'],
  ['PricingUnit', 'PricingQuantity'],
  ['PricingQuantity', 'PricingUnit'],
  ['ConsumedUnit', 'ConsumedQuantity'],
  ['ConsumedQuantity', 'ConsumedUnit'],
  ['CapacityReservationStatus', 'CapacityReservationId'],
  ['CommitmentDiscountCategory', 'CommitmentDiscountId'],
  ['CommitmentDiscountName', 'CommitmentDiscountId'],
  ['CommitmentDiscountStatus', 'CommitmentDiscountId'],
  ['CommitmentDiscountType', 'CommitmentDiscountId'],
  ['CommitmentDiscountUnit', 'CommitmentDiscountQuantity'],
];

const ofRules: RowRule[] = OF.map(([column, other]) => ({
  id: `${column}.with-${other}`,
  column,
  says: `${column} is filled only where ${other} is.`,
  breaks: (cell) => isFilled(cell, column) && cell(other) === null,
}));

const DIGITS = 20;
/** How far a product may lie from the cost beside it: what rounding to ten decimals and splitting among campaigns can leave. */
const PRODUCT_TOLERANCE = 10n ** BigInt(2 * DIGITS - 9);

function isProduct(cell: FocusCell, price: string, cost: string): boolean {
  const [a, b, c] = [price, 'PricingQuantity', cost].map((column) => decimalUnits(cell(column) ?? '', DIGITS));
  if (a === undefined || b === undefined || c === undefined) return true;
  const off = a * b - c * 10n ** BigInt(DIGITS);
  return off <= PRODUCT_TOLERANCE && off >= -PRODUCT_TOLERANCE;
}

function isSame(cell: FocusCell, one: string, other: string): boolean {
  const [a, b] = [one, other].map((column) => decimalUnits(cell(column) ?? '', DIGITS));
  return a === undefined || b === undefined || a === b;
}

const costRules: RowRule[] = ['List', 'Contracted'].flatMap((which): RowRule[] => {
  const [price, cost] = [`${which}UnitPrice`, `${which}Cost`];
  return [
    {
      id: `${cost}.product`,
      column: cost,
      says: `${price} times PricingQuantity is ${cost}, to a billionth, corrections aside.`,
      breaks: (cell) => !isCorrection(cell) && !isProduct(cell, price, cost),
    },
    {
      id: `${cost}.credit`,
      column: cost,
      says: `${cost} of a credit without ${price} is its BilledCost.`,
      breaks: (cell) => isCredit(cell) && !isFilled(cell, price) && !isSame(cell, cost, 'BilledCost'),
    },
  ];
});

const consumedRules: RowRule[] = [
  {
    id: 'ConsumedQuantity.usage-alone',
    column: 'ConsumedQuantity',
    says: 'ConsumedQuantity is filled for usage alone.',
    breaks: (cell) => !isUsage(cell) && isFilled(cell, 'ConsumedQuantity'),
  },
  {
    id: 'ConsumedQuantity.usage',
    column: 'ConsumedQuantity',
    says: 'ConsumedQuantity is filled for usage, corrections and unused commitments aside.',
    breaks: (cell) =>
      isUsage(cell) && !isCorrection(cell) && cell('CommitmentDiscountStatus') !== 'Unused' && cell('ConsumedQuantity') === null,
  },
  {
    id: 'ConsumedQuantity.from-0',
    column: 'ConsumedQuantity',
    says: 'ConsumedQuantity is not below 0, corrections aside.',
    breaks: (cell) => !isCorrection(cell) && cell('ConsumedQuantity')?.startsWith('-') === true,
  },
];

function isAfter(cell: FocusCell, start: string, end: string): boolean {
  const [from, to] = [cell(start) ?? '', cell(end) ?? ''];
  return !isInstant(from) || !isInstant(to) || from < to;
}

const periodRules: RowRule[] = ['BillingPeriod', 'ChargePeriod'].map((period) => ({
  id: `${period}End.after-start`,
  column: `${period}End`,
  says: `${period}End is after ${period}Start: it is the first instant that no longer belongs to the period.`,
  breaks: (cell) => !isAfter(cell, `${period}Start`, `${period}End`),
}));

const chargeRules: RowRule[] = [
  {
    id: 'ChargeFrequency.purchase',
    column: 'ChargeFrequency',
    says: 'ChargeFrequency of a purchase is not Usage-Based.',
    breaks: (cell) => cell('ChargeCategory') === 'Purchase' && cell('ChargeFrequency') === 'Usage-Based',
  },
  {
    id: 'BilledCost.credit',
    column: 'BilledCost',
    says: 'BilledCost of a credit is not above 0, corrections aside.',
    breaks: (cell) => isCredit(cell) && !isCorrection(cell) && (decimalUnits(cell('BilledCost') ?? '', DIGITS) ?? 0n) > 0n,
  },
  {
    id: 'PricingCategory.committed',
    column: 'PricingCategory',
    says: 'PricingCategory is Committed only where CommitmentDiscountId is filled.',
    breaks: (cell) => cell('PricingCategory') === 'Committed' && !isFilled(cell, 'CommitmentDiscountId'),
  },
  {
    id: 'CommitmentDiscountStatus.usage',
    column: 'CommitmentDiscountStatus',
    says: 'CommitmentDiscountStatus is filled for usage alone.',
    breaks: (cell) => !isUsage(cell) && isFilled(cell, 'CommitmentDiscountStatus'),
  },
];

/** What is asked of each row by itself. */
export const ROW_RULES: readonly RowRule[] = [
  ...FOCUS_COLUMNS.flatMap(columnRules),
  ...pricedRules,
  ...ofRules,
  ...costRules,
  ...consumedRules,
  ...periodRules,
  ...chargeRules,
];
