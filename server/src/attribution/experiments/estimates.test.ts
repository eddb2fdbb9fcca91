import { describe, expect, test } from 'vitest';
import { randomOf } from '../../../../simulator/src/random.ts';
import { adjustedDifference } from './cuped.ts';
import { geoEffect, detectableLift } from './geo.ts';
import { differenceInterval, differenceOfShares, fieller, relativeLift, wilson } from './intention-to-treat.ts';
import {
  addParticipant,
  differenceOfMeans,
  effectiveCount,
  joinMoments,
  type Moments,
  noMoments,
  pooledError,
  varianceOf,
} from './moments.ts';
import { checkRatio } from './srm.ts';
import { detectablePerDay, switchbackEffect } from './switchback.ts';

/** So many that a share of them is sure to lie in its range but for one run in a thousand. */
const withinChance = (share: number, runs: number) => 3.3 * Math.sqrt((share * (1 - share)) / runs);

function normalOf(random: ReturnType<typeof randomOf>): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

function participants(values: readonly (readonly [number, number])[]): Moments {
  const moments = noMoments();
  for (const [y, x] of values) addParticipant(moments, y, x);
  return moments;
}

function drawn(random: ReturnType<typeof randomOf>, count: number, rate: number): Moments {
  return participants(Array.from({ length: count }, () => [random.chance(rate) ? 1 : 0, 0] as const));
}

describe('sample ratio', () => {
  test('finds the mismatch of a published example, and its p-value', () => {
    // Kohavi, Tang, Xu (2020), chapter 21: 821,588 against 815,482 users of an even split, p = 1.8e-6.
    const check = checkRatio([
      { count: 821_588, share: 0.5 },
      { count: 815_482, share: 0.5 },
    ]);
    expect(check).toMatchObject({ method: 'chi_square', isMismatch: true });
    expect(check.pValue).toBeCloseTo(1.8e-6, 7);
  });

  test('is exact where arms are small: one of ten by a coin is 22 in 1024', () => {
    const arms = (one: number, other: number) => checkRatio([one, other].map((count) => ({ count, share: 1 })));
    expect(arms(1, 8)).toMatchObject({ method: 'exact_binomial' });
    expect(arms(1, 8).pValue).toBeCloseTo(20 / 512, 10);
    expect(arms(0, 9).pValue).toBeCloseTo(2 / 512, 10);
    expect(arms(4, 5).pValue).toBeCloseTo(1, 10);
  });

  test('judges neither nobody nor three small arms', () => {
    expect(checkRatio([1, 1].map((share) => ({ count: 0, share })))).toEqual({ pValue: null, method: 'too_few', isMismatch: false });
    expect(checkRatio([1, 1, 1].map((share) => ({ count: 2, share }))).method).toBe('too_few');
  });

  test('takes shares in proportion to each other, and counts that fit them for no mismatch', () => {
    const arms = [
      { count: 900, share: 0.45 },
      { count: 100, share: 0.05 },
    ];
    expect(checkRatio(arms).pValue).toBeCloseTo(1, 10);
  });
});

