import type { PathColumns } from '../path.ts';
import { halving } from './halving.ts';

/**
 * Weight halves with every half-life of age: w ∝ 2^(−age/half-life), in real time.
 * Ages count from the newest touch, which leaves the ratios as they are and keeps very old paths from vanishing.
 */
export function weighTimeDecay(paths: PathColumns, halfLifeMs: number, weights: Float64Array): void {
  const { offsets, ageMs, pathCount } = paths;
  for (let path = 0; path < pathCount; path += 1) {
    const start = offsets[path];
    const end = offsets[path + 1];
    const newest = end > start ? ageMs[end - 1] : 0;
    let sum = 0;
    for (let touch = start; touch < end; touch += 1) {
      const weight = halving((ageMs[touch] - newest) / halfLifeMs);
      weights[touch] = weight;
      sum += weight;
    }
    for (let touch = start; touch < end; touch += 1) weights[touch] /= sum;
  }
}
