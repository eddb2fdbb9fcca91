import { expect, test } from 'vitest';
import { type EdgeMeasures, keptPart, millisecondsOf } from './measures.ts';

const looks = (counts: readonly number[], outcomes: Record<string, number>): EdgeMeasures => ({
  buckets: new Map([0.001, 0.005, Number.POSITIVE_INFINITY].map((bound, place) => [bound, counts[place]])),
  outcomes: new Map(Object.entries(outcomes)),
});
const before = looks([10, 10, 10], { kept: 10 });

test('a part of the answers was given within what their buckets say, drawn out evenly', () => {
  const after = looks([60, 110, 110], { kept: 110 });
  expect(millisecondsOf(before, after, 0.25)).toBeCloseTo(0.5);
  expect(millisecondsOf(before, after, 0.75)).toBeCloseTo(3);
  expect(millisecondsOf(before, looks([10, 10, 110], {}), 0.5)).toBe(Number.POSITIVE_INFINITY);
});

test('kept are those that were on disk before they were answered', () => {
  expect(keptPart(before, looks([], { kept: 90, late: 10, lost: 10, limited: 10 }))).toBeCloseTo(0.7);
});
