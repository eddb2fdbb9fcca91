import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogueFaults, checkCatalogue } from '../src/platform/postgres/catalogue.ts';
import { databaseUrl, withClient } from '../src/platform/postgres/connection.ts';
import { TABLE_COVERAGE } from '../src/privacy/coverage.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { PLANTED_FAULTS } from './planted-faults.ts';

let database: TestDatabase;
let admin: pg.Client;

beforeAll(async () => {
  database = await openTestDatabase();
  admin = new pg.Client({ connectionString: databaseUrl(database.urls.superuser, new URL(database.urls.app).pathname.slice(1)) });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await database.close();
});

/** What a plain login finds once a statement has changed the schema; nothing of the change is kept. */
async function faultsAfter(mutation: string): Promise<string[]> {
  await admin.query('begin');
  try {
    await admin.query(mutation);
    await admin.query('set local session authorization app');
    return await catalogueFaults(admin);
  } finally {
    await admin.query('rollback');
  }
}

describe('the catalogue', () => {
  test('holds no table, policy, key, right, function or role that could let a tenant out', async () => {
    expect(await faultsAfter('select 1')).toEqual([]);
  });

  test.each(PLANTED_FAULTS.map(({ name, sql, fault }) => [name, sql, fault]))(
    'is found out by a plain login when %s',
    async (_name, mutation, fault) => {
      expect((await faultsAfter(mutation)).join('\n')).toContain(fault);
    },
  );

  test('may hold what an extension brings', async () => {
    expect(await faultsAfter('create extension pg_stat_statements; create extension citext')).toEqual([]);
  });
});

test('every table says in TABLE_COVERAGE what becomes of a person in it, or why it holds nothing of one', async () => {
  const { rows } = await admin.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`,
  );
  expect(Object.keys(TABLE_COVERAGE).sort()).toEqual(rows.map(({ name }) => name).sort());
});

describe('a process that is about to serve', () => {
  test('refuses a database that could let a tenant out, with a line per fault', async () => {
    const scratch = await openTestDatabase();
    try {
      await expect(withClient(scratch.urls.app, checkCatalogue)).resolves.toBeUndefined();
      await withClient(scratch.urls.owner, (client) =>
        client.query('drop policy tenant_rows on campaigns; alter table slots no force row level security'),
      );
      await expect(withClient(scratch.urls.app, checkCatalogue)).rejects.toThrow(
        /does not start\. .+\n {2}slots does not force row-level security\n {2}campaigns has no policy for app$/,
      );
    } finally {
      await scratch.close();
    }
  });

  test('refuses to serve as another login than app', async () => {
    await expect(checkCatalogue(admin)).rejects.toThrow('DATABASE_URL signs in as "postgres"');
    await expect(withClient(database.urls.owner, checkCatalogue)).rejects.toThrow('DATABASE_URL signs in as "owner"');
  });
});
