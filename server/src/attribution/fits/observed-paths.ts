import type { UnitColumns } from '../../../../engine/src/index.ts';
import type { Watched } from './observing.ts';

/** Paths over columns, each with how often it ended with and without a conversion, and the stretch it is of. */
export type ObservedPaths = UnitColumns & { conversions: Float64Array; nulls: Float64Array; row: Int32Array };

/** Paths that are counted one after the other. */
interface OpenPaths {
  units: number[];
  offsets: number[];
  ends: number[];
  rows: number[];
}

function closePath({ units, offsets, ends, rows }: OpenPaths, converted: number, row: number): void {
  if (units.length === offsets[offsets.length - 1]) return;
  offsets.push(units.length);
  ends.push(converted);
  rows.push(row);
}

/** The paths of one stretch that ended without conversion: exposures that none followed within the lookback, which is over. */
function addNulls(watched: Watched, row: number, lookbackMs: number, paths: OpenPaths): void {
  const { exposureOffsets, exposureAt, exposureUnit, conversionOffsets, conversionAt, endMs } = watched;
  let next = conversionOffsets[row];
  let openedMs = -Infinity;
  for (let touch = exposureOffsets[row]; touch < exposureOffsets[row + 1]; touch += 1) {
    const at = exposureAt[touch];
    while (next < conversionOffsets[row + 1] && conversionAt[next] < at) next += 1;
    const isFollowed = next < conversionOffsets[row + 1] && conversionAt[next] <= at + lookbackMs;
    if (isFollowed || at + lookbackMs > endMs) continue;
    // A path of somebody who goes on listening is no longer than one that converts can be.
    if (at > openedMs + lookbackMs) {
      closePath(paths, 0, row);
      openedMs = at;
    }
    paths.units.push(exposureUnit[touch]);
  }
  closePath(paths, 0, row);
}

/** Every converting path, and every path of exposures that no conversion followed within a lookback that is over. */
export function pathsOf(watched: Watched, lookbackMs: number): ObservedPaths {
  const paths: OpenPaths = { units: [], offsets: [0], ends: [], rows: [] };
  for (let row = 0; row < watched.identityCount; row += 1) {
    const [from, upTo] = [watched.exposureOffsets[row], watched.exposureOffsets[row + 1]];
    for (let place = watched.conversionOffsets[row]; place < watched.conversionOffsets[row + 1]; place += 1) {
      const at = watched.conversionAt[place];
      for (let touch = from; touch < upTo && watched.exposureAt[touch] <= at; touch += 1)
        if (watched.exposureAt[touch] >= at - lookbackMs) paths.units.push(watched.exposureUnit[touch]);
      closePath(paths, 1, row);
    }
    addNulls(watched, row, lookbackMs, paths);
  }
  const { units, offsets, ends, rows } = paths;
  return {
    pathCount: ends.length,
    offsets: Int32Array.from(offsets),
    unit: Int32Array.from(units),
    ageMs: new Float64Array(units.length),
    conversions: Float64Array.from(ends),
    nulls: Float64Array.from(ends, (converted) => 1 - converted),
    row: Int32Array.from(rows),
  };
}
