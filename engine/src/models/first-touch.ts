import type { PathColumns } from '../path.ts';

/** All weight on the oldest touch. */
export function weighFirstTouch(paths: PathColumns, weights: Float64Array): void {
  const { offsets, pathCount } = paths;
  weights.fill(0, 0, offsets[pathCount]);
  for (let path = 0; path < pathCount; path += 1) {
    if (offsets[path + 1] > offsets[path]) weights[offsets[path]] = 1;
  }
}
