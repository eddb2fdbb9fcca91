import { expect, test } from 'vitest';
import type { Waterfall } from '../../tracking-api.ts';
import { waterfallSteps } from './waterfall-steps.ts';

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
  host: null,
  waitingRequests: 0,
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
