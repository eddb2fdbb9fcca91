/** What a contender took, each time in milliseconds, and its sums: per unit, conversions and value of every model in turn. */
export interface Contest {
  times: number[];
  sums: Float64Array;
}
