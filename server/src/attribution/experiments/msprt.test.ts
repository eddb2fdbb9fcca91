import { expect, test } from 'vitest';
import { randomOf } from '../../../../simulator/src/random.ts';
import { alwaysValid, runningLeast } from './msprt.ts';
import { detectableBy, participantsFor, participantsForSequential, powerOf } from './sample-size.ts';

const PLAN = { alpha: 0.05, power: 0.8, armShare: 0.5, controlShare: 0.5 };
const withinChance = (share: number, runs: number) => 3.3 * Math.sqrt((share * (1 - share)) / runs);

/** The number of successes among so many, by a normal draw where that is exact enough, else one by one. */
function successes(random: ReturnType<typeof randomOf>, count: number, rate: number): number {
  let found = 0;
  for (let one = 0; one < count; one += 1) if (random.next() < rate) found += 1;
  return found;
}

function look(y: readonly [number, number], count: number) {
  const [arm, control] = y.map((one) => one / count);
  const standardError = Math.sqrt((arm * (1 - arm) + control * (1 - control)) / count);
  return { value: arm - control, standardError };
}

test('the p-value is the likelihood ratio of a normal mixture, as integrating it says', () => {
  const [value, standardError, mixture] = [0.013, 0.006, 0.01];
  const density = (at: number, mean: number, deviation: number) =>
    Math.exp(-((at - mean) ** 2) / (2 * deviation ** 2)) / (deviation * Math.sqrt(2 * Math.PI));
  let mixed = 0;
  const step = mixture / 500;
  for (let at = -8 * mixture; at <= 8 * mixture; at += step) mixed += density(value, at, standardError) * density(at, 0, mixture) * step;
  const { pValue } = alwaysValid({ value, standardError }, mixture, 0.05);
  expect(pValue).toBeCloseTo(density(value, 0, standardError) / mixed, 6);
});

test('the interval leaves 0 out exactly when the p-value is below alpha', () => {
  for (let value = 0; value < 0.05; value += 0.0007) {
    const found = alwaysValid({ value, standardError: 0.006 }, 0.01, 0.05);
    expect(found.low > 0).toBe(found.pValue < 0.05);
  }
  expect(alwaysValid({ value: 1, standardError: 0 }, 1, 0.05)).toMatchObject({ pValue: 1, low: -Infinity });
  expect(runningLeast([1, 0.2, 0.5, 0.03, 1])).toEqual([1, 0.2, 0.2, 0.03, 0.03]);
});

test('an A/A test looked at 30 times finds a winner in at most 5 % of runs, where fixed intervals find one in far more', () => {
  const random = randomOf(29);
  const runs = 1_500;
  let [always, fixed] = [0, 0];
  for (let run = 0; run < runs; run += 1) {
    const y: [number, number] = [0, 0];
    let [isAlways, isFixed] = [false, false];
    for (let day = 1; day <= 30; day += 1) {
      y[0] += successes(random, 60, 0.05);
      y[1] += successes(random, 60, 0.05);
      if (y[0] + y[1] < 30) continue;
      const estimate = look(y, 60 * day);
      if (alwaysValid(estimate, 0.015, 0.05).pValue < 0.05) isAlways = true;
      if (Math.abs(estimate.value) > 1.96 * estimate.standardError) isFixed = true;
    }
    if (isAlways) always += 1;
    if (isFixed) fixed += 1;
  }
  expect(always / runs).toBeLessThanOrEqual(0.05);
  expect(fixed / runs).toBeGreaterThan(0.15);
});

test('its intervals hold the true difference at all of 30 looks in at least 95 % of runs', () => {
  const random = randomOf(31);
  const runs = 800;
  let held = 0;
  for (let run = 0; run < runs; run += 1) {
    const y: [number, number] = [0, 0];
    let isHeld = true;
    for (let day = 1; day <= 30; day += 1) {
      y[0] += successes(random, 60, 0.08);
      y[1] += successes(random, 60, 0.05);
      if (y[0] + y[1] < 30) continue;
      const { low, high } = alwaysValid(look(y, 60 * day), 0.02, 0.05);
      if (low > 0.03 || high < 0.03) isHeld = false;
    }
    if (isHeld) held += 1;
  }
  expect(held / runs).toBeGreaterThanOrEqual(0.95);
});

test('sizes and power of two shares are those that R publishes', () => {
  // R's power.prop.test examples: p1 = .5, p2 = .75, power = .9 asks for n = 76.7 in each arm; n = 50 has power .740.
  const plan = { ...PLAN, baseline: 0.5, power: 0.9 };
  expect(participantsFor(plan, 0.25)).toBe(Math.ceil(2 * 76.65));
  expect(powerOf(plan, 0.25, 100)).toBeCloseTo(0.74, 3);
});

test("sizes of two means follow Lehr's sixteen, and the smallest difference found undoes the size", () => {
  const plan = { ...PLAN, baseline: 10, deviation: 20 };
  // R. Lehr (1992): about 16 σ²/δ² in each arm; exactly 15.7.
  expect(participantsFor(plan, 2)).toBe(Math.ceil((2 * 2 * (1.959963985 + 0.841621234) ** 2 * 400) / 4));
  expect(detectableBy(plan, participantsFor(plan, 2))).toBeCloseTo(2, 2);
  const rates = { ...PLAN, baseline: 0.02 };
  expect(detectableBy(rates, participantsFor(rates, 0.004))).toBeCloseTo(0.004, 5);
  expect(detectableBy({ ...PLAN, baseline: 0.5 }, 4)).toBeUndefined();
});

test('uneven arms need more participants than even ones', () => {
  const even = { ...PLAN, baseline: 0.03 };
  const uneven = { ...even, armShare: 0.9, controlShare: 0.1 };
  expect(participantsFor(uneven, 0.01)).toBeGreaterThan(1.8 * participantsFor(even, 0.01));
});

test('at the planned size a difference is found with the planned power, read once', () => {
  const random = randomOf(37);
  const count = Math.ceil(participantsFor({ ...PLAN, baseline: 0.1 }, 0.05) / 2);
  const runs = 800;
  let found = 0;
  for (let run = 0; run < runs; run += 1) {
    const { value, standardError } = look([successes(random, count, 0.15), successes(random, count, 0.1)], count);
    if (Math.abs(value) > 1.96 * standardError) found += 1;
  }
  expect(Math.abs(found / runs - 0.8)).toBeLessThan(withinChance(0.8, runs) + 0.01);
});

test('by the planned sequential size the always-valid test has found it with at least that power, mostly much earlier', () => {
  const random = randomOf(41);
  const plan = { ...PLAN, baseline: 0.1 };
  const count = Math.ceil(participantsForSequential(plan, 0.05) / 2);
  expect(2 * count).toBeGreaterThan(participantsFor(plan, 0.05));
  const runs = 400;
  let [found, used] = [0, 0];
  for (let run = 0; run < runs; run += 1) {
    const y: [number, number] = [0, 0];
    for (let part = 1; part <= 20; part += 1) {
      const step = Math.round((count * part) / 20) - Math.round((count * (part - 1)) / 20);
      y[0] += successes(random, step, 0.15);
      y[1] += successes(random, step, 0.1);
      if (y[0] + y[1] < 30 || alwaysValid(look(y, Math.round((count * part) / 20)), 0.05, 0.05).pValue >= 0.05) continue;
      found += 1;
      used += part / 20;
      break;
    }
  }
  expect(found / runs).toBeGreaterThan(0.8 - withinChance(0.8, runs));
  expect(used / found).toBeLessThan(0.7);
});
