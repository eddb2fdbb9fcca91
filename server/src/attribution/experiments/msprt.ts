import type { Estimate, Interval } from './moments.ts';

/** What holds however often, and at whatever moment, a running test is looked at. */
export interface AlwaysValid extends Interval {
  /** The reciprocal of the likelihood ratio of this look alone, at most 1. */
  pValue: number;
}

/**
 * A look at a running comparison by the mixture sequential probability ratio test: the likelihood ratio of the estimate under a normal
 * mixture of true differences (mean 0, standard deviation `mixture` > 0, in the unit of the estimate) against none. `alpha` is the chance
 * that any of all looks, ever, finds a difference where there is none; the interval of level 1 − alpha holds over all looks together. Both
 * rest on the estimate being close to normal: the first looks should wait until that is so.
 * Sources: R. Johari, P. Koomen, L. Pekelis, D. Walsh (2017), Peeking at A/B tests, KDD, and (2022), Always valid inference, Operations
 * Research 70, equations for normal data with a normal mixture; S. Howard, A. Ramdas, J. McAuliffe, J. Sekhon (2021), Time-uniform,
 * nonparametric, nonasymptotic confidence sequences, Annals of Statistics 49, the two-sided normal mixture.
 */
export function alwaysValid({ value, standardError }: Estimate, mixture: number, alpha: number): AlwaysValid {
  const variance = standardError * standardError;
  const prior = mixture * mixture;
  if (!(variance > 0)) return { value, low: -Infinity, high: Infinity, pValue: 1 };
  const spread = Math.log((variance + prior) / variance);
  const evidence = (prior * value * value) / (2 * variance * (variance + prior)) - spread / 2;
  const half = Math.sqrt(((variance * (variance + prior)) / prior) * (2 * Math.log(1 / alpha) + spread));
  return { value, low: value - half, high: value + half, pValue: Math.min(1, Math.exp(-evidence)) };
}

/** The always-valid p-values of a series of looks: what was once found stays found. */
export function runningLeast(pValues: readonly number[]): number[] {
  let least = 1;
  return pValues.map((pValue) => (least = Math.min(least, pValue)));
}
