import type { Model } from './models/model.ts';
import type { UnitColumns } from './path.ts';
import { weigh } from './credit.ts';

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

const CHUNK_TOUCHES = 1 << 14;

/** The end of the run of paths from `from` on that fits into one chunk; at least one path. */
function chunkEnd(offsets: Int32Array, from: number, pathCount: number): number {
  let end = from + 1;
  while (end < pathCount && offsets[end + 1] - offsets[from] <= CHUNK_TOUCHES) end += 1;
  return end;
}

/**
 * Credits every path under several models at once and adds up, per unit, conversions and value in floating point: weight × conversions and
 * weight × value. Paths are worked on in chunks that stay in the cache. Every unit must lie in 0 … `unitCount` − 1.
 */
export function creditByUnit(models: readonly Model[], paths: UnitColumns, totals: PathTotals, unitCount: number): UnitCredit {
  const { offsets, pathCount, ageMs, unit } = paths;
  const result: UnitCredit = {
    conversions: models.map(() => new Float64Array(unitCount)),
    value: models.map(() => new Float64Array(unitCount)),
  };
  let weights = new Float64Array(CHUNK_TOUCHES);
  const local = { pathCount: 0, offsets: new Int32Array(0), ageMs };
  for (let from = 0; from < pathCount;) {
    const to = chunkEnd(offsets, from, pathCount);
    const base = offsets[from];
    const touches = offsets[to] - base;
    if (touches > weights.length) weights = new Float64Array(touches);
    local.pathCount = to - from;
    local.offsets = offsets.slice(from, to + 1).map((offset) => offset - base);
    local.ageMs = ageMs.subarray(base, base + touches);
    models.forEach((model, place) => {
      weigh(model, local, weights);
      addUp({ from, to, base, offsets, unit, weights, totals }, result.conversions[place], result.value[place]);
    });
    from = to;
  }
  return result;
}

interface Chunk {
  from: number;
  to: number;
  base: number;
  offsets: Int32Array;
  unit: Int32Array | Uint16Array;
  weights: Float64Array;
  totals: PathTotals;
}

function addUp(chunk: Chunk, conversions: Float64Array, value: Float64Array): void {
  const { from, to, base, offsets, unit, weights, totals } = chunk;
  for (let path = from; path < to; path += 1) {
    const count = totals.conversions === undefined ? 1 : totals.conversions[path];
    const worth = totals.value[path];
    for (let touch = offsets[path]; touch < offsets[path + 1]; touch += 1) {
      const weight = weights[touch - base];
      if (weight === 0) continue;
      conversions[unit[touch]] += weight * count;
      value[unit[touch]] += weight * worth;
    }
  }
}
