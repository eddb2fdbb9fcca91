import {
  convertingIdentities,
  countExposures,
  IDENTITY_MASK,
  nextRound,
  partitionConversions,
  type Partitions,
  partitionsFor,
  type Records,
  type Round,
  scatter,
  UNIT_BITS,
} from './partition.ts';
import type { UnitColumns } from './path.ts';

/** Events over columns, in any order. */
export interface EventColumns {
  /** Whom each event is known by: a whole number from 0. Events of the same number belong together. */
  identity: Int32Array;
  /** When each happened, in milliseconds since any one instant. */
  atMs: Float64Array;
  /**
   * Which of two events at the same instant comes first: the smaller number, each given once. Left out, it is the place in the columns;
   * then the events must stand in an order of their own for the result to be the same whatever order they arrived in.
   */
  rank?: Int32Array;
}

/** Exposures, each of a unit. */
export interface ExposureColumns extends EventColumns {
  unit: Uint16Array;
}

/** Paths made of events: one for each conversion, oldest first; of one partition of identities at a time. */
export interface JoinedPaths extends UnitColumns {
  /** The row of each path's conversion. */
  conversion: Int32Array;
  /** The row of each touch's exposure. */
  exposure: Int32Array;
}

export interface JoinOptions {
  /** Every identity lies below this. */
  identityCount: number;
  /** How long before a conversion an exposure may lie, in milliseconds; both ends are included. */
  lookbackMs: number;
  /** How many exposures are put in order at a time, 16 bytes each; 67 million unless set. Each round reads all exposures. */
  roundExposures?: number;
  /** From `createJoinScratch`; made anew for each join unless given. */
  scratch?: JoinScratch;
}

const ROUND_EXPOSURES = 1 << 26;
/** Up to so many conversions of an identity are looked through one by one. */
const FEW = 4;
const LONGEST_INSERTED = 48;
const MOST_TOUCHES = 2 ** 28;

/** Conversions of one partition, by identity and, of one identity, oldest first. */
interface Sought {
  /** Of each identity of the partition, where its conversions begin; and where the last one's end. */
  starts: Int32Array;
  rows: Int32Array;
  atMs: Float64Array;
  count: number;
}

/** Sorts conversions, the oldest first; equally old ones by rank. */
function orderConversions({ rows, atMs }: Sought, rank: Int32Array | undefined, start: number, end: number): void {
  if (end - start > LONGEST_INSERTED) {
    const at = new Map(Array.from(rows.subarray(start, end), (row, place) => [row, atMs[start + place]]));
    const timeOf = (row: number) => at.get(row) ?? 0;
    rows.subarray(start, end).sort((a, b) => timeOf(a) - timeOf(b) || (rank === undefined ? a - b : rank[a] - rank[b]));
    for (let place = start; place < end; place += 1) atMs[place] = timeOf(rows[place]);
    return;
  }
  for (let place = start + 1; place < end; place += 1) {
    const row = rows[place];
    const time = atMs[place];
    let at = place;
    while (at > start) {
      const before = rows[at - 1];
      if (atMs[at - 1] < time || (atMs[at - 1] === time && (rank === undefined ? before < row : rank[before] < rank[row]))) break;
      rows[at] = before;
      atMs[at] = atMs[at - 1];
      at -= 1;
    }
    rows[at] = row;
    atMs[at] = time;
  }
}

/** Puts the conversions `from` to `end` in order. */
function seek(sought: Sought, { floats, ints }: Records, rank: Int32Array | undefined, [from, end]: readonly number[]): void {
  const { starts, rows, atMs } = sought;
  sought.count = end - from;
  starts.fill(0);
  for (let record = from; record < end; record += 1) starts[ints[4 * record + 3]] += 1;
  for (let who = 1; who < starts.length; who += 1) starts[who] += starts[who - 1];
  for (let record = end - 1; record >= from; record -= 1) {
    const who = ints[4 * record + 3];
    const place = starts[who] - 1;
    starts[who] = place;
    rows[place] = ints[4 * record + 2];
    atMs[place] = floats[2 * record];
  }
  for (let who = 0; who + 1 < starts.length; who += 1)
    if (starts[who + 1] - starts[who] > 1) orderConversions(sought, rank, starts[who], starts[who + 1]);
}

