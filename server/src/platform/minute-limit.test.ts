import { expect, test } from 'vitest';
import { createMinuteLimit } from './minute-limit.ts';

test('a name has so many a minute, whatever others have, and as many again in the next one', () => {
  const limit = createMinuteLimit(2);
  const at = Date.parse('2026-11-20T12:00:00Z');
  expect([limit.take('a', at), limit.take('a', at + 59_999), limit.take('a', at), limit.take('b', at)]).toEqual([true, true, false, true]);
  expect(limit.take('a', at + 60_000)).toBe(true);
  expect(limit.take('b', at + 60_000, 3)).toBe(false);
});

test('many names take no more memory than some, and those that are counted stay limited', () => {
  const limit = createMinuteLimit(1, 2);
  expect(['a', 'b', 'c', 'c', 'a'].map((name) => limit.take(name, 0))).toEqual([true, true, true, true, false]);
});
