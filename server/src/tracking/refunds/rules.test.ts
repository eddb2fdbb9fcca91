import { expect, test } from 'vitest';
import { countedPart } from './rules.ts';

test.each([
  [1_000, 4_500, 4_999, 900],
  [4_999, 4_500, 4_999, 4_500],
  [1, 4_500, 4_999, 1],
  [0, 1, 2, 0],
  [5, 0, 0, 5],
  [9_007_199_254_740_991, 1, 3, 3_002_399_751_580_330],
])('of a refund of %i, where %i of %i counts, %i counts', (amount, valueMinor, grossMinor, counted) => {
  expect(countedPart(amount, { valueMinor, grossMinor })).toBe(counted);
});
