import type { Interner } from './schema.ts';

const FIRST_SLOTS = 1 << 10;
const FIRST_BYTES = 1 << 14;

/** The finalizer of MurmurHash3 (Appleby) over the bytes, four at a time. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  let place = start;
  for (; place + 4 <= end; place += 4) {
    const word = bytes[place] | (bytes[place + 1] << 8) | (bytes[place + 2] << 16) | (bytes[place + 3] << 24);
    hash = Math.imul(hash ^ word, 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  for (; place < end; place += 1) hash = Math.imul(hash ^ bytes[place], 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** An interner that has met nothing. It takes up to 2³⁰ numbers and 2 GB of distinct bytes. */
export function createInterner(): Interner {
  let slots = new Int32Array(FIRST_SLOTS);
  let hashes = new Uint32Array(FIRST_SLOTS);
  let ends = new Int32Array(FIRST_SLOTS);
  let pool = Buffer.alloc(FIRST_BYTES);
  let count = 0;
  const startOf = (number: number) => (number === 0 ? 0 : ends[number - 1]);
  const isEqual = (number: number, bytes: Uint8Array, start: number, end: number) => {
    const from = startOf(number);
    if (ends[number] - from !== end - start) return false;
    for (let place = start; place < end; place += 1) if (pool[from + place - start] !== bytes[place]) return false;
    return true;
  };
  /** Where the number of these bytes stands; an empty slot where they were not met. */
  const slotOf = (hash: number, bytes: Uint8Array, start: number, end: number) => {
    let slot = hash & (slots.length - 1);
    for (; slots[slot] !== 0; slot = (slot + 1) & (slots.length - 1)) {
      const number = slots[slot] - 1;
      if (hashes[number] === hash && isEqual(number, bytes, start, end)) break;
    }
    return slot;
  };
  const grow = () => {
    slots = new Int32Array(2 * slots.length);
    for (let number = 0; number < count; number += 1) {
      let slot = hashes[number] & (slots.length - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = number + 1;
    }
    const [moreHashes, moreEnds] = [new Uint32Array(slots.length), new Int32Array(slots.length)];
    moreHashes.set(hashes);
    moreEnds.set(ends);
    [hashes, ends] = [moreHashes, moreEnds];
  };
  return {
    get count() {
      return count;
    },
    size: () => startOf(count),
    numberOf(bytes, start, end) {
      const hash = hashOf(bytes, start, end);
      const slot = slotOf(hash, bytes, start, end);
      if (slots[slot] !== 0) return slots[slot] - 1;
      slots[slot] = count + 1;
      hashes[count] = hash;
      const from = startOf(count);
      if (from + end - start > pool.length) pool = Buffer.concat([pool], 2 * (from + end - start));
      for (let place = start; place < end; place += 1) pool[from + place - start] = bytes[place];
      ends[count] = from + end - start;
      count += 1;
      if (count * 2 > slots.length) grow();
      return count - 1;
    },
    find(bytes) {
      const slot = slotOf(hashOf(bytes, 0, bytes.length), bytes, 0, bytes.length);
      return slots[slot] === 0 ? undefined : slots[slot] - 1;
    },
    bytesOf: (number) => pool.subarray(startOf(number), ends[number]),
  };
}