describe('intention to treat', () => {
  test("gives Newcombe's published intervals", () => {
    // Newcombe (1998), table II, method 10.
    const cases: [number, number, number, number, number, number][] = [
      [56, 70, 48, 80, 0.0524, 0.3339],
      [9, 10, 3, 10, 0.1705, 0.809],
      [10, 10, 0, 10, 0.6075, 1],
    ];
    for (const [count, of, count0, of0, low, high] of cases) {
      const found = differenceOfShares({ count, of }, { count: count0, of: of0 }, 0.05);
      expect(found.low).toBeCloseTo(low, 4);
      expect(found.high).toBeCloseTo(high, 4);
    }
  });

  test('gives the published Wilson interval of 81 in 263', () => {
    // Newcombe (1998), Statistics in Medicine 17, 857–872, table I: 0.2553 to 0.3662.
    const { low, high } = wilson({ count: 81, of: 263 }, 0.05);
    expect([low, high].map((end) => end.toFixed(4))).toEqual(['0.2553', '0.3662']);
  });

  test('its intervals cover the true difference of shares and of values as often as they say', () => {
    const random = randomOf(7);
    const runs = 1_500;
    let [shares, values] = [0, 0];
    for (let run = 0; run < runs; run += 1) {
      const [arm, control] = [drawn(random, 400, 0.05), drawn(random, 600, 0.03)];
      const interval = differenceOfShares({ count: arm.y, of: 400 }, { count: control.y, of: 600 }, 0.05);
      if (interval.low <= 0.02 && interval.high >= 0.02) shares += 1;
      const spent = (mean: number) => participants(Array.from({ length: 300 }, () => [-mean * Math.log(1 - random.next()), 0] as const));
      const value = differenceInterval(spent(12), spent(10), 0.05);
      if (value.low <= 2 && value.high >= 2) values += 1;
    }
    for (const covered of [shares, values]) expect(Math.abs(covered / runs - 0.95)).toBeLessThan(withinChance(0.95, runs) + 0.005);
  });

  test("a lift's interval is Fieller's: it covers the true one, and there is none where the control's mean may be 0", () => {
    const random = randomOf(11);
    const runs = 1_500;
    let covered = 0;
    for (let run = 0; run < runs; run += 1) {
      const lift = relativeLift(drawn(random, 1_000, 0.06), drawn(random, 1_000, 0.05), 0.05);
      if (lift !== undefined && lift.low <= 0.2 && lift.high >= 0.2) covered += 1;
    }
    expect(Math.abs(covered / runs - 0.95)).toBeLessThan(withinChance(0.95, runs) + 0.005);
    expect(
      relativeLift(drawn(random, 100, 0.1), participants([...Array.from({ length: 99 }, () => [0, 0] as const), [1, 0]]), 0.05),
    ).toBeUndefined();
    expect(fieller({ mean: 6, variance: 0, covariance: 0 }, { mean: 3, variance: 0 }, 0.05)).toEqual({ value: 2, low: 2, high: 2 });
  });

  test('the pooled error is that of equal arms, and values of which some are large count for fewer', () => {
    const [one, other] = [
      participants([
        [1, 0],
        [3, 0],
      ]),
      participants([
        [2, 0],
        [4, 0],
      ]),
    ];
    expect(pooledError(one, other)).toBeCloseTo(differenceOfMeans(one, other).standardError, 12);
    expect(
      pooledError(
        one,
        participants([
          [2, 0],
          [4, 0],
          [3, 0],
          [3, 0],
        ]),
      ),
    ).toBeCloseTo(Math.sqrt((4 / 4) * (1 / 2 + 1 / 4)), 12);
    expect(
      [
        [1, 1, 0, 1],
        [5, 5],
        [0, 0],
      ].map((values) => effectiveCount(participants(values.map((y) => [y, 0] as const)))),
    ).toEqual([3, 2, 0]);
    expect(
      effectiveCount(
        participants([
          [100, 0],
          [1, 0],
          [1, 0],
        ]),
      ),
    ).toBeCloseTo(104.04 / 100.02, 12);
  });

  test('moments of parts add up to those of the whole', () => {
    const [one, other] = [
      participants([
        [1, 2],
        [3, 5],
      ]),
      participants([[10, 1]]),
    ];
    expect(joinMoments(one, other)).toEqual(
      participants([
        [1, 2],
        [3, 5],
        [10, 1],
      ]),
    );
    expect(varianceOf(joinMoments(one, other))).toBeCloseTo(67 / 3, 10);
    expect(
      differenceOfMeans(
        one,
        participants([
          [1, 0],
          [1, 0],
        ]),
      ),
    ).toEqual({ value: 1, standardError: 1 });
  });
});

describe('adjustment by what was before (CUPED)', () => {
  const correlated = (random: ReturnType<typeof randomOf>, count: number, effect: number) =>
    participants(
      Array.from({ length: count }, () => {
        const before = normalOf(random);
        return [effect + 0.8 * before + 0.6 * normalOf(random), before] as const;
      }),
    );

  test('takes away the share of variance that the time before explains: correlation squared', () => {
    const random = randomOf(3);
    const [arm, control] = [correlated(random, 20_000, 0.1), correlated(random, 20_000, 0)];
    const adjusted = adjustedDifference(arm, control, [arm, control]);
    const plain = differenceOfMeans(arm, control);
    expect(adjusted?.explained).toBeCloseTo(0.64, 1);
    expect(((adjusted?.standardError ?? 0) / plain.standardError) ** 2).toBeCloseTo(0.36, 1);
  });

  test('finds the true difference, without bias, and with intervals that cover it', () => {
    const random = randomOf(5);
    const runs = 1_000;
    let [covered, sum] = [0, 0];
    for (let run = 0; run < runs; run += 1) {
      const [arm, control] = [correlated(random, 150, 0.3), correlated(random, 150, 0)];
      const { value, standardError } = adjustedDifference(arm, control, [arm, control]) ?? { value: NaN, standardError: 0 };
      sum += value;
      if (Math.abs(value - 0.3) <= 1.96 * standardError) covered += 1;
    }
    expect(Math.abs(sum / runs - 0.3)).toBeLessThan(0.01);
    expect(Math.abs(covered / runs - 0.95)).toBeLessThan(withinChance(0.95, runs) + 0.005);
  });

  test('has nothing to say where nobody did anything before, and an exact fit leaves no doubt', () => {
    const none = participants([
      [1, 0],
      [0, 0],
      [1, 0],
    ]);
    expect(adjustedDifference(none, none, [none, none])).toBeUndefined();
    const arm = participants([
      [3, 1],
      [5, 3],
    ]);
    const control = participants([
      [0, 0],
      [2, 2],
      [1, 1],
    ]);
    expect(adjustedDifference(arm, control, [arm, control])).toMatchObject({ value: 2, standardError: 0, explained: 1 });
  });
});

