import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExactJson } from './exact-json.ts';

/** A text of JSON, and what is to be read from it. */
interface Written {
  json: string;
  value: unknown;
}

const number = fc
  .oneof(
    fc.bigInt({ min: -(10n ** 22n), max: 10n ** 22n }).map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
    fc.constantFrom(
      '9007199254740991',
      '-9007199254740991',
      '9007199254740992',
      '-9007199254740992',
      '1234567890123456.75',
      '12345678901234567e2',
      '1234567890123456E+2',
      '0.00000000000000000001',
      '-0',
      '9'.repeat(400),
    ),
  )
  .map((json): Written => ({ json, value: /^-?\d+$/.test(json) && !Number.isSafeInteger(Number(json)) ? json : Number(json) }));
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom('"', '\\', '1', '9', '-', '.', 'e', ':', ',', '{', ' '), maxLength: 30 }),
  fc.constantFrom('12345678901234567890', '\\"12345678901234567890', '"12345678901234567890"'),
);
/** Without the backslash: JSON.parse of Node 24.21 can take a key that is written with one for another that has one in it. */
const anyKey = text.filter((one) => !one.includes('\\'));
const plain = fc.oneof(text, fc.constantFrom(true, false, null)).map((value): Written => ({ json: JSON.stringify(value), value }));

const listOf = (all: Written[]): Written => ({
  json: `[ ${all.map(({ json }) => json).join(' , ')}]`,
  value: all.map(({ value }) => value),
});
const objectOf = (members: [string, Written][]): Written => ({
  json: `{${members.map(([key, { json }]) => `${JSON.stringify(key)}: ${json}`).join(',')} }`,
  value: Object.fromEntries(members.map(([key, { value }]) => [key, value])),
});
const written = fc.letrec<{ any: Written }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    number,
    plain,
    fc.array(tie('any'), { maxLength: 4 }).map(listOf),
    fc.array(fc.tuple(anyKey, tie('any')), { maxLength: 4 }).map(objectOf),
  ),
})).any;

describe('JSON', () => {
  test('is read as it is written, whole numbers beyond 2^53 as texts', () => {
    const readsIt = fc.property(written, ({ json, value }) => {
      expect(parseExactJson(json)).toEqual(value);
    });
    fc.assert(readsIt, { numRuns: 3_000 });
  });

  test.each(['', '{', '"abc', '12345678901234567890 "', '[12345678901234567890', '1 2'])('%j is none', (one) => {
    expect(() => parseExactJson(one)).toThrow(SyntaxError);
  });

  test('is read a hundred thousand levels deep', () => {
    expect(parseExactJson(`${'['.repeat(100_000)}12345678901234567890${']'.repeat(100_000)}`)).toHaveLength(1);
  });
});
