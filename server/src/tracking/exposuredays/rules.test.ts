import { expect, test } from 'vitest';
import { daysOf, inOrder, monthPartsOf, openFrom, wholeMonth } from './rules.ts';

test('a span falls into the months it lies in, each day once', () => {
  expect(monthPartsOf({ from: '2025-12-30', before: '2026-02-02' })).toEqual([
    { month: '2025-12-01', from: '2025-12-30', before: '2026-01-01' },
    { month: '2026-01-01', from: '2026-01-01', before: '2026-02-01' },
    { month: '2026-02-01', from: '2026-02-01', before: '2026-02-02' },
  ]);
  expect(monthPartsOf({ from: '2026-03-01', before: '2026-03-01' })).toEqual([]);
  const span = { from: '2023-11-17', before: '2024-03-09' };
  expect(monthPartsOf(span).flatMap(daysOf)).toEqual(daysOf(span));
  expect(daysOf(wholeMonth('2024-02-01'))).toHaveLength(29);
});

test('a day is open when all of its events are still kept', () => {
  expect(openFrom(undefined)).toBe('');
  expect(openFrom(new Date('2026-03-01T00:00:00Z'))).toBe('2026-03-01');
  expect(openFrom(new Date('2026-03-01T00:00:00.001Z'))).toBe('2026-03-02');
});

test('rows come in one order, from wherever they were read', () => {
  const row = {
    day: '2026-03-01',
    kind: 'download',
    campaign: 'a',
    show: 'b',
    placement: 'c',
    isCountedHere: false,
    exposures: 1,
  } as const;
  const ordered = [
    row,
    { ...row, isCountedHere: true },
    { ...row, placement: 'd' },
    { ...row, show: 'c' },
    { ...row, campaign: 'b' },
    { ...row, kind: 'impression' as const },
    { ...row, day: '2026-03-02' },
  ];
  expect(inOrder(ordered.toReversed())).toEqual(ordered);
});
