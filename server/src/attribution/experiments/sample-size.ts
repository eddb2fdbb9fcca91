import { normalQuantile, normalTail } from '../../platform/distributions.ts';
import { alwaysValid } from './msprt.ts';

/** With which certainty a plan is to find what it looks for. */
export interface Certainty {
  /** The chance of finding a difference where there is none, both directions together. */
  alpha: number;
  /** The chance of finding the difference that is looked for. */
  power: number;
}

/** What is compared: the outcome expected of the control, and the share of all participants that each of the two arms has. */
export interface PlannedComparison extends Certainty {
  /** The control's expected rate, between 0 and 1, or its expected mean value. */
  baseline: number;
  /** The standard deviation of a participant's value; undefined for a rate, whose own follows from it. */
  deviation?: number | undefined;
  /** Of all participants, those in the arm and in the control: above 0, together at most 1. */
  armShare: number;
  controlShare: number;
}

/** Standard deviations of √N times the difference when both arms are as the control, and when they differ by `difference`. */
function deviations(plan: PlannedComparison, difference: number): { none: number; some: number } {
  const { baseline, deviation, armShare, controlShare } = plan;
  const parts = 1 / armShare + 1 / controlShare;
  if (deviation !== undefined) {
    const same = deviation * Math.sqrt(parts);
    return { none: same, some: same };
  }
  const other = baseline + difference;
  const together = (baseline * controlShare + other * armShare) / (armShare + controlShare);
  return {
    none: Math.sqrt(together * (1 - together) * parts),
    some: Math.sqrt((baseline * (1 - baseline)) / controlShare + (other * (1 - other)) / armShare),
  };
}

/**
 * The chance that `participants` in all arms together show a difference of this size (not 0), when the result is read once, at the end.
 * Source: J. L. Fleiss, B. Levin, M. C. Paik (2003), Statistical Methods for Rates and Proportions, 4.2, without correction for continuity.
 */
export function powerOf(plan: PlannedComparison, difference: number, participants: number): number {
  const { none, some } = deviations(plan, difference);
  const shift = Math.abs(difference) * Math.sqrt(participants);
  return normalTail((normalQuantile(1 - plan.alpha / 2) * none - shift) / some);
}

const LEAST_PARTICIPANTS = 2;
/** Whole numbers beyond cannot be told apart by halving. */
const MOST_PARTICIPANTS = 2 ** 50;

/**
 * How many participants all arms together need to find a difference of this size (not 0) when the result is read once, at the end; at least
 * 2.
 */
export function participantsFor(plan: PlannedComparison, difference: number): number {
  const { none, some } = deviations(plan, difference);
  const root = (normalQuantile(1 - plan.alpha / 2) * none + normalQuantile(plan.power) * some) / Math.abs(difference);
  return Math.max(LEAST_PARTICIPANTS, Math.ceil(root * root));
}

/**
 * The smallest increase that so many participants in all arms together find with the planned power; undefined when even the largest
 * possible one is not found.
 */
export function detectableBy(plan: PlannedComparison, participants: number): number | undefined {
  const isFound = (difference: number) => powerOf(plan, difference, participants) >= plan.power;
  let high = plan.deviation === undefined ? 1 - plan.baseline : plan.deviation;
  if (plan.deviation !== undefined) while (!isFound(high) && high < 1e15) high *= 2;
  // Just below the largest rate there is no chance left, and no power to speak of.
  if (plan.deviation === undefined) high *= 1 - 1e-9;
  if (!isFound(high)) return undefined;
  let low = 0;
  for (let step = 0; step < 200 && high - low > 1e-12 * high; step += 1) {
    const middle = (low + high) / 2;
    if (isFound(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * How many participants are enough to find a difference of this size by the always-valid interval, however often it is read: at that size
 * alone the interval leaves 0 out with the planned power, so that the chance of having found it by then is higher still. Beyond 2⁵⁰ it is
 * not told more closely.
 */
export function participantsForSequential(plan: PlannedComparison, difference: number): number {
  const { some } = deviations(plan, difference);
  const isFound = (participants: number) => {
    const standardError = some / Math.sqrt(participants);
    const { high } = alwaysValid({ value: 0, standardError }, Math.abs(difference), plan.alpha);
    return Math.abs(difference) >= high + normalQuantile(plan.power) * standardError;
  };
  let high = participantsFor(plan, difference);
  while (!isFound(high) && high < MOST_PARTICIPANTS) high *= 2;
  if (high >= MOST_PARTICIPANTS) return high;
  let low = 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isFound(middle)) high = middle;
    else low = middle;
  }
  return high;
}
