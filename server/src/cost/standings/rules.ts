import type { DayAmount } from '../forecasts/rules.ts';

/** A forecast is looked at so far back, and a day is called unusual by so many days before it. */
export const HISTORY_DAYS = 56;
const FEWEST_DAYS = 28;
const UNUSUAL_Z = 4;
/** The median absolute deviation of a normal distribution times this is its standard deviation. */
const MAD_TO_SD = 1.4826;
/** Days that hardly vary are taken to vary by so much of what is usual, so that a trifle is nothing unusual. */
const LEAST_SPREAD = 0.05;
/** A day is told only when it exceeds what is usual by both: so many units of the currency, and so much of the limit. */
export const LEAST_EXCESS = 5;
export const LEAST_EXCESS_OF_LIMIT = 0.02;

/** What usage cost on a day, of one meter and feature; '' for none. */
export interface UsagePart {
  meter: string;
  feature: string;
  day: string;
  amount: number;
}

/** A day that cost far more than such days do. */
export interface Surge {
  day: string;
  amount: number;
  /** The median of the same day of the week before. */
  usual: number;
  excess: number;
  /** What grew the most against its own usual amount. */
  cause: { meter: string; feature: string; excess: number };
}

function medianOf(all: readonly number[]): number {
  const sorted = all.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** How far days lie from the median of the others of their day of the week: the spread of what is compared with such a median. */
function spreadOf(days: readonly DayAmount[]): number {
  const distances = days.map(({ amount }, place) => {
    const others = days.filter((_, other) => other !== place && (place - other) % 7 === 0);
    return Math.abs(amount - medianOf(others.map((one) => one.amount)));
  });
  return MAD_TO_SD * medianOf(distances);
}

function causeOf(parts: readonly UsagePart[], day: string, before: readonly string[]): Surge['cause'] {
  const grown = [...Map.groupBy(parts, ({ meter, feature }) => JSON.stringify([meter, feature])).values()].map((own) => {
    const amounts = new Map(own.map((one) => [one.day, one.amount]));
    const excess = (amounts.get(day) ?? 0) - medianOf(before.map((one) => amounts.get(one) ?? 0));
    return { meter: own[0].meter, feature: own[0].feature, excess };
  });
  return grown.reduce((most, one) => (one.excess > most.excess ? one : most));
}

/**
 * Whether the last day is unusual: more than 4 robust standard deviations above the median of the same day of the week in the four to eight
 * weeks before, above it by more than 5 units of the currency and 2 % of the limit, and above every day of these weeks. The
 * deviation is the median absolute one of each day from the median of the others of its day of the week, times 1.4826 (P. Rousseeuw and
 * C. Croux, Alternatives to the Median Absolute Deviation, 1993), and at least 5 % of what is usual.
 * `days` are complete, in order and without gaps; zeros before the first amount do not count. Undefined where it is not, or where there are
 * fewer than 28 days before it.
 */
export function surgeOf(days: readonly DayAmount[], parts: readonly UsagePart[], limit: number): Surge | undefined {
  const last = days.at(-1);
  const all = days.slice(-HISTORY_DAYS - 1, -1);
  const first = all.findIndex(({ amount }) => amount !== 0);
  const before = first === -1 ? [] : all.slice(first);
  if (last === undefined || before.length < FEWEST_DAYS) return undefined;
  // What comes in bursts is usual, however rare: a day that some day before cost as much as is none.
  if (last.amount <= Math.max(...before.map(({ amount }) => amount))) return undefined;
  const same = before.filter((_, place) => (before.length - place) % 7 === 0);
  const usual = medianOf(same.map(({ amount }) => amount));
  const excess = last.amount - usual;
  if (excess <= Math.max(LEAST_EXCESS, LEAST_EXCESS_OF_LIMIT * limit)) return undefined;
  if (excess <= UNUSUAL_Z * Math.max(spreadOf(before), LEAST_SPREAD * usual)) return undefined;
  const { day, amount } = last;
  return {
    day,
    amount,
    usual,
    excess,
    cause: causeOf(
      parts,
      day,
      same.map((one) => one.day),
    ),
  };
}
