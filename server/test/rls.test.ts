import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseUrl } from '../src/platform/postgres/connection.ts';
import { inDirectory, inIntake, inTenant, type Transaction } from '../src/platform/tenant-door.ts';
import { acceptTouchpoints } from '../src/tracking/intake/service.ts';
import { acceptRefunds } from '../src/tracking/refunds/service.ts';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from './database.ts';
import { fillTenant, touch } from './filled.ts';

let database: TestDatabase;
let admin: pg.Client;
let mine: TestTenant;
let theirs: TestTenant;

beforeAll(async () => {
  database = await openTestDatabase();
  admin = new pg.Client({ connectionString: databaseUrl(database.urls.superuser, new URL(database.urls.app).pathname.slice(1)) });
  await admin.connect();
  mine = await createTestTenant(database.context);
  theirs = await createTestTenant(database.context);
  await fillTenant(database.context, mine, 'mine');
  await fillTenant(database.context, theirs, 'theirs');
});
afterAll(async () => {
  await admin.end();
  await database.close();
});

async function namesOf(condition: string): Promise<string[]> {
  const { rows } = await admin.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and ${condition} order by 1`,
  );
  return rows.map(({ name }) => name);
}

const tenantTables = () => namesOf('not c.relispartition');
const partitions = () => namesOf('c.relispartition');

/** What a statement does: "rows", "nothing", "refused" for want of a right, or else its failure. Nothing of it is kept. */
async function attempt(tx: Transaction, text: string, values: unknown[] = []): Promise<string> {
  await tx.client.query('savepoint probe');
  try {
    const { rowCount } = await tx.client.query(text, values);
    return rowCount === 0 ? 'nothing' : 'rows';
  } catch (error) {
    const { code } = error as pg.DatabaseError;
    return code === '42501' ? 'refused' : `${code}: ${(error as Error).message}`;
  } finally {
    await tx.client.query('rollback to probe');
  }
}

/** Attempts statements on every table as this tenant; one word per table. */
async function attempts(tables: string[], statementOf: (table: string) => string, values: (table: string) => unknown[] = () => []) {
  return inTenant(database.context.db, mine.tenantId, async (tx) => {
    const found: Record<string, string> = {};
    for (const table of tables) found[table] = await attempt(tx, statementOf(table), values(table));
    return found;
  });
}

/** One row of the other tenant from every table, as JSON. */
async function foreignRows(): Promise<Map<string, string>> {
  const rows = new Map<string, string>();
  for (const table of await tenantTables()) {
    const found = await admin.query<{ row: string }>(`select to_jsonb(t)::text as row from ${table} t where tenant_id = $1 limit 1`, [
      theirs.tenantId,
    ]);
    rows.set(table, found.rows[0].row);
  }
  return rows;
}

describe('the tenant door', () => {
  test('is tried with rows of both tenants in every table', async () => {
    for (const table of await tenantTables()) {
      const { rows } = await admin.query<{ tenants: number }>(
        `select count(distinct tenant_id)::integer as tenants from ${table} where tenant_id in ($1, $2)`,
        [mine.tenantId, theirs.tenantId],
      );
      expect(rows[0].tenants, table).toBe(2);
    }
  });

  test('shows a tenant its own rows of every table and never another one', async () => {
    for (const table of await tenantTables()) {
      const seen = await inTenant(database.context.db, mine.tenantId, (tx) =>
        tx.query<{ tenant_id: string }>({ text: `select tenant_id from ${table}` }),
      );
      expect(new Set(seen.map(({ tenant_id }) => tenant_id)), table).toEqual(new Set([mine.tenantId]));
    }
    const asked = await attempts(
      await tenantTables(),
      (table) => `select 1 from ${table} where tenant_id = $1`,
      () => [theirs.tenantId],
    );
    expect(new Set(Object.values(asked))).toEqual(new Set(['nothing']));
  });

  test('lets a tenant neither lock, change, move nor delete rows of another one, in any table', async () => {
    const tables = await tenantTables();
    const statements: [string, (table: string) => string][] = [
      ['lock', (table) => `select 1 from ${table} where tenant_id = $1 for update`],
      ['change', (table) => `update ${table} set tenant_id = tenant_id where tenant_id = $1`],
      ['take over', (table) => `update ${table} set tenant_id = '${mine.tenantId}' where tenant_id = $1`],
      ['give away', (table) => `update ${table} set tenant_id = $1`],
      ['delete', (table) => `delete from ${table} where tenant_id = $1`],
    ];
    for (const [what, statementOf] of statements) {
      const found = await attempts(tables, statementOf, () => [theirs.tenantId]);
      for (const [table, word] of Object.entries(found)) expect(['nothing', 'refused'], `${what} ${table}: ${word}`).toContain(word);
      if (what === 'give away') expect(new Set(Object.values(found))).toEqual(new Set(['refused']));
    }
  });

  test('refuses a row of another tenant in every table, with and without ON CONFLICT, and says no more than that', async () => {
    const rows = await foreignRows();
    for (const ending of ['', 'on conflict do nothing']) {
      const found = await attempts(
        [...rows.keys()],
        (table) => `insert into ${table} select (jsonb_populate_record(null::${table}, $1::jsonb)).* ${ending}`,
        (table) => [rows.get(table)],
      );
      expect(found).toEqual(Object.fromEntries([...rows.keys()].map((table) => [table, 'refused'])));
    }
  });

  test('never empties a table and never makes one', async () => {
    const truncated = await attempts(await tenantTables(), (table) => `truncate ${table}`);
    expect(new Set(Object.values(truncated))).toEqual(new Set(['refused']));
    expect(Object.values(await attempts(['loot'], (table) => `create table ${table} as select * from campaigns`))).toEqual(['refused']);
  });

  test('shows nothing and takes nothing when no tenant is set', async () => {
    const client = await database.context.db.app.connect();
    try {
      for (const table of await tenantTables()) {
        expect((await client.query(`select 1 from ${table}`)).rowCount, table).toBe(0);
      }
      await expect(client.query(`insert into campaigns (tenant_id, key) values ($1, 'x')`, [mine.tenantId])).rejects.toThrow(
        /row-level security/,
      );
    } finally {
      client.release();
    }
  });

  test('keeps its tenant when a condition tries to change it while rows are looked at, whatever the plan', async () => {
    const indexesOff = 'set local enable_indexscan = off; set local enable_bitmapscan = off; set local enable_indexonlyscan = off';
    for (const setting of ['', indexesOff]) {
      for (const table of await tenantTables()) {
        const seen = await inTenant(database.context.db, mine.tenantId, async (tx) => {
          await tx.client.query(setting);
          const looked = WRITTEN_UNSEEN.includes(table) ? 'r.tenant_id' : 'r';
          return tx.query<{ tenant_id: string }>({
            text: `select tenant_id from ${table} r where ${looked}::text is null or set_config('app.tenant_id', $1, true) is not null`,
            values: [theirs.tenantId],
          });
        });
        expect(new Set(seen.map(({ tenant_id }) => tenant_id)), table).toEqual(new Set([mine.tenantId]));
      }
    }
  });

  test('answers each tenant anew on a connection whose plans are kept', async () => {
    const client = await database.context.db.app.connect();
    try {
      const seenBy = async (tenantId: string) => {
        await client.query(`begin; select set_config('app.tenant_id', '${tenantId}', true)`);
        const { rows } = await client.query<{ key: string }>({
          name: 'kept-plan',
          text: `select key from campaigns where key like 'only-%'`,
        });
        await client.query('commit');
        return rows.map(({ key }) => key);
      };
      for (let round = 0; round < 8; round += 1) {
        expect(await seenBy(mine.tenantId)).toEqual(['only-mine']);
        expect(await seenBy(theirs.tenantId)).toEqual(['only-theirs']);
      }
    } finally {
      client.release();
    }
  });

  test('forgets the tenant with the transaction, also when it is rolled back', async () => {
    const { db } = database.context;
    const client = await db.app.connect();
    try {
      for (const end of ['commit', 'rollback']) {
        await client.query(`begin; select set_config('app.tenant_id', '${mine.tenantId}', true)`);
        await client.query(end);
        expect((await client.query('select current_tenant_id() as id')).rows).toEqual([{ id: null }]);
      }
    } finally {
      client.release();
    }
  });

  test('refuses a tenant id that is no UUID before it reaches the database', async () => {
    for (const id of [`${mine.tenantId}', true); --`, '', mine.tenantId.toUpperCase()])
      await expect(inTenant(database.context.db, id, async () => undefined)).rejects.toThrow(/lower-case UUID/);
  });
});

