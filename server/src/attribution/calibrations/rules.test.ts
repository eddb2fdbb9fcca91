import { expect, test } from 'vitest';
import { randomOf } from '../../../../simulator/src/random.ts';
import { aggregateFactor, audienceFactor, calibrated, type CampaignShare, creditedSum } from './rules.ts';
import { factorSentences } from './sentences.ts';

const whole = (count: number, amount = 1): CampaignShare[] => Array.from({ length: count }, () => ({ conversions: 1, amount }));
const plenty = creditedSum(whole(1_000));

test('what was measured over what was credited, in all and per participant alike', () => {
  const found = audienceFactor({ outcome: [1, 1, 0, 0], credit: [1, 0.5, 0, 0] }, [1, 0, 0, 0], plenty);
  expect(found?.incremental.value).toBeCloseTo(1, 12);
  expect(found?.attributed).toBeCloseTo(1.5, 12);
  expect(audienceFactor({ outcome: [1], credit: [1] }, [1, 0], plenty)).toBeUndefined();
});

test('there is no factor where credit is not clearly above 0', () => {
  const ones = Array.from({ length: 100 }, (_, place) => (place === 0 ? 1 : 0));
  expect(audienceFactor({ outcome: ones, credit: ones }, ones, plenty)?.factor).toBeUndefined();
  expect(audienceFactor({ outcome: ones, credit: ones.map(() => 0) }, ones, plenty)?.factor).toBeUndefined();
  expect(aggregateFactor({ value: 3, low: 1, high: 5 }, creditedSum([])).factor).toBeUndefined();
});

test('the interval holds the true factor in 95 % of tests', () => {
  const random = randomOf(43);
  const runs = 1_000;
  // 9 % convert with the ad and 6 % without; a model credits two of three conversions: 0.03 / 0.06 is half of the credit.
  let covered = 0;
  for (let run = 0; run < runs; run += 1) {
    const outcome = Array.from({ length: 1_000 }, () => (random.chance(0.09) ? 1 : 0));
    const credit = outcome.map((one) => (one === 1 && random.chance(2 / 3) ? 1 : 0));
    const control = Array.from({ length: 1_000 }, () => (random.chance(0.06) ? 1 : 0));
    const factor = audienceFactor({ outcome, credit }, control, plenty)?.factor;
    if (factor !== undefined && factor.low <= 0.5 && factor.high >= 0.5) covered += 1;
  }
  expect(Math.abs(covered / runs - 0.95)).toBeLessThan(3.3 * Math.sqrt((0.95 * 0.05) / runs) + 0.005);
});

test('a figure carries the whole interval of its factor along', () => {
  expect(calibrated(10, { value: 0.5, low: -0.1, high: 1.1 })).toEqual({ value: 5, low: -1, high: 11 });
});

test('the credit of fewer than 30 conversions, or of a few large orders, carries no factor, and it is said why', () => {
  const measured = { value: 30, low: 10, high: 50 };
  const half = Array.from({ length: 59 }, () => ({ conversions: 0.5, amount: 0.5 }));
  for (const shares of [whole(29), half, [...whole(40, 100), ...whole(1, 100_000)]]) {
    const sum = creditedSum(shares);
    const found = aggregateFactor(measured, sum);
    expect(found.factor).toBeUndefined();
    const ones = Array.from({ length: 400 }, (_, place) => (place % 2 === 0 ? 1 : 0));
    expect(audienceFactor({ outcome: ones, credit: ones }, ones, sum)?.factor).toBeUndefined();
    expect(factorSentences(found, 'linear', 'installs')[1]).toMatch(/^Not enough data to calibrate by/);
  }
  expect(factorSentences(aggregateFactor(measured, creditedSum(half)), 'linear', 'installs')[1]).toContain('that of 29.5.');
  expect(aggregateFactor(measured, creditedSum(whole(30))).factor?.value).toBe(1);
});

test('of places and times the interval holds the doubt of the credit too, so that it is right in 95 % of tests', () => {
  const random = randomOf(47);
  const runs = 2_000;
  const trials = { count: 400, chance: 0.1 };
  // A factor of 3 over credit of 40 on average, whose own doubt is as large as a third of the measurement's.
  let [covered, withoutIt] = [0, 0];
  for (let run = 0; run < runs; run += 1) {
    const credited = Array.from({ length: trials.count }, () => random.chance(trials.chance)).filter(Boolean).length;
    // Twelve uniform numbers, less 6, are close to a normal one.
    const noise = Array.from({ length: 12 }, () => random.next()).reduce((sum, one) => sum + one, -6);
    const measured = 120 + 15 * noise;
    const interval = { value: measured, low: measured - 1.96 * 15, high: measured + 1.96 * 15 };
    const sum = { ...creditedSum(whole(credited)), isEnough: true };
    const factor = aggregateFactor(interval, sum).factor;
    if (factor !== undefined && factor.low <= 3 && factor.high >= 3) covered += 1;
    if (interval.low / credited <= 3 && interval.high / credited >= 3) withoutIt += 1;
  }
  expect(Math.abs(covered / runs - 0.95)).toBeLessThan(3.3 * Math.sqrt((0.95 * 0.05) / runs) + 0.01);
  expect(withoutIt / runs).toBeLessThan(0.9);
});

test('the ends of an interval that is longer on one side stay so, and those of a loss stay below 0', () => {
  const sure = creditedSum(Array.from({ length: 10_000 }, () => ({ conversions: 0.01, amount: 0.01 })));
  const { factor } = aggregateFactor({ value: 50, low: 40, high: 90 }, sure);
  expect(factor?.value).toBeCloseTo(0.5, 10);
  expect(factor?.low).toBeCloseTo(0.4, 2);
  expect(factor?.high).toBeCloseTo(0.9, 2);
  const loss = aggregateFactor({ value: -50, low: -90, high: -40 }, creditedSum(whole(100))).factor;
  expect(loss?.low).toBeLessThan(-0.9);
  expect(loss?.high).toBeGreaterThan(-0.4);
  expect(loss?.high).toBeLessThan(0);
});
