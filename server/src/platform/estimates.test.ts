import { describe, expect, test } from 'vitest';
import { differenceOf, estimateOf, meanOf, NO_ESTIMATE, perEstimate, scaledEstimate } from './estimates.ts';
import { shareOf } from './intervals.ts';

const estimate = (value: number, low: number | null, high: number | null) => ({ value, low, high, isFew: false });

test('a mean has the interval of its standard error, none for a single number, and nothing for none', () => {
  // 1, 2, 3: mean 2, standard deviation 1, standard error 1/√3.
  const { value, low, high } = meanOf({ count: 3, sum: 6, squares: 14 }, false);
  expect([value, low?.toFixed(4), high?.toFixed(4)]).toEqual([2, '0.8684', '3.1316']);
  expect(meanOf({ count: 1, sum: 5, squares: 25 }, true)).toEqual({ value: 5, low: null, high: null, isFew: true });
  expect(meanOf({ count: 0, sum: 0, squares: 0 }, false)).toEqual(NO_ESTIMATE);
});

test('the difference of two shares has the interval that Newcombe published for it (1998, table II, method 10)', () => {
  const difference = (a: number, m: number, b: number, n: number) => {
    const { low, high } = differenceOf(estimateOf(shareOf(a, m)), estimateOf(shareOf(b, n)));
    return [low?.toFixed(4), high?.toFixed(4)];
  };
  expect(difference(56, 70, 48, 80)).toEqual(['0.0524', '0.3339']);
  expect(difference(9, 10, 3, 10)).toEqual(['0.1705', '0.8090']);
  expect(difference(5, 56, 0, 29)).toEqual(['-0.0381', '0.1926']);
});

describe('open ends', () => {
  test('a difference is open where a part of it is', () => {
    expect(differenceOf(estimate(5, 2, null), estimate(1, 0, 3))).toMatchObject({ value: 4, high: null });
    expect(differenceOf(estimate(5, 2, 8), NO_ESTIMATE)).toMatchObject({ value: null, low: null, high: null, isFew: true });
  });

  test('an amount by what may be 0 has no upper end, and by nothing is nothing', () => {
    expect(perEstimate(100, estimate(4, 2, 5))).toMatchObject({ value: 25, low: 20, high: 50 });
    expect(perEstimate(100, estimate(4, 0, 5))).toMatchObject({ value: 25, low: 20, high: null });
    expect(perEstimate(100, estimate(0, 0, 1))).toMatchObject({ value: null, low: null, high: null });
    expect(scaledEstimate(estimate(4, 2, null), 3)).toEqual({ value: 12, low: 6, high: null, isFew: false });
  });
});
