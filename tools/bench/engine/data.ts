/** The bench's world over columns: paths as the engine takes them, and a value in minor units per path. */
export interface BenchPaths {
  pathCount: number;
  offsets: Int32Array;
  ageMs: Float64Array;
  unit: Uint16Array;
  value: Float64Array;
  unitCount: number;
}

const UNITS = 50;
const ZIPF_EXPONENT = 0.9;
const MEAN_TOUCHES = 4;
const LONGEST = 48;
const LOOKBACK_MS = 30 * 86_400_000;

/** Marsaglia's xorshift32 (Xorshift RNGs, 2003): the same stream of numbers in 0 to 1 for the same seed, on every machine. */
function buildRandom(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
}

export function zipfTable(): Uint16Array {
  const shares = Array.from({ length: UNITS }, (_, unit) => (unit + 1) ** -ZIPF_EXPONENT);
  const total = shares.reduce((sum, share) => sum + share, 0);
  const table = new Uint16Array(65_536);
  let place = 0;
  let reached = 0;
  shares.forEach((share, unit) => {
    reached += share;
    const end = unit === UNITS - 1 ? table.length : Math.round((reached / total) * table.length);
    table.fill(unit, place, end);
    place = end;
  });
  return table;
}

/**
 * `pathCount` seeded paths of 1 to 48 touches (geometric, mean 4) over 50 channels (Zipf 0.9), ages spread over 30 days with fractions of a
 * millisecond cut off, values from 1.00 to 250.00.
 */
export function generatePaths(pathCount: number, seed: number): BenchPaths {
  const random = buildRandom(seed);
  const units = zipfTable();
  const offsets = new Int32Array(pathCount + 1);
  const value = new Float64Array(pathCount);
  for (let path = 0; path < pathCount; path += 1) {
    let touches = 1;
    while (touches < LONGEST && random() > 1 / MEAN_TOUCHES) touches += 1;
    offsets[path + 1] = offsets[path] + touches;
    value[path] = 100 + Math.floor(random() * 24_901);
  }
  const touchCount = offsets[pathCount];
  const ageMs = new Float64Array(touchCount);
  const unit = new Uint16Array(touchCount);
  for (let touch = 0; touch < touchCount; touch += 1) {
    ageMs[touch] = Math.floor(random() * LOOKBACK_MS);
    unit[touch] = units[Math.floor(random() * units.length)];
  }
  for (let path = 0; path < pathCount; path += 1)
    ageMs
      .subarray(offsets[path], offsets[path + 1])
      .sort()
      .reverse();
  return { pathCount, offsets, ageMs, unit, value, unitCount: UNITS };
}
