import { describe, expect, test } from 'vitest';
import { followCap, type Followed, followPositions, followShows } from './deliveries.ts';

const TIMEOUT_MS = 180_000;
const worlds = (count: number, follow: (seed: number) => Followed) => Array.from({ length: count }, (_, seed) => follow(seed));
const advisedShare = (all: readonly Followed[]) =>
  all.reduce((sum, { advised }) => sum + advised, 0) / all.reduce((sum, { things }) => sum + things, 0);

describe('in simulated networks, at most one in twenty is wrongly advised', { timeout: TIMEOUT_MS }, () => {
  test('of shows without effect, to move money', () => {
    expect(advisedShare(worlds(20, (seed) => followShows(seed, false)))).toBeLessThanOrEqual(0.05);
  });

  test.each(['none', 'same'] as const)('of shows whose positions have an effect of %s, to book another position', (effect) => {
    expect(advisedShare(worlds(20, (seed) => followPositions(seed, effect)))).toBeLessThanOrEqual(0.05);
  });

  test.each(['none', 'each'] as const)('of campaigns whose exposures have an effect of %s, to be capped', (effect) => {
    expect(advisedShare(worlds(40, (seed) => followCap(seed, effect)))).toBeLessThanOrEqual(0.05);
  });
});

describe('in simulated networks where there is something to be gained, following the advice is better in seven of ten', () => {
  test.each([
    ['money between shows', 20, (seed: number) => followShows(seed, true)],
    ['another position', 40, (seed: number) => followPositions(seed, 'differs')],
    ['a cap on frequency', 40, (seed: number) => followCap(seed, 'first')],
  ])('%s', { timeout: TIMEOUT_MS }, (_, count, follow) => {
    const told = worlds(count, follow).filter(({ gained }) => gained !== null);
    expect(told.length).toBeGreaterThanOrEqual(3);
    expect(told.filter(({ gained }) => (gained ?? 0) > 0).length / told.length).toBeGreaterThanOrEqual(0.7);
  });
});
