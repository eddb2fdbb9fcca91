import type { Comparison, ComparisonRow, Credit, ModelName, Totals } from '../../api.ts';
import { formatCredit, formatMoney, formatPoints, formatShare } from '../../format.ts';
import type { Measure } from '../../selection.ts';
import { shareOf } from './share.ts';

/** One row in one measure: what each model gives it, and how far they lie apart. */
export interface ComparedRow {
  key: string | null;
  label: string;
  /** Undefined for a model without figures, null where there is no such figure. */
  amounts: Partial<Record<ModelName, number | null>>;
  lowest: { model: ModelName; amount: number } | null;
  highest: { model: ModelName; amount: number } | null;
  /** Highest less lowest. */
  spread: number | null;
  /** The most conversions that any model credits it with. */
  conversions: number;
}

/** The measure that is shown: money turns into conversions where nothing has a value. */
export function shownMeasure(comparison: Comparison, chosen: Measure): Measure {
  const hasMoney = Object.values(comparison.totals).some(({ valueMinor }) => valueMinor > 0);
  return chosen === 'value' && !hasMoney ? 'conversions' : chosen;
}

function amountOf(credit: Credit, totals: Totals, measure: Measure): number | null {
  if (measure === 'share') return shareOf(credit, totals);
  return measure === 'value' ? credit.valueMinor : credit.conversions;
}

function comparedRow({ key, label, credits }: ComparisonRow, { models, totals }: Comparison, measure: Measure): ComparedRow {
  const known = models.flatMap((model) => {
    const amount = amountOf(credits[model], totals[model], measure);
    return amount === null ? [] : [{ model, amount }];
  });
  const inOrder = known.toSorted((a, b) => a.amount - b.amount);
  const [lowest, highest] = [inOrder.at(0) ?? null, inOrder.at(-1) ?? null];
  return {
    key,
    label,
    amounts: Object.fromEntries(known.map(({ model, amount }) => [model, amount])),
    lowest,
    highest,
    spread: lowest && highest ? highest.amount - lowest.amount : null,
    conversions: models.reduce((most, model) => Math.max(most, credits[model].conversions), 0),
  };
}

/** The rows of a comparison in one measure, in the order they came. */
export function buildComparedRows(comparison: Comparison, measure: Measure): ComparedRow[] {
  return comparison.rows.map((row) => comparedRow(row, comparison, measure));
}

/** The rows that any model gives most to, most first. */
export function largestRows(rows: readonly ComparedRow[], count: number): ComparedRow[] {
  return rows.toSorted((a, b) => (b.highest?.amount ?? 0) - (a.highest?.amount ?? 0)).slice(0, count);
}

export function formatMeasure(amount: number | null | undefined, measure: Measure, currency: string | null): string {
  if (measure === 'value') return formatMoney(amount, currency);
  if (measure === 'share') return formatShare(amount ?? null);
  return formatCredit(amount ?? null);
}

/** A difference between two figures of one measure; shares differ by percentage points. */
export function formatSpread(spread: number | null, measure: Measure, currency: string | null): string {
  return measure === 'share' ? formatPoints(spread) : formatMeasure(spread, measure, currency);
}
