import { type NamedWorldOptions, simulateNamedWorld, type WorldName } from '../../../../simulator/src/index.ts';
import { openCreditor } from './creditors.ts';
import { readEvents, readKnownPeople } from './evidence.ts';
import { NORMAL_POINTS, resampleCredits } from './intervals.ts';
import type { MatchQuality } from './match-quality.ts';
import { type MatchedWorld, matchWorld } from './matched-world.ts';
import { type ValidatedModel, VALIDATED_MODELS, type ValidatedWorld } from './schema.ts';
import { type Scores, scoresOf } from './scores.ts';

/** One model in one world of one seed. */
export interface ModelRun {
  model: ValidatedModel;
  scores: Scores;
  /** Sums, for figures over all worlds. */
  credited: number;
  creditedWithoutEffect: number;
  organicConversions: number;
  /** How many of the campaigns' intervals hold what the campaign caused; undefined without replicates. */
  covered: Record<keyof typeof NORMAL_POINTS, number> | undefined;
}

/** One world of one seed, under every model in order. */
export interface WorldRun {
  world: ValidatedWorld;
  campaigns: number;
  caused: number;
  organic: number;
  quality: MatchQuality;
  models: ModelRun[];
  /** The models' runs in the same world when everybody is known. */
  known: ModelRun[];
}

/** The sum of these. */
export function sum(values: ArrayLike<number>): number {
  return Array.from(values).reduce((total, value) => total + value, 0);
}

interface Resampling {
  seed: number;
  replicates: number;
}

function* runModel(world: MatchedWorld, model: ValidatedModel, resampling: Resampling): Generator<void, ModelRun> {
  const creditor = openCreditor(model, world);
  const { credits } = creditor();
  const withoutEffect = world.campaigns.map((campaign) => world.withoutEffect.includes(campaign));
  const errors = resampling.replicates === 0 ? undefined : yield* resampleCredits(world, creditor, resampling);
  const isHeld = (place: number, points: number) => Math.abs(credits[place] - world.caused[place]) <= points * (errors?.[place] ?? 0);
  const held = (points: number) => world.campaigns.filter((_, place) => isHeld(place, points)).length;
  return {
    model,
    scores: scoresOf(credits, world.caused, withoutEffect),
    credited: sum(credits),
    creditedWithoutEffect: sum(credits.filter((_, place) => withoutEffect[place])),
    organicConversions: world.paths.pathCount - sum(credits),
    covered: errors && { 90: held(NORMAL_POINTS[90]), 95: held(NORMAL_POINTS[95]) },
  };
}

/** Every model in order over one world. Yields often. */
export function* runModels(world: MatchedWorld, resampling: Resampling): Generator<void, ModelRun[]> {
  const runs: ModelRun[] = [];
  for (const model of VALIDATED_MODELS) {
    runs.push(yield* runModel(world, model, resampling));
    yield;
  }
  return runs;
}

/**
 * Makes a world, matches it, and holds every model against its truth, twice: as a tenant sees it, and as if everybody were known. Yields
 * now and then, so that a caller can stop.
 */
export function* runWorld(name: WorldName, options: NamedWorldOptions, replicates: number): Generator<void, WorldRun> {
  const world = simulateNamedWorld(name, options);
  const seen = matchWorld(world, readEvents(), true);
  yield;
  const models = yield* runModels(seen, { seed: options.seed, replicates });
  const known = yield* runModels(matchWorld(world, readKnownPeople(), false), { seed: options.seed, replicates: 0 });
  const { campaigns, caused, organic, quality } = seen;
  return { world: name, campaigns: campaigns.length, caused: sum(caused), organic, quality, models, known };
}
