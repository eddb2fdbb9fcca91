import type { ConversionColumns, ExposureColumns } from '../../../engine/src/index.ts';
import { zipfTable } from '../engine/data.ts';

/** Raw events over columns: what the join starts from. */
export interface BenchEvents {
  exposures: ExposureColumns & { identity: Int32Array; atMs: Float64Array; unit: Uint16Array };
  conversions: ConversionColumns;
  identityCount: number;
  unitCount: number;
}

const DAY_MS = 86_400_000;
const UNITS = 50;
const DAYS = 120;
const EXPOSURES_EACH = 8;
const MEAN_TOUCHES = 4;
const LONGEST = 48;
const UNTOUCHED = 0.05;

/** A counter through MurmurHash3's finalizer (Appleby): numbers in 0 to 1, unrelated to one another, the same for the same seed. */
function buildRandom(seed: number): () => number {
  let count = seed;
  return () => {
    count = (count + 0x9e3779b9) | 0;
    let hash = Math.imul(count ^ (count >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296;
  };
}

/**
 * `count` seeded conversions with eight times as many exposures, in random order. One identity in two converts, some more than once; a
 * conversion has 1 to 48 exposures in the 30 days before it (geometric, mean 4), one in twenty has none; all other exposures are of any
 * identity, at any time of 120 days.
 */
export function generateEvents(count: number, seed: number): BenchEvents {
  const random = buildRandom(seed);
  const units = zipfTable();
  const identityCount = 2 * count;
  const conversions = { identity: new Int32Array(count), atMs: new Float64Array(count), value: new Float64Array(count) };
  for (let row = 0; row < count; row += 1) {
    conversions.identity[row] = Math.floor(random() * identityCount);
    conversions.atMs[row] = Math.floor((30 + random() * (DAYS - 30)) * DAY_MS);
    conversions.value[row] = 100 + Math.floor(random() * 24_901);
  }
  const rows = EXPOSURES_EACH * count;
  const exposures = { identity: new Int32Array(rows), atMs: new Float64Array(rows), unit: new Uint16Array(rows) };
  let row = 0;
  const add = (identity: number, atMs: number) => {
    exposures.identity[row] = identity;
    exposures.atMs[row] = Math.floor(atMs);
    exposures.unit[row] = units[Math.floor(random() * units.length)];
    row += 1;
  };
  for (let of = 0; of < count; of += 1) {
    if (random() < UNTOUCHED) continue;
    let touches = 1;
    while (touches < LONGEST && random() > 1 / MEAN_TOUCHES) touches += 1;
    const { identity, atMs } = conversions;
    for (; touches > 0 && row < rows; touches -= 1) add(identity[of], atMs[of] - random() * 30 * DAY_MS);
  }
  while (row < rows) add(Math.floor(random() * identityCount), random() * DAYS * DAY_MS);
  shuffle(exposures, random);
  return { exposures, conversions, identityCount, unitCount: UNITS };
}

/** Fisher and Yates. */
function shuffle({ identity, atMs, unit }: BenchEvents['exposures'], random: () => number): void {
  for (let row = identity.length - 1; row > 0; row -= 1) {
    const other = Math.floor(random() * (row + 1));
    [identity[row], identity[other]] = [identity[other], identity[row]];
    [atMs[row], atMs[other]] = [atMs[other], atMs[row]];
    [unit[row], unit[other]] = [unit[other], unit[row]];
  }
}
