import type { PathTotals } from './batch.ts';
import { type HazardRates, weighHazard } from './models/hazard.ts';
import { weighByEffect } from './models/markov.ts';
import { weighShapley } from './models/shapley.ts';
import type { UnitColumns } from './path.ts';

function pathOf(units: ArrayLike<number>, ageMs: ArrayLike<number> = new Float64Array(units.length)): UnitColumns {
  for (let touch = 0; touch < units.length; touch += 1) {
    if (!(Number.isInteger(units[touch]) && units[touch] >= 0)) {
      throw new RangeError(`the unit of touch ${touch} must be a whole number from 0 on`);
    }
  }
  return { pathCount: 1, offsets: Int32Array.of(0, units.length), unit: Int32Array.from(units), ageMs: Float64Array.from(ageMs) };
}

/**
 * `markov` weights of one path from the units of its touches, with the bits of `weighByEffect`.
 * @throws RangeError for a unit that has no effect in the list.
 */
export function weighPathByEffect(units: ArrayLike<number>, effects: Float64Array): Float64Array {
  const path = pathOf(units);
  for (const unit of path.unit) if (unit >= effects.length) throw new RangeError(`there is no effect of unit ${unit}`);
  const weights = new Float64Array(units.length);
  weighByEffect(path, effects, weights);
  return weights;
}

/**
 * `shapley` weights of one path from the units of its touches, with the bits of `weighShapley`. @throws RangeError for an impossible unit.
 */
export function weighPathByShapley(units: ArrayLike<number>): Float64Array {
  const weights = new Float64Array(units.length);
  weighShapley(pathOf(units), weights);
  return weights;
}

/**
 * `hazard` weights of one path, and its organic share, with the bits of `weighHazard`: ages in milliseconds, oldest touch first.
 * @throws RangeError for a unit or stratum that was not fitted, or an age below 0.
 */
export function weighPathByHazard(
  units: ArrayLike<number>,
  ageMs: ArrayLike<number>,
  rates: HazardRates,
  stratum = 0,
): { weights: Float64Array; organic: number } {
  const path = pathOf(units, ageMs);
  for (const unit of path.unit) if (unit >= rates.effect.length) throw new RangeError(`unit ${unit} was not fitted`);
  if (!(stratum in rates.baseline)) throw new RangeError(`stratum ${stratum} was not fitted`);
  for (const age of path.ageMs) if (!(age >= 0)) throw new RangeError('the age of a touch must be a number of milliseconds from 0 on');
  const weights = new Float64Array(units.length);
  const organic = new Float64Array(1);
  weighHazard(path, rates, [stratum], { weights, organic });
  return { weights, organic: organic[0] };
}

/**
 * Adds up, per unit, weight × conversions (one per path when left out) and weight × value of every touch, in floating point and in the
 * order of the touches. Every unit must lie in 0 … `unitCount` − 1.
 */
export function creditByWeights(
  paths: UnitColumns,
  totals: PathTotals,
  weights: Float64Array,
  unitCount: number,
): { conversions: Float64Array; value: Float64Array } {
  const { offsets, pathCount, unit } = paths;
  const sums = { conversions: new Float64Array(unitCount), value: new Float64Array(unitCount) };
  for (let path = 0; path < pathCount; path += 1) {
    const count = totals.conversions === undefined ? 1 : totals.conversions[path];
    const worth = totals.value[path];
    for (let touch = offsets[path]; touch < offsets[path + 1]; touch += 1) {
      sums.conversions[unit[touch]] += weights[touch] * count;
      sums.value[unit[touch]] += weights[touch] * worth;
    }
  }
  return sums;
}
