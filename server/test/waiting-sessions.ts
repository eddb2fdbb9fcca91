import type pg from 'pg';

const WAITING = `select count(*)::integer as count from pg_stat_activity a
  where a.datname = current_database() and exists (select from pg_locks l where l.pid = a.pid and not l.granted)`;

/** How many sessions of this database wait for a lock. PostgreSQL tells of locks in the whole server, which other test files use, too. */
export async function waitingSessions(client: Pick<pg.Client, 'query'>): Promise<number> {
  // Within a transaction the sessions would stay those of the first look.
  await client.query('select pg_stat_clear_snapshot()');
  const { rows } = await client.query<{ count: number }>(WAITING);
  return rows[0].count;
}
