import { fieller } from '../experiments/intention-to-treat.ts';
import type { Interval } from '../experiments/moments.ts';
import { ALPHA } from '../experiments/plan.ts';
import { normalQuantile } from '../../platform/distributions.ts';

/** So many conversions' worth of credit a factor needs; below that reports call a figure few. */
export const LEAST_CREDITED = 30;

/** What a model credits the campaign with for one conversion: a share of it, and the same in the unit of the experiment. */
export interface CampaignShare {
  conversions: number;
  amount: number;
}

/** The campaign's credit for conversions of the people, or places, that had the ads. */
export interface CreditedSum {
  /** In the unit of the experiment. */
  attributed: number;
  /** In conversions. */
  conversions: number;
  /** Whether this is enough for a factor: credit for 30 conversions, and of value as much as 30 of one size would make. */
  isEnough: boolean;
  /** How much the sum would vary if conversions came by chance alone: the variance of a compound Poisson sum. */
  variance: number;
}

/** Adds up the credit for each conversion. */
export function creditedSum(shares: Iterable<CampaignShare>): CreditedSum {
  let [conversions, attributed, variance] = [0, 0, 0];
  for (const share of shares) {
    conversions += share.conversions;
    attributed += share.amount;
    variance += share.amount * share.amount;
  }
  const isEnough = conversions >= LEAST_CREDITED && attributed * attributed >= LEAST_CREDITED * variance;
  return { attributed, conversions, isEnough, variance };
}

/** What participants of one arm did, and the credit of it; credit only in the arm that had the ads. */
export interface Credited {
  outcome: ArrayLike<number>;
  credit: ArrayLike<number>;
}

/** What was measured, what was credited, and their ratio. */
export interface Factor {
  incremental: Interval;
  attributed: number;
  /** What was credited, in conversions. */
  credited: number;
  /** Undefined when there is too little credit to divide by, or it is not clearly above 0. */
  factor: Interval | undefined;
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let place = 0; place < values.length; place += 1) sum += values[place];
  return sum / values.length;
}

/** The covariance of the means of two columns. */
function covarianceOfMeans(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  let sum = 0;
  for (let place = 0; place < a.length; place += 1) sum += (a[place] - meanA) * (b[place] - meanB);
  return sum / (a.length - 1) / a.length;
}

/**
 * The ratio of what the ads brought per participant to the credit per participant, each with its own doubt and what they have in common:
 * Fieller's interval. `sum` is the same credit by conversions. Undefined with fewer than two participants in an arm.
 */
export function audienceFactor(treated: Credited, control: ArrayLike<number>, sum: CreditedSum): Factor | undefined {
  const count = treated.outcome.length;
  if (Math.min(count, control.length) < 2) return undefined;
  const gained = meanOf(treated.outcome) - meanOf(control);
  const variance = covarianceOfMeans(treated.outcome, treated.outcome) + covarianceOfMeans(control, control);
  const half = normalQuantile(1 - ALPHA / 2) * Math.sqrt(variance);
  const credit = { mean: meanOf(treated.credit), variance: covarianceOfMeans(treated.credit, treated.credit) };
  const covariance = covarianceOfMeans(treated.outcome, treated.credit);
  return {
    incremental: { value: gained * count, low: (gained - half) * count, high: (gained + half) * count },
    attributed: credit.mean * count,
    credited: sum.conversions,
    factor: sum.isEnough ? fieller({ mean: gained, variance, covariance }, credit, ALPHA) : undefined,
  };
}

/**
 * The ratio where no participants are compared: of a difference that is known by its interval, and credit that would vary by itself.
 * Fieller's interval with each end of the difference's own (MOVER-R), as if the two had nothing in common: what they have in common, the
 * same conversions, only narrows it. Undefined when there is too little credit.
 * Source: A. Donner, G. Y. Zou (2012), Closed-form confidence intervals for functions of the normal mean and standard deviation,
 * Statistical Methods in Medical Research 21, 347–359.
 */
export function aggregateFactor(incremental: Interval, { attributed, conversions, variance, isEnough }: CreditedSum): Factor {
  const known = { incremental, attributed, credited: conversions };
  if (!isEnough) return { ...known, factor: undefined };
  const { value, low, high } = incremental;
  const a = attributed * attributed - normalQuantile(1 - ALPHA / 2) ** 2 * variance;
  const root = (half: number) => Math.sqrt(Math.max(0, (value * attributed) ** 2 - a * (value * value - half * half)));
  const [below, above] = [root(value - low), root(high - value)];
  const factor = { value: value / attributed, low: (value * attributed - below) / a, high: (value * attributed + above) / a };
  return { ...known, factor };
}

/** A figure times a factor, its interval carried through; the ends stay in order for a figure of 0 or more. */
export function calibrated(figure: number, { value, low, high }: Interval): Interval {
  return { value: figure * value, low: figure * low, high: figure * high };
}
