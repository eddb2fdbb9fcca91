import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PEOPLE_TABLES, SHARED_TABLES } from '../src/platform/postgres/catalogue-rights.ts';
import { databaseUrl } from '../src/platform/postgres/connection.ts';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from './database.ts';
import { fillTenant } from './filled.ts';

const VERBS = ['read', 'lock', 'add', 'change', 'move', 'delete'] as const;
type Verb = (typeof VERBS)[number];

let database: TestDatabase;
let admin: pg.Client;
let app: pg.PoolClient;
let mine: TestTenant;
let theirs: TestTenant;
const nobody = randomUUID();
let tables: string[];

beforeAll(async () => {
  database = await openTestDatabase();
  admin = new pg.Client({ connectionString: databaseUrl(database.urls.superuser, new URL(database.urls.app).pathname.slice(1)) });
  await admin.connect();
  mine = await createTestTenant(database.context);
  theirs = await createTestTenant(database.context);
  await fillTenant(database.context, mine, 'mine');
  await fillTenant(database.context, theirs, 'theirs');
  app = await database.context.db.app.connect();
  const { rows } = await admin.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
     order by 1`,
  );
  tables = rows.map(({ name }) => name);
});
afterAll(async () => {
  app.release();
  await admin.end();
  await database.close();
});

async function rowOf(table: string, tenantId: string): Promise<string | undefined> {
  const text = `select to_jsonb(t)::text as row from ${table} t where tenant_id = $1 limit 1`;
  return (await admin.query<{ row: string }>(text, [tenantId])).rows[0]?.row;
}

/** A statement with this verb on what belongs to a tenant, or that would make it so. */
function statement(table: string, verb: Verb, tenantId: string): string {
  const where = `where tenant_id = '${tenantId}'`;
  const texts: Record<Verb, string> = {
    read: `select * from ${table} ${where}`,
    lock: `select * from ${table} ${where} for update`,
    add: `insert into ${table} select (jsonb_populate_record(null::${table}, $1::jsonb)).*`,
    change: `update ${table} set tenant_id = tenant_id ${where}`,
    move: `update ${table} set tenant_id = '${mine.tenantId}' ${where}`,
    delete: `delete from ${table} ${where}`,
  };
  return texts[verb];
}

/** All that whoever sent the statement learns from it; nothing of it is kept. */
async function learnt(context: string | undefined, text: string, values: unknown[]): Promise<unknown> {
  await app.query('begin');
  try {
    if (context !== undefined) await app.query(`select set_config('app.tenant_id', $1, true)`, [context]);
    const { rowCount, rows } = await app.query(text, values);
    return { rowCount, rows };
  } catch (error) {
    const { code, message, detail, hint, constraint } = error as pg.DatabaseError;
    return { code, message, detail, hint, constraint };
  } finally {
    await app.query('rollback');
  }
}

async function learntOf(table: string, verb: Verb, { of, as }: { of: string; as: string | undefined }): Promise<unknown> {
  const row = (await rowOf(table, theirs.tenantId)) ?? '{}';
  return learnt(as, statement(table, verb, of), verb === 'add' ? [row.replaceAll(theirs.tenantId, of)] : []);
}

const tenantTables = () => tables.filter((name) => !PEOPLE_TABLES.includes(name) && !SHARED_TABLES.includes(name));

test('every table is filled for two tenants, or is about people, or belongs to nobody', async () => {
  const empty: string[] = [];
  for (const table of tenantTables())
    for (const tenant of [mine, theirs]) if ((await rowOf(table, tenant.tenantId)) === undefined) empty.push(table);
  expect(empty, 'server/test/filled.ts fills every table').toEqual([]);
});

describe.each(VERBS)('%s', (verb) => {
  test("finds another tenant's rows exactly as those of a tenant that does not exist, in every table", async () => {
    for (const table of tenantTables()) {
      const [foreign, absent] = [
        await learntOf(table, verb, { of: theirs.tenantId, as: mine.tenantId }),
        await learntOf(table, verb, { of: nobody, as: mine.tenantId }),
      ];
      expect(foreign, table).toEqual(absent);
      const { rowCount, code } = foreign as { rowCount?: number; code?: string };
      expect(rowCount ?? code, table).toBeOneOf(verb === 'add' ? ['42501'] : [0, '42501']);
    }
  });

  test('finds nothing in any table when no tenant is set', async () => {
    for (const table of tenantTables()) {
      for (const of of [mine.tenantId, theirs.tenantId]) {
        const { rowCount, code } = (await learntOf(table, verb, { of, as: undefined })) as { rowCount?: number; code?: string };
        expect(rowCount ?? code, table).toBeOneOf(verb === 'add' ? ['42501'] : [0, '42501']);
      }
    }
  });

  test('is refused in every table about people', async () => {
    const columns = await admin.query<{ table: string; column: string }>(
      `select attrelid::regclass::text as "table", attname as column from pg_attribute
       where attrelid = any ($1::regclass[]) and attnum = 1`,
      [PEOPLE_TABLES],
    );
    expect(columns.rows.map(({ table }) => table).toSorted()).toEqual([...PEOPLE_TABLES].toSorted());
    for (const { table, column } of columns.rows) {
      const texts: Record<Verb, string> = {
        read: `select 1 from ${table}`,
        lock: `select 1 from ${table} for update`,
        add: `insert into ${table} select * from ${table}`,
        change: `update ${table} set ${column} = ${column}`,
        move: `update ${table} set ${column} = null`,
        delete: `delete from ${table}`,
      };
      expect(await learnt(mine.tenantId, texts[verb], []), table).toMatchObject({ code: '42501' });
    }
  });
});

test('a tenant reads its own rows of every table that is not closed to it', async () => {
  for (const table of tenantTables()) {
    const { rows, code } = (await learntOf(table, 'read', { of: mine.tenantId, as: mine.tenantId })) as {
      rows?: { tenant_id: string }[];
      code?: string;
    };
    if (rows === undefined) expect(code, table).toBe('42501');
    else expect(new Set(rows.map(({ tenant_id }) => tenant_id)), table).toEqual(new Set([mine.tenantId]));
  }
});
