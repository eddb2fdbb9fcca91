import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { column } from './columns.ts';
import { clusterUrls } from './postgres/cluster.ts';

const { port, secretKey } = inject('postgres');
const client = new pg.Client({ connectionString: clusterUrls(port, secretKey).superuser });
beforeAll(() => client.connect());
afterAll(() => client.end());

/** What PostgreSQL makes of a column, element by element. */
async function read(type: string, literal: string): Promise<unknown[]> {
  const { rows } = await client.query<{ x: unknown }>(`select x from unnest($1::${type}[]) with ordinality as t (x, n) order by n`, [
    literal,
  ]);
  return rows.map(({ x }) => x);
}

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replaceAll('\0', '').toWellFormed()),
  fc.string({
    unit: fc.constantFrom('{', '}', ',', '"', '\\', "'", ' ', '\t', '\n', '\v', '\f', '\r', '\u00a0', '\u2028', 'n', 'ä'),
    maxLength: 8,
  }),
  fc.constantFrom('', 'null', 'NULL', 'Null', 'nil', '{}', '{NULL}', '"', '\\', '\\"', ' ', '$1', "';--", '\\x00', '\u{10ffff}'),
);

describe('a column', () => {
  test('of texts arrives as it was, whatever they hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(nasty), { minLength: 1, maxLength: 20 }), async (texts) => {
        fc.pre(texts.some((text) => text !== null));
        expect(
          await read(
            'text',
            column(texts, (text) => text),
          ),
        ).toEqual(texts);
      }),
      { numRuns: 400 },
    );
  });

  test('of numbers, truths, instants and identifiers arrives as it was', async () => {
    const numbers = [0, -1, 1.5, 1e21, -1e-7, Number.MAX_SAFE_INTEGER];
    expect(
      (await read(
        'double precision',
        column(numbers, (x) => x),
      )) as number[],
    ).toEqual(numbers);
    expect(
      await read(
        'boolean',
        column([true, false, null], (x) => x),
      ),
    ).toEqual([true, false, null]);
    const instants = ['2026-11-20T12:00:00.000Z', '1999-12-31T23:59:59.999Z'];
    expect(
      await read(
        'timestamptz',
        column(instants, (x) => x),
      ),
    ).toEqual(instants.map((text) => new Date(text)));
    const ids = ['01890af2-9c5e-7d3f-8a4b-1234567890ab'];
    expect(
      await read(
        'uuid',
        column(ids, (x) => x),
      ),
    ).toEqual(ids);
    const objects = [JSON.stringify({ a: ['b"', '\\', null] })];
    expect(
      await read(
        'jsonb',
        column(objects, (x) => x),
      ),
    ).toEqual(objects.map((text) => JSON.parse(text) as unknown));
  });

  test('without any value is filled up with nulls beside the others', async () => {
    const rows = [{ id: 'a' }, { id: 'b', more: undefined }, { id: 'c', more: null }] as { id: string; more?: null }[];
    const { rows: found } = await client.query('select * from unnest($1::text[], $2::integer[]) as t (id, more)', [
      column(rows, ({ id }) => id),
      column(rows, ({ more }) => more),
    ]);
    expect(found).toEqual([
      { id: 'a', more: null },
      { id: 'b', more: null },
      { id: 'c', more: null },
    ]);
  });

  test('of no rows is empty', async () => {
    expect(
      await read(
        'text',
        column([], () => 'never'),
      ),
    ).toEqual([]);
  });
});
