import { describe, expect, test } from 'vitest';
import { newId, randomBase62, randomSecret } from './chance.ts';

describe('a new id', () => {
  test('is a UUID of version 7 that begins with the milliseconds of its making', () => {
    const before = Date.now();
    const ids = Array.from({ length: 1_000 }, newId);
    const after = Date.now();
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      const madeAt = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
      expect(madeAt).toBeGreaterThanOrEqual(before);
      expect(madeAt).toBeLessThanOrEqual(after);
    }
    expect(new Set(ids).size).toBe(1_000);
  });

  test('varies in every one of its 74 random bits', () => {
    const ids = Array.from({ length: 400 }, () => BigInt(`0x${newId().replaceAll('-', '')}`));
    const isRandom = (bit: number) => bit < 62 || (bit >= 64 && bit < 76);
    for (let bit = 0; bit < 76; bit += 1) {
      const ones = ids.filter((id) => ((id >> BigInt(bit)) & 1n) === 1n).length;
      if (isRandom(bit)) expect(Math.abs(ones - 200), `bit ${bit}`).toBeLessThan(100);
      else expect([0, 400], `bit ${bit}`).toContain(ones);
    }
  });
});

describe('a random text', () => {
  test('has the length asked for and holds digits and letters only', () => {
    for (const length of [0, 1, 2, 30, 1_000]) expect(randomBase62(length)).toMatch(new RegExp(`^[0-9A-Za-z]{${length}}$`));
  });

  test('draws every character evenly', () => {
    const drawn = 186_000;
    const counts = Map.groupBy(randomBase62(drawn), (character) => character);
    expect(counts.size).toBe(62);
    const expected = drawn / 62;
    // With 61 degrees of freedom, chance alone exceeds 160 less than once in 10^10 runs; the remainder of a byte by 62 gives about 1,200.
    const chiSquare = [...counts.values()].reduce((sum, { length }) => sum + (length - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(160);
  });

  test('is another each time', () => {
    expect(new Set(Array.from({ length: 100 }, () => randomBase62(30))).size).toBe(100);
    expect(new Set(Array.from({ length: 100 }, () => randomSecret(16).toString('hex'))).size).toBe(100);
    expect(randomSecret(24)).toHaveLength(24);
  });
});
