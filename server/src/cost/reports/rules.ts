import type { EntryKind } from '../entries/schema.ts';
import { units, unitsText } from '../prices/rules.ts';
import type { CostReport, CostReportRow, TenantCosts } from './schema.ts';
import type { BillSum, ChargeSum } from './store.ts';

/** The change from one amount to another in percent of the first, to a tenth; null from nothing. */
export function changePercent(before: bigint, after: bigint): number | null {
  if (before === 0n) return null;
  const size = before < 0n ? -before : before;
  return Number(((after - before) * 1_000n) / size) / 10;
}

/** The day that lies as far behind `toFirst` as a day lies behind `first`. */
export function dayAlike(day: string, { first, toFirst }: { first: string; toFirst: string }): string {
  return new Date(Date.parse(day) - Date.parse(first) + Date.parse(toFirst)).toISOString().slice(0, 10);
}

interface Grouped {
  key: string;
  amount: bigint;
  compared: bigint;
  quantity: string | null;
  unit: string | null;
}

/** What rows are told apart by, and how they are called. */
export interface Naming {
  isByDay: boolean;
  labelOf(key: string): string;
  /** Of a row of the compared period: the key of the row it belongs to. */
  alikeOf(key: string): string;
  /** Of a row: the key that it has in the compared period, where that is another one. */
  comparedKeyOf(key: string): string | null;
}

type Comparison = Pick<CostReportRow, 'amount' | 'compared' | 'difference' | 'changePercent'>;

function comparison(amount: bigint, compared: bigint | undefined): Comparison {
  if (compared === undefined) return { amount: unitsText(amount), compared: null, difference: null, changePercent: null };
  return {
    amount: unitsText(amount),
    compared: unitsText(compared),
    difference: unitsText(amount - compared),
    changePercent: changePercent(compared, amount),
  };
}

const size = (amount: bigint) => (amount < 0n ? -amount : amount);

function orderOf(isByDay: boolean): (a: Grouped, b: Grouped) => number {
  const byKey = (a: Grouped, b: Grouped) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
  if (isByDay) return byKey;
  return (a, b) => (size(a.amount) === size(b.amount) ? byKey(a, b) : size(a.amount) > size(b.amount) ? -1 : 1);
}

/**
 * The report of each currency: what each key came to, beside what it came to in the compared period where there is one. The rows of a
 * currency sum to its total, in both periods.
 */
export function reportCurrencies(
  sums: readonly ChargeSum[],
  compared: readonly ChargeSum[] | undefined,
  naming: Naming,
): CostReport['currencies'] {
  const codes = new Set([...sums, ...(compared ?? [])].map(({ currency }) => currency));
  return [...codes].toSorted().map((currency) => {
    const rows = new Map<string, Grouped>();
    const rowOf = (key: string) => {
      const known = rows.get(key) ?? { key, amount: 0n, compared: 0n, quantity: null, unit: null };
      rows.set(key, known);
      return known;
    };
    for (const { key, amount, quantity, unit } of sums.filter((one) => one.currency === currency))
      Object.assign(rowOf(key), { amount: rowOf(key).amount + units(amount), quantity, unit });
    for (const { key, amount } of compared?.filter((one) => one.currency === currency) ?? [])
      rowOf(naming.alikeOf(key)).compared += units(amount);
    const all = [...rows.values()].toSorted(orderOf(naming.isByDay));
    const total = (of: (row: Grouped) => bigint) => all.reduce((sum, row) => sum + of(row), 0n);
    const isCompared = compared !== undefined;
    return {
      currency,
      ...comparison(
        total((row) => row.amount),
        isCompared ? total((row) => row.compared) : undefined,
      ),
      rows: all.map(({ key, amount, compared: before, quantity, unit }) => ({
        key: key === '' ? null : key,
        label: key === '' ? '(none)' : naming.labelOf(key),
        comparedKey: isCompared ? naming.comparedKeyOf(key) : null,
        ...comparison(amount, isCompared ? before : undefined),
        quantity,
        unit,
      })),
    };
  });
}

/**
 * A tenant's bill of a month in each currency that it, or the month that it is compared with, has: sums by kind of entry, and the totals of
 * both months.
 */
export function billCurrencies(
  bill: readonly BillSum[],
  compared: readonly BillSum[] | undefined,
): Omit<TenantCosts, 'tenantId' | 'name'>[] {
  const codes = new Set([...bill, ...(compared ?? [])].map(({ currency }) => currency));
  const total = (sums: readonly BillSum[], currency: string, kind?: EntryKind) =>
    sums
      .filter((one) => one.currency === currency && (kind === undefined || one.kind === kind))
      .reduce((sum, { amount }) => sum + units(amount), 0n);
  return [...codes].toSorted().map((currency) => {
    const { amount, ...beside } = comparison(total(bill, currency), compared && total(compared, currency));
    const of = (kind: EntryKind) => unitsText(total(bill, currency, kind));
    return {
      currency,
      usage: of('usage'),
      purchases: of('purchase'),
      credits: of('credit'),
      taxes: of('tax'),
      total: amount,
      ...beside,
    };
  });
}
