import { describe, expect, test } from 'vitest';
import { barOf, formatChance, formatPercent, formatSum, lookOf } from './budget-amounts.ts';

const state = (more: object) => ({ amount: '100', state: { used: '40', percent: 40, forecast: null, ...more } }) as never;
const forecast = (low: number, high: number, chanceOfExceeding = 0.5) => ({ estimate: (low + high) / 2, low, high, chanceOfExceeding });

describe('a budget in figures', () => {
  test('shows sums in the digits of the currency, and no percentage above what is reached', () => {
    expect([formatSum('1234.567', 'USD'), formatSum(99.4, 'JPY')]).toEqual(['$1,234.57', '¥99']);
    expect([formatPercent(99.99), formatPercent(80), formatPercent(1250.5)]).toEqual(['99.9 %', '80 %', '1,250.5 %']);
    expect([formatChance(0), formatChance(0.424), formatChance(1)]).toEqual(['under 0.1 %', '42.4 %', 'over 99.9 %']);
  });

  test('has a bar as long as its largest figure, and none of its parts beyond it', () => {
    expect(barOf(state({}))).toEqual({ used: 40, limit: 100, low: undefined, high: undefined });
    expect(barOf(state({ used: '200' }))).toMatchObject({ used: 100, limit: 50 });
    expect(barOf(state({ forecast: forecast(80, 125) }))).toEqual({ used: 32, limit: 80, low: 64, high: 100 });
    expect(barOf(state({ used: '-5' }))).toMatchObject({ used: 0 });
  });

  test('looks exceeded only when it is, and likely to be so from four in five', () => {
    expect(lookOf(state({ percent: 99.99 }))).toBe('within');
    expect(lookOf(state({ percent: 100 }))).toBe('exceeded');
    expect(lookOf(state({ forecast: forecast(90, 130, 0.79) }))).toBe('within');
    expect(lookOf(state({ forecast: forecast(90, 130, 0.8) }))).toBe('likely');
  });
});
