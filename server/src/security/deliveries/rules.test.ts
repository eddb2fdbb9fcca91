import { expect, test } from 'vitest';
import { meaningOf, pauseAfter, retryAfterSeconds } from './rules.ts';

test('tries lie 5 seconds to 24 hours apart, ten in 75 hours', () => {
  const pauses = Array.from({ length: 9 }, (_, place) => pauseAfter(place + 1, undefined) ?? 0);
  expect(pauses).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]);
  expect(pauses.reduce((sum, pause) => sum + pause, 0) / 3_600).toBeCloseTo(75.6, 1);
  expect(pauseAfter(10, undefined)).toBeUndefined();
  expect(pauseAfter(10, 60)).toBeUndefined();
});

test('a receiver may ask for a longer pause, up to a day, and not for a shorter one', () => {
  const nowMs = Date.parse('2026-11-20T12:00:00Z');
  expect(retryAfterSeconds('120', nowMs)).toBe(120);
  expect(retryAfterSeconds('Fri, 20 Nov 2026 12:10:00 GMT', nowMs)).toBe(600);
  expect(retryAfterSeconds('Fri, 20 Nov 2020 12:10:00 GMT', nowMs)).toBe(0);
  expect(retryAfterSeconds('999999999', nowMs)).toBe(86_400);
  for (const header of [undefined, '', 'soon', '-5', '1e3x']) expect(retryAfterSeconds(header, nowMs)).toBeUndefined();
  expect(pauseAfter(1, 120)).toBe(120);
  expect(pauseAfter(2, 120)).toBe(300);
});

test.each([
  [200, 'delivered'],
  [204, 'delivered'],
  [301, 'failed'],
  [308, 'failed'],
  [400, 'failed'],
  [410, 'gone'],
  [500, 'failed'],
])('%i means %s', (status, meaning) => {
  expect(meaningOf(status)).toBe(meaning);
});
