import type { PathTotals } from '../batch.ts';
import type { UnitColumns } from '../path.ts';

/** 1/k: the same bits as the division, without its wait. */
const INVERSES = Float64Array.from({ length: 1_024 }, (_, k) => 1 / k);

/** By unit: the path in which it was met last, numbered through all calls, and how often there. */
let metIn = new Float64Array(1_024);
let times = new Float64Array(1_024);
let pathsMet = 0;

/** Room for every unit there is in the paths. */
function makeRoom({ offsets, pathCount, unit }: UnitColumns): void {
  let largest = 0;
  for (let touch = offsets[0]; touch < offsets[pathCount]; touch += 1) if (unit[touch] > largest) largest = unit[touch];
  if (largest < metIn.length) return;
  metIn = new Float64Array(2 * largest);
  times = new Float64Array(2 * largest);
}

/**
 * An equal split over the distinct units of a path, then over each unit's touches: 1 ÷ (units · touches of the unit). Adds up to 1 in every
 * path that has a touch, to within 1e-12; linear in touches. It is the Shapley value of the game in which a coalition of units earns the
 * conversions of all paths that need nobody else.
 * Source: K. Zhao, S. H. Mahboobi and S. R. Bagheri, Shapley Value Methods for Attribution Modeling in Online Advertising, arXiv
 * 1804.05327, 2018.
 */
export function weighShapley(paths: UnitColumns, weights: Float64Array): void {
  const { offsets, pathCount, unit } = paths;
  makeRoom(paths);
  const [met, count] = [metIn, times];
  const before = pathsMet + 1;
  pathsMet += pathCount;
  let end = offsets[0];
  for (let path = 0; path < pathCount; path += 1) {
    const start = end;
    end = offsets[path + 1];
    const number = before + path;
    let units = 0;
    for (let touch = start; touch < end; touch += 1) {
      const one = unit[touch];
      const isNew = Number(met[one] !== number);
      units += isNew;
      count[one] = count[one] * (1 - isNew) + 1;
      met[one] = number;
    }
    for (let touch = start; touch < end; touch += 1) {
      const parts = units * count[unit[touch]];
      weights[touch] = parts < INVERSES.length ? INVERSES[parts] : 1 / parts;
    }
  }
}

/**
 * Adds up what `weighShapley` credits, per unit: conversions (one per path when left out) and value. Agrees with the sum over touches to
 * about 1e-12 of its size, and is quicker, as it goes by units. Every unit must lie in 0 … `unitCount` − 1.
 */
export function creditByShapley(
  paths: UnitColumns,
  totals: PathTotals,
  unitCount: number,
): { conversions: Float64Array; value: Float64Array } {
  const { offsets, pathCount, unit } = paths;
  const { conversions, value } = totals;
  const sums = new Float64Array(2 * unitCount);
  const met = new Int32Array(unitCount).fill(-1);
  // One more than can be distinct: the place after the last is written before it is known whether the unit is new.
  const distinct = new Int32Array(unitCount + 1);
  let end = offsets[0];
  for (let path = 0; path < pathCount; path += 1) {
    const start = end;
    end = offsets[path + 1];
    let units = 0;
    for (let touch = start; touch < end; touch += 1) {
      const one = unit[touch];
      distinct[units] = one;
      units += Number(met[one] !== path);
      met[one] = path;
    }
    const share = 1 / units;
    const count = conversions === undefined ? share : conversions[path] * share;
    const worth = value[path] * share;
    for (let place = 0; place < units; place += 1) {
      const at = 2 * distinct[place];
      sums[at] += count;
      sums[at + 1] += worth;
    }
  }
  return {
    conversions: sums.filter((_part, place) => place % 2 === 0),
    value: sums.filter((_part, place) => place % 2 === 1),
  };
}
