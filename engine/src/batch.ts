import { weigh } from './credit.ts';
import { halvingOfSteps, stepsPerMs } from './models/halving.ts';
import type { Model, ModelName } from './models/model.ts';
import type { UnitColumns } from './path.ts';

/** Totals per model, in the order asked for; each has one sum per unit. */
export interface UnitCredit {
  conversions: Float64Array[];
  value: Float64Array[];
}

/** What each path stands for: how many conversions (one each when left out) and how much value. */
export interface PathTotals {
  conversions?: Float64Array;
  value: Float64Array;
}

/** Models whose weights follow from the number of touches alone, the same for all touches between the first and the last. */
const AGELESS: ReadonlySet<ModelName> = new Set(['first_touch', 'last_touch', 'linear', 'position_based']);
/** Weights of so many touches at a time, so that they stay in the first-level cache. */
const CHUNK_TOUCHES = 1 << 11;
const LONGEST_COUNTED = 64;
const LARGEST_COUNT_TABLE = 1 << 17;
/** Where a touch stands in its path. The first of one touch counts as the last as well: its weight is the same. */
const PLACES = 3;
const FIRST = 0;
const BETWEEN = 1;
const LAST = 2;

/**
 * Credits every path under several models at once and adds up, per unit, conversions and value in floating point: weight × conversions and
 * weight × value, with the weights that `weigh` gives. Every unit must lie in 0 … `unitCount` − 1.
 *
 * Where weights follow from the length of a path, its touches are first counted by length, place and unit for all such models together; the
 * first time_decay model goes along in the same pass. Very long paths, and tables too large to be worth it, go through `weigh` instead.
 */
export function creditByUnit(models: readonly Model[], paths: UnitColumns, totals: PathTotals, unitCount: number): UnitCredit {
  const batch: Batch = { paths, totals, unitCount };
  const sums = models.map(() => new Float64Array(2 * unitCount));
  const longest = longestCounted(batch);
  const fading = models.findIndex(({ name }) => name === 'time_decay');
  const counts = new Float64Array((longest + 1) * PLACES * 2 * unitCount);
  const table = { counts, longest };
  const hasLonger = fading < 0 ? countTouches(batch, table) : countAndFade(batch, models[fading].halfLifeMs, table, sums[fading]);
  models.forEach((model, place) => {
    const isCounted = AGELESS.has(model.name);
    if (isCounted) weighCounts(model, table, unitCount, sums[place]);
    else if (place === fading) weighCounts(model, { counts, longest: Math.min(1, longest) }, unitCount, sums[place]);
    if (!isCounted && place !== fading) addPaths(model, batch, 0, sums[place]);
    else if (hasLonger) addPaths(model, batch, longest, sums[place]);
  });
  return {
    conversions: sums.map((sum) => sum.filter((_part, place) => place % 2 === 0)),
    value: sums.map((sum) => sum.filter((_part, place) => place % 2 === 1)),
  };
}

interface Batch {
  paths: UnitColumns;
  totals: PathTotals;
  unitCount: number;
}

/** Conversions and value of touches by length of their path (up to `longest`), place in it and unit. */
interface Counts {
  counts: Float64Array;
  longest: number;
}

/** The longest path worth counting, or 0: the table of counts must stay small beside the caches and beside the batch itself. */
function longestCounted({ paths, unitCount }: Batch): number {
  const room = Math.min(LARGEST_COUNT_TABLE, paths.offsets[paths.pathCount]);
  return Math.max(0, Math.min(LONGEST_COUNTED, Math.floor(room / (2 * PLACES * unitCount)) - 1));
}

function add(table: Float64Array, at: number, count: number, worth: number): void {
  table[at] += count;
  table[at + 1] += worth;
}

/** Fills the table; tells whether it left out a path for its length. */
function countTouches({ paths, totals, unitCount }: Batch, { counts, longest }: Counts): boolean {
  const { offsets, pathCount, unit } = paths;
  const { conversions, value } = totals;
  const width = 2 * unitCount;
  let hasLonger = false;
  let end = offsets[0];
  for (let path = 0; path < pathCount; path += 1) {
    const start = end;
    end = offsets[path + 1];
    const length = end - start;
    if (length > longest) hasLonger = true;
    if (length === 0 || length > longest) continue;
    const count = conversions === undefined ? 1 : conversions[path];
    const worth = value[path];
    const row = length * PLACES * width;
    add(counts, row + 2 * unit[start], count, worth);
    if (length === 1) continue;
    for (let touch = start + 1; touch < end - 1; touch += 1) add(counts, row + BETWEEN * width + 2 * unit[touch], count, worth);
    add(counts, row + LAST * width + 2 * unit[end - 1], count, worth);
  }
  return hasLonger;
}

const fades = new Float64Array(LONGEST_COUNTED);

/**
 * Counts like `countTouches` and adds time_decay's credit of the same paths of two and more touches to `sums`; its weights are
 * `weighTimeDecay`'s to the bit. Paths of one touch are in the table, as for every model.
 */
