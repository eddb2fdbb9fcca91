import { expect, test } from 'vitest';
import { campaignsOf } from './aggregate.ts';
import type { Slot } from './options.ts';

const slotOf = (campaign: string | null, more: Partial<Slot> = {}): Slot => ({
  campaign,
  show: null,
  channel: null,
  episode: null,
  placement: null,
  deliveryEvidence: null,
  ...more,
});

test('places without a campaign are told apart, however their exposures are known', () => {
  const slots = [
    slotOf(null),
    slotOf(null, { show: 'a' }),
    slotOf(null, { show: 'a', deliveryEvidence: 'ad_pixel' }),
    slotOf('b', { deliveryEvidence: 'reported' }),
    slotOf('b'),
  ];
  expect([...campaignsOf(slots)]).toEqual([-1, -2, -2, 0, 0]);
});

test('campaigns are numbered in the order of their keys, whatever slots they came in', () => {
  expect([...campaignsOf(['b', null, 'a', 'b', 'c'].map((name) => slotOf(name)))]).toEqual([1, -1, 0, 1, 2]);
});

test('campaigns asked for again are answered from memory, but not for an array that has grown', () => {
  const slots = ['b', 'c'].map((name) => slotOf(name));
  const first = campaignsOf(slots);
  expect(campaignsOf(slots)).toBe(first);
  slots.push(slotOf('a'));
  expect([...campaignsOf(slots)]).toEqual([1, 2, 0]);
});
