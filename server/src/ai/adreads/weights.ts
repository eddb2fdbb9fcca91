import { FEATURE_COUNT } from './features.ts';
import shippedOfBoundaries from './boundary-weights.json' with { type: 'json' };
import shipped from './weights.json' with { type: 'json' };

/** What a training wrote: a weight for each feature, in whole numbers of `step`. */
export interface WeightFile {
  notice: string;
  step: number;
  /** Base64 of one signed byte for each feature. */
  weights: string;
}

const LARGEST = 127;

/** Weights as a file holds them, to the nearest of 255 values. */
export function packed(weights: Float64Array, notice: string): WeightFile {
  const step = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / LARGEST;
  return { notice, step, weights: Buffer.from(Int8Array.from(weights, (weight) => Math.round(weight / step)).buffer).toString('base64') };
}

/** @throws RangeError where the file is of another number of features. */
export function unpacked({ step, weights }: WeightFile): Float64Array {
  const bytes = Buffer.from(weights, 'base64');
  if (bytes.length !== FEATURE_COUNT)
    throw new RangeError(`The weights of ad reads are ${bytes.length}, not ${FEATURE_COUNT}: train them anew.`);
  return Float64Array.from(new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length), (weight) => weight * step);
}

let loaded: Float64Array | undefined;
let loadedOfBoundaries: Float64Array | undefined;

/** The weights that come with Earshot. */
export function shippedWeights(): Float64Array {
  loaded ??= unpacked(shipped);
  return loaded;
}

/** Those by which a sentence is judged by itself alone. */
export function shippedBoundaryWeights(): Float64Array {
  loadedOfBoundaries ??= unpacked(shippedOfBoundaries);
  return loadedOfBoundaries;
}
