import { describe, expect, test } from 'vitest';
import { randomOf } from '../../../simulator/src/random.ts';
import { resample } from './resampling.ts';

type Parts = readonly (readonly number[])[];
const peopleOf = (parts: Parts, firstPerson = 1) =>
  new Map(parts.map((own, place) => [Math.imul(firstPerson + place, 0x9e3779b1) >>> 0, Float64Array.from(own)]));
const ones = (count: number): Parts => Array.from({ length: count }, () => [1, 2]);

describe.each([40, 399, 2_000])('of %i people who add the same', (count) => {
  test('a sum has the interval of a Poisson count, and a ratio that never differs has no width', () => {
    const found = resample(peopleOf(ones(count)), 2);
    const { value, low, high } = found.sum(0, false);
    expect(value).toBe(count);
    const half = 1.96 * Math.sqrt(count);
    expect(Math.abs((low ?? NaN) - (count - half))).toBeLessThan(0.12 * half);
    expect(Math.abs((high ?? NaN) - (count + half))).toBeLessThan(0.12 * half);
    expect(found.ratio(1, 0, false)).toEqual({ value: 2, low: 2, high: 2, isFew: false });
  });
});

test('the order of people changes nothing', () => {
  const random = randomOf(5);
  const people = [...peopleOf(Array.from({ length: 100 }, () => [random.next(), random.below(50)]))];
  const [there, back] = [new Map(people), new Map(people.toReversed())];
  for (const place of [0, 1]) {
    const [a, b] = [resample(there, 2).sum(place, false), resample(back, 2).sum(place, false)];
    expect([a.low, a.high].map((end) => end?.toFixed(9))).toEqual([b.low, b.high].map((end) => end?.toFixed(9)));
  }
});

test('what many people are told by and what few are drawn by agree', () => {
  const random = randomOf(6);
  const parts = Array.from({ length: 401 }, () => [1 + random.below(3), random.below(100)]);
  const [drawn, limit] = [resample(peopleOf(parts.slice(0, 400)), 2), resample(peopleOf(parts), 2)];
  for (const [a, b] of [
    [drawn.sum(0, false), limit.sum(0, false)],
    [drawn.sum(1, false), limit.sum(1, false)],
    [drawn.ratio(1, 0, false), limit.ratio(1, 0, false)],
  ]) {
    const width = (one: typeof a) => (one.high ?? NaN) - (one.low ?? NaN);
    expect(width(a) / width(b)).toBeGreaterThan(0.88);
    expect(width(a) / width(b)).toBeLessThan(1.12);
  }
});

test('nobody gives sums of 0 without an upper end, and no ratio', () => {
  const none = resample(new Map(), 2);
  expect(none.sum(0, true)).toEqual({ value: 0, low: 0, high: null, isFew: true });
  expect(none.ratio(0, 1, true)).toEqual({ value: null, low: null, high: null, isFew: true });
});

/** A count drawn from a Poisson distribution (D. Knuth, TAOCP 2, 3.4.1). */
function poisson(random: ReturnType<typeof randomOf>, mean: number): number {
  let count = -1;
  for (let product = 1; product > Math.exp(-mean); product *= random.next()) count += 1;
  return count;
}

test.each([
  [30, 0.9, 0.975],
  [100, 0.92, 0.975],
])(
  'in 600 simulated rows with %i buyers on average, the intervals hold the true sum and ratio about as often as they say',
  (mean, least, most) => {
    const held = { sum: 0, ratio: 0 };
    for (let row = 0; row < 600; row += 1) {
      const random = randomOf(mean, row);
      // Each buys once, or three times with one chance in ten; an order is worth 50 or 150, each as often.
      const parts = Array.from({ length: poisson(random, mean) }, () => {
        const orders = random.chance(0.1) ? 3 : 1;
        return [orders, Array.from({ length: orders }, () => (random.chance(0.5) ? 50 : 150)).reduce((sum, one) => sum + one, 0)];
      });
      const found = resample(peopleOf(parts, 1 + row * 1_000), 2);
      const holds = ({ low, high }: { low: number | null; high: number | null }, truth: number) =>
        Number(low !== null && high !== null && low <= truth && truth <= high);
      held.sum += holds(found.sum(0, false), mean * 1.2);
      held.ratio += holds(found.ratio(1, 0, false), 100);
    }
    for (const count of Object.values(held)) {
      expect(count / 600).toBeGreaterThan(least);
      expect(count / 600).toBeLessThan(most);
    }
  },
);
