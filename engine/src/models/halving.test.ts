import fc from 'fast-check';
import { expect, test } from 'vitest';
import { halvingOfSteps, stepsPerMs } from './halving.ts';

const DAY = 86_400_000;

const halving = (x: number) => halvingOfSteps(x * 1_024);

test('halving is 2^(−x) to 4e-15 of its value for every age up to 90 days and half-life from one hour on', () => {
  const age = fc.double({ min: 0, max: 90 * DAY, noNaN: true });
  const halfLife = fc.double({ min: 3_600_000, max: 36_500 * DAY, noNaN: true });
  fc.assert(
    fc.property(age, halfLife, (ageMs, halfLifeMs) => {
      const x = ageMs / halfLifeMs;
      fc.pre(x < 1_000);
      expect(Math.abs(halving(x) / Math.pow(2, -x) - 1)).toBeLessThanOrEqual(4e-15);
    }),
    { numRuns: 2_000 },
  );
});

test('an age of one half-life halves, and an age of none fades nothing, however short the half-life is', () => {
  const fadeOf = (ageMs: number, halfLifeMs: number) => halvingOfSteps(ageMs * stepsPerMs(halfLifeMs));
  fc.assert(
    fc.property(fc.double({ min: 1e-300, max: 36_500 * DAY, noNaN: true }), (halfLifeMs) => {
      expect(fadeOf(0, halfLifeMs)).toBe(1);
      expect(Math.abs(fadeOf(halfLifeMs, halfLifeMs) - 0.5)).toBeLessThanOrEqual(1e-15);
    }),
  );
  expect([0, 1].map((ageMs) => fadeOf(ageMs, Number.MIN_VALUE))).toEqual([1, 0]);
});

test('halving is exact at whole numbers, down to the smallest number there is', () => {
  for (let x = 0; x <= 1_074; x += 1) expect(halving(x)).toBe(Math.pow(2, -x));
});

test('halving is 0 beyond the smallest number, never negative or NaN', () => {
  for (const x of [1_076, 1_099.5, 1_100, 1e9, Number.MAX_VALUE, Infinity]) expect(halving(x)).toBe(0);
});

test('halving does not rise with x', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1_000, noNaN: true }), fc.double({ min: 1e-6, max: 10, noNaN: true }), (x, step) => {
      expect(halving(x + step)).toBeLessThanOrEqual(halving(x));
    }),
  );
});
