import { normalQuantile } from '../../platform/distributions.ts';
import { differenceOfMeans, type Interval, meanOf, type Moments, varianceOf } from './moments.ts';

/** So many of so many. */
export interface Proportion {
  count: number;
  /** Above 0. */
  of: number;
}

/** The Wilson score interval of a share. Source: E. B. Wilson (1927), JASA 22, 209–212. */
export function wilson({ count, of }: Proportion, alpha: number): Interval {
  const z = normalQuantile(1 - alpha / 2);
  const rate = count / of;
  const spread = (z * z) / of;
  const middle = (rate + spread / 2) / (1 + spread);
  const half = (z * Math.sqrt((rate * (1 - rate)) / of + spread / (4 * of))) / (1 + spread);
  return { value: rate, low: count === 0 ? 0 : middle - half, high: count === of ? 1 : middle + half };
}

/**
 * How much higher a share is than the control's, with the interval of both shares' Wilson intervals.
 * Source: R. G. Newcombe (1998), Interval estimation for the difference between independent proportions, Statistics in Medicine 17,
 * 873–890, method 10.
 */
export function differenceOfShares(arm: Proportion, control: Proportion, alpha: number): Interval {
  const [one, other] = [wilson(arm, alpha), wilson(control, alpha)];
  const value = one.value - other.value;
  return {
    value,
    low: value - Math.hypot(one.value - one.low, other.high - other.value),
    high: value + Math.hypot(one.high - one.value, other.value - other.low),
  };
}

/** How much higher the mean outcome of an arm is than the control's, with the normal interval of two unequal variances. */
export function differenceInterval(arm: Moments, control: Moments, alpha: number): Interval {
  const { value, standardError } = differenceOfMeans(arm, control);
  const half = normalQuantile(1 - alpha / 2) * standardError;
  return { value, low: value - half, high: value + half };
}

/**
 * How much higher the mean outcome of an arm is as a share of the control's: 0.1 is a tenth more. The interval is Fieller's, which also
 * holds where the control's mean is itself uncertain. Undefined when that mean is not clearly above 0, so that a share of it says nothing.
 * Source: E. C. Fieller (1954), Some problems in interval estimation, Journal of the Royal Statistical Society B 16, 175–185.
 */
export function relativeLift(arm: Moments, control: Moments, alpha: number): Interval | undefined {
  const parts = { mean: meanOf(arm), variance: varianceOf(arm) / arm.count, covariance: 0 };
  const ratio = fieller(parts, { mean: meanOf(control), variance: varianceOf(control) / control.count }, alpha);
  return ratio && { value: ratio.value - 1, low: ratio.low - 1, high: ratio.high - 1 };
}

/** The ratio of two means with Fieller's interval; `covariance` is that of the two means. Undefined as in `relativeLift`. */
export function fieller(
  above: { mean: number; variance: number; covariance: number },
  below: { mean: number; variance: number },
  alpha: number,
): Interval | undefined {
  const z2 = normalQuantile(1 - alpha / 2) ** 2;
  const a = below.mean * below.mean - z2 * below.variance;
  if (!(a > 0) || !(below.mean > 0)) return undefined;
  const b = above.mean * below.mean - z2 * above.covariance;
  const c = above.mean * above.mean - z2 * above.variance;
  const root = Math.sqrt(Math.max(0, b * b - a * c));
  return { value: above.mean / below.mean, low: (b - root) / a, high: (b + root) / a };
}
