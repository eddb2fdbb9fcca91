import { normalQuantile, studentQuantile, studentTwoSided } from '../../platform/distributions.ts';
import { furthestOpen } from './inversion.ts';
import type { Interval } from './moments.ts';

/** Two blocks of time that follow each other, in an order that was drawn: what each brought per day. */
export interface BlockPair {
  treatment: number;
  control: number;
}

/** What switching between ads on and off shows. */
export interface SwitchbackEffect {
  pairs: number;
  /** More per day with the ads than without. */
  perDay: Interval;
  /** The same as a share of what came without; null where nothing did. */
  lift: Interval | null;
  /** The share of all orders that could have been drawn under which the difference is as large; Student's t beyond 14 pairs. */
  pValue: number;
  /** The smallest that share could be. */
  leastPValue: number;
}

const MOST_EXACT_PAIRS = 14;

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}

/** The share of all signs of these differences under which their sum is as far from 0. */
function signFlips(differences: readonly number[]): number {
  const observed = Math.abs(differences.reduce((sum, one) => sum + one, 0));
  const slack = 1e-9 * Math.max(1, observed);
  let as = 0;
  const all = 2 ** differences.length;
  for (let signs = 0; signs < all; signs += 1) {
    const sum = differences.reduce((total, one, place) => total + ((signs >> place) & 1 ? one : -one), 0);
    if (Math.abs(sum) >= observed - slack) as += 1;
  }
  return as / all;
}

/** The smallest share that `signFlips` can come to. */
function leastShare(pairs: number): number {
  return 2 ** (1 - pairs);
}

/** The mean difference with the differences that the orders do not rule out: it leaves 0 out exactly when they show one. */
function exactInterval(differences: readonly number[], alpha: number): Interval {
  const value = mean(differences);
  const step = deviation(differences) / Math.sqrt(differences.length);
  if (!(step > 0)) return { value, low: value, high: value };
  const isOpen = (effect: number) => signFlips(differences.map((one) => one - effect)) > alpha;
  return { value, low: furthestOpen(isOpen, value, -1, step), high: furthestOpen(isOpen, value, 1, step) };
}

/** The mean difference with Student's interval. */
function studentInterval(differences: readonly number[], alpha: number): Interval {
  const value = mean(differences);
  const half = (studentQuantile(1 - alpha / 2, differences.length - 1) * deviation(differences)) / Math.sqrt(differences.length);
  return { value, low: value - half, high: value + half };
}

/**
 * What a switch-back shows, pair by pair of its blocks; undefined below two pairs. Up to 14 pairs the interval is as exact as the test;
 * below six, which can show nothing, and beyond 14 it is Student's.
 * Sources: I. Bojinov, D. Simchi-Levi, J. Zhao (2023), Design and analysis of switchback experiments, Management Science 69; R. A. Fisher
 * (1935), The Design of Experiments, for paired differences and their signs.
 */
export function switchbackEffect(pairs: readonly BlockPair[], alpha: number): SwitchbackEffect | undefined {
  if (pairs.length < 2) return undefined;
  const differences = pairs.map(({ treatment, control }) => treatment - control);
  const value = mean(differences);
  const standardError = deviation(differences) / Math.sqrt(pairs.length);
  const without = mean(pairs.map(({ control }) => control));
  const share = (one: number) => one / without;
  const isExact = pairs.length <= MOST_EXACT_PAIRS;
  const perDay = isExact && leastShare(pairs.length) <= alpha ? exactInterval(differences, alpha) : studentInterval(differences, alpha);
  const byStudent = () => (standardError > 0 ? studentTwoSided(value / standardError, pairs.length - 1) : value === 0 ? 1 : 0);
  return {
    pairs: pairs.length,
    perDay,
    lift: without > 0 ? { value: share(value), low: share(perDay.low), high: share(perDay.high) } : null,
    pValue: isExact ? signFlips(differences) : byStudent(),
    leastPValue: isExact ? leastShare(pairs.length) : 0,
  };
}

/**
 * The smallest difference per day that so many pairs (at least two) find with this power, by how pairs of blocks differed before; undefined
 * with fewer than two of those.
 */
export function detectablePerDay(
  earlier: readonly BlockPair[],
  pairs: number,
  { alpha, power }: { alpha: number; power: number },
): number | undefined {
  if (earlier.length < 2 || pairs < 2) return undefined;
  const spread = deviation(earlier.map(({ treatment, control }) => treatment - control));
  return ((studentQuantile(1 - alpha / 2, pairs - 1) + normalQuantile(power)) * spread) / Math.sqrt(pairs);
}