function countAndFade({ paths, totals, unitCount }: Batch, halfLifeMs: number, { counts, longest }: Counts, sums: Float64Array): boolean {
  const { offsets, pathCount, unit, ageMs } = paths;
  const { conversions, value } = totals;
  const width = 2 * unitCount;
  const perMs = stepsPerMs(halfLifeMs);
  let hasLonger = false;
  let end = offsets[0];
  for (let path = 0; path < pathCount; path += 1) {
    const start = end;
    end = offsets[path + 1];
    const length = end - start;
    if (length > longest) hasLonger = true;
    if (length === 0 || length > longest) continue;
    const count = conversions === undefined ? 1 : conversions[path];
    const worth = value[path];
    const row = length * PLACES * width;
    const oldest = 2 * unit[start];
    add(counts, row + oldest, count, worth);
    if (length === 1) continue;
    const last = end - 1;
    const newest = ageMs[last];
    let sum = 0;
    for (let touch = start; touch < last; touch += 1) {
      const fade = halvingOfSteps((ageMs[touch] - newest) * perMs);
      fades[touch - start] = fade;
      sum += fade;
    }
    sum += 1;
    let weight = fades[0] / sum;
    add(sums, oldest, weight * count, weight * worth);
    for (let touch = start + 1; touch < last; touch += 1) {
      const at = 2 * unit[touch];
      add(counts, row + BETWEEN * width + at, count, worth);
      weight = fades[touch - start] / sum;
      add(sums, at, weight * count, weight * worth);
    }
    const at = 2 * unit[last];
    add(counts, row + LAST * width + at, count, worth);
    weight = 1 / sum;
    add(sums, at, weight * count, weight * worth);
  }
  return hasLonger;
}

/** Adds the model's weights times the counts to `sums`. */
function weighCounts(model: Model, { counts, longest }: Counts, unitCount: number, sums: Float64Array): void {
  const width = 2 * unitCount;
  const weights = new Float64Array(longest);
  const ageMs = new Float64Array(longest);
  for (let length = 1; length <= longest; length += 1) {
    weigh(model, { pathCount: 1, offsets: Int32Array.of(0, length), ageMs }, weights);
    for (let place = FIRST; place <= LAST; place += 1) {
      const touch = place === LAST ? length - 1 : place;
      const weight = touch < length ? weights[touch] : 0;
      if (weight === 0) continue;
      const row = (length * PLACES + place) * width;
      for (let part = 0; part < width; part += 1) sums[part] += weight * counts[row + part];
    }
  }
}

/** Adds the paths longer than `shortest` to `sums`, chunk by chunk. */
function addPaths(model: Model, batch: Batch, shortest: number, sums: Float64Array): void {
  const { offsets, pathCount, ageMs } = batch.paths;
  const chunk: Chunk = { from: 0, to: 0, offsets: new Int32Array(CHUNK_TOUCHES + 1), weights: new Float64Array(CHUNK_TOUCHES) };
  while (chunk.to < pathCount) {
    fillChunk(chunk, batch.paths, shortest);
    const count = chunk.to - chunk.from;
    const base = offsets[chunk.from];
    const touches = offsets[chunk.to] - base;
    if (touches === 0) continue;
    if (touches > chunk.weights.length) chunk.weights = new Float64Array(touches);
    weigh(model, { pathCount: count, offsets: chunk.offsets, ageMs: ageMs.subarray(base, base + touches) }, chunk.weights);
    addChunk(chunk, batch, sums);
  }
}

interface Chunk {
  from: number;
  to: number;
  /** From 0 for the first path of the chunk. */
  offsets: Int32Array;
  weights: Float64Array;
}

/** The next run of paths, all longer than `shortest`, that fits into one chunk; at least one path, if any is left. */
function fillChunk(chunk: Chunk, { offsets, pathCount }: UnitColumns, shortest: number): void {
  let from = chunk.to;
  while (from < pathCount && offsets[from + 1] - offsets[from] <= shortest) from += 1;
  const base = offsets[from];
  let to = from;
  while (to < pathCount && to - from < CHUNK_TOUCHES) {
    const end = offsets[to + 1];
    if (to > from && (end - base > CHUNK_TOUCHES || end - offsets[to] <= shortest)) break;
    to += 1;
    chunk.offsets[to - from] = end - base;
  }
  chunk.from = from;
  chunk.to = to;
}

function addChunk({ from, to, offsets, weights }: Chunk, { paths, totals }: Batch, sums: Float64Array): void {
  const { unit } = paths;
  const { conversions, value } = totals;
  const base = paths.offsets[from];
  let end = 0;
  for (let path = from; path < to; path += 1) {
    const count = conversions === undefined ? 1 : conversions[path];
    const worth = value[path];
    let touch = end;
    end = offsets[path - from + 1];
    for (; touch < end; touch += 1) {
      const weight = weights[touch];
      const at = 2 * unit[base + touch];
      sums[at] += weight * count;
      sums[at + 1] += weight * worth;
    }
  }
}
