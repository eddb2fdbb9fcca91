import type { PathColumns } from '../path.ts';

/** The same weight, 1/n, on each of n touches. */
export function weighLinear(paths: PathColumns, weights: Float64Array): void {
  const { offsets, pathCount } = paths;
  for (let path = 0; path < pathCount; path += 1) {
    const start = offsets[path];
    const end = offsets[path + 1];
    const weight = 1 / (end - start);
    for (let touch = start; touch < end; touch += 1) weights[touch] = weight;
  }
}
