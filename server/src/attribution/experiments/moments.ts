/** What is known of the participants of one arm: sums of their outcome y and of their covariate x, so that arms can be added up by days. */
export interface Moments {
  count: number;
  y: number;
  yy: number;
  x: number;
  xx: number;
  xy: number;
}

/** Nobody yet. */
export function noMoments(): Moments {
  return { count: 0, y: 0, yy: 0, x: 0, xx: 0, xy: 0 };
}

/** Adds one participant. */
export function addParticipant(moments: Moments, y: number, x: number): void {
  moments.count += 1;
  moments.y += y;
  moments.yy += y * y;
  moments.x += x;
  moments.xx += x * x;
  moments.xy += x * y;
}

/** The participants of both. */
export function joinMoments(a: Moments, b: Moments): Moments {
  return { count: a.count + b.count, y: a.y + b.y, yy: a.yy + b.yy, x: a.x + b.x, xx: a.xx + b.xx, xy: a.xy + b.xy };
}

/** The mean outcome; NaN of nobody. */
export function meanOf({ count, y }: Moments): number {
  return y / count;
}

/** The sample variance of the outcome, never below 0; 0 below two participants. */
export function varianceOf({ count, y, yy }: Moments): number {
  return count < 2 ? 0 : Math.max(0, (yy - (y * y) / count) / (count - 1));
}

/** An estimate with its interval, in the unit of the outcome. */
export interface Interval {
  value: number;
  low: number;
  high: number;
}

/** An estimate with its standard error. */
export interface Estimate {
  value: number;
  standardError: number;
}

/** How much higher the mean outcome of an arm is than the control's. */
export function differenceOfMeans(arm: Moments, control: Moments): Estimate {
  const standardError = Math.sqrt(varianceOf(arm) / arm.count + varianceOf(control) / control.count);
  return { value: meanOf(arm) - meanOf(control), standardError };
}

/**
 * The standard error of a difference of means if both arms vary alike: a small arm's own variance is too often too small while few of its
 * outcomes are large.
 */
export function pooledError(arm: Moments, control: Moments): number {
  const within = varianceOf(arm) * (arm.count - 1) + varianceOf(control) * (control.count - 1);
  return Math.sqrt((within / (arm.count + control.count - 2)) * (1 / arm.count + 1 / control.count));
}

/**
 * How many outcomes of one size would vary as these do: the number of conversions for a rate, fewer for values of which some are large.
 * Source: L. Kish (1965), Survey Sampling, 11.7, for weights.
 */
export function effectiveCount({ y, yy }: Moments): number {
  return yy > 0 ? (y * y) / yy : 0;
}
