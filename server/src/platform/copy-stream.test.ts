import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { streamBytes, streamRows } from './copy-stream.ts';
import { inTenant } from './tenant-door.ts';

let database: TestDatabase;
let tenantId: string;
beforeAll(async () => {
  database = await openTestDatabase();
  ({ tenantId } = await createTestTenant(database.context));
});
afterAll(() => database.close());

const digest = (bytes: Uint8Array) => `${bytes.length}:${createHash('md5').update(bytes).digest('hex')}`;

/** The digests of what arrives, and of the same values as PostgreSQL counts them. */
async function bothWays(query: string): Promise<{ streamed: string[]; told: string[] }> {
  return inTenant(database.context.db, tenantId, async (tx) => {
    const streamed: string[] = [];
    await streamBytes(tx, query, (bytes) => streamed.push(digest(bytes)));
    const told = await tx.query<{ told: string }>({ text: `select length(x) || ':' || md5(x) as told from (${query}) as t (x)` });
    return { streamed, told: told.map((row) => row.told) };
  });
}

/** `count` values of `size` bytes, each another. */
const values = (count: number, size: string) =>
  `select substring(decode(repeat(md5(n::text), greatest(1, (${size}) / 16 + 1)), 'hex') from 1 for (${size})) as x
   from generate_series(1, ${count}) as n`;

describe('streamed values', () => {
  test.each([
    ['many small ones', values(20_000, '64')],
    ['one byte each', values(5_000, '1')],
    ['none', values(0, '64')],
    ['a single one', values(1, '64')],
    ['empty ones among others', values(1_000, 'case when n % 3 = 0 then 0 else n end')],
    ['ones as long as the parts they come in, and a little more or less', values(40, '65536 - 20 + n')],
    ['every length up to a thousand', values(1_000, 'n')],
    ['large ones', values(5, '3000000 + n')],
  ])('arrive whole and in order: %s', async (_name, query) => {
    const { streamed, told } = await bothWays(`${query} order by n`);
    expect(streamed).toEqual(told);
  });

  test('hold what looks like the stream itself', async () => {
    const header = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1').toString('hex');
    const { streamed, told } = await bothWays(
      `select decode(x, 'hex')
       from (values ('${header}'), ('ffff'), ('0001ffffffff'), ('000100000004'), ('${header.repeat(50)}')) as t (x)`,
    );
    expect(streamed).toEqual(told);
    expect(streamed).toHaveLength(5);
  });

  test('leave room for other work: never more than a part of the stream is read at a stretch', async () => {
    let turns = 0;
    let isReading = true;
    const count = () => {
      turns += 1;
      if (isReading) setImmediate(count);
    };
    setImmediate(count);
    const readInTurn = new Map<number, number>();
    await inTenant(database.context.db, tenantId, (tx) =>
      streamBytes(tx, values(60_000, '1000'), () => readInTurn.set(turns, (readInTurn.get(turns) ?? 0) + 1)),
    );
    isReading = false;
    expect([...readInTurn.values()].reduce((sum, one) => sum + one, 0)).toBe(60_000);
    expect(Math.max(...readInTurn.values())).toBeLessThanOrEqual(200);
  });

  test('fail as the query fails, and leave the transaction to be rolled back', async () => {
    const failing = inTenant(database.context.db, tenantId, (tx) =>
      streamBytes(
        tx,
        `select decode(repeat('00', 100), 'hex') from generate_series(0, 9000) as n where 1 / (8000 - n) < 2`,
        () => undefined,
      ),
    );
    await expect(failing).rejects.toThrow('division by zero');
    expect((await bothWays(values(1, '8'))).streamed).toHaveLength(1);
  });

  test('fail as their reader fails', async () => {
    const failing = inTenant(database.context.db, tenantId, (tx) =>
      streamBytes(tx, values(20_000, '64'), () => {
        throw new Error('cannot read this');
      }),
    );
    await expect(failing).rejects.toThrow('cannot read this');
    expect((await bothWays(values(1, '8'))).streamed).toHaveLength(1);
  });

  test('are rows of the tenant alone', async () => {
    const other = await createTestTenant(database.context);
    const seen = await inTenant(database.context.db, other.tenantId, async (tx) => {
      let count = 0;
      await streamBytes(tx, 'select sealed_key from tenants', () => (count += 1));
      return count;
    });
    expect(seen).toBe(1);
  });
});

describe('streamed rows', () => {
  const texts = (
    most: number,
  ) => `select n::integer, case when n % 3 = 0 then null else repeat(chr(97 + n % 26), n % ${most}) end, n % 2 = 0
    from generate_series(1, 5000) as n order by n`;

  test.each([
    ['short ones', 7],
    ['ones of every length up to a thousand', 1_000],
  ])('arrive whole and in order, nulls apart from nothing: %s', async (_name, most) => {
    const rows: unknown[] = [];
    await inTenant(database.context.db, tenantId, (tx) =>
      streamRows(tx, texts(most), 3, ({ bytes, starts, lengths }) => {
        const text = lengths[1] < 0 ? null : bytes.toString('utf8', starts[1], starts[1] + lengths[1]);
        rows.push([bytes.readInt32BE(starts[0]), text, bytes[starts[2]] === 1]);
      }),
    );
    const letters = (n: number) => String.fromCharCode(97 + (n % 26)).repeat(n % most);
    expect(rows).toEqual(
      Array.from({ length: 5_000 }, (_, before) => before + 1).map((n) => [n, n % 3 === 0 ? null : letters(n), n % 2 === 0]),
    );
  });

  test('throw what a reader throws once the query is over, and the connection goes on', async () => {
    await inTenant(database.context.db, tenantId, async (tx) => {
      const failing = streamRows(tx, texts(9), 3, () => {
        throw new Error('not this row');
      });
      await expect(failing).rejects.toThrow('not this row');
      expect(await tx.query({ text: 'select 1 as one' })).toEqual([{ one: 1 }]);
    });
  });
});
