/** A stream of pseudo-random numbers that is the same for the same words on every machine. */
export interface Random {
  /** A number from 0 up to, not including, 1. */
  next(): number;
  /** A whole number from 0 up to, not including, `count`. */
  below(count: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** `digits` hexadecimal digits. */
  hex(digits: number): string;
}

/** One step of MurmurHash3's finaliser (A. Appleby), which spreads every bit of a word over the whole result. */
export function mix(word: number): number {
  let mixed = word | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) | 0;
}

/**
 * A stream of its own for each list of words, such as seed, household and day, so that any part of a world can be made without the rest.
 * The generator is sfc32 of PractRand (C. Doty-Humphrey), on 32-bit integers alone.
 */
export function randomOf(...words: number[]): Random {
  let [a, b, c, counter] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 1];
  for (const word of words) {
    a = mix(a ^ word);
    b = mix(b + a);
    c = mix(c ^ b);
  }
  const step = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 8; round += 1) step();
  const next = () => step() / 4_294_967_296;
  const below = (count: number) => Math.floor(next() * count);
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick: (items) => items[below(items.length)],
    hex: (digits) => {
      let text = '';
      while (text.length < digits) text += step().toString(16).padStart(8, '0');
      return text.slice(0, digits);
    },
  };
}
