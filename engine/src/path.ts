/**
 * Paths over columns: the touches of path `p` stand at `offsets[p]` up to, not including, `offsets[p + 1]`, oldest first.
 * `ageMs` is the time from the touch to the conversion in milliseconds: at least 0, and never rising inside a path.
 */
export interface PathColumns {
  pathCount: number;
  /** `pathCount + 1` ascending places, the first one 0. */
  offsets: Int32Array;
  ageMs: Float64Array;
}

/** Paths whose touches each belong to a unit (a channel, a campaign, a show): a whole number from 0. */
export interface UnitColumns extends PathColumns {
  unit: Int32Array | Uint16Array;
}
