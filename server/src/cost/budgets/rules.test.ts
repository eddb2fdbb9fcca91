import { describe, expect, test } from 'vitest';
import { units } from '../prices/rules.ts';
import { fullTerms, isSameLimit, percentOf, periodOf, phaseOf, reached } from './rules.ts';
import { BudgetTerms } from './schema.ts';

const PLAIN = { name: 'Hosting', period: 'monthly', currency: 'USD', amount: '100.00' };
const terms = (more: object = {}) => fullTerms(BudgetTerms.parse({ ...PLAIN, ...more }));
const faults = (more: object) => {
  const { error } = BudgetTerms.safeParse({ ...PLAIN, ...more });
  return (error?.issues ?? []).map(({ path, message }) => `/${path.join('/')} ${message}`);
};

describe('the period of a budget', () => {
  test.each([
    ['monthly', '2026-11-20', '2026-11-01', '2026-11-30'],
    ['monthly', '2028-02-29', '2028-02-01', '2028-02-29'],
    ['monthly', '2026-12-31', '2026-12-01', '2026-12-31'],
    ['quarterly', '2026-11-20', '2026-10-01', '2026-12-31'],
    ['quarterly', '2026-01-01', '2026-01-01', '2026-03-31'],
    ['quarterly', '2026-06-30', '2026-04-01', '2026-06-30'],
  ] as const)('%s on %s is from %s to %s', (period, today, startsOn, endsOn) => {
    expect(periodOf({ period, startsOn: null, endsOn: null }, today)).toEqual({ startsOn, endsOn });
  });

  test('of a flight is the flight, whatever day it is', () => {
    const days = { startsOn: '2026-11-05', endsOn: '2026-12-02' };
    expect(periodOf({ period: 'flight', ...days }, '2027-01-01')).toEqual(days);
    expect(['2026-11-04', '2026-11-05', '2026-12-02', '2026-12-03'].map((today) => phaseOf(days, today))).toEqual([
      'upcoming',
      'running',
      'running',
      'ended',
    ]);
  });
});

describe('what is reached', () => {
  const reachedAt = (used: string, more: object = {}) =>
    reached(terms(more), units(used)).map(({ kind, threshold }) => `${kind} ${threshold}`);

  test('is every threshold at or below what is used, decided exactly', () => {
    expect(reachedAt('49.9999999999')).toEqual([]);
    expect(reachedAt('50')).toEqual(['actual 50']);
    expect(reachedAt('119.9999999999')).toEqual(['actual 50', 'actual 80', 'actual 100']);
    expect(reachedAt('-5')).toEqual([]);
    const thirds = { amount: '0.01', thresholds: { actual: [33] } };
    expect([reachedAt('0.0032999999', thirds), reachedAt('0.0033', thirds)]).toEqual([[], ['actual 33']]);
  });

  test('holds sums of money among the percentages, the lowest first', () => {
    const thresholds = { actual: [100, 50], amounts: ['75.00', '9.5', '150'] };
    expect(reachedAt('100', { thresholds })).toEqual(['amount 9.5', 'actual 50', 'amount 75', 'actual 100']);
  });

  test('is a percentage that is cut, never rounded up to a limit that is not reached', () => {
    expect(percentOf(units('99.9999'), units('100'))).toBe(99.99);
    expect(percentOf(units('250'), units('100'))).toBe(250);
  });
});

describe('terms', () => {
  test('that name no thresholds have the usual ones; those of spend are of what is used alone', () => {
    expect(terms().thresholds).toEqual({ actual: [50, 80, 100, 120], amounts: [], forecast: [100], anomaly: true });
    const flight = { period: 'flight', startsOn: '2026-11-01', endsOn: '2026-11-30', scope: { type: 'campaign', key: 'c' } };
    expect(terms({ ...flight, counts: 'spend' }).thresholds).toMatchObject({ forecast: [], anomaly: false });
  });

  test('limit the same when only the name or the way of writing differs', () => {
    expect(isSameLimit(terms(), terms({ name: 'Other', amount: '100', thresholds: { actual: [120, 100, 80, 50] } }))).toBe(true);
    for (const more of [{ amount: '100.01' }, { currency: 'EUR' }, { thresholds: { actual: [50] } }, { thresholds: { anomaly: false } }])
      expect(isSameLimit(terms(), terms(more))).toBe(false);
  });

  test.each([
    [{ amount: 'NaN' }, '/amount must be a plain decimal number in quotes'],
    [{ amount: 'Infinity' }, '/amount must be a plain decimal number in quotes'],
    [{ amount: '1e309' }, '/amount must be a plain decimal number in quotes'],
    [{ amount: 1e3 }, '/amount must be a decimal number in quotes'],
    [{ amount: '-1' }, '/amount must not be negative'],
    [{ amount: '0.00' }, '/amount must be above 0'],
    [{ amount: '1.001' }, '/amount has more digits after the point than USD has: 2'],
    [{ amount: '100.5', currency: 'JPY' }, '/amount has more digits after the point than JPY has: 0'],
    [{ currency: 'QQQ' }, '/currency is not an ISO 4217 currency'],
    [{ thresholds: { actual: [0] } }, '/thresholds/actual/0 must be at least 1 %'],
    [{ thresholds: { actual: [80, 80] } }, '/thresholds/actual must not hold a threshold twice'],
    [{ thresholds: { actual: [Infinity] } }, '/thresholds/actual/0 must be a whole number of percent'],
    [{ thresholds: { forecast: [99.5] } }, '/thresholds/forecast/0 must be a whole number of percent'],
    [{ thresholds: { amounts: ['5', '5.00'] } }, '/thresholds/amounts must not hold a threshold twice'],
    [{ thresholds: { amounts: ['0'] } }, '/thresholds/amounts/0 must be above 0'],
    [{ scope: { type: 'campaign' } }, '/scope/key is missing: which campaign is it?'],
    [{ scope: { type: 'tenant', key: 'a' } }, '/scope/key must be left out'],
    [{ period: 'flight' }, '/startsOn is missing: a flight has a first and a last day'],
    [{ startsOn: '2026-11-01' }, '/startsOn must be left out: a monthly budget has the days of the calendar'],
    [{ period: 'flight', startsOn: '2026-11-02', endsOn: '2026-11-01' }, '/endsOn must not lie before startsOn, which is 2026-11-02'],
    [{ period: 'flight', startsOn: '2026-11-02', endsOn: '2036-11-01' }, '/endsOn must lie less than 1100 days after startsOn'],
    [{ period: 'flight', startsOn: '2026-02-30', endsOn: '2026-11-01' }, '/startsOn must be a day'],
    [{ counts: 'spend' }, '/scope/type must be campaign or advertiser'],
    [{ counts: 'spend', scope: { type: 'campaign', key: 'c' } }, '/period must be flight'],
    [{ counts: 'spend', thresholds: { forecast: [100] } }, '/thresholds/forecast must be empty'],
    [{ counts: 'spend', thresholds: { anomaly: true } }, '/thresholds/anomaly must be false'],
    [{ period: 'weekly' }, '/period must be one of monthly, quarterly, flight'],
  ])('%j are refused: %s', (more, fault) => {
    expect(faults(more).join('\n')).toContain(fault);
  });
});
