import type { EventColumns, ExposureColumns } from './join.ts';

/** So many conversions at a time, so that what is looked up of them stays in the second-level cache. */
const CONVERSIONS_PER_PARTITION = 8_192;
/** A record's unit stands above this many bits, its identity's place in its partition below. */
export const UNIT_BITS = 16;
export const IDENTITY_MASK = 2 ** UNIT_BITS - 1;

/** How identities are divided. */
export interface Partitions {
  /** An identity belongs to the partition of its bits from this one on. */
  shift: number;
  count: number;
}

/** Ranges of about 8,000 conversions each. */
export function partitionsFor(conversions: number, identityCount: number): Partitions {
  const wanted = Math.max(1, Math.ceil(conversions / CONVERSIONS_PER_PARTITION));
  const shift = Math.min(UNIT_BITS, 31 - Math.clz32(Math.ceil(identityCount / wanted) || 1));
  return { shift, count: Math.floor(Math.max(0, identityCount - 1) / 2 ** shift) + 1 };
}

/** One bit per identity: whether it has a conversion. */
export function convertingIdentities({ identity }: EventColumns, identityCount: number): Uint8Array {
  const bits = new Uint8Array(Math.ceil(identityCount / 8));
  for (let row = 0; row < identity.length; row += 1) bits[identity[row] >> 3] |= 1 << (identity[row] & 7);
  return bits;
}

/** How many exposures of converting identities each partition has. */
export function countExposures({ identity }: EventColumns, converts: Uint8Array, { shift, count }: Partitions): Float64Array {
  const counts = new Float64Array(count);
  for (let row = 0; row < identity.length; row += 1) {
    const who = identity[row];
    if ((converts[who >> 3] & (1 << (who & 7))) !== 0) counts[who >> shift] += 1;
  }
  return counts;
}

/** Partitioned events: of each its time in one Float64; then, in two Int32, its row, and its identity in its partition with its unit. */
export interface Records {
  floats: Float64Array;
  ints: Int32Array;
}

/** All conversions as records, partition by partition; those of partition `p` from `starts[p]` on. */
export interface PartitionedConversions {
  records: Records;
  starts: Int32Array;
}

/** Writes all conversions as records, partition by partition. */
export function partitionConversions({ identity, atMs }: EventColumns, { shift, count }: Partitions): PartitionedConversions {
  const starts = new Int32Array(count + 1);
  for (let row = 0; row < identity.length; row += 1) starts[(identity[row] >> shift) + 1] += 1;
  for (let partition = 0; partition < count; partition += 1) starts[partition + 1] += starts[partition];
  const next = starts.slice();
  const mask = 2 ** shift - 1;
  const floats = new Float64Array(2 * identity.length);
  const ints = new Int32Array(floats.buffer);
  for (let row = 0; row < identity.length; row += 1) {
    const partition = identity[row] >> shift;
    const place = next[partition];
    next[partition] = place + 1;
    floats[2 * place] = atMs[row];
    ints[4 * place + 2] = row;
    ints[4 * place + 3] = identity[row] & mask;
  }
  return { records: { floats, ints }, starts };
}

/** Exposures of a run of partitions, one partition behind the other. */
export interface Round {
  from: number;
  to: number;
  /** Of each partition of the run, where its exposures begin; and where the last one ends. */
  starts: Int32Array;
}

/** The next run of partitions that has no more than so many exposures together; at least one partition. */
export function nextRound(counts: Float64Array, from: number, most: number): Round {
  let to = from;
  let exposures = 0;
  const starts = [0];
  while (to < counts.length && (to === from || exposures + counts[to] <= most)) {
    exposures += counts[to];
    starts.push(exposures);
    to += 1;
  }
  return { from, to, starts: Int32Array.from(starts) };
}

/** Writes the exposures of a round as records, each to the next free place of its partition. */
export function scatter({ identity, atMs, unit }: ExposureColumns, converts: Uint8Array, shift: number, round: Round & Records): void {
  const { from, to, floats, ints } = round;
  const next = round.starts.slice();
  const mask = 2 ** shift - 1;
  for (let row = 0; row < identity.length; row += 1) {
    const who = identity[row];
    const partition = who >> shift;
    if (partition < from || partition >= to || (converts[who >> 3] & (1 << (who & 7))) === 0) continue;
    const place = next[partition - from];
    next[partition - from] = place + 1;
    floats[2 * place] = atMs[row];
    ints[4 * place + 2] = row;
    ints[4 * place + 3] = (who & mask) | (unit[row] << UNIT_BITS);
  }
}