describe('regions', () => {
  const regionsOf = (random: ReturnType<typeof randomOf>, count: number, lift: number, treated: number) =>
    Array.from({ length: count }, (_, place) => {
      const size = 200 + random.below(800);
      const noisy = (mean: number) => Math.round(mean + Math.sqrt(mean) * normalOf(random));
      const growth = 1.3 * (1 + 0.03 * normalOf(random)) * (place < treated ? 1 + lift : 1);
      return { name: `R${place}`, before: noisy(size), during: noisy(size * growth) };
    });

  test('what is expected of the test regions grows as the others grew', () => {
    const untreated = [
      { name: 'B', before: 200, during: 240 },
      { name: 'C', before: 100, during: 120 },
      { name: 'D', before: 400, during: 480 },
    ];
    const effect = geoEffect([{ name: 'A', before: 100, during: 150 }], untreated, 0.05);
    expect(effect?.expected).toBeCloseTo(120.6, 0);
    expect(effect?.lift.value).toBeCloseTo(0.25, 2);
    expect(effect?.incremental.value).toBeCloseTo(30, 0);
    expect(effect?.placebo.sets).toBe(3);
    expect(Math.max(Math.abs(effect?.placebo.low ?? 1), Math.abs(effect?.placebo.high ?? 1))).toBeLessThan(0.002);
    expect(effect).toMatchObject({ pValue: 0.25, leastPValue: 0.25 });
  });

  test('finds nothing in at most one of twenty tests without an effect, and a lift of a third nearly always', () => {
    const random = randomOf(13);
    const runs = 200;
    const found = (lift: number) => {
      let count = 0;
      for (let run = 0; run < runs; run += 1) {
        const all = regionsOf(random, 10, lift, 3);
        const effect = geoEffect(all.slice(0, 3), all.slice(3), 0.05);
        if (effect !== undefined && effect.pValue <= 0.05) count += 1;
      }
      return count / runs;
    };
    expect(found(0)).toBeLessThan(0.05 + withinChance(0.05, runs));
    expect(found(0.33)).toBeGreaterThan(0.9);
  });

  test.each([
    { regions: 8, treated: 2 },
    { regions: 24, treated: 4 },
  ])('the interval holds the true lift in 95 % of tests of $treated among $regions regions', ({ regions, treated }) => {
    const random = randomOf(17, regions);
    const runs = 250;
    let covered = 0;
    for (let run = 0; run < runs; run += 1) {
      const all = regionsOf(random, regions, 0.2, treated);
      const lift = geoEffect(all.slice(0, treated), all.slice(treated), 0.05)?.lift;
      if (lift !== undefined && lift.low <= 0.2 && lift.high >= 0.2) covered += 1;
    }
    expect(covered / runs).toBeGreaterThan(0.95 - withinChance(0.95, runs));
  });

  test('the interval leaves out no lift exactly when the test finds a difference, and has no ends where it can find none', () => {
    const random = randomOf(19);
    for (let run = 0; run < 40; run += 1) {
      const all = regionsOf(random, 10, 0.07, 3);
      const effect = geoEffect(all.slice(0, 3), all.slice(3), 0.05);
      expect((effect?.lift.low ?? 0) > 0 || (effect?.lift.high ?? 0) < 0).toBe((effect?.pValue ?? 1) <= 0.05);
    }
    const few = regionsOf(random, 6, 0.5, 3);
    expect(geoEffect(few.slice(0, 3), few.slice(3), 0.05)).toMatchObject({ leastPValue: 0.1, lift: { low: -1, high: Infinity } });
  });

  test('is silent without regions to compare with, and plans by what they did before', () => {
    const lone = [{ name: 'A', before: 1, during: 1 }];
    expect(geoEffect(lone, lone, 0.05)).toBeUndefined();
    expect(detectableLift(1, lone, { alpha: 0.05, power: 0.8 })).toBeUndefined();
    const still = ['A', 'B', 'C', 'D'].map((name) => ({ name, before: 1_000, during: 1_000 }));
    expect(detectableLift(2, still, { alpha: 0.05, power: 0.8 })).toBeCloseTo(0, 10);
    const apart = [...still, { name: 'E', before: 1_000, during: 1_500 }];
    expect(detectableLift(2, apart, { alpha: 0.05, power: 0.8 })).toBeGreaterThan(0.3);
  });
});

