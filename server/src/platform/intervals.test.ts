import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shareOf } from './intervals.ts';

test('a share has the ends that the score test gives, to five digits', () => {
  expect(shareOf(5, 10)).toMatchObject({ rate: 0.5, low: expect.closeTo(0.23659, 5), high: expect.closeTo(0.76341, 5) });
  expect(shareOf(0, 10)).toMatchObject({ low: 0, high: expect.closeTo(0.27753, 5) });
});

test('each end is where the score statistic equals its bound, and the rate lies between them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (of, part) => {
      const count = Math.round(part * of);
      const { rate, low, high } = shareOf(count, of) as { rate: number; low: number; high: number };
      expect(low).toBeLessThanOrEqual(rate);
      expect(high).toBeGreaterThanOrEqual(rate);
      for (const end of [low, high].filter((one) => one > 0 && one < 1))
        expect(Math.abs(rate - end) / Math.sqrt((end * (1 - end)) / of)).toBeCloseTo(1.959963984540054, 6);
    }),
  );
});

test('no trials give no rate, and fewer than 30 are called few', () => {
  expect(shareOf(0, 0)).toEqual({ count: 0, of: 0, rate: null, low: null, high: null, isFew: true });
  expect([shareOf(1, 29).isFew, shareOf(1, 30).isFew]).toEqual([true, false]);
});
