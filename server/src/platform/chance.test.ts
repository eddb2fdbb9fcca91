import { afterEach, describe, expect, test, vi } from 'vitest';
import { newId, randomBase62, randomNonce, randomSecret } from './chance.ts';

const timeOf = (id: string) => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);

describe('a new id', () => {
  test('is a UUID of version 7 that begins with the milliseconds of its making', () => {
    const before = Date.now();
    const ids = Array.from({ length: 1_000 }, newId);
    const after = Date.now();
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(timeOf(id)).toBeGreaterThanOrEqual(before);
      expect(timeOf(id)).toBeLessThanOrEqual(after);
    }
    expect(new Set(ids).size).toBe(1_000);
  });

  test('varies in every one of its 62 random bits', () => {
    const ids = Array.from({ length: 400 }, () => BigInt(`0x${newId().replaceAll('-', '')}`));
    for (let bit = 0; bit < 64; bit += 1) {
      const ones = ids.filter((id) => ((id >> BigInt(bit)) & 1n) === 1n).length;
      if (bit < 62) expect(Math.abs(ones - 200), `bit ${bit}`).toBeLessThan(100);
      else expect([0, 400], `bit ${bit}`).toContain(ones);
    }
  });
});

function expectAscending(ids: readonly string[]): void {
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
}

describe('ids of one process', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test('ascend, however many are made within a millisecond', () => {
    vi.useFakeTimers({ now: Date.now() + 60_000 });
    const ids = Array.from({ length: 20_000 }, newId);
    expectAscending(ids);
    expect(timeOf(ids.at(-1)!) - Date.now()).toBeLessThanOrEqual(10);
  });

  test('ascend when the clock is set back', () => {
    vi.useFakeTimers({ now: Date.now() + 120_000 });
    const ids = [newId()];
    vi.setSystemTime(Date.now() - 60_000);
    ids.push(newId(), newId());
    vi.setSystemTime(Date.now() + 120_000);
    ids.push(newId());
    expectAscending(ids);
    expect(timeOf(ids[3])).toBe(Date.now());
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

test('a nonce is handed out once, however many are drawn together', () => {
  const nonces = Array.from({ length: 3_000 }, () => randomNonce(12));
  expect(new Set(nonces.map((nonce) => nonce.toString('hex'))).size).toBe(3_000);
  expect(nonces.every((nonce) => nonce.length === 12)).toBe(true);
});
