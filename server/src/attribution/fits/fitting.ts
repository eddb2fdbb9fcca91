import {
  countTransitions,
  ENGINE_VERSION,
  fitHazard,
  type HazardFit,
  type HazardOptions,
  fitTransitions,
  openTransitions,
} from '../../../../engine/src/index.ts';
import { CONVERSION_KINDS } from '../paths/codes.ts';
import type { Seen } from './collecting.ts';
import { pathsOf } from './observed-paths.ts';
import { arrange, type Arranged, digest, ofKinds, watch, type Watched, withoutFold } from './observing.ts';
import { KNOWN_BY } from './people.ts';
import type { FitResult, FittedModel, KindFit } from './schema.ts';

const DAY_MS = 86_400_000;
const YEAR_MS = 365.25 * DAY_MS;
const LEAST_CONVERSIONS = 100;
const LEAST_UNITS = 2;
const MOST_UNITS = 4_096;
const LONGEST_HALF_LIFE_DAYS = 60;
/** So many parts of the people are left out in turn; t is Student's for one fewer at 95 %. */
const FOLDS = 10;
const T_OF_FOLDS = 2.262;

/** What a model is fitted to, and how. */
export interface FitTask {
  model: FittedModel;
  lookbackDays: number;
  order: 1 | 2;
  seen: Seen;
}

interface Ground {
  task: FitTask;
  units: readonly string[];
  exposuresOf: Float64Array;
  foldOf: Uint8Array;
}

const NO_HAZARD = {
  baselinePerPersonYear: null,
  personYears: null,
  organicShare: null,
  organicInterval: null,
  organicSensitivity: null,
  iterations: null,
  converged: null,
  logLikelihood: null,
  rates: null,
} as const;

const keyOf = (unit: string): string | null => (unit === '' ? null : unit);