describe('a partition', () => {
  test('cannot be read or written by itself, by any login', async () => {
    const { db } = database.context;
    const names = await partitions();
    expect(names.length).toBeGreaterThan(30);
    const doors: [string, (work: (tx: Transaction) => Promise<void>) => Promise<void>][] = [
      ['app', (work) => inTenant(db, mine.tenantId, work)],
      ['intake', (work) => inIntake(db, [mine.tenantId], work)],
      ['jobs', (work) => inDirectory(db, work)],
    ];
    for (const [login, open] of doors) {
      await open(async (tx) => {
        for (const name of names) {
          for (const statement of [`select tenant_id from ${name}`, `insert into ${name} (tenant_id) values (null)`, `delete from ${name}`])
            expect(await attempt(tx, statement), `${login}: ${statement}`).toBe('refused');
        }
      });
    }
  });
});

describe('another tenant', () => {
  test('cannot be found out by a foreign key', async () => {
    const foreign = async (campaign: string) =>
      inTenant(database.context.db, mine.tenantId, (tx) =>
        tx.query({
          text: `insert into promo_codes (tenant_id, code, campaign) values ($1, 'PROBE', $2)`,
          values: [mine.tenantId, campaign],
        }),
      ).then(
        () => 'accepted',
        (error: pg.DatabaseError) => [error.code, error.constraint, error.message, error.detail?.replaceAll(campaign, 'KEY')],
      );
    expect((await foreign('nowhere'))[0]).toBe('23503');
    expect(await foreign('only-theirs')).toEqual(await foreign('nowhere'));
    await expect(
      acceptRefunds(database.context, mine.actor, 'c-theirs', [{ id: 'r', occurredAt: '2026-11-12T10:00:00Z', valueMinor: 1 }]),
    ).rejects.toThrow('There is no such conversion.');
  });

  test('cannot be told from one that does not exist', async () => {
    const asking = async (tenantId: string) =>
      inTenant(database.context.db, mine.tenantId, (tx) =>
        tx.query({ text: `insert into campaigns (tenant_id, key) values ($1, 'autumn')`, values: [tenantId] }),
      ).catch((error: pg.DatabaseError) => [error.code, error.message, error.detail]);
    expect(await asking(theirs.tenantId)).toEqual(await asking(randomUUID()));
  });

  test('loses no event to mine of the same id, whichever comes first', async () => {
    const { context } = database;
    for (const [first, second] of [
      [mine, theirs],
      [theirs, mine],
    ]) {
      const id = `same-${first.slug}`;
      expect((await acceptTouchpoints(context, first.actor, [touch(id)], 'server')).accepted).toBe(1);
      expect((await acceptTouchpoints(context, second.actor, [touch(id, { show: 'other' })], 'server')).accepted).toBe(1);
      const { rows } = await admin.query('select tenant_id, show from touchpoints where id = $1', [id]);
      expect(rows).toHaveLength(2);
    }
  });
});

