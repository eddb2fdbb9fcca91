import type { PathColumns, UnitColumns } from '../path.ts';
import { weighByEffect } from './markov.ts';

const MOST_POSITIONS = 100;
const SMALLEST = 1e-9;
const LARGEST = 1e9;

/**
 * Relative weights ready to be used: of positions from first to last, or of placements by number. Only their ratios matter.
 * @throws RangeError for an empty list, for a weight that is neither 0 nor between 1e-9 and 1e9, and when all are 0.
 */
export function buildRelativeWeights(weights: ArrayLike<number>): Float64Array {
  const built = Float64Array.from(weights);
  if (!built.every((weight) => weight === 0 || (weight >= SMALLEST && weight <= LARGEST)))
    throw new RangeError('a relative weight must be 0, or lie between 0.000000001 and 1000000000');
  if (!built.some((weight) => weight > 0)) throw new RangeError('at least one relative weight must be above 0');
  return built;
}

/**
 * The relative weights of positions, first to last. @throws RangeError as `buildRelativeWeights`, and for more than 100.
 */
export function buildPositions(weights: ArrayLike<number>): Float64Array {
  if (weights.length > MOST_POSITIONS) throw new RangeError(`there may be at most ${MOST_POSITIONS} positions`);
  return buildRelativeWeights(weights);
}

/**
 * Fills `shape` with the weights of a path of `count` touches: the list of positions read as a line from the first touch to the last, drawn
 * through its points and taken at `count` even steps; then divided by the sum. A list as long as the path is taken as it stands. Where all
 * that is taken is 0, and of a single touch, the weights are equal.
 */
function fillShape(positions: Float64Array, count: number, shape: Float64Array): void {
  const last = positions.length - 1;
  let sum = 0;
  for (let touch = 0; touch < count; touch += 1) {
    const steps = touch * last;
    const before = count === 1 ? 0 : Math.floor(steps / (count - 1));
    const over = count === 1 ? 0 : steps - before * (count - 1);
    const start = positions[before];
    const weight = over === 0 ? start : (start * (count - 1 - over) + positions[before + 1] * over) / (count - 1);
    shape[touch] = weight;
    sum += weight;
  }
  if (count > 1 && sum > 0) for (let touch = 0; touch < count; touch += 1) shape[touch] /= sum;
  else shape.fill(1 / count, 0, count);
}

/**
 * `custom` by position: relative weights from the first touch to the last. A path longer or shorter than the list takes the list stretched
 * or shrunk to its length, its ends always on its ends: [4, 2, 4] gives five touches 4 : 3 : 2 : 3 : 4 and two 4 : 4. Source: a convention
 * of this engine (linear interpolation).
 */
export function weighByPosition(paths: PathColumns, positions: Float64Array, weights: Float64Array): void {
  const { offsets, pathCount } = paths;
  let shape = new Float64Array(64);
  let shapedFor = 0;
  for (let path = 0; path < pathCount; path += 1) {
    const start = offsets[path];
    const count = offsets[path + 1] - start;
    if (count === 0) continue;
    if (count !== shapedFor) {
      if (count > shape.length) shape = new Float64Array(count * 2);
      fillShape(positions, count, shape);
      shapedFor = count;
    }
    for (let touch = 0; touch < count; touch += 1) weights[start + touch] = shape[touch];
  }
}

/**
 * `custom` by placement: each touch in proportion to the relative weight of its unit, which here is its placement; where all in a path are
 * 0, equal. Every unit must have a weight.
 */
export function weighByPlacement(paths: UnitColumns, relative: Float64Array, weights: Float64Array): void {
  weighByEffect(paths, relative, weights);
}

/** `custom` weights by position of one path of `count` touches, with the bits of `weighByPosition`. */
export function weighPathByPosition(count: number, positions: Float64Array): Float64Array {
  const weights = new Float64Array(count);
  weighByPosition({ pathCount: 1, offsets: Int32Array.of(0, count), ageMs: weights }, positions, weights);
  return weights;
}
