import { runInThisContext } from 'node:vm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { readJson } from './json-reading.ts';

/** JSON is a part of JavaScript, whose own reader is another one; only `__proto__` means something else there. */
const readAsProgram = (json: string): unknown => runInThisContext(`(${json})`);

const key = fc.string({ unit: fc.constantFrom('a', 'n', '"', '\\', '\n', '\0', '\u001f', ':', ' ', 'ä', '\ud800'), maxLength: 3 });
const { value: anyValue } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    key,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(null, true, false, 0, -1, 1e300),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

describe('reading JSON', () => {
  test('gives every key as it is written, whatever was read before', () => {
    readJson('{"lead":[],"\\\\":1}');
    for (const [written, meant] of [
      ['\\n', '\n'],
      ['\\u0000', '\0'],
      ['\\"', '"'],
      ['\\u0061', 'a'],
    ] as const)
      expect(readJson(`{"lead":[],"${written}":1}`)).toEqual({ lead: [], [meant]: 1 });
  });

  test('gives what the reader of JavaScript gives, however it is laid out', () => {
    fc.assert(
      fc.property(anyValue, fc.constantFrom(undefined, 1, '\t\r\n'), (value, space) => {
        const json = JSON.stringify(value, undefined, space);
        expect(readJson(json)).toEqual(readAsProgram(json));
      }),
      { numRuns: 3_000 },
    );
  });

  test.each(['', '{', '{"\\n":1', '{"\\n" 1}', '{"\\n":1,}', '["\\n":1]', '{"\\x":1}', "{'\\n':1}", '{"\\n":01}'])('refuses %j', (json) => {
    expect(() => readJson(json)).toThrow(SyntaxError);
  });

  test('from the database gives the keys that are stored there', async () => {
    const read = async (json: string) => {
      const { rows } = await database.context.db.app.query<{ value: unknown }>('select $1::jsonb as value', [json]);
      return rows[0].value;
    };
    expect(await read('{"lead":[],"\\\\":1}')).toEqual({ lead: [], '\\': 1 });
    expect(await read('{"lead":[],"\\n":1}')).toEqual({ lead: [], '\n': 1 });
  });
});