/** The first of the conversions `from` to `end` that is not before `at`. */
function firstNotBefore(atMs: Float64Array, from: number, end: number, at: number): number {
  let low = from;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (atMs[middle] < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where the paths of a partition are made, over and over. */
interface Bench extends JoinedPaths {
  /** The next free place of each path. */
  next: Int32Array;
  /** Touches as they were found: the path, and behind it what the record says of row and unit; and how old each is. */
  found: Int32Array;
  foundAgeMs: Float64Array;
}

function createBench(): Bench {
  const [floats, ints] = [new Float64Array(0), new Int32Array(0)];
  const touches = { ageMs: floats, unit: new Uint16Array(0), exposure: ints };
  return { pathCount: 0, offsets: new Int32Array(1), next: ints, conversion: ints, found: ints, foundAgeMs: floats, ...touches };
}

/** More room for touches found; those found so far stay. */
function growFound(bench: Bench): void {
  const size = Math.max(1 << 15, 2 * bench.foundAgeMs.length);
  if (size > MOST_TOUCHES) throw new RangeError('identities of one range have more touches together than can be joined');
  const [found, foundAgeMs] = [new Int32Array(3 * size), new Float64Array(size)];
  found.set(bench.found);
  foundAgeMs.set(bench.foundAgeMs);
  Object.assign(bench, { found, foundAgeMs });
}

/** Finds the touches among the records `start` to `end`, counting those of each path; returns how many there are. */
function findTouches(
  bench: Bench,
  { starts, atMs }: Sought,
  { floats, ints }: Records,
  [start, end, lookbackMs]: readonly number[],
): number {
  const { offsets } = bench;
  let { found, foundAgeMs } = bench;
  let touch = 0;
  for (let record = start; record < end; record += 1) {
    const at = floats[2 * record];
    const told = ints[4 * record + 3];
    const who = told & IDENTITY_MASK;
    const last = starts[who + 1];
    let path = starts[who];
    if (last - path > FEW) path = firstNotBefore(atMs, path, last, at);
    for (; path < last; path += 1) {
      const age = atMs[path] - at;
      if (age > lookbackMs) break;
      if (age < 0) continue;
      if (touch === foundAgeMs.length) {
        growFound(bench);
        ({ found, foundAgeMs } = bench);
      }
      foundAgeMs[touch] = age;
      found[3 * touch] = path;
      found[3 * touch + 1] = ints[4 * record + 2];
      found[3 * touch + 2] = told >>> UNIT_BITS;
      offsets[path + 1] += 1;
      touch += 1;
    }
  }
  return touch;
}

function growTouches(bench: Bench, touches: number): void {
  if (touches <= bench.ageMs.length) return;
  const size = Math.ceil(touches * 1.5);
  Object.assign(bench, { ageMs: new Float64Array(size), unit: new Uint16Array(size), exposure: new Int32Array(size) });
}

/** Puts every touch found into its path. */
function placeTouches({ offsets, next, found, foundAgeMs, ageMs, unit, exposure, pathCount }: Bench, touches: number): void {
  for (let path = 0; path < pathCount; path += 1) {
    next[path] = offsets[path];
    offsets[path + 1] += offsets[path];
  }
  for (let touch = 0; touch < touches; touch += 1) {
    const path = found[3 * touch];
    const place = next[path];
    next[path] = place + 1;
    ageMs[place] = foundAgeMs[touch];
    exposure[place] = found[3 * touch + 1];
    unit[place] = found[3 * touch + 2];
  }
}

/** Sorts the touches `start` to `end` of a path, oldest first; equally old ones by rank. */
function orderPath(bench: Bench, rank: Int32Array | undefined, start: number, end: number): void {
  const { ageMs, unit, exposure } = bench;
  if (end - start > LONGEST_INSERTED) return orderLongPath(bench, rank, start, end);
  for (let place = start + 1; place < end; place += 1) {
    const [age, row, of] = [ageMs[place], exposure[place], unit[place]];
    let at = place;
    while (at > start) {
      const before = exposure[at - 1];
      if (ageMs[at - 1] > age || (ageMs[at - 1] === age && (rank === undefined ? before < row : rank[before] < rank[row]))) break;
      ageMs[at] = ageMs[at - 1];
      exposure[at] = before;
      unit[at] = unit[at - 1];
      at -= 1;
    }
    ageMs[at] = age;
    exposure[at] = row;
    unit[at] = of;
  }
}

function orderLongPath({ ageMs, unit, exposure }: Bench, rank: Int32Array | undefined, start: number, end: number): void {
  const [ages, rows, units] = [ageMs.slice(start, end), exposure.slice(start, end), unit.slice(start, end)];
  const rankOf = (place: number) => (rank === undefined ? rows[place] : rank[rows[place]]);
  const order = Int32Array.from(rows, (_, place) => place).sort((a, b) => ages[b] - ages[a] || rankOf(a) - rankOf(b));
  order.forEach((from, to) => {
    ageMs[start + to] = ages[from];
    exposure[start + to] = rows[from];
    unit[start + to] = units[from];
  });
}

/** What a join works in. Handed from join to join it saves making it anew; it keeps its largest size. */
export interface JoinScratch {
  records: Records;
  sought: Sought;
  bench: Bench;
}

/** Scratch for `joinPaths`, empty at first. */
export function createJoinScratch(): JoinScratch {
  const [floats, ints] = [new Float64Array(0), new Int32Array(0)];
  return { records: { floats, ints }, sought: { starts: ints, rows: ints, atMs: floats, count: 0 }, bench: createBench() };
}

/** Room for partitions of so many conversions. */
function makeRoom({ sought, bench }: JoinScratch, { shift }: Partitions, largest: number): void {
  if (sought.starts.length !== 2 ** shift + 1) sought.starts = new Int32Array(2 ** shift + 1);
  if (largest < bench.offsets.length) return;
  Object.assign(sought, { rows: new Int32Array(largest), atMs: new Float64Array(largest) });
  Object.assign(bench, { offsets: new Int32Array(largest + 1), next: new Int32Array(largest) });
}

function largestOf(starts: Int32Array): number {
  let largest = 0;
  for (let place = 1; place < starts.length; place += 1) largest = Math.max(largest, starts[place] - starts[place - 1]);
  return largest;
}

function recordsFor(scratch: JoinScratch, { starts }: Round): Records {
  const needed = 2 * starts[starts.length - 1];
  if (needed > scratch.records.floats.length) {
    const floats = new Float64Array(needed);
    scratch.records = { floats, ints: new Int32Array(floats.buffer) };
  }
  return scratch.records;
}

/**
 * Joins exposures with the conversions of the same identity that follow them within the lookback, and hands each conversion's path to
 * `onPaths`, also those without a touch: many at a time, in columns that hold until it returns. Paths come by ranges of identities; in
 * one range by identity, then by time; so that the same events give the same paths in the same order whatever order they came in.
 *
 * Both sides are radix-partitioned by identity, so that everything a partition looks up stays in the caches; nothing is hashed. Beside the
 * columns given it takes 16 bytes for each exposure of a round, and some for each conversion.
 * @throws RangeError where one range of identities has more than 2²⁸ touches.
 */
export function joinPaths(
  exposures: ExposureColumns,
  conversions: EventColumns,
  { identityCount, lookbackMs, roundExposures = ROUND_EXPOSURES, scratch = createJoinScratch() }: JoinOptions,
  onPaths: (paths: JoinedPaths) => void,
): void {
  const { sought, bench } = scratch;
  const partitions = partitionsFor(conversions.identity.length, identityCount);
  const { records: sides, starts } = partitionConversions(conversions, partitions);
  const converts = convertingIdentities(conversions, identityCount);
  const counts = countExposures(exposures, converts, partitions);
  makeRoom(scratch, partitions, largestOf(starts));
  for (let from = 0; from < partitions.count;) {
    const round = nextRound(counts, from, roundExposures);
    const records = recordsFor(scratch, round);
    scatter(exposures, converts, partitions.shift, { ...round, ...records });
    for (let partition = from; partition < round.to; partition += 1) {
      if (starts[partition + 1] === starts[partition]) continue;
      seek(sought, sides, conversions.rank, [starts[partition], starts[partition + 1]]);
      bench.pathCount = sought.count;
      bench.conversion = sought.rows;
      bench.offsets.fill(0, 0, sought.count + 1);
      const touches = findTouches(bench, sought, records, [round.starts[partition - from], round.starts[partition - from + 1], lookbackMs]);
      growTouches(bench, touches);
      placeTouches(bench, touches);
      for (let path = 0; path < sought.count; path += 1) orderPath(bench, exposures.rank, bench.offsets[path], bench.offsets[path + 1]);
      onPaths(bench);
    }
    from = round.to;
  }
}
