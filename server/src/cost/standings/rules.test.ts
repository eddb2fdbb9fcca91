import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { surgeOf, type UsagePart } from './rules.ts';

const DAY_MS = 86_400_000;
const dayOf = (place: number) => new Date(Date.parse('2026-09-01') + place * DAY_MS).toISOString().slice(0, 10);
const daysOf = (amounts: readonly number[]) => amounts.map((amount, place) => ({ day: dayOf(place), amount }));
const partsOf = (amounts: readonly number[]): UsagePart[] =>
  daysOf(amounts).map(({ day, amount }) => ({ day, amount, meter: 'emails', feature: '' }));
const surge = (amounts: readonly number[], limit = 100, parts = partsOf(amounts)) => surgeOf(daysOf(amounts), parts, limit);
/** Weeks with 10 on workdays and 2 on two days, with a little noise. */
const weeks = (count: number) => Array.from({ length: count }, (_, place) => (place % 7 < 5 ? 10 : 2) + (place % 3) * 0.1);

describe('an unusual day', () => {
  test('lies far above the same day of the week, in robust deviations and in money', () => {
    expect(surge([...weeks(42), 30])).toMatchObject({ day: dayOf(42), amount: 30, usual: 10.1, cause: { meter: 'emails' } });
    expect(surge([...weeks(42), 11])).toBeUndefined();
    // Little more than a workday's cost on a day of rest, and no more than it.
    expect(surge([...weeks(41 + 6), 10.3])?.usual).toBeCloseTo(2.1, 1);
    expect(surge([...weeks(41 + 6), 10.1])).toBeUndefined();
  });

  test('is not told of sums that matter little: 5 units of the currency, and 2 % of the limit', () => {
    expect(surge([...weeks(42), 15.05])).toBeUndefined();
    expect(surge([...weeks(42), 15.25])).toBeDefined();
    expect(surge([...weeks(42), 30], 2_000)).toBeUndefined();
  });

  test('needs four weeks before it, and days before the first cost do not count', () => {
    expect(surge([...weeks(27), 30])).toBeUndefined();
    expect(surge([...Array<number>(40).fill(0), ...weeks(27), 30])).toBeUndefined();
    expect(surge([...weeks(28), 30])).toBeDefined();
    expect(surge([])).toBeUndefined();
  });

  test('does not raise what is usual a week later, and is told again only when it is exceeded', () => {
    const days = weeks(42);
    days[35] = 90;
    expect(surge([...days, 30])).toBeUndefined();
    expect(surge([...days, 91])?.usual).toBeCloseTo(10.1, 1);
  });

  test('is none where usage comes in bursts of the same size', () => {
    // Nothing on most days, and a batch every ninth: the median and the spread are 0.
    const bursts = Array.from({ length: 55 }, (_, place) => (place % 9 === 0 ? 40 : 0));
    expect(bursts.at(-1)).toBe(40);
    expect(surge(bursts)).toBeUndefined();
    expect(surge([...bursts.slice(0, -1), 60])).toMatchObject({ amount: 60, usual: 0 });
  });

  test('names what grew the most against its own usual, not what costs the most', () => {
    const days = [...weeks(42), 40];
    const parts = daysOf(days).flatMap(({ day }, place): UsagePart[] => [
      { day, meter: 'ai_tokens', feature: 'search', amount: 9 },
      { day, meter: 'emails', feature: '', amount: place === 42 ? 8 : 1 },
    ]);
    expect(surge(days, 100, parts)?.cause).toEqual({ meter: 'emails', feature: '', excess: 7 });
  });

  test('does not depend on the unit of money, beyond the least sums', () => {
    const amounts = fc.array(fc.double({ min: 100, max: 1_000, noNaN: true }), { minLength: 29, maxLength: 60 });
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 20 }), (days, factor) => {
        const isTold = surge(days, 1) !== undefined;
        expect(
          surge(
            days.map((one) => one * factor),
            1,
          ) !== undefined,
        ).toBe(isTold);
      }),
    );
  });

  test('is rare where days only vary: fewer than 1 in 100 of days with normal noise', () => {
    // A seeded generator of ours (mulberry32) and the method of Box and Muller, so that each run draws the same days.
    let state = 7;
    const random = () => {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
    };
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const tries = 2_000;
    let told = 0;
    for (let one = 0; one < tries; one += 1)
      if (
        surge(
          Array.from({ length: 29 + (one % 28) }, (_, place) => (place % 7 < 5 ? 100 : 30) + 12 * normal()),
          1,
        )
      )
        told += 1;
    expect(told / tries).toBeLessThan(0.01);
  });
});
