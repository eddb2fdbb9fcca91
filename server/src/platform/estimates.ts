import { z } from 'zod';
import type { Share } from './intervals.ts';

/** The 97.5 % point of the normal distribution, for intervals of 95 %. */
const Z = 1.959963984540054;

/** Below so many conversions a figure is marked. */
export const FEW_CONVERSIONS = 30;

/** A figure with its 95 % interval; null where there is nothing to say. */
export const Estimate = z
  .object({
    value: z.number().nullable().describe('null where nothing was counted, or a part of it is not known'),
    low: z.number().nullable().describe('lower end of the 95 % interval'),
    high: z.number().nullable().describe('upper end of it; null with a value = it has none that can be told'),
    isFew: z.boolean().describe('true below 30 conversions: read it with care'),
  })
  .meta({ id: 'Estimate95' });
export type Estimate = z.infer<typeof Estimate>;

/** Nothing to estimate. */
export const NO_ESTIMATE: Estimate = { value: null, low: null, high: null, isFew: true };

/** What a sample says of the mean of numbers: how many there are, their sum, and the sum of their squares. */
export interface Moments {
  count: number;
  sum: number;
  squares: number;
}

/**
 * The mean of `count` independent numbers with its large-sample 95 % interval, which is not below 0: the mean ± 1.96 standard errors. No
 * interval for fewer than two.
 */
export function meanOf({ count, sum, squares }: Moments, isFew: boolean): Estimate {
  if (count === 0) return NO_ESTIMATE;
  const value = sum / count;
  if (count === 1) return { value, low: null, high: null, isFew };
  const half = Z * Math.sqrt(Math.max(0, squares - sum * value) / (count - 1) / count);
  return { value, low: Math.max(0, value - half), high: value + half, isFew };
}

/** An estimate as a share's own. */
export function estimateOf({ rate, low, high, isFew }: Share): Estimate {
  return { value: rate, low, high, isFew };
}

/** `amount` by an estimate: the ends change places, and an end at 0 leaves the other open. Null when there is nothing to divide by. */
export function perEstimate(amount: number, { value, low, high, isFew }: Estimate): Estimate {
  if (value === null || value === 0) return { ...NO_ESTIMATE, isFew };
  return { value: amount / value, low: high === null ? null : amount / high, high: low === null || low === 0 ? null : amount / low, isFew };
}

/** An estimate times a number that is not below 0. */
export function scaledEstimate({ value, low, high, isFew }: Estimate, factor: number): Estimate {
  const times = (part: number | null) => (part === null ? null : part * factor);
  return { value: times(value), low: times(low), high: times(high), isFew };
}

/**
 * a − b with its 95 % interval from those of the two, taken as independent: the hybrid method of Newcombe (1998), Interval estimation for
 * the difference between independent proportions, Statistics in Medicine 17, 873–890, in the general form of Zou and Donner (2008), ibid.
 * 27, 1693–1702. An end that needs an open or unknown end is null.
 */
export function differenceOf(a: Estimate, b: Estimate): Estimate {
  const isFew = a.isFew || b.isFew;
  if (a.value === null || b.value === null) return { ...NO_ESTIMATE, isFew };
  const value = a.value - b.value;
  const down = reach(a.value, a.low, b.high, b.value);
  const up = reach(b.value, b.low, a.high, a.value);
  return { value, low: down === null ? null : value - down, high: up === null ? null : value + up, isFew };
}

function reach(own: number, ownLow: number | null, otherHigh: number | null, other: number): number | null {
  return ownLow === null || otherHigh === null ? null : Math.hypot(own - ownLow, otherHigh - other);
}
