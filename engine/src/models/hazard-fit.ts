import { type HazardRates } from './hazard.ts';
import { type Risk, riskOf } from './hazard-risk.ts';
import { type DecayBounds, type HazardStep, stepHazard } from './hazard-step.ts';
import { exponential, LN2, logarithm } from './logarithm.ts';
import type { Observations } from './observations.ts';

/** How many units and strata there are, and how to fit; anything left out takes the default. */
export interface HazardOptions {
  unitCount: number;
  /** 1 unless set. */
  strata?: number;
  /** Older exposures do nothing; without limit unless set. */
  lookbackMs?: number;
  /** No unit fades faster than this; an hour unless set. */
  shortestHalfLifeMs?: number;
  /** No unit fades more slowly than this; 60 days unless set. */
  longestHalfLifeMs?: number;
  /** The fit ends when a step raises the log-likelihood by at most this for each conversion; 1e-9 unless set. */
  tolerance?: number;
  /** … or after so many looks at the observations; 1,000 unless set. */
  mostIterations?: number;
  /** Where to begin: the fit of observations that are much the same gets there sooner. Units and strata must be as many. */
  start?: HazardRates;
}

/** A fitted hazard, and what it rests on. */
export interface HazardFit extends HazardRates {
  /** By unit, ln 2 ÷ decay. */
  halfLifeMs: Float64Array;
  /** Looks at all observations. */
  iterations: number;
  converged: boolean;
  /** Of this fit, with times in milliseconds; and on the way to it, never falling but for rounding. */
  logLikelihood: number;
  logLikelihoods: number[];
  /** By stratum: what was observed, and how many of the conversions the fit gives to no ad. */
  personTimeMs: Float64Array;
  conversions: Float64Array;
  organic: Float64Array;
  /** Of all conversions, those without a touch included; 0 without any. */
  organicShare: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FIRST_HALF_LIFE_MS = 7 * DAY_MS;

/**
 * Fits baseline, effects and half-lives to observations by maximum likelihood. Each identity may convert any number of times, and its
 * exposures may lie before its observation. The same observations give the same bits, in whatever order identities, exposures and
 * conversions come. Unless told otherwise it starts where half of all conversions are organic and the others are shared out evenly, and
 * climbs: another maximum may lie elsewhere. A unit that is never followed by a conversion has effect 0.
 * It takes 12 bytes for each pair of a conversion and an exposure of the same identity within the lookback before it.
 *
 * An effect is an association: where ads go to people about to buy, it holds what they would have bought anyway.
 * @throws RangeError for impossible options, and observations that `riskOf` refuses.
 * Sources: A. Hawkes, Spectra of some self-exciting and mutually exciting point processes, Biometrika 58, 1971; steps are those of
 * `stepHazard`, made longer as in R. Varadhan and C. Roland, Simple and globally convergent methods for accelerating the convergence of
 * any EM algorithm, Scandinavian Journal of Statistics 35, 2008, and taken back where the likelihood would fall.
 */
export function fitHazard(observations: Observations, options: HazardOptions): HazardFit {
  const settled = settle(options);
  const risk = riskOf(observations, settled);
  const conversions = sum(risk.conversions);
  const { rates, step, trace, iterations, converged } = climb(risk, settled, settled.tolerance * conversions);
  return {
    ...rates,
    halfLifeMs: rates.decay.map((decay) => LN2 / decay),
    iterations,
    converged,
    logLikelihood: step.logLikelihood,
    logLikelihoods: trace,
    personTimeMs: risk.personTimeMs,
    conversions: risk.conversions,
    organic: step.organic,
    organicShare: conversions > 0 ? sum(step.organic) / conversions : 0,
  };
}

type Settled = Required<Omit<HazardOptions, 'start'>> & { bounds: DecayBounds; start?: HazardRates };

function settle(options: HazardOptions): Settled {
  const { unitCount, strata = 1, lookbackMs = Infinity, tolerance = 1e-9, mostIterations = 1_000 } = options;
  const { shortestHalfLifeMs = HOUR_MS, longestHalfLifeMs = 60 * DAY_MS } = options;
  if (!(Number.isInteger(unitCount) && unitCount >= 0)) throw new RangeError('the number of units must be a whole number from 0 on');
  if (!(Number.isInteger(strata) && strata > 0)) throw new RangeError('the number of strata must be a whole number from 1 on');
  if (!(lookbackMs > 0)) throw new RangeError('the lookback must be above 0');
  if (!(shortestHalfLifeMs > 0 && shortestHalfLifeMs <= longestHalfLifeMs && longestHalfLifeMs < Infinity)) {
    throw new RangeError('half-lives must be above 0, and the shortest not above the longest');
  }
  if (!(tolerance > 0)) throw new RangeError('the tolerance must be above 0');
  if (!(Number.isInteger(mostIterations) && mostIterations >= 2)) throw new RangeError('there must be room for 2 iterations');
  const { start } = options;
  if (start !== undefined && !(start.effect.length === unitCount && start.decay.length === unitCount && start.baseline.length === strata)) {
    throw new RangeError('the rates to start from must be those of as many units and strata');
  }
  const bounds = { slowest: LN2 / longestHalfLifeMs, fastest: LN2 / shortestHalfLifeMs };
  return { unitCount, strata, lookbackMs, tolerance, mostIterations, shortestHalfLifeMs, longestHalfLifeMs, bounds, start };
}

function sum(parts: Float64Array): number {
  let total = 0;
  for (const part of parts) total += part;
  return total;
}

/** How much of a start that was given is left to the start that would have been: a rate of 0 could never rise again. */
const LEFT_TO_COLD = 0.01;

/** Half of each stratum's conversions organic, the others shared out evenly among the touches before them; or near the rates given. */
function startOf(risk: Risk, { unitCount, lookbackMs, bounds, start }: Settled): HazardRates {
  const even = new Float64Array(unitCount);
  for (let path = 0; path < risk.pathCount; path += 1) {
    const [from, upTo] = [risk.offsets[path], risk.offsets[path + 1]];
    for (let touch = from; touch < upTo; touch += 1) even[risk.unit[touch]] += 1 / (upTo - from);
  }
  const decay = start === undefined ? new Float64Array(unitCount).fill(LN2 / FIRST_HALF_LIFE_MS) : start.decay;
  const near = (cold: Float64Array, given?: Float64Array) =>
    given === undefined ? cold : cold.map((rate, place) => LEFT_TO_COLD * rate + (1 - LEFT_TO_COLD) * given[place]);
  return {
    baseline: near(
      risk.conversions.map((count, stratum) => (count > 0 ? count / (2 * risk.personTimeMs[stratum]) : 0)),
      start?.baseline,
    ),
    effect: near(
      even.map((count, unit) => count / (2 * Math.max(1, risk.endOffsets[unit + 1] - risk.endOffsets[unit]))),
      start?.effect,
    ),
    decay: decay.map((rate) => Math.min(bounds.fastest, Math.max(bounds.slowest, rate))),
    lookbackMs,
  };
}

interface Climbed {
  rates: HazardRates;
  step: HazardStep;
  trace: number[];
  iterations: number;
  converged: boolean;
}

/** Two plain steps, then a leap along them, until a plain step gains no more than `least`. */
function climb(risk: Risk, settled: Settled, least: number): Climbed {
  const { bounds, mostIterations } = settled;
  let rates = startOf(risk, settled);
  let step = stepHazard(risk, rates, bounds);
  const trace = [step.logLikelihood];
  let iterations = 1;
  let longest = 4;
  while (iterations < mostIterations) {
    const first = step.next;
    const second = stepHazard(risk, first, bounds);
    iterations += 1;
    trace.push(second.logLikelihood);
    const gain = second.logLikelihood - step.logLikelihood;
    const leap = leapFrom({ start: rates, first, second: second.next, made: madeBy(risk, second.next) }, longest, bounds);
    [rates, step] = [first, second];
    if (gain <= least) return { rates, step, trace, iterations, converged: true };
    if (iterations >= mostIterations) break;
    let landed = stepHazard(risk, leap.rates, bounds);
    iterations += 1;
    if (landed.logLikelihood >= step.logLikelihood) {
      rates = leap.rates;
      if (leap.isLongest) longest *= 4;
    } else {
      longest = Math.max(1, longest / 4);
      if (iterations >= mostIterations) break;
      rates = second.next;
      landed = stepHazard(risk, rates, bounds);
      iterations += 1;
    }
    step = landed;
    trace.push(step.logLikelihood);
  }
  return { rates, step, trace, iterations, converged: false };
}

/** Three rates, each a step from the one before. */
interface Walk {
  start: HazardRates;
  first: HazardRates;
  second: HazardRates;
  /** About how many conversions each rate of the second makes: how much is known of it. */
  made: Record<(typeof PARTS)[number], Float64Array>;
}

const PARTS = ['baseline', 'effect', 'decay'] as const;

function madeBy({ personTimeMs, endOffsets }: Risk, { baseline, effect }: HazardRates): Walk['made'] {
  const byUnit = effect.map((one, unit) => one * (endOffsets[unit + 1] - endOffsets[unit]));
  return { baseline: baseline.map((rate, stratum) => rate * personTimeMs[stratum]), effect: byUnit, decay: byUnit };
}

/**
 * Where the walk would lead if it went on in its own direction: squared extrapolation of the logarithms, scheme S3, at most `longest`.
 * Rates count for its length as much as is known of them, so that a unit that made next to nothing does not hold up all others.
 */
function leapFrom({ start, first, second, made }: Walk, longest: number, bounds: DecayBounds): { rates: HazardRates; isLongest: boolean } {
  const bends = PARTS.map((part) =>
    Array.from(second[part], (_, place) => bendOf(start[part][place], first[part][place], second[part][place])),
  );
  let speeds = 0;
  let turns = 0;
  PARTS.forEach((part, index) =>
    bends[index].forEach(({ speed, turn }, place) => {
      speeds += made[part][place] * speed * speed;
      turns += made[part][place] * turn * turn;
    }),
  );
  const wanted = turns > 0 ? Math.sqrt(speeds / turns) : 1;
  const length = Math.min(longest, Math.max(1, wanted));
  const [baseline, effect, decay] = PARTS.map((part, index) =>
    second[part].map((rate, place) => {
      const { speed, turn } = bends[index][place];
      // From the second step on: 2 · length · speed + length² · turn, less the two steps already taken.
      const further = 2 * (length - 1) * speed + (length * length - 1) * turn;
      return further === 0 ? rate : rate * exponential(Math.min(LARGEST_LEAP, Math.max(-LARGEST_LEAP, further)));
    }),
  );
  const clamped = decay.map((rate) => Math.min(bounds.fastest, Math.max(bounds.slowest, rate)));
  return { rates: { baseline, effect, decay: clamped, lookbackMs: second.lookbackMs }, isLongest: wanted >= longest };
}

/** No rate grows or shrinks by more than e³ in one leap. */
const LARGEST_LEAP = 3;

/** The first step of a rate's logarithm, and how the second differs from it; none for a rate that became 0. */
function bendOf(start: number, first: number, second: number): { speed: number; turn: number } {
  if (!(start > 0 && first > 0 && second > 0)) return { speed: 0, turn: 0 };
  const [before, between, after] = [logarithm(start), logarithm(first), logarithm(second)];
  return { speed: between - before, turn: after - between - (between - before) };
}
