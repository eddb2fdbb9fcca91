import { monthOf, nextMonth } from '../entries/rules.ts';
import { units, unitsText } from '../prices/rules.ts';
import type { BudgetTerms, StoredBudget } from './schema.ts';

const DAY_MS = 86_400_000;

/** The thresholds of a budget that names none: what is commonly asked for. */
const USUAL = { actual: [50, 80, 100, 120], forecast: [100] } as const;

/** What a budget says, with every threshold filled in. */
export type FullTerms = Pick<
  StoredBudget,
  'name' | 'scope' | 'counts' | 'period' | 'startsOn' | 'endsOn' | 'currency' | 'amount' | 'thresholds'
>;

/** Days of a period, both included. */
export interface Days {
  startsOn: string;
  endsOn: string;
}

/** The day so many days after another one. */
export function dayAfter(day: string, days = 1): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** What is kept of what somebody asked for: sums without idle zeros, thresholds in order; spend has thresholds of what is used alone. */
export function fullTerms({ thresholds, amount, ...terms }: BudgetTerms): FullTerms {
  const isCost = terms.counts === 'cost';
  const plain = (text: string) => unitsText(units(text));
  const { actual, amounts = [], forecast, anomaly } = thresholds;
  const rising = (all: readonly number[]) => all.toSorted((a, b) => a - b);
  return {
    ...terms,
    amount: plain(amount),
    thresholds: {
      actual: rising(actual ?? USUAL.actual),
      amounts: amounts.map(plain).toSorted((a, b) => (units(a) < units(b) ? -1 : 1)),
      forecast: rising(forecast ?? (isCost ? USUAL.forecast : [])),
      anomaly: anomaly ?? isCost,
    },
  };
}

const limitOf = ({ scope, counts, period, startsOn, endsOn, currency, amount, thresholds }: FullTerms) =>
  JSON.stringify([
    scope.type,
    scope.key,
    counts,
    period,
    startsOn,
    endsOn,
    currency,
    amount,
    thresholds.actual,
    thresholds.amounts,
    thresholds.forecast,
    thresholds.anomaly,
  ]);

/** Whether the same is limited in the same way: all but the name. */
export function isSameLimit(one: FullTerms, other: FullTerms): boolean {
  return limitOf(one) === limitOf(other);
}

/** The period of a budget that today lies in; of a flight, the flight. */
export function periodOf({ period, startsOn, endsOn }: Pick<FullTerms, 'period' | 'startsOn' | 'endsOn'>, today: string): Days {
  if (period === 'flight') {
    if (startsOn === null || endsOn === null) throw new RangeError('a flight has a first and a last day');
    return { startsOn, endsOn };
  }
  const first = period === 'monthly' ? monthOf(today) : quarterOf(today);
  let after = nextMonth(first);
  if (period === 'quarterly') after = nextMonth(nextMonth(after));
  return { startsOn: first, endsOn: dayAfter(after, -1) };
}

/** What belongs to a day still comes so long after it, as late events of usage do. */
const LATE_DAYS = 35;

/**
 * The periods of a budget that are looked at: the one that today lies in, and before it those that late usage may still come for and that
 * had not ended when the budget became what it is, on the day `armedOn`.
 */
export function periodsLookedAt(
  budget: Pick<FullTerms, 'period' | 'startsOn' | 'endsOn'>,
  { today, armedOn }: { today: string; armedOn: string },
): Days[] {
  const periods = [periodOf(budget, today)];
  if (budget.period === 'flight') return periods;
  for (;;) {
    const before = periodOf(budget, dayAfter(periods[0].startsOn, -1));
    if (before.endsOn < armedOn || before.endsOn < dayAfter(today, -LATE_DAYS)) return periods;
    periods.unshift(before);
  }
}

/** The first day of the calendar quarter of a day. */
function quarterOf(day: string): string {
  const month = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1;
  return `${day.slice(0, 5)}${String(month).padStart(2, '0')}-01`;
}

export function phaseOf({ startsOn, endsOn }: Days, today: string): 'upcoming' | 'running' | 'ended' {
  if (today < startsOn) return 'upcoming';
  return today > endsOn ? 'ended' : 'running';
}

/** How much of a limit is used, in percent, cut to hundredths. Both in ten-billionths. */
export function percentOf(used: bigint, limit: bigint): number {
  return Number((used * 10_000n) / limit) / 100;
}

/** A threshold of what is used that is reached: in percent of the limit, or as a sum. */
export interface Reached {
  kind: 'actual' | 'amount';
  threshold: string;
}

/** The thresholds that what is used (ten-billionths) is at or above, the lowest sum first, decided exactly. */
export function reached({ amount, thresholds }: Pick<FullTerms, 'amount' | 'thresholds'>, used: bigint): Reached[] {
  const limit = units(amount);
  const all = [
    ...thresholds.actual.map((percent) => ({ kind: 'actual' as const, threshold: String(percent), at: (limit * BigInt(percent)) / 100n })),
    ...thresholds.amounts.map((text) => ({ kind: 'amount' as const, threshold: text, at: units(text) })),
  ];
  return all
    .filter(({ kind, threshold, at }) => (kind === 'actual' ? used * 100n >= limit * BigInt(threshold) : used >= at))
    .toSorted((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1))
    .map(({ kind, threshold }) => ({ kind, threshold }));
}