describe('intake', () => {
  const intake = (statement: string, values: unknown[] = []) =>
    inIntake(database.context.db, [mine.tenantId], (tx) => attempt(tx, statement, values));

  test('adds rows only for the tenants of its batch, in every table it may write, and ON CONFLICT hides nothing', async () => {
    const rows = await foreignRows();
    const tables = ['touchpoint_keys', 'touchpoints', 'new_touchpoints', 'conversion_keys', 'conversions', 'dirty_conversions'];
    for (const table of tables) {
      const insert = `insert into ${table} select (jsonb_populate_record(null::${table}, $1::jsonb)).*`;
      const row = rows.get(table) ?? '';
      expect(await intake(insert, [row]), table).toBe('refused');
      expect(await intake(`${insert} on conflict do nothing`, [row]), table).toBe('refused');
      const own = row.replaceAll(theirs.tenantId, mine.tenantId).replaceAll(/"(id|conversion_id)": "[^"]+"/g, '"$1": "of-the-batch"');
      expect(await intake(insert, [own]), table).toBe('rows');
    }
    for (const table of (await tenantTables()).filter((name) => !tables.includes(name)))
      expect(await intake(`insert into ${table} select (jsonb_populate_record(null::${table}, $1::jsonb)).*`, [rows.get(table)])).toBe(
        'refused',
      );
  });

  test('reads only the keys and fingerprints of its batch, and changes nothing', async () => {
    for (const table of await tenantTables()) {
      const isKeys = ['touchpoint_keys', 'conversion_keys', 'episode_request_keys', 'erased_events'].includes(table);
      expect(await intake(`select * from ${table}`), table).toBe(isKeys ? 'rows' : 'refused');
      expect(await intake(`select tenant_id from ${table} where tenant_id = $1`, [theirs.tenantId]), table).not.toBe('rows');
      for (const statement of [`update ${table} set tenant_id = tenant_id`, `delete from ${table}`, `truncate ${table}`])
        expect(await intake(statement), statement).toBe('refused');
    }
  });

  test('sees and adds nothing when no batch is set', async () => {
    const client = await database.context.db.intake.connect();
    try {
      expect((await client.query('select tenant_id, id, fingerprint from touchpoint_keys')).rowCount).toBe(0);
      const insert = `insert into touchpoint_keys (tenant_id, id, fingerprint) values ($1, 'x', gen_random_uuid())`;
      await expect(client.query(insert, [mine.tenantId])).rejects.toThrow(/row-level security/);
    } finally {
      client.release();
    }
  });
});

