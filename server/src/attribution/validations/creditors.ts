import {
  buildModel,
  fitHazard,
  fitMarkov,
  type UnitColumns,
  weigh,
  weighByEffect,
  weighHazard,
  weighShapley,
} from '../../../../engine/src/index.ts';
import { pathsOf } from '../fits/observed-paths.ts';
import type { MatchedWorld } from './matched-world.ts';
import type { ValidatedModel } from './schema.ts';
import { observationsOf } from './watch.ts';

/** Of log-likelihood for each conversion: far below what a replicate differs from the next one by. */
const TOLERANCE = 1e-6;

/** What a model makes of a world: credit by campaign, in conversions, and what it says that no ad earned. */
export interface Credited {
  credits: Float64Array;
  /** Of conversions with a touch; 0 for models that know no organic credit. */
  organic: number;
}

/**
 * Credits a world once more with each identity as often as `times` says, once when left out; a path of nobody stands behind the identities,
 * at their number plus its own. Models that are fitted are fitted anew.
 */
export type Creditor = (times?: Uint8Array) => Credited;

interface Weighed {
  weights: Float64Array;
  organic?: Float64Array;
}

function timesOfPaths({ watch: { personOf, people } }: MatchedWorld, times: Uint8Array): Float64Array {
  return Float64Array.from(personOf, (person, path) => times[person < 0 ? people + path : person]);
}

/** How many sorts of cluster there are for `times`: identities, and paths of nobody. */
export function clustersOf({ watch: { people, personOf } }: MatchedWorld): number {
  return people + personOf.length;
}

function sumOf(world: MatchedWorld, { weights, organic }: Weighed, times?: Uint8Array): Credited {
  const { offsets, pathCount, unit } = world.paths;
  const counts = times && timesOfPaths(world, times);
  const credits = new Float64Array(world.campaigns.length);
  let nobodys = 0;
  for (let path = 0; path < pathCount; path += 1) {
    const count = counts === undefined ? 1 : counts[path];
    for (let touch = offsets[path]; touch < offsets[path + 1]; touch += 1) credits[unit[touch]] += count * weights[touch];
    nobodys += organic === undefined ? 0 : count * organic[path];
  }
  return { credits, organic: nobodys };
}

function weightsOf(world: MatchedWorld, fill: (paths: UnitColumns, weights: Float64Array) => void): Float64Array {
  const weights = new Float64Array(world.paths.unit.length);
  fill(world.paths, weights);
  return weights;
}

/** A model whose weights follow from each path alone. */
function fixed(world: MatchedWorld, fill: (paths: UnitColumns, weights: Float64Array) => void): Creditor {
  const weights = weightsOf(world, fill);
  return (times) => sumOf(world, { weights }, times);
}

function markov(world: MatchedWorld): Creditor {
  const { watch, campaigns, lookbackMs } = world;
  const observed = pathsOf(watch.watched, lookbackMs);
  const { conversions, nulls, row } = observed;
  return (times) => {
    const count = (column: Float64Array) =>
      times === undefined ? column : column.map((ended, path) => ended * times[watch.personOfRow[row[path]]]);
    const { removalEffects } = fitMarkov(observed, { conversions: count(conversions), nulls: count(nulls) }, campaigns.length);
    return sumOf(world, { weights: weightsOf(world, (own, weights) => weighByEffect(own, removalEffects, weights)) }, times);
  };
}

function hazard(world: MatchedWorld): Creditor {
  const { paths, watch, campaigns, lookbackMs } = world;
  return (times) => {
    const options = { unitCount: campaigns.length, lookbackMs, tolerance: TOLERANCE };
    const fit = fitHazard(observationsOf(watch, times), options);
    const organic = new Float64Array(paths.pathCount);
    const weights = weightsOf(world, (own, filled) => weighHazard(own, fit, undefined, { weights: filled, organic }));
    return sumOf(world, { weights, organic }, times);
  };
}

/** The model over this world, ready to credit it and resampled ones. */
export function openCreditor(name: ValidatedModel, world: MatchedWorld): Creditor {
  switch (name) {
    case 'markov':
      return markov(world);
    case 'hazard':
      return hazard(world);
    case 'shapley':
      return fixed(world, weighShapley);
    default: {
      const model = buildModel(name);
      return fixed(world, (paths, weights) => weigh(model, paths, weights));
    }
  }
}
