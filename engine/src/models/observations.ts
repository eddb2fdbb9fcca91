/**
 * What was observed of identities, over columns. Times are milliseconds since any one instant. Identities may stand in any order, and so
 * may the exposures and conversions of one: sums run in an order of their own.
 */
export interface Observations {
  identityCount: number;
  /** When the identity would have been seen converting: from here … */
  observedFrom: Float64Array;
  /** … up to here, included. */
  observedTo: Float64Array;
  /**
   * A whole number from 0; one stratum for all when left out. Who changes strata is several rows, each with all exposures up to its end.
   */
  stratum?: Int32Array | Uint16Array;
  /** Exposures of identity `i` stand from `exposureOffsets[i]` up to, not including, `exposureOffsets[i + 1]`; so do conversions. */
  exposureOffsets: Int32Array;
  exposureAt: Float64Array;
  exposureUnit: Int32Array | Uint16Array;
  conversionOffsets: Int32Array;
  /** Each within its identity's observation. */
  conversionAt: Float64Array;
}
