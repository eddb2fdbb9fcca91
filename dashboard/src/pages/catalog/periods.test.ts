import { expect, test } from 'vitest';
import { codePeriod, instantWithin, periodText } from './periods.ts';

const NONE = { validFrom: null, validUntil: null };

test('a period holds its last day whole, and reads as the days it was made of', () => {
  const period = codePeriod('2026-10-01', '2026-10-31');
  expect(period).toEqual({ validFrom: '2026-10-01T00:00:00.000Z', validUntil: '2026-11-01T00:00:00.000Z' });
  expect(periodText(period)).toBe('1 Oct 2026 – 31 Oct 2026');
  expect(periodText(codePeriod('2026-10-01', null))).toBe('From 1 Oct 2026');
  expect(periodText(codePeriod(null, '2026-10-31'))).toBe('Until 31 Oct 2026');
  expect(periodText(NONE)).toBe('Always');
});

test('an edge inside a day is told to the minute', () => {
  expect(periodText({ validFrom: '2026-10-01T12:30:00Z', validUntil: null })).toBe('From 1 Oct 2026, 12:30');
});

test('an instant within a period lies within it', () => {
  expect(instantWithin(codePeriod('2026-10-01', '2026-10-31'))).toBe('2026-10-01T00:00:00.000Z');
  expect(instantWithin(codePeriod(null, '2026-10-31'))).toBe('2026-10-31T23:59:59.000Z');
  expect(Date.parse(instantWithin(NONE))).not.toBeNaN();
});
