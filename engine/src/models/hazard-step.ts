import { halvingOfSteps } from './halving.ts';
import type { Risk } from './hazard-risk.ts';
import { type HazardRates, stepsPerMsOf } from './hazard.ts';
import { LN2, logarithm } from './logarithm.ts';

/** What decays are allowed, per millisecond. */
export interface DecayBounds {
  slowest: number;
  fastest: number;
}

/** One look at all observations under some rates, and the rates that make them likelier. */
export interface HazardStep {
  /** Of the rates looked at, with times in milliseconds. */
  logLikelihood: number;
  /** Under the rates looked at, by stratum: conversions that no ad made. */
  organic: Float64Array;
  next: HazardRates;
}

/** By unit: expected conversions that its touches made, and the sum of their ages. */
interface Made {
  count: Float64Array;
  age: Float64Array;
}

const SMALLEST = 1e-140;
const LARGEST = 1e140;
const SCALE_BITS = 400;
const SCALE = 2 ** SCALE_BITS;

let rates = new Float64Array(64);

/**
 * One step of expectation and maximisation. Expectation shares out each conversion as `weighHazard` does. Maximisation, in two parts, each
 * of which can only raise the likelihood: baseline = organic ÷ person-time and effect = made ÷ Σ (e^(−ωa) − e^(−ωb)), from a to b the time
 * after an exposure in which it was observed, for the ω of before; then 1/ω, the mean age, with the conversions outside the observed time
 * filled in as that ω expects them.
 * Sources: A. Dempster, N. Laird and D. Rubin, Maximum likelihood from incomplete data via the EM algorithm, JRSS B 39, 1977; X.-L. Meng
 * and D. Rubin, Maximum likelihood estimation via the ECM algorithm, Biometrika 80, 1993.
 */
export function stepHazard(risk: Risk, current: HazardRates, bounds: DecayBounds): HazardStep {
  const { unitCount, strata, personTimeMs } = risk;
  const made: Made = { count: new Float64Array(unitCount), age: new Float64Array(unitCount) };
  const organic = new Float64Array(strata);
  let logLikelihood = shareOut(risk, current, made, organic);
  const next: HazardRates = {
    baseline: organic.map((count, stratum) => (personTimeMs[stratum] > 0 ? count / personTimeMs[stratum] : 0)),
    effect: new Float64Array(unitCount),
    decay: current.decay.slice(),
    lookbackMs: current.lookbackMs,
  };
  for (let stratum = 0; stratum < strata; stratum += 1) logLikelihood -= current.baseline[stratum] * personTimeMs[stratum];
  for (let unit = 0; unit < unitCount; unit += 1) {
    const decay = current.decay[unit];
    const { exposures, observed, edge } = timeAtRisk(risk, unit, decay);
    logLikelihood -= current.effect[unit] * observed;
    const count = made.count[unit];
    if (!(count > 0 && observed > 0)) continue;
    const effect = count / observed;
    next.effect[unit] = effect;
    const unseen = effect * Math.max(0, exposures - observed);
    const meanAge = (made.age[unit] + unseen / decay + effect * edge) / (count + unseen);
    next.decay[unit] = Math.min(bounds.fastest, Math.max(bounds.slowest, meanAge > 0 ? 1 / meanAge : Infinity));
  }
  return { logLikelihood, organic, next };
}

/**
 * Adds up what each unit made and what nobody did; returns the sum of the logarithms of the hazards at the conversions. They are
 * multiplied up and taken the logarithm of once: a product of n numbers is right to n roundings, and its logarithm, too.
 */
function shareOut(risk: Risk, current: HazardRates, { count, age }: Made, organic: Float64Array): number {
  const { pathCount, offsets, unit, ageMs, stratum } = risk;
  const { baseline } = current;
  const perMs = current.decay.map(stepsPerMsOf);
  const heights = current.effect.map((effect, place) => effect * current.decay[place]);
  let product = 1;
  let bits = 0;
  let end = 0;
  for (let path = 0; path < pathCount; path += 1) {
    const start = end;
    end = offsets[path + 1];
    if (end - start > rates.length) rates = new Float64Array(2 * (end - start));
    let own = baseline[stratum[path]];
    let hazard = own;
    for (let touch = start; touch < end; touch += 1) {
      const one = unit[touch];
      const rate = heights[one] * halvingOfSteps(ageMs[touch] * perMs[one]);
      rates[touch - start] = rate;
      hazard += rate;
    }
    if (hazard < SMALLEST) {
      organic[stratum[path]] += 1;
      hazard = SMALLEST;
      own = 0;
    }
    for (let touch = start; touch < end; touch += 1) {
      const one = unit[touch];
      const share = rates[touch - start] / hazard;
      count[one] += share;
      age[one] += share * ageMs[touch];
    }
    organic[stratum[path]] += own / hazard;
    product *= hazard;
    if (product < SMALLEST) {
      product *= SCALE;
      bits -= SCALE_BITS;
    } else if (product > LARGEST) {
      product /= SCALE;
      bits += SCALE_BITS;
    }
  }
  return logarithm(product) + bits * LN2;
}

/** Of a unit's exposures: how many, Σ (e^(−ωa) − e^(−ωb)), and Σ (b e^(−ωb) − a e^(−ωa)). */
function timeAtRisk({ endOffsets, endMs, beginOffsets, beginMs }: Risk, unit: number, decay: number) {
  const perMs = stepsPerMsOf(decay);
  const exposures = endOffsets[unit + 1] - endOffsets[unit];
  let observed = 0;
  let edge = 0;
  for (let place = endOffsets[unit]; place < endOffsets[unit + 1]; place += 1) {
    const left = halvingOfSteps(endMs[place] * perMs);
    observed += 1 - left;
    edge += endMs[place] * left;
  }
  for (let place = beginOffsets[unit]; place < beginOffsets[unit + 1]; place += 1) {
    const left = halvingOfSteps(beginMs[place] * perMs);
    observed -= 1 - left;
    edge -= beginMs[place] * left;
  }
  return { exposures, observed, edge };
}
