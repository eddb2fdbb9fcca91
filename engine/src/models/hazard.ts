import type { UnitColumns } from '../path.ts';
import { halvingOfSteps } from './halving.ts';
import { LN2 } from './logarithm.ts';

/**
 * The rates of an additive hazard: whoever is in stratum s and saw units u(j) at times t(j) converts at the rate
 * baseline(s) + Σ effect(u) · decay(u) · e^(−decay(u) · (t − t(j))), over exposures at most `lookbackMs` old.
 */
export interface HazardRates {
  /** By stratum, conversions per millisecond without any ad; 0 or more. */
  baseline: Float64Array;
  /** By unit, the conversions one exposure adds in all the time after it; 0 or more. */
  effect: Float64Array;
  /** By unit, per millisecond: ln 2 ÷ half-life. */
  decay: Float64Array;
  lookbackMs: number;
}

/** `halvingOfSteps` takes steps: e^(−decay · age) is a halving for every ln 2 of decay · age. */
export function stepsPerMsOf(decay: number): number {
  return decay * (1_024 / LN2);
}

/**
 * Fills `weights` with the probability that each touch made its conversion, effect · decay · e^(−decay · age) ÷ hazard, and `organic`, by
 * path, with the probability that none did, baseline ÷ hazard. Of a path with a touch they add up to 1, to within 1e-12. A path without
 * touches has 0 organic: it is unattributed, as under every model. Where the hazard is 0 all of it is organic. Touches older than the
 * lookback weigh 0. `strata` has a stratum per path, 0 when left out.
 * Source: the branching probabilities of a Hawkes process (J. Zhuang, Y. Ogata and D. Vere-Jones, Stochastic declustering of space-time
 * earthquake occurrences, JASA 97, 2002), with exposures in place of earlier events.
 */
export function weighHazard(
  paths: UnitColumns,
  rates: HazardRates,
  strata: ArrayLike<number> | undefined,
  shares: { weights: Float64Array; organic: Float64Array },
): void {
  const { offsets, pathCount, ageMs, unit } = paths;
  const { weights, organic } = shares;
  const perMs = rates.decay.map(stepsPerMsOf);
  const heights = rates.effect.map((effect, place) => effect * rates.decay[place]);
  for (let path = 0; path < pathCount; path += 1) {
    const start = offsets[path];
    const end = offsets[path + 1];
    const baseline = rates.baseline[strata === undefined ? 0 : strata[path]];
    let hazard = baseline;
    for (let touch = start; touch < end; touch += 1) {
      const one = unit[touch];
      const rate = ageMs[touch] <= rates.lookbackMs ? heights[one] * halvingOfSteps(ageMs[touch] * perMs[one]) : 0;
      weights[touch] = rate;
      hazard += rate;
    }
    organic[path] = start === end ? 0 : hazard > 0 ? baseline / hazard : 1;
    if (hazard > 0) for (let touch = start; touch < end; touch += 1) weights[touch] /= hazard;
  }
}
