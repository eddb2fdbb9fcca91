import type { HazardRates, Observations } from '../../../engine/src/index.ts';
import type { BenchPaths } from './data.ts';

const DAY_MS = 86_400_000;
const OBSERVED_MS = 40 * DAY_MS;

/**
 * Identities of whom all were observed for 40 days: one with a conversion for each path, then some with the exposures of a path and none.
 */
export interface BenchObservations {
  observations: Observations;
  rates: HazardRates;
  /** How many of the first paths stand there again without their conversion. */
  without: number;
  /** How long after a conversion its identity was still observed. */
  afterMs: number;
}

/**
 * Paths as observations for `hazard`, the first `without` of them a second time without conversion, and the rates that a step begins with.
 */
export function observationsOf(paths: BenchPaths, without: number): BenchObservations {
  const { pathCount, unitCount } = paths;
  const afterMs = DAY_MS;
  const identityCount = pathCount + without;
  const touches = paths.offsets[pathCount];
  const exposureOffsets = new Int32Array(identityCount + 1);
  exposureOffsets.set(paths.offsets);
  for (let path = 1; path <= without; path += 1) exposureOffsets[pathCount + path] = touches + paths.offsets[path];
  const exposureAt = new Float64Array(exposureOffsets[identityCount]);
  const exposureUnit = new Uint16Array(exposureAt.length);
  exposureAt.forEach((_at, touch) => {
    const same = touch < touches ? touch : touch - touches;
    exposureAt[touch] = OBSERVED_MS - afterMs - paths.ageMs[same];
    exposureUnit[touch] = paths.unit[same];
  });
  return {
    observations: {
      identityCount,
      observedFrom: new Float64Array(identityCount),
      observedTo: new Float64Array(identityCount).fill(OBSERVED_MS),
      exposureOffsets,
      exposureAt,
      exposureUnit,
      conversionOffsets: Int32Array.from({ length: identityCount + 1 }, (_, identity) => Math.min(identity, pathCount)),
      conversionAt: new Float64Array(pathCount).fill(OBSERVED_MS - afterMs),
    },
    rates: {
      baseline: Float64Array.of(0.02 / OBSERVED_MS),
      effect: Float64Array.from({ length: unitCount }, (_, unit) => 0.01 + unit / 1_000),
      decay: Float64Array.from({ length: unitCount }, (_, unit) => Math.LN2 / ((1 + (unit % 14)) * DAY_MS)),
      lookbackMs: Infinity,
    },
    without,
    afterMs,
  };
}
