import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical } from './canonical.ts';

/** The same value with the members of every object in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, member]) => [key, reversed(member)])
      .toReversed(),
  );
}

const write = (value: unknown) => JSON.stringify(canonical(value));

test('the order of members changes nothing, and nothing is lost', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(write(reversed(value))).toBe(write(value));
      expect(JSON.parse(write(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('different values come out differently', () => {
  const values = [{ a: 1 }, [['a', 1]], { a: '1' }, { a: [1] }, { b: 1 }, { a: { b: 1 } }, { a: null }, {}, [], [[]], null, 'a', 1];
  expect(new Set(values.map(write)).size).toBe(values.length);
});
