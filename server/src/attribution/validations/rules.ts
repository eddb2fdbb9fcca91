import { WORLD_NAMES } from '../../../../simulator/src/index.ts';
import { EVIDENCE_CLASSES } from '../paths/codes.ts';
import {
  type ModelInWorld,
  type ModelScores,
  type ModelValidation,
  VALIDATED_MODELS,
  type ValidatedWorld,
  type Validation,
  type ValidationOptions,
  type WorldValidation,
} from './schema.ts';
import { deviationOf, meanOf } from './scores.ts';
import { cautionSentence, trustSentence } from './trust.ts';
import { type ModelRun, runWorld, type WorldRun } from './world-run.ts';
import { describeValidated } from './worlds.ts';

const SCORES = ['bias', 'rankCorrelation', 'creditToZeroEffect', 'totalVariation'] as const;
type Score = (typeof SCORES)[number];
/** Which of two values of a score is worse. */
const BADNESS: Readonly<Record<Score, (value: number) => number>> = {
  bias: Math.abs,
  rankCorrelation: (value) => -value,
  creditToZeroEffect: (value) => value,
  totalVariation: (value) => value,
};

/** How far a validation is. */
export interface ValidationStep {
  /** Worlds that are done, of `totalWorlds`. */
  worlds: number;
  totalWorlds: number;
}

function scoresBy(of: (score: Score) => number | null): ModelScores {
  return {
    bias: of('bias'),
    rankCorrelation: of('rankCorrelation'),
    creditToZeroEffect: of('creditToZeroEffect'),
    totalVariation: of('totalVariation'),
  };
}

