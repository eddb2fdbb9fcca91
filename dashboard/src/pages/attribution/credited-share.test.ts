import { expect, test } from 'vitest';
import type { Totals } from '../../api.ts';
import { creditedShare } from './credited-share.ts';
import { wilsonInterval } from './wilson.ts';

const totals: Totals = {
  conversions: 100,
  valueMinor: 0,
  attributedConversions: 60,
  attributedValueMinor: 0,
  unattributedConversions: 40,
  unattributedValueMinor: 0,
  organicConversions: 0,
  organicValueMinor: 0,
  organicInterval: null,
  organicSensitivity: null,
  deliveryEvidence: [],
};

test('a rule’s share is one of counts, with the interval of counts; nothing is told of no conversions', () => {
  expect(creditedShare(totals)).toEqual({ share: 0.6, interval: wilsonInterval(60, 100), matched: undefined });
  expect(creditedShare({ ...totals, conversions: 0, attributedConversions: 0, unattributedConversions: 0 })).toBeUndefined();
});

test('with an organic part the share is of credit, its interval is that of the organic part, and what was matched stands beside it', () => {
  const split = { ...totals, attributedConversions: 45.5, organicConversions: 14.5, organicInterval: { low: 10, high: 25 } };
  expect(creditedShare(split)).toEqual({ share: 0.455, interval: { low: 0.35, high: 0.5 }, matched: 0.6 });
  expect(creditedShare({ ...split, organicInterval: null })?.interval).toBeUndefined();
});
