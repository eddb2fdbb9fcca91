import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import { inject } from 'vitest';
import { clusterUrls } from '../src/platform/postgres/cluster.ts';
import { withClient } from '../src/platform/postgres/connection.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { numberedAnew, passOver } from './numbers.ts';

/** What is known of a database that was filled, kept as the comment on it. */
interface Kept<Filled> {
  filled: Filled;
  numbers: Record<string, number>;
}

async function findKept<Filled>(client: pg.Client, name: string): Promise<Kept<Filled> | undefined> {
  const text = `select shobj_description(oid, 'pg_database') as kept from pg_database where datname = $1`;
  const { rows } = await client.query<{ kept: string }>(text, [name]);
  return rows[0] && (JSON.parse(rows[0].kept) as Kept<Filled>);
}

/** Fills a database of this process's own; it has the name only when all of it is done, whoever is killed meanwhile. */
async function keepFilled<Filled>(name: string, fill: (database: TestDatabase) => Promise<Filled>): Promise<void> {
  const database = await openTestDatabase();
  const { result: filled, numbers } = await numberedAnew(() => fill(database));
  const comment = JSON.stringify({ filled, numbers } satisfies Kept<Filled>);
  if (!isDeepStrictEqual(JSON.parse(comment), { filled, numbers }))
    throw new Error('What is known of a filled database must be plain JSON.');
  await database.keepAs(name, comment);
}

/**
 * A database of this test file's own as `fill` leaves it, and what `fill` resolved with. It is filled once in a test run and cloned from
 * then on: ids are the same in every file, and what `fill` leaves outside the database is gone.
 */
export async function openFilledDatabase<Filled>(
  name: string,
  fill: (database: TestDatabase) => Promise<Filled>,
): Promise<{ database: TestDatabase; filled: Filled }> {
  const { port, secretKey } = inject('postgres');
  const kept = await withClient(clusterUrls(port, secretKey).superuser, async (client) => {
    await client.query('select pg_advisory_lock(hashtext($1))', [name]);
    if (!(await findKept(client, name))) await keepFilled(name, fill);
    return findKept<Filled>(client, name);
  });
  if (!kept) throw new Error(`The database ${name} is gone.`);
  passOver(kept.numbers);
  return { database: await openTestDatabase(name), filled: kept.filled };
}
