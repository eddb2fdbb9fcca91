import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { bigints, booleans, byteas, doubles, instants, smallints, texts, uuids } from './binary-columns.ts';
import { column } from './columns.ts';
import { clusterUrls } from './postgres/cluster.ts';

const { port, secretKey } = inject('postgres');
const client = new pg.Client({ connectionString: clusterUrls(port, secretKey).superuser });
beforeAll(() => client.connect());
afterAll(() => client.end());

/** What PostgreSQL makes of columns beside one another, as its own text. */
async function read(type: string, ...columns: (Buffer | string)[]): Promise<unknown[]> {
  const lists = columns.map((_, place) => `unnest($${place + 1}::${type}[])::text as c${place}`);
  return (await client.query(`select ${lists.join(', ')}`, columns)).rows;
}

const same = <Value>(value: Value) => value;
const text = fc.string({ unit: 'binary', maxLength: 40 }).map((one) => one.replaceAll('\0', ''));
const KINDS = {
  text: [texts, text],
  uuid: [uuids, fc.uuid()],
  timestamptz: [
    instants,
    fc
      .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
      .map((d) => d.toISOString()),
  ],
  bigint: [bigints, fc.maxSafeInteger()],
  smallint: [smallints, fc.integer({ min: -32_768, max: 32_767 })],
  'double precision': [doubles, fc.double({ noNaN: true, noDefaultInfinity: true })],
  boolean: [booleans, fc.boolean()],
} as const;

describe('a column in the binary format', () => {
  test.each(Object.entries(KINDS))('of %s arrives as one of digits does, whatever it holds', async (type, [make, values]) => {
    const pack = make as (rows: readonly unknown[], pick: typeof same) => Buffer;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(values as fc.Arbitrary<string | number | boolean>), { minLength: 1, maxLength: 12 }),
        async (rows) => {
          const found = (await read(type, pack(rows, same), column(rows, same))) as { c0: unknown; c1: unknown }[];
          expect(found.map(({ c0 }) => c0)).toEqual(found.map(({ c1 }) => c1));
        },
      ),
      { numRuns: 150 },
    );
  });

  test('of bytes arrives as it was', async () => {
    const rows = [Buffer.from([0, 255, 92]), null, Buffer.alloc(0)];
    expect(await read('bytea', byteas(rows, same))).toEqual([{ c0: '\\x00ff5c' }, { c0: null }, { c0: '\\x' }]);
  });

  test('takes UUIDs without hyphens too', async () => {
    expect(await read('uuid', uuids(['01890af29c5e7d3f8a4b1234567890ab'], same))).toEqual([{ c0: '01890af2-9c5e-7d3f-8a4b-1234567890ab' }]);
  });

  test('without any value is filled up with nulls beside the others', async () => {
    expect(await read('text', texts(['a', 'b'], same), texts([null, undefined], same))).toEqual([
      { c0: 'a', c1: null },
      { c0: 'b', c1: null },
    ]);
  });

  test.each(['', 'x'.repeat(32), '01890af29c5e7d3f8a4b1234567890a'])('refuses "%s", which is no UUID', (one) => {
    expect(() => uuids([one], same)).toThrow(TypeError);
  });

  test('refuses what its type does not hold', () => {
    expect(() => instants(['yesterday'], same)).toThrow(TypeError);
    expect(() => smallints([32_768], same)).toThrow(RangeError);
  });
});
