import { runInThisContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from './errors.ts';
import { JSON_LIMITS, parseStrictJson } from './strict-json.ts';

const parse = (text: string) => parseStrictJson(Buffer.from(text));

/** Any string of UTF-16 units, with the troublesome ones often among them. */
const anyText = fc.string({
  unit: fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom('a', 'b', '"', '\\', ' ', '{', '}', '[', ']', ':', ',', 'ä', '😀', '\u2028') },
    { weight: 1, arbitrary: fc.constantFrom('\0', '\ud800', '\udc00', '\u001f', '\uffff') },
  ),
  maxLength: 8,
});

const { value: anyValue } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyText,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(null, true, false, 0, -1, 1e300),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(anyText, tie('value'), { maxKeys: 5, noNullPrototype: true }),
  ),
}));

/** A second reading of what may be kept, over the value instead of the text. */
function isAcceptable(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (value === null || typeof value !== 'object') return true;
  if (depth >= JSON_LIMITS.depth) return false;
  const members = Object.entries(value);
  if (members.length > JSON_LIMITS.keysPerObject && !Array.isArray(value)) return false;
  return members.every(([key, member]) => key !== '__proto__' && isAcceptable(key) && isAcceptable(member, depth + 1));
}

function outcomeOf(text: string): { value: unknown } | { code: string } {
  try {
    return { value: parse(text) };
  } catch (error) {
    if (error instanceof AppError) return { code: error.code };
    throw error;
  }
}

/** What JSON.parse, and the reader of JavaScript, make of it; nothing when it refuses. */
function plainly(text: string): { value: unknown }[] {
  try {
    JSON.parse(text);
    return [{ value: runInThisContext(`(${text})`) as unknown }];
  } catch {
    return [];
  }
}

describe('strict JSON', () => {
  test('is read as it is written, unless it holds what is refused', () => {
    fc.assert(
      fc.property(anyValue, fc.constantFrom(undefined, 1, '\t\r\n'), (value, space) => {
        const text = JSON.stringify(value, undefined, space);
        expect(outcomeOf(text)).toEqual(
          isAcceptable(value) ? { value: runInThisContext(`(${text})`) as unknown } : { code: 'malformed_request' },
        );
      }),
      { numRuns: 2_000 },
    );
  });

  test('that JSON.parse refuses is refused, with a sentence, and nothing else ever happens', () => {
    fc.assert(
      fc.property(
        anyValue,
        fc.nat(),
        fc.constantFrom('', '"', '}', ']', ',', '\\', '\u0000', '\u00a0', '{', '1', 'u'),
        (value, at, damage) => {
          const text = JSON.stringify(value);
          const place = at % (text.length + 1);
          const damaged = (text.slice(0, place) + damage + text.slice(place + 1)).toWellFormed();
          expect([{ code: 'malformed_request' }, ...plainly(damaged)]).toContainEqual(outcomeOf(damaged));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('never holds one key twice in an object, however the second is written', () => {
    const escaped = (key: string) =>
      [...Array(key.length).keys()].map((at) => `\\u${key.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }), anyValue, fc.boolean(), (key, value, isEscaped) => {
        fc.pre(key.isWellFormed() && isAcceptable(value, 1) && isAcceptable({ [key]: value }));
        const second = isEscaped ? escaped(key) : JSON.stringify(key).slice(1, -1);
        const member = JSON.stringify(value);
        expect(outcomeOf(`{${JSON.stringify(key)}:${member},"${second}":${member}}`)).toEqual({ code: 'malformed_request' });
        expect(outcomeOf(`[{${JSON.stringify(key)}:1},{"${second}":1}]`)).toEqual({ value: [{ [key]: 1 }, { [key]: 1 }] });
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['the same key twice', '{"id":"a","id":"b"}', 'The key "id" stands twice in one object'],
    ['the same key, once escaped', '{"id":"a","\\u0069d":"b"}', 'The key "id" stands twice in one object'],
    ['the same key twice, with an empty object between', '{"a":{},"b":[],"a":1}', 'The key "a" stands twice in one object'],
    ['the same key twice, deep inside', '[{"a":[{"b":1,"c":2,"b":3}]}]', 'The key "b" stands twice in one object'],
    ['the key __proto__', '{"__proto__":{"isAdmin":true}}', 'The key "__proto__" is not taken'],
    ['U+0000 in a text', '["\\u0000"]', 'the character U+0000'],
    ['U+0000 in a key', '{"a\\u0000":1}', 'the character U+0000'],
    ['half a surrogate pair', '["\\ud83d"]', 'half of a surrogate pair'],
    ['half a surrogate pair in a key', '{"\\udc00":1}', 'half of a surrogate pair'],
    ['21 levels', '['.repeat(21) + ']'.repeat(21), 'deeper than 20 levels'],
    ['100,000 levels that are never closed', '['.repeat(100_000), 'deeper than 20 levels'],
    ['20 levels that are never closed', '['.repeat(20), 'not valid JSON'],
    ['20 levels and a bracket too many', '['.repeat(20) + ']'.repeat(21), 'not valid JSON'],
    ['the same key twice and a level that is never closed', '[{"a":1,"a":2}', 'not valid JSON'],
    ['a text that is never closed', '["[[[[[[[[[[[[[[[[[[[[[[[[[[', 'not valid JSON'],
    ['100,000 closed levels', '['.repeat(100_000) + ']'.repeat(100_000), 'deeper than 20 levels'],
    ['201 keys', JSON.stringify(Object.fromEntries(Array.from({ length: 201 }, (_, place) => [place, 1]))), 'more than 200 keys'],
    ['nothing', '', 'not valid JSON'],
    ['NaN', '[NaN]', 'not valid JSON'],
    ['a comment', '{} // more', 'not valid JSON'],
    ['two values', '{} {}', 'not valid JSON'],
  ])('with %s is refused in a sentence that says so', (_name, text, sentence) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ code: 'malformed_request', message: expect.stringContaining(sentence) as string }),
    );
  });

  test.each([
    ['20 levels', '['.repeat(20) + ']'.repeat(20)],
    ['200 keys', JSON.stringify(Object.fromEntries(Array.from({ length: 200 }, (_, place) => [place, 1])))],
    ['brackets and quotes in texts', '{"a":"[[[[[[[[[[[[[[[[[[[[[[[[[[","b":"\\"a\\":1,\\"a\\":2"}'],
    ['empty objects before, in and after one with keys', '[{},{"a":{},"b":[{}],"c":1},{}]'],
    ['the same key in two objects', '[{"a":1},{"a":{"a":2}}]'],
    ['a text that equals a key', '{"a":["a","a"],"b":"a"}'],
    ['whole surrogate pairs, escaped', '["\\ud83d\\ude00"]'],
    ['the text \\u0000 written out', '["\\\\u0000"]'],
    ['blanks before a colon', '{"a" \n\t: 1}'],
  ])('may hold %s', (_name, text) => {
    expect(parse(text)).toEqual(JSON.parse(text));
  });

  test('may begin with a byte order mark, which is no part of it', () => {
    expect(parse('\ufeff{"a":1}')).toEqual({ a: 1 });
    expect(() => parse('\ufeff\ufeff{"a":1}')).toThrow(/not valid JSON/);
  });

  test('is UTF-8, and bytes that are not are never replaced in silence', () => {
    for (const bytes of [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80]])
      expect(() => parseStrictJson(Buffer.concat([Buffer.from('["'), Buffer.from(bytes), Buffer.from('"]')]))).toThrow(/not valid UTF-8/);
    expect(() => parseStrictJson(Buffer.from('{"a":1}', 'utf16le'))).toThrow(AppError);
  });
});
