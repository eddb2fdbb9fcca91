import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deviationOf, meanOf, rankCorrelation, scoresOf } from './scores.ts';

const shuffles = fc.integer({ min: 2, max: 12 }).chain((count) =>
  fc.shuffledSubarray(
    Array.from({ length: count }, (_, place) => place),
    { minLength: count, maxLength: count },
  ),
);

describe('rank correlation', () => {
  test('is 1 − 6 Σ d² ÷ n(n² − 1) where no values are equal', () => {
    fc.assert(
      fc.property(shuffles, (ranks) => {
        const squares = ranks.reduce((sum, rank, place) => sum + (rank - place) ** 2, 0);
        const expected = 1 - (6 * squares) / (ranks.length * (ranks.length ** 2 - 1));
        const found = rankCorrelation(
          ranks.map((rank) => rank ** 3),
          ranks.map((_, place) => 7 * place - 3),
        );
        expect(found).toBeCloseTo(expected, 12);
      }),
    );
  });

  test('shares ranks among equal values, as in a table worked by hand', () => {
    // Ranks 1.5, 1.5, 3, 4 against 1, 2, 3, 4: covariance 4.5, spreads 4.5 and 5.
    expect(rankCorrelation([0, 0, 5, 9], [1, 2, 3, 4])).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 12);
  });

  test('is unknown where one side has no order', () => {
    expect(rankCorrelation([2, 2, 2], [1, 2, 3])).toBeNull();
  });
});

describe('scores', () => {
  test('of credit that is the truth are perfect', () => {
    const scores = scoresOf([5, 3, 0], [5, 3, 0], [false, false, true]);
    expect(scores).toEqual({ bias: 0, rankCorrelation: expect.closeTo(1, 12), creditToZeroEffect: 0, totalVariation: 0 });
  });

  test('say how much too much is credited, and to whom', () => {
    const scores = scoresOf([6, 3, 3], [4, 4, 0], [false, false, true]);
    expect(scores.bias).toBeCloseTo(0.5, 12);
    expect(scores.creditToZeroEffect).toBeCloseTo(0.25, 12);
    expect(scores.totalVariation).toBeCloseTo((0 + 0.25 + 0.25) / 2, 12);
  });

  test('of nothing are unknown', () => {
    const unknown = { bias: null, rankCorrelation: null, creditToZeroEffect: null, totalVariation: null };
    expect(scoresOf([0, 0], [0, 0], [false, true])).toEqual(unknown);
  });

  test('are averaged over what is known', () => {
    expect(meanOf([1, null, 4])).toBe(2.5);
    expect(meanOf([null])).toBeNull();
    expect(deviationOf([1, 3, null])).toBeCloseTo(Math.SQRT2, 12);
    expect(deviationOf([1, null])).toBeNull();
  });
});
