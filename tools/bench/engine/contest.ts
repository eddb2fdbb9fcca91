/** What a contender took, each time in milliseconds, and its sums: per unit, conversions and value of every model in turn. */
export interface Contest {
  times: number[];
  sums: Float64Array;
}

/** The middle one of an odd number of times. */
export function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1];
}
