import type { PathColumns } from '../path.ts';
import type { Model } from './model.ts';

/**
 * One touch takes all; of two, each takes its share of the shares of first and last; from three on the first and the last take their shares
 * and those between split the rest evenly. With shares 0.4 and 0.4: 1 · ½, ½ · 0.4, 0.2/(n−2) each, 0.4.
 */
export function weighPositionBased(paths: PathColumns, model: Model, weights: Float64Array): void {
  const { offsets, pathCount } = paths;
  const { firstShare, lastShare } = model;
  const ends = firstShare + lastShare;
  const firstOfTwo = ends > 0 ? firstShare / ends : 0.5;
  for (let path = 0; path < pathCount; path += 1) {
    const start = offsets[path];
    const end = offsets[path + 1];
    const count = end - start;
    if (count === 0) continue;
    if (count === 1) weights[start] = 1;
    else if (count === 2) {
      weights[start] = firstOfTwo;
      weights[start + 1] = 1 - firstOfTwo;
    } else {
      const between = (1 - ends) / (count - 2);
      weights[start] = firstShare;
      for (let touch = start + 1; touch < end - 1; touch += 1) weights[touch] = between;
      weights[end - 1] = lastShare;
    }
  }
}
