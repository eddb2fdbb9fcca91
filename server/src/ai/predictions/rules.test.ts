import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { simulateCampaigns } from '../../../../simulator/src/outcomes/campaigns.ts';
import { chanceOfAtMost, chanceUpTo, logGamma, quantileOf } from './counts.ts';
import { fitResponse, forecast } from './response.ts';
import { backtest, learn, LEVELS } from './rules.ts';

/** The chance of at most a count as the sum of single chances, one from the other. */
function summed(count: number, mean: number, dispersion: number): number {
  let chance = (dispersion / (dispersion + mean)) ** dispersion;
  let sum = chance;
  for (let k = 1; k <= count; k += 1) {
    chance *= ((dispersion + k - 1) / k) * (mean / (dispersion + mean));
    sum += chance;
  }
  return sum;
}

describe('counts', () => {
  test('the gamma function gives factorials and halves', () => {
    expect(Math.exp(logGamma(6))).toBeCloseTo(120, 8);
    expect(Math.exp(logGamma(0.5))).toBeCloseTo(Math.sqrt(Math.PI), 12);
    expect(logGamma(101)).toBeCloseTo(363.739375555563, 8);
  });

  test('the chance of at most a count is the sum of its single chances', () => {
    const mean = fc.double({ min: 0.01, max: 300, noNaN: true });
    const dispersion = fc.double({ min: 0.2, max: 60, noNaN: true });
    fc.assert(
      fc.property(fc.nat(500), mean, dispersion, (count, m, r) => {
        expect(chanceOfAtMost(count, m, r)).toBeCloseTo(summed(count, m, r), 9);
      }),
    );
  });

  test('a quantile is the smallest count with at least its chance', () => {
    const given = fc.record({
      logMean: fc.double({ min: -3, max: 9, noNaN: true }),
      logSpread: fc.double({ min: 0, max: 1.5, noNaN: true }),
      dispersion: fc.double({ min: 0.3, max: 100, noNaN: true }),
    });
    fc.assert(
      fc.property(given, fc.constantFrom(...LEVELS), (count, level) => {
        const quantile = quantileOf(level, count);
        expect(chanceUpTo(quantile, count)).toBeGreaterThanOrEqual(level);
        expect(chanceUpTo(quantile - 1, count)).toBeLessThan(level);
      }),
    );
  });
});

const HISTORY = simulateCampaigns({ seed: 3, count: 120 });
const PLAN = { show: 'show-1', category: 'category-1', impressions: 100_000 };
const medianOf = (outcomes: typeof HISTORY, plan = PLAN) => learn(outcomes).predict(plan, [0.5])[0];

describe('predictions', () => {
  test('never fall from one level to the next, and are whole numbers from 0 on', () => {
    const quantiles = learn(HISTORY).predict(PLAN, LEVELS);
    expect(quantiles.toSorted((a, b) => a - b)).toEqual(quantiles);
    for (const value of quantiles) expect(Number.isInteger(value) && value >= 0).toBe(true);
  });

  test('without history are a wide prior', () => {
    const predictor = learn([]);
    expect(predictor.history).toBe(0);
    const [low, high] = predictor.predict(PLAN, [0.05, 0.95]);
    expect(high / Math.max(1, low)).toBeGreaterThan(20);
  });

  test('bring more for more impressions, and less than in proportion', () => {
    const [one, four] = [medianOf(HISTORY), medianOf(HISTORY, { ...PLAN, impressions: 400_000 })];
    expect(four).toBeGreaterThan(one);
    expect(four).toBeLessThan(4 * one);
  });

  test('draw a show without history to its category, and an unknown category to all', () => {
    const rich = Array.from({ length: 30 }, () => ({ show: 'a', category: 'x', impressions: 100_000, conversions: 80 }));
    const poor = Array.from({ length: 30 }, () => ({ show: 'b', category: 'y', impressions: 100_000, conversions: 5 }));
    const of = (show: string, category: string) => medianOf([...rich, ...poor], { show, category, impressions: 100_000 });
    expect(of('new', 'x')).toBeGreaterThan(3 * of('new', 'y'));
    expect(of('new', 'z')).toBeGreaterThan(of('new', 'y'));
    expect(of('new', 'z')).toBeLessThan(of('new', 'x'));
  });

  test('recover the power and the rate of counts that follow the model', () => {
    const plain = Array.from({ length: 400 }, (_, place) => {
      const impressions = 10_000 * 1.01 ** place;
      return { show: 'a', category: 'x', impressions, conversions: Math.round(0.02 * impressions ** 0.7) };
    });
    const response = fitResponse(plain);
    expect(response.slope.value).toBeCloseTo(0.7, 2);
    const plan = { show: 'a', category: 'x', impressions: 100_000 };
    expect(Math.exp(forecast(response, plan).logMean)).toBeCloseTo(0.02 * 100_000 ** 0.7, 0);
  });

  test('of a backtest know nothing of what came later, and nothing of the campaign they are about', () => {
    const first = backtest(HISTORY);
    expect(first).toHaveLength(72);
    const changed = HISTORY.map((outcome, place) => (place < 108 ? outcome : { ...outcome, conversions: 9_999 }));
    const forecasts = (all: typeof first) => all.map(({ forecast: one }) => one);
    expect(forecasts(backtest(changed)).slice(0, 60)).toEqual(forecasts(first).slice(0, 60));
    expect(forecasts(backtest(HISTORY.with(119, { ...HISTORY[119], conversions: 9_999 })))).toEqual(forecasts(first));
  });

  test('do not depend on the names of shows and categories', () => {
    const renamed = HISTORY.map((outcome) => ({ ...outcome, show: `x ${outcome.show}`, category: `y ${outcome.category}` }));
    const plan = { ...PLAN, show: `x ${PLAN.show}`, category: `y ${PLAN.category}` };
    expect(learn(renamed).predict(plan, LEVELS)).toEqual(learn(HISTORY).predict(PLAN, LEVELS));
  });

  test('stay finite for zeros, single campaigns and huge numbers', () => {
    const outcomes = fc.array(
      fc.record({
        show: fc.constantFrom('a', 'b', '__proto__'),
        category: fc.constantFrom('x', 'constructor'),
        impressions: fc.integer({ min: 1, max: 1e12 }),
        conversions: fc.oneof(fc.constant(0), fc.nat(1e9)),
      }),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(outcomes, (all) => {
        for (const value of learn(all).predict(PLAN, LEVELS)) expect(Number.isFinite(value)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
