import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { databaseUrl } from '../platform/postgres/connection.ts';
import { TABLE_COVERAGE } from './coverage.ts';

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

test('a table with a hash of an identity, an address or a name is never called impersonal without being hashed again', async () => {
  const { rows } = await admin.query<{ name: string }>(
    `select distinct c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and a.attname in ('user_key', 'email_key', 'device_key', 'click_key', 'address_key', 'agent_key', 'identity_key', 'email',
         'person_id')`,
  );
  expect(rows.length).toBeGreaterThan(4);
  for (const { name } of rows) expect(TABLE_COVERAGE[name], name).toHaveProperty('erased');
});
