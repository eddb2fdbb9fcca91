import { expect, test } from 'vitest';
import { isCrowded } from './rules.ts';

test.each([
  [{ events: 0, most: 0 }, false],
  [{ events: 19, most: 19 }, false],
  [{ events: 20, most: 5 }, true],
  [{ events: 20, most: 4 }, false],
  [{ events: 100, most: 20 }, false],
  [{ events: 100, most: 21 }, true],
])('a day is crowded when more than a fifth of its events, of 20 or more, share an address: %j', (crowd, isIt) => {
  expect(isCrowded(crowd)).toBe(isIt);
});
