import { expect, test } from 'vitest';
import type { Waterfall } from '../../tracking-api.ts';
import { exposureSteps, waterfallSteps } from './waterfall-steps.ts';

const WATERFALL: Waterfall = {
  window: 'calendar_day',
  requests: 100,
  filtered: [
    { reason: 'bot', requests: 10, share: 0.1 },
    { reason: 'datacenter', requests: 0, share: 0 },
    { reason: 'a_new_reason', requests: 5, share: 0.05 },
  ],
  repeats: 25,
  downloads: 60,
  unusable: 20,
  usable: 40,
  usableShare: 2 / 3,
  isUsableShareLow: false,
  unmatched: 30,
  unaccounted: 0,
  matched: 10,
  uncredited: 0,
  attributed: 10,
  evidence: [],
  exposures: [],
  host: null,
  unknown: [],
  waitingRequests: 0,
  waitingConversions: 0,
};

test('each total is the one before less what stands between them', () => {
  const steps = waterfallSteps(WATERFALL);
  expect(steps.map(({ id, count, isLess, left }) => [id, isLess ? -count : count, left])).toEqual([
    ['requests', 100, 100],
    ['bot', -10, 90],
    ['a_new_reason', -5, 85],
    ['repeats', -25, 60],
    ['downloads', 60, 60],
    ['unusable', -20, 40],
    ['usable', 40, 40],
    ['unmatched', -30, 10],
    ['matched', 10, 10],
    ['attributed', 10, 10],
  ]);
});

test('a reason that this version has no words for goes by its own name', () => {
  expect(waterfallSteps(WATERFALL).find(({ id }) => id === 'a_new_reason')?.name).toBe('a_new_reason');
});

test('impressions fall in the same way, from what was received', () => {
  const { usableShare, isUsableShareLow, unaccounted } = WATERFALL;
  const steps = exposureSteps({
    kind: 'impression',
    received: 12,
    filtered: [{ reason: 'bot', requests: 2, share: 1 / 6 }],
    exposures: 10,
    unusable: 4,
    usable: 6,
    unmatched: 5,
    matched: 1,
    uncredited: 1,
    attributed: 0,
    evidence: [],
    usableShare,
    isUsableShareLow,
    unaccounted,
  });
  expect(steps.map(({ id, count, isLess, left }) => [id, isLess ? -count : count, left])).toEqual([
    ['received', 12, 12],
    ['bot', -2, 10],
    ['exposures', 10, 10],
    ['unusable', -4, 6],
    ['usable', 6, 6],
    ['unmatched', -5, 1],
    ['matched', 1, 1],
    ['uncredited', -1, 0],
    ['attributed', 0, 0],
  ]);
});
