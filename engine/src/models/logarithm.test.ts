import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exponential, logarithm } from './logarithm.ts';

test('the logarithm is right to 4e-16 of itself or of 1, for every positive number', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.double({ min: 5e-324, max: Number.MAX_VALUE, noNaN: true }), fc.double({ min: 0.5, max: 2, noNaN: true })),
      (x) => {
        const exact = Math.log(x);
        expect(Math.abs(logarithm(x) - exact)).toBeLessThanOrEqual(4e-16 * Math.max(1, Math.abs(exact)));
      },
    ),
    { numRuns: 3_000 },
  );
  expect(logarithm(1)).toBe(0);
});

test('the exponential is right to 1e-12 of itself, and takes the logarithm back', () => {
  fc.assert(
    fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
      expect(Math.abs(exponential(x) / Math.exp(x) - 1)).toBeLessThanOrEqual(1e-12);
      expect(Math.abs(logarithm(exponential(x)) - x)).toBeLessThanOrEqual(1e-12);
    }),
    { numRuns: 2_000 },
  );
  expect([exponential(0), exponential(-800)]).toEqual([1, 0]);
});
