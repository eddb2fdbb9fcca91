import { expect, test } from 'vitest';
import type { StoredPrediction } from '../predictions/stored.ts';
import { findingOf } from './rules.ts';

function pacing(chanceUnder: number, chanceOver: number): StoredPrediction {
  const intervals = [{ level: 80, low: 900, high: 1_100 }];
  const impressions = { measure: 'impressions', intervals, median: 1_000, missing: null, backtest: null };
  return {
    id: '',
    kind: 'campaign_pacing',
    subject: 'spring',
    asOf: '2026-11-20',
    dueOn: null,
    isDaily: true,
    basis: { plan: null, fromDays: null, currency: null },
    result: { history: 0, measures: [impressions], bands: [], booked: 2_000, chanceUnder, chanceOver },
    outcome: null,
    outcomeAt: null,
    createdAt: '',
    createdBy: 'system',
  };
}

test('a campaign that will surely end below or above what is booked is a finding of one key, with its figures', () => {
  expect(findingOf(pacing(0.93, 0), 'Spring')).toMatchObject({
    kind: 'under_delivery',
    key: 'pacing:spring',
    day: '2026-11-20',
    finding: 'Spring is likely to end with less than 95 % of the 2,000 impressions booked: 1,000.',
    evidence: expect.arrayContaining([
      { label: '80 % interval', value: '900 to 1,100' },
      { label: 'chance', value: '93 %' },
    ]),
  });
  expect(findingOf(pacing(0, 0.8), null)).toMatchObject({
    kind: 'over_delivery',
    key: 'pacing:spring',
    finding: expect.stringContaining('spring is'),
  });
});

test('one that may end either way is none', () => {
  expect(findingOf(pacing(0.79, 0.1), 'Spring')).toBeUndefined();
  expect(findingOf(pacing(0.1, 0.79), 'Spring')).toBeUndefined();
});
