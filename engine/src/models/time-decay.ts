import type { PathColumns } from '../path.ts';
import { halvingOfSteps, stepsPerMs } from './halving.ts';

/**
 * Weight halves with every half-life of age: w ∝ 2^(−age/half-life), in real time.
 * Ages count from the newest touch, which leaves the ratios as they are and keeps very old paths from vanishing.
 */
export function weighTimeDecay(paths: PathColumns, halfLifeMs: number, weights: Float64Array): void {
  const { offsets, ageMs, pathCount } = paths;
  const perMs = stepsPerMs(halfLifeMs);
  for (let path = 0; path < pathCount; path += 1) {
    const start = offsets[path];
    const last = offsets[path + 1] - 1;
    if (last < start) continue;
    const newest = ageMs[last];
    let sum = 0;
    for (let touch = start; touch < last; touch += 1) {
      const weight = halvingOfSteps((ageMs[touch] - newest) * perMs);
      weights[touch] = weight;
      sum += weight;
    }
    sum += 1;
    for (let touch = start; touch < last; touch += 1) weights[touch] /= sum;
    weights[last] = 1 / sum;
  }
}