function share(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

function sumBy<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

/** The worlds of one seed as one: sums of credit and of what was caused; of what cannot be summed, the mean. */
function pooled(worlds: readonly WorldRun[], runOf: (world: WorldRun) => ModelRun): ModelScores {
  const runs = worlds.map(runOf);
  const [credited, caused] = [sumBy(runs, (run) => run.credited), sumBy(worlds, (world) => world.caused)];
  return {
    bias: caused > 0 ? credited / caused - 1 : null,
    rankCorrelation: meanOf(runs.map(({ scores }) => scores.rankCorrelation)),
    creditToZeroEffect: share(
      sumBy(runs, (run) => run.creditedWithoutEffect),
      credited,
    ),
    totalVariation: meanOf(runs.map(({ scores }) => scores.totalVariation)),
  };
}

function coverageOf(worlds: readonly WorldRun[], place: number): Pick<ModelValidation, 'coverage90' | 'coverage95'> {
  const known = worlds.filter(({ models }) => models[place].covered !== undefined);
  const of = (level: 90 | 95) =>
    share(
      sumBy(known, ({ models }) => models[place].covered?.[level] ?? 0),
      sumBy(known, ({ campaigns }) => campaigns),
    );
  return { coverage90: of(90), coverage95: of(95) };
}

function inWorld(runs: readonly WorldRun[], place: number): ModelInWorld {
  const own = runs.map(({ models }) => models[place]);
  const known = runs.map((run) => run.known[place]);
  return {
    model: VALIDATED_MODELS[place],
    ...scoresBy((score) => meanOf(own.map(({ scores }) => scores[score]))),
    ...coverageOf(runs, place),
    organicConversions: meanOf(own.map(({ organicConversions }) => organicConversions)),
    deviations: scoresBy((score) => deviationOf(own.map(({ scores }) => scores[score]))),
    knownPeople: scoresBy((score) => meanOf(known.map(({ scores }) => scores[score]))),
  };
}

function matchingOf(runs: readonly WorldRun[]): WorldValidation['matching'] {
  const byEvidence = EVIDENCE_CLASSES.flatMap((evidence) => {
    const found = runs.flatMap(({ quality }) => quality.byEvidence.filter((one) => one.evidence === evidence));
    const touches = sumBy(found, (one) => one.touches);
    if (touches === 0) return [];
    return [{ evidence, touches: touches / runs.length, ownShare: sumBy(found, (one) => one.touches * one.ownShare) / touches }];
  });
  return {
    matchedShare: meanOf(runs.map(({ quality }) => quality.matchedShare)),
    ownShare: meanOf(runs.map(({ quality }) => quality.ownShare)),
    foundShare: meanOf(runs.map(({ quality }) => quality.foundShare)),
    byEvidence,
  };
}

function worldOf(world: ValidatedWorld, runs: readonly WorldRun[]): WorldValidation {
  const { response, hasFittedForm } = describeValidated(world);
  return {
    world,
    response,
    hasFittedForm,
    purchases: sumBy(runs, ({ quality }) => quality.purchases) / runs.length,
    causedConversions: sumBy(runs, ({ caused }) => caused) / runs.length,
    organicConversions: sumBy(runs, ({ organic }) => organic) / runs.length,
    matching: matchingOf(runs),
    models: VALIDATED_MODELS.map((_, place) => inWorld(runs, place)),
  };
}

function worstOf(worlds: readonly WorldValidation[], place: number): ModelValidation['worst'] {
  const worst = (score: Score) => {
    const values = worlds.flatMap(({ world, models }) => {
      const value = models[place][score];
      return value === null ? [] : [{ world, value }];
    });
    const badness = BADNESS[score];
    return values.length === 0 ? null : values.reduce((most, one) => (badness(one.value) > badness(most.value) ? one : most));
  };
  return {
    bias: worst('bias'),
    rankCorrelation: worst('rankCorrelation'),
    creditToZeroEffect: worst('creditToZeroEffect'),
    totalVariation: worst('totalVariation'),
  };
}

/** A validation that is being summed up. */
interface Ground {
  options: ValidationOptions;
  seeds: readonly (readonly WorldRun[])[];
  worlds: readonly WorldValidation[];
}

function modelOf({ options, seeds, worlds }: Ground, place: number): ModelValidation {
  const runs = seeds.map((one) => pooled(one, ({ models }) => models[place]));
  const known = seeds.map((one) => pooled(one, (world) => world.known[place]));
  const standardErrors = scoresBy((score) => {
    const deviation = deviationOf(runs.map((run) => run[score]));
    return deviation === null ? null : deviation / Math.sqrt(runs.length);
  });
  const trust = trustSentence(
    worlds.map(({ world, models }) => ({ world, scores: models[place] })),
    options.unit,
  );
  return {
    model: VALIDATED_MODELS[place],
    ...scoresBy((score) => meanOf(runs.map((run) => run[score]))),
    ...coverageOf(seeds.flat(), place),
    standardErrors,
    knownPeople: scoresBy((score) => meanOf(known.map((run) => run[score]))),
    worst: worstOf(worlds, place),
    trust: [trust, cautionSentence(options, standardErrors)].filter((sentence) => sentence !== undefined).join(' '),
  };
}

/** The figures of a validation from its runs, at least one: for each seed the same worlds in the same order. */
export function summarize(options: ValidationOptions, seeds: readonly (readonly WorldRun[])[]): Validation {
  const worlds = seeds[0].map(({ world }, place) =>
    worldOf(
      world,
      seeds.map((one) => one[place]),
    ),
  );
  return { isSimulated: true, options, models: VALIDATED_MODELS.map((_, place) => modelOf({ options, seeds, worlds }, place)), worlds };
}

/**
 * Holds every model against worlds with known truth (METHOD §7). Pure and synchronous, and yields often, so that a caller can show how far
 * it is, and stop. The same options give the same figures.
 * @throws RangeError for options outside their range.
 */
export function* validateModels(options: ValidationOptions): Generator<ValidationStep, Validation> {
  const { seed, households, days, runs, replicates } = options;
  const totalWorlds = runs * WORLD_NAMES.length;
  const seeds: WorldRun[][] = [];
  for (let run = 0; run < runs; run += 1) {
    const worlds: WorldRun[] = [];
    for (const name of WORLD_NAMES) {
      const steps = runWorld(name, { seed: (seed + run) % 4_294_967_296, households, days }, replicates);
      let step = steps.next();
      for (; step.done !== true; step = steps.next()) yield { worlds: run * WORLD_NAMES.length + worlds.length, totalWorlds };
      worlds.push(step.value);
    }
    seeds.push(worlds);
  }
  yield { worlds: totalWorlds, totalWorlds };
  return summarize(options, seeds);
}
