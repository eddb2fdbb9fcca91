import { describe, expect, test } from 'vitest';
import type { Placement } from '../../catalog/placements/schema.ts';
import {
  type CountedDays,
  type CountedKind,
  countedDays,
  type DayCount,
  dispersionOf,
  makeGoodOf,
  pacingOf,
  projectionOf,
} from './rules.ts';

const shown = (days: DayCount[]): CountedDays => ({ counted: 'impression', days });

const PLACEMENT: Placement = {
  key: 'p',
  campaign: 'c',
  show: 's',
  episode: null,
  position: 'mid_roll',
  kind: 'dynamic',
  audio: null,
  startsOn: '2026-11-01',
  endsOn: '2026-11-10',
  bookedImpressions: 1_000,
  price: { basis: 'cpm', amountMinor: 2_500, currency: 'USD' },
  pixelId: 'abcdefghijkl',
  createdAt: '2026-10-01T00:00:00.000Z',
};
const day = (number: number, delivered: number) => ({ day: `2026-11-${String(number).padStart(2, '0')}`, delivered });

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A Poisson count (Knuth's multiplication, in parts so that nothing underflows). */
function poisson(random: () => number, mean: number): number {
  let count = 0;
  for (let rest = mean; rest > 0; rest -= 20) {
    const end = Math.exp(-Math.min(rest, 20));
    for (let product = random(); product > end; product *= random()) count += 1;
  }
  return count;
}

describe('an even pace', () => {
  test('expects the share of what was booked that the flight has run, from the start of its first day to the end of its last', () => {
    const at = (instant: string) => pacingOf(PLACEMENT, shown([day(2, 300)]), Date.parse(instant));
    expect(at('2026-10-31T23:59:59Z')).toMatchObject({ state: 'upcoming', expected: 0, paceRatio: null, projection: null, makeGood: null });
    expect(at('2026-11-03T12:00:00Z')).toMatchObject({ state: 'running', expected: 250, paceRatio: 1.2, makeGood: null });
    expect(at('2026-11-10T23:59:59.999Z')).toMatchObject({ state: 'running', makeGood: null });
    expect(at('2026-11-11T00:00:00Z')).toMatchObject({ state: 'ended', expected: 1_000, paceRatio: 0.3, projection: null });
  });

  test('has nothing to expect of an open flight, or of one without booked impressions', () => {
    const now = Date.parse('2026-11-05T00:00:00Z');
    const open = pacingOf({ ...PLACEMENT, endsOn: null }, shown([day(2, 5)]), now);
    expect(open).toMatchObject({ state: 'open', delivered: 5, expected: null, paceRatio: null, projection: null, makeGood: null });
    expect(pacingOf({ ...PLACEMENT, bookedImpressions: null }, shown([day(2, 4)]), now)).toMatchObject({
      expected: null,
      projection: { total: 10 },
    });
  });

  test('counts what came before and after the flight aside', () => {
    const days = [{ day: '2026-10-31', delivered: 1 }, day(1, 2), day(10, 3), day(11, 4)];
    expect(pacingOf(PLACEMENT, shown(days), Date.parse('2026-11-12T00:00:00Z'))).toMatchObject({ delivered: 5, deliveredOutside: 5 });
  });
});

describe('a make-good', () => {
  test('is what was booked and not delivered, at the price that was booked, once the flight is over', () => {
    const ended = pacingOf(PLACEMENT, shown([day(2, 400)]), Date.parse('2026-11-11T00:00:00Z'));
    expect(ended.makeGood).toEqual({ impressions: 600, valueMinor: 1_500, currency: 'USD' });
    expect(makeGoodOf(PLACEMENT, 1_000, 1_200)).toEqual({ impressions: 0, valueMinor: 0, currency: 'USD' });
    expect(makeGoodOf({ price: { basis: 'flat', amountMinor: 1_001, currency: 'EUR' } }, 1_000, 500)).toEqual({
      impressions: 500,
      valueMinor: 501,
      currency: 'EUR',
    });
    expect(makeGoodOf({ price: null }, 10, 4)).toEqual({ impressions: 6, valueMinor: null, currency: null });
  });

  test('refuses a value that could not be told exactly', () => {
    const price = { basis: 'cpm', amountMinor: 1_000_000_000_000_000, currency: 'USD' } as const;
    expect(() => makeGoodOf({ price }, 1_000_000_000_000, 0)).toThrow(/2\^53/);
  });
});

describe('a projection', () => {
  test('goes on at the rate so far, and is never below what was delivered', () => {
    expect(projectionOf({ delivered: 100, elapsedDays: 10, totalDays: 30, dispersion: 1 })).toMatchObject({ total: 300 });
    expect(projectionOf({ delivered: 100, elapsedDays: 10, totalDays: 30, dispersion: 400 }).low).toBe(100);
    expect(projectionOf({ delivered: 0, elapsedDays: 10, totalDays: 30, dispersion: 1 })).toMatchObject({ total: 0, low: 0, high: 7 });
  });

  test('is wider the more its days differ, and whole days without any delivery are among them', () => {
    expect(dispersionOf([5, 5])).toBe(1);
    expect(dispersionOf([5, 5, 5])).toBe(1);
    expect(dispersionOf([0, 0, 0])).toBe(1);
    expect(dispersionOf([0, 30, 0])).toBe(30);
    const at = Date.parse('2026-11-04T00:00:00Z');
    expect(pacingOf(PLACEMENT, shown([day(2, 30)]), at).projection?.dispersion).toBe(30);
    expect(pacingOf(PLACEMENT, shown([day(2, 30)]), Date.parse('2026-11-01T23:59:59Z')).projection).toBeNull();
  });

  test.each([
    ['few deliveries a day', 0.5, 0],
    ['some', 5, 0],
    ['many', 200, 0],
    ['many on some days and few on others', 200, 1],
  ])('of %s holds what the flight comes to about 95 times in 100', (_what, mean, spread) => {
    const random = randomOf(7);
    const [rounds, elapsed, total] = [2_000, 14, 28];
    let held = 0;
    for (let round = 0; round < rounds; round += 1) {
      const counts = Array.from({ length: total }, () => poisson(random, mean * (1 + spread * (random() - 0.5))));
      const sum = (some: number[]) => some.reduce((all, one) => all + one, 0);
      const seen = counts.slice(0, elapsed);
      const { low, high } = projectionOf({ delivered: sum(seen), elapsedDays: elapsed, totalDays: total, dispersion: dispersionOf(seen) });
      if (low <= sum(counts) && sum(counts) <= high) held += 1;
    }
    expect(held / rounds).toBeGreaterThan(0.92);
    expect(held / rounds).toBeLessThan(0.99);
  });
});

describe('what counts as delivered', () => {
  const of = (kind: CountedKind, count: number) => ({ ...day(2, count), kind });

  test('is downloads of a baked-in placement, and impressions of a dynamic one, whatever else names it', () => {
    const days = [of('download', 5), of('impression', 3)];
    expect(countedDays({ kind: 'baked_in' }, days)).toMatchObject({ counted: 'download', days: [{ delivered: 5 }] });
    expect(countedDays({ kind: 'dynamic' }, days)).toMatchObject({ counted: 'impression', days: [{ delivered: 3 }] });
  });

  test('is, of a dynamic one without impressions, the downloads whose bytes held it', () => {
    expect(countedDays({ kind: 'dynamic' }, [of('download', 5)])).toMatchObject({ counted: 'download', days: [{ delivered: 5 }] });
    expect(countedDays({ kind: 'dynamic' }, [])).toEqual({ counted: 'impression', days: [] });
  });
});
