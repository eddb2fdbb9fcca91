import { weighFirstTouch } from './models/first-touch.ts';
import { weighLastTouch } from './models/last-touch.ts';
import { weighLinear } from './models/linear.ts';
import type { Model } from './models/model.ts';
import { weighPositionBased } from './models/position-based.ts';
import { weighTimeDecay } from './models/time-decay.ts';
import type { PathColumns } from './path.ts';

/**
 * Fills `weights` (at least as long as there are touches) with the model's weight of every touch: never negative, and adding up to 1 in
 * every path that has a touch, to within 1e-12. The same bits on every machine.
 */
export function weigh(model: Model, paths: PathColumns, weights: Float64Array): void {
  switch (model.name) {
    case 'first_touch':
      return weighFirstTouch(paths, weights);
    case 'last_touch':
      return weighLastTouch(paths, weights);
    case 'linear':
      return weighLinear(paths, weights);
    case 'time_decay':
      return weighTimeDecay(paths, model.halfLifeMs, weights);
    case 'position_based':
      return weighPositionBased(paths, model, weights);
  }
}

/**
 * The weights of one path from the ages of its touches in milliseconds, oldest first; nothing for no touches.
 * @throws RangeError when an age is negative, not finite, or larger than the one before it.
 */
export function weighPath(model: Model, ageMs: ArrayLike<number>): Float64Array {
  const ages = Float64Array.from(ageMs);
  ages.forEach((age, place) => {
    if (!(age >= 0 && age < Infinity)) throw new RangeError(`the age of touch ${place} must be a number of milliseconds from 0 on`);
    if (place > 0 && age > ages[place - 1]) throw new RangeError(`touch ${place} is older than the one before it; touches go oldest first`);
  });
  const weights = new Float64Array(ages.length);
  weigh(model, { pathCount: 1, offsets: Int32Array.of(0, ages.length), ageMs: ages }, weights);
  return weights;
}
