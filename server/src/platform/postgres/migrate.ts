import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Logger, runMigrations } from 'graphile-worker';
import type pg from 'pg';
import { openPool, prepareClient, reasonOf, SCHEMA_LOCK, withClient } from './connection.ts';
import { refusal } from '../errors.ts';

export interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

/** The migrations of a folder in their order. @throws Error when the numbers have a gap or stand twice. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name, place) => {
      const number = Number(/^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1]);
      if (number !== place + 1)
        throw refusal(`The migration ${name} is out of order: expected number ${String(place + 1).padStart(4, '0')}.`);
      const sql = await readFile(join(folder, name), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/** @throws Error when what a database has applied is not what these migrations begin with. */
export function checkApplied(applied: { name: string; checksum: string }[], migrations: Migration[]): void {
  applied.forEach((row, place) => {
    const known = migrations[place];
    if (known === undefined) {
      throw refusal(
        `The database is newer than this version of Earshot: it knows ${row.name}. Start the version that made it, or a later one.`,
      );
    }
    if (known.name !== row.name) {
      throw refusal(
        `The database knows ${row.name} where this version of Earshot has ${known.name}. ` +
          'Released migrations keep their numbers and names; start the version that made the database.',
      );
    }
    if (known.checksum !== row.checksum) {
      throw refusal(
        `The migration ${row.name} was changed after it was applied. Put the released file back; changes go into a new migration.`,
      );
    }
  });
}

/** How a migration waits for what it locks. */
export interface Patience {
  /** How long each statement may stand in a lock's queue, and others behind it: less than the 5 s that a statement of ours waits. */
  lockMs: number;
  /** How long it leaves the queue free before it tries again. */
  pauseMs: number;
  tries: number;
}

const PATIENCE: Patience = { lockMs: 3_000, pauseMs: 2_000, tries: 60 };

/** What passes by itself: a lock that was not to be had in time, and a deadlock that ended here. */
const PASSING = ['55P03', '40P01'];

function isPassing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && PASSING.includes(String(cause.code));
}

async function applyOne(client: pg.Client, migration: Migration, { lockMs, pauseMs, tries }: Patience): Promise<void> {
  for (let left = tries - 1; ; left -= 1) {
    await client.query('begin');
    try {
      await client.query(`set local lock_timeout = ${lockMs}`);
      await client.query(migration.sql);
      await client.query('insert into schema_migrations (name, checksum) values ($1, $2)', [migration.name, migration.checksum]);
      await client.query('commit');
      return;
    } catch (cause) {
      await client.query('rollback');
      if (left === 0 || !isPassing(cause))
        throw refusal(`The migration ${migration.name} failed and nothing of it was kept: ${reasonOf(cause)}`, { cause });
    }
    await pause(pauseMs);
  }
}

/** The job runner asks for its schema even where it is there, which takes a right on the database; it has that right only meanwhile. */
async function migrateJobs(client: pg.Client, jobsUrl: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>('select quote_ident(current_database()) as name');
  await client.query(`grant create on database ${rows[0].name} to jobs`);
  const pool = openPool({ connectionString: jobsUrl, max: 1 });
  try {
    await runMigrations({ pgPool: pool, logger: new Logger(() => () => undefined) });
  } finally {
    await pool.end();
    await client.query(`revoke create on database ${rows[0].name} from jobs`);
  }
}

/**
 * Brings a database up to the migrations of a folder, each in a transaction of its own, under a lock so that two processes may try at once.
 * A second call does nothing. Also brings the job runner's own schema up to date, when its login is given. `count` leaves the migrations
 * behind the first so many aside, for a database that is to be as it once was. A migration that does not get a lock steps back, so that
 * nobody waits behind it for long, and tries again for some five minutes, or as `patience` says.
 * @throws Error when a released file was changed, the numbering has a gap, or the database is newer than the folder.
 */
export async function migrate(
  ownerUrl: string,
  folder: string,
  jobsUrl?: string,
  { count, patience = PATIENCE }: { count?: number; patience?: Patience } = {},
): Promise<{ applied: string[] }> {
  const migrations = await readMigrations(folder);
  const client = prepareClient(ownerUrl, 'earshot migrate');
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [SCHEMA_LOCK]);
    await client.query(
      `create table if not exists schema_migrations (
         name text primary key, checksum text not null, applied_at timestamptz not null default now()
       )`,
    );
    await client.query('grant select on schema_migrations to app');
    const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from schema_migrations order by name');
    checkApplied(rows, migrations);
    const waiting = migrations.slice(rows.length, count);
    for (const migration of waiting) await applyOne(client, migration, patience);
    if (jobsUrl !== undefined) await migrateJobs(client, jobsUrl);
    return { applied: waiting.map(({ name }) => name) };
  } finally {
    await client.end();
  }
}

/**
 * Makes sure that every migration of a folder was applied, for a process that may not migrate.
 * @throws Error that says to run `earshot migrate`.
 */
export async function checkMigrated(appUrl: string, folder: string): Promise<void> {
  const migrations = await readMigrations(folder);
  const hint = 'Run "earshot migrate" with DATABASE_OWNER_URL set.';
  const applied = await withClient(appUrl, async (client) => {
    const { rows } = await client.query<{ found: boolean }>(`select to_regclass('public.schema_migrations') is not null as found`);
    if (!rows[0].found) throw refusal(`The database has no tables of Earshot yet. ${hint}`);
    return (await client.query<{ name: string; checksum: string }>('select name, checksum from schema_migrations order by name')).rows;
  });
  checkApplied(applied, migrations);
  if (applied.length < migrations.length) throw refusal(`The database lacks ${migrations.length - applied.length} migrations. ${hint}`);
}
