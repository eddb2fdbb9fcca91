import { describe, expect, test } from 'vitest';
import { normalised, probation, PROFILES, scoreFile, type Window } from './numenta.ts';

const [STANDARD, LOW_FALSE_POSITIVES, LOW_FALSE_NEGATIVES] = PROFILES;
const WINDOW: Window = [500, 599];
const score = (alerts: number[], profile = STANDARD) => scoreFile(1_000, alerts, [WINDOW], profile);
const points = (alerts: number[], profile = STANDARD) => normalised([score(alerts, profile)], profile);

describe('the score of the Numenta Anomaly Benchmark', () => {
  test('is 100 for an alert at the left edge, 0 for silence, and half of it at the end of a window', () => {
    expect(points([500])).toBeCloseTo(100, 9);
    expect(points([])).toBe(0);
    expect(points([599])).toBeGreaterThan(50);
    expect(points([599])).toBeLessThan(52);
  });

  test('counts a window once, by its earliest alert', () => {
    expect(points([520, 530, 540])).toBe(points([520]));
    expect(score([520, 530, 540])).toMatchObject({ caught: 1, falseAlarms: 0, windows: 1 });
  });

  test('takes less for an alert just after a window than for one far away or before the first', () => {
    const cost = (row: number) => points([500]) - points([500, row]);
    expect(cost(601)).toBeLessThan(cost(640));
    expect(cost(950)).toBeCloseTo(5.5, 9);
    expect(cost(400)).toBeCloseTo(5.5, 9);
  });

  test('does not look at the first 15 % of rows, at most 750', () => {
    expect(probation(1_000)).toBe(150);
    expect(probation(20_000)).toBe(750);
    expect(points([10, 149, 500])).toBeCloseTo(100, 9);
    expect(scoreFile(1_000, [], [[20, 90]], STANDARD).windows).toBe(0);
  });

  test('weighs false alarms and missed windows by the profile', () => {
    expect(points([500, 950], LOW_FALSE_POSITIVES)).toBeCloseTo(89, 9);
    expect(points([500, 950], LOW_FALSE_NEGATIVES)).toBeCloseTo(100 - 11 / 3, 9);
    expect(score([], LOW_FALSE_NEGATIVES).raw).toBe(-2);
  });
});
