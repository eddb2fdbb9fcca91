import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NOW_MS, openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { ensureEventPartitions, startPartitionUpkeep } from './partitions.ts';
import { withClient } from './postgres/connection.ts';

const YEAR_MS = 366 * 86_400_000;
let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

async function partitionsOf(table: string): Promise<string[]> {
  return withClient(database.urls.app, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = $1::regclass order by 1`,
      [table],
    );
    return rows.map(({ name }) => name);
  });
}

test('there is a partition for every month from 400 days ago to 65 days ahead, and asking again makes none', async () => {
  const made = await partitionsOf('touchpoints');
  expect([made[0], made.at(-1)]).toEqual(['touchpoints_202509', 'touchpoints_202701']);
  expect(made).toHaveLength(17);
  expect((await partitionsOf('conversions')).map((name) => name.replace('conversions', 'touchpoints'))).toEqual(made);
  await ensureEventPartitions(database.context.db, NOW_MS);
  expect(await partitionsOf('touchpoints')).toEqual(made);
});

test('a process that runs for a year makes the partitions of the coming months as time goes by', async () => {
  const upkeep = startPartitionUpkeep(database.context, 5);
  database.setNow(NOW_MS + YEAR_MS);
  await expect.poll(async () => (await partitionsOf('touchpoints')).at(-1)).toBe('touchpoints_202801');
  await upkeep.close();
  expect((await partitionsOf('conversions')).at(-1)).toBe('conversions_202801');
});

test('two processes that make the same partitions at once both succeed', async () => {
  const later = NOW_MS + 2 * YEAR_MS;
  await Promise.all([ensureEventPartitions(database.context.db, later), ensureEventPartitions(database.context.db, later)]);
  expect((await partitionsOf('touchpoints')).at(-1)).toBe('touchpoints_202901');
});

test('making a partition waits for nobody who reads or writes events, and holds up nobody', async () => {
  const url = database.urls.superuser.replace(/\/postgres$/, new URL(database.urls.app).pathname);
  const reader = new pg.Client({ connectionString: url });
  await reader.connect();
  try {
    await reader.query('begin; lock table touchpoints in row exclusive mode; lock table conversions in row exclusive mode');
    await withClient(database.urls.jobs, async (maker) => {
      await maker.query(`set lock_timeout = '2s'`);
      await maker.query('begin');
      await maker.query(`select ensure_event_partitions('2031-01-01', '2031-01-01')`);
      await reader.query('select count(*) from touchpoints');
      await maker.query('commit');
    });
    expect(await partitionsOf('touchpoints')).toContain('touchpoints_203101');
  } finally {
    await reader.end();
  }
});