/** Tables of which the application reads no more than whose rows there are. */
const WRITTEN_UNSEEN = ['matched_people', 'matched_rollups', 'share_keys'];

const OPEN_TO_JOBS = [
  'report_schedules',
  'hook_deliveries',
  'event_sources',
  'idempotent_requests',
  'stranger_mails',
  'tenants',
  'changed_codes',
  'changed_paths',
  'event_counters',
  'request_days',
  'waiting_downloads',
  'waiting_listeners',
  'new_touchpoints',
  'dirty_conversions',
  'shares',
  'share_keys',
  'share_arrivals',
  'share_marks',
  'share_notes',
  'spend_reservations',
  'usage_changes',
  'meter_limits',
  'meter_reservations',
  'webhook_deliveries',
  'public_ids',
  'links',
  'feeds',
  'fed_transcripts',
  'privacy_requests',
  'survey_answers',
  'survey_waiting',
  'budget_looks',
  'tenant_samples',
  'waiting_ratings',
  'waiting_runs',
  'waiting_fits',
  'ledger_heads',
  'waiting_validations',
  'waiting_transcripts',
  'waiting_transcriptions',
  'privacy_work',
];

describe('the job runner', () => {
  test('sees which tenants exist and wait, and not one column more', async () => {
    await inDirectory(database.context.db, async (tx) => {
      for (const table of await tenantTables()) {
        const directory = OPEN_TO_JOBS.includes(table);
        expect(await attempt(tx, `select tenant_id from ${table}`), table).toBe(directory ? 'rows' : 'refused');
        for (const statement of [`select * from ${table}`, `update ${table} set tenant_id = tenant_id`, `delete from ${table}`])
          expect(await attempt(tx, statement), statement).toBe('refused');
      }
      expect(await attempt(tx, 'select find_api_key($1)', [Buffer.alloc(32)])).toBe('refused');
    });
  });
});

describe('functions', () => {
  test('that make policies and partitions cannot be run by the application', async () => {
    await inTenant(database.context.db, mine.tenantId, async (tx) => {
      for (const statement of [
        `call protect_tenant_table('campaigns')`,
        `call open_to_jobs('campaigns')`,
        `call open_to_intake('campaigns', 'all')`,
        `select ensure_event_partitions('2026-11-01', '2026-11-01')`,
      ])
        expect(await attempt(tx, statement), statement).toBe('refused');
    });
  });
});
