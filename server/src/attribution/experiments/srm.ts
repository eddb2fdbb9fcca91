import { chiSquareTail, logGamma } from '../../platform/distributions.ts';

/** How many participants an arm has, and what share of all it was meant to have, above 0. */
export interface ArmCount {
  count: number;
  share: number;
}

/** Whether arms were filled as planned. */
export interface RatioCheck {
  /** The chance of counts at least as unlike the plan, if assignment works; null when there are too few to tell. */
  pValue: number | null;
  method: 'chi_square' | 'exact_binomial' | 'too_few';
  isMismatch: boolean;
}

/** Below this assignment is taken to be broken. Source: R. Kohavi, D. Tang, Y. Xu (2020), Trustworthy Online Controlled Experiments, 21. */
const MISMATCH_BELOW = 0.001;
/** The least expected count for which chi-square holds (W. G. Cochran 1954, Some methods for strengthening the common χ² tests). */
const LEAST_EXPECTED = 5;

function logBinomial(count: number, of: number, share: number): number {
  return logGamma(of + 1) - logGamma(count + 1) - logGamma(of - count + 1) + count * Math.log(share) + (of - count) * Math.log(1 - share);
}

/** The chance of a count no likelier than this one. */
function exactBinomial(count: number, of: number, share: number): number {
  const limit = logBinomial(count, of, share) + 1e-7;
  let sum = 0;
  for (let other = 0; other <= of; other += 1) {
    const likelihood = logBinomial(other, of, share);
    if (likelihood <= limit) sum += Math.exp(likelihood);
  }
  return Math.min(1, sum);
}

/**
 * Holds the counts of two or more arms against the shares they were meant to have (in proportion to each other): chi-square, or the exact
 * binomial test where two arms are too small for it. Three and more small arms are not judged.
 */
export function checkRatio(arms: readonly ArmCount[]): RatioCheck {
  const all = arms.reduce((sum, { count }) => sum + count, 0);
  const shares = arms.reduce((sum, { share }) => sum + share, 0);
  const expected = arms.map(({ share }) => (all * share) / shares);
  if (all === 0) return { pValue: null, method: 'too_few', isMismatch: false };
  if (Math.min(...expected) >= LEAST_EXPECTED) {
    const statistic = arms.reduce((sum, { count }, arm) => sum + (count - expected[arm]) ** 2 / expected[arm], 0);
    const pValue = chiSquareTail(statistic, arms.length - 1);
    return { pValue, method: 'chi_square', isMismatch: pValue < MISMATCH_BELOW };
  }
  if (arms.length !== 2) return { pValue: null, method: 'too_few', isMismatch: false };
  const pValue = exactBinomial(arms[0].count, all, arms[0].share / shares);
  return { pValue, method: 'exact_binomial', isMismatch: pValue < MISMATCH_BELOW };
}