function markovOf(watched: Watched, { task, units, exposuresOf }: Ground): Omit<KindFit, 'conversionKind'> {
  const transitions = openTransitions(units.length, task.order);
  const paths = pathsOf(watched, task.lookbackDays * DAY_MS);
  countTransitions(transitions, paths, paths);
  const { removalEffects, conversionProbability, nulls } = fitTransitions(transitions);
  return {
    ...NO_HAZARD,
    conversions: watched.conversionAt.length,
    nonConvertingPaths: nulls,
    conversionProbability,
    units: units.map((unit, place) => ({
      key: keyOf(unit),
      exposures: exposuresOf[place],
      effect: removalEffects[place],
      halfLifeDays: null,
    })),
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const within = (value: number) => Math.min(1, Math.max(0, value));

/**
 * The interval of the organic share from fits without a tenth of the stretches each: the grouped jackknife.
 * Source: B. Efron, The Jackknife, the Bootstrap and Other Resampling Plans, SIAM 1982, chapter 3.
 */
function intervalOf(fit: HazardFit, watched: Watched, foldOf: Uint8Array, options: HazardOptions): { low: number; high: number } {
  const share = fit.organicShare;
  const without = (fold: number) => fitHazard(withoutFold(watched, foldOf, fold), { ...options, start: fit });
  const shares = Array.from({ length: FOLDS }, (_, fold) => without(fold).organicShare);
  const mean = meanOf(shares);
  const spread = shares.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  const error = T_OF_FOLDS * Math.sqrt(((FOLDS - 1) / FOLDS) * spread);
  return { low: within(share - error), high: within(share + error) };
}

function sensitivityOf(fit: HazardFit, watched: Watched, options: HazardOptions): { low: number; high: number } {
  const shares = [0.5, 2].map(
    (factor) => fitHazard(watched, { ...options, longestHalfLifeMs: factor * LONGEST_HALF_LIFE_DAYS * DAY_MS }).organicShare,
  );
  return { low: Math.min(fit.organicShare, ...shares), high: Math.max(fit.organicShare, ...shares) };
}

function hazardOf(watched: Watched, { task, units, exposuresOf, foldOf }: Ground): Omit<KindFit, 'conversionKind'> {
  const options: HazardOptions = {
    unitCount: units.length,
    lookbackMs: task.lookbackDays * DAY_MS,
    longestHalfLifeMs: LONGEST_HALF_LIFE_DAYS * DAY_MS,
    tolerance: 1e-7,
  };
  const fit = fitHazard(watched, options);
  return {
    conversions: watched.conversionAt.length,
    nonConvertingPaths: null,
    conversionProbability: null,
    units: units.map((unit, place) => ({
      key: keyOf(unit),
      exposures: exposuresOf[place],
      effect: fit.effect[place],
      halfLifeDays: fit.halfLifeMs[place] / DAY_MS,
    })),
    baselinePerPersonYear: fit.baseline[0] * YEAR_MS,
    personYears: fit.personTimeMs[0] / YEAR_MS,
    organicShare: fit.organicShare,
    organicInterval: intervalOf(fit, watched, foldOf, options),
    organicSensitivity: sensitivityOf(fit, watched, options),
    iterations: fit.iterations,
    converged: fit.converged,
    logLikelihood: fit.logLikelihood,
    rates: { baseline: fit.baseline[0], effect: [...fit.effect], decay: [...fit.decay] },
  };
}

function insufficiencyOf(conversions: number, units: number): string | null {
  if (conversions < LEAST_CONVERSIONS)
    return `Not enough data: ${conversions} conversions have an exposure within the lookback before them; ${LEAST_CONVERSIONS} are needed.`;
  if (units < LEAST_UNITS) return 'Not enough data: all exposures are of one unit, and there is nothing to compare it with.';
  return null;
}

/** What is watched, by how people are known; those who are left out stand last. */
function groupsOf(watched: Watched, { away }: Arranged): FitResult['peopleKnownBy'] {
  const groups = KNOWN_BY.map((knownBy) => ({ knownBy, people: 0, exposures: 0, conversions: 0, personYears: 0 }));
  // Whole numbers, so that the sum is the same in whatever order they come.
  const seconds = KNOWN_BY.map(() => 0);
  for (let row = 0; row < watched.identityCount; row += 1) {
    const group = groups[watched.knownBy[row]];
    if (watched.firstOf[row] === row) group.people += 1;
    group.exposures += watched.exposureOffsets[row + 1] - watched.exposureOffsets[row];
    group.conversions += watched.conversionOffsets[row + 1] - watched.conversionOffsets[row];
    seconds[watched.knownBy[row]] += Math.round((watched.observedTo[row] - watched.observedFrom[row]) / 1_000);
  }
  groups.forEach((group, place) => (group.personYears = (seconds[place] * 1_000) / YEAR_MS));
  return groups.map((group) => (group.knownBy === 'device' ? { ...group, ...away } : group));
}

/**
 * Fits a model to what was seen: the same events give the same bytes, in whatever order they were seen.
 * @throws RangeError for more than 4,096 units.
 */
export function fitSeen(task: FitTask): FitResult {
  const { model, lookbackDays, seen } = task;
  const arranged = arrange(seen);
  const { units, endMs } = arranged;
  if (units.length > MOST_UNITS) throw new RangeError(`There are ${units.length} of them, and a fit tells at most ${MOST_UNITS} apart.`);
  const watched = watch(arranged, lookbackDays * DAY_MS);
  const { inputHash, foldOf } = digest(watched, units, FOLDS);
  const conversions = watched.conversionAt.length;
  const insufficient = insufficiencyOf(conversions, units.length);
  const exposuresOf = new Float64Array(units.length);
  for (const unit of watched.exposureUnit) exposuresOf[unit] += 1;
  const ground: Ground = { task, units, exposuresOf, foldOf };
  const fitKind = (own: Watched) => (model === 'markov' ? markovOf(own, ground) : hazardOf(own, ground));
  const kinds = CONVERSION_KINDS.flatMap((conversionKind, code) => {
    const own = ofKinds(watched, new Set([code]));
    return own.conversionAt.length < LEAST_CONVERSIONS || insufficient !== null ? [] : [{ conversionKind, ...fitKind(own) }];
  });
  return {
    engineVersion: ENGINE_VERSION,
    inputHash,
    people: watched.people,
    peopleKnownBy: groupsOf(watched, arranged),
    exposures: watched.exposureAt.length,
    unusableExposures: seen.unusableExposures,
    conversions,
    unwatchedConversions: watched.unwatchedConversions + seen.unmatchedConversions,
    dataUntil: endMs === -Infinity ? null : new Date(endMs).toISOString(),
    insufficient,
    fits: insufficient === null ? [{ conversionKind: null, ...fitKind(watched) }, ...kinds] : [],
  };
}