describe('switch-back', () => {
  test('takes differences of pairs, with the exact share of orders under which they are as large', () => {
    const effect = switchbackEffect(
      [
        { treatment: 12, control: 10 },
        { treatment: 15, control: 12 },
        { treatment: 11, control: 10 },
      ],
      0.05,
    );
    expect(effect).toMatchObject({ pairs: 3, pValue: 0.25, leastPValue: 0.25 });
    expect(effect?.perDay.value).toBeCloseTo(2, 12);
    // t(0.975, 2) = 4.30265, standard error 1/√3.
    expect(effect?.perDay.high).toBeCloseTo(2 + 4.30265 / Math.sqrt(3), 4);
    expect(effect?.lift?.value).toBeCloseTo(2 / (32 / 3), 12);
    expect(switchbackEffect([{ treatment: 1, control: 0 }], 0.05)).toBeUndefined();
  });

  test('finds nothing in at most one of twenty tests without an effect, below and beyond exact counting', () => {
    const random = randomOf(19);
    const runs = 400;
    for (const pairs of [8, 20]) {
      let found = 0;
      for (let run = 0; run < runs; run += 1) {
        const blocks = Array.from({ length: pairs }, () => ({ treatment: 50 + 7 * normalOf(random), control: 50 + 7 * normalOf(random) }));
        const effect = switchbackEffect(blocks, 0.05);
        if (effect !== undefined && effect.pValue <= 0.05) found += 1;
      }
      expect(found / runs).toBeLessThan(0.05 + withinChance(0.05, runs));
    }
  });

  test('its interval leaves 0 out exactly when its p-value is small, and holds the true difference', () => {
    const random = randomOf(29);
    const runs = 300;
    for (const pairs of [7, 20]) {
      let covered = 0;
      for (let run = 0; run < runs; run += 1) {
        const blocks = Array.from({ length: pairs }, () => ({ treatment: 56 + 7 * normalOf(random), control: 50 + 7 * normalOf(random) }));
        const effect = switchbackEffect(blocks, 0.05);
        const { low, high } = effect?.perDay ?? { low: NaN, high: NaN };
        expect(low > 0 || high < 0).toBe((effect?.pValue ?? 1) <= 0.05);
        if (low <= 6 && high >= 6) covered += 1;
      }
      expect(covered / runs).toBeGreaterThan(0.95 - withinChance(0.95, runs));
    }
    const same = Array.from({ length: 6 }, () => ({ treatment: 3, control: 1 }));
    expect(switchbackEffect(same, 0.05)).toMatchObject({ perDay: { value: 2, low: 2, high: 2 }, pValue: 2 / 64 });
  });

  test('what it says it can find it finds with the planned power', () => {
    const random = randomOf(23);
    const block = (more: number) => 50 + more + 7 * normalOf(random);
    const earlier = Array.from({ length: 4_000 }, () => ({ treatment: block(0), control: block(0) }));
    const least = detectablePerDay(earlier, 16, { alpha: 0.05, power: 0.8 }) ?? 0;
    const runs = 400;
    let found = 0;
    for (let run = 0; run < runs; run += 1) {
      const pairs = Array.from({ length: 16 }, () => ({ treatment: block(least), control: block(0) }));
      if ((switchbackEffect(pairs, 0.05)?.pValue ?? 1) <= 0.05) found += 1;
    }
    expect(Math.abs(found / runs - 0.8)).toBeLessThan(withinChance(0.8, runs) + 0.02);
    expect(detectablePerDay([], 16, { alpha: 0.05, power: 0.8 })).toBeUndefined();
  });
});
