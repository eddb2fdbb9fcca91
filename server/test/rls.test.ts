import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseUrl } from '../src/platform/postgres/connection.ts';
import { inIntake, inTenant } from '../src/platform/tenant-door.ts';
import { acceptConversions, acceptTouchpoints } from '../src/tracking/intake/service.ts';
import { drainTenant } from '../src/attribution/paths/service.ts';
import { putCode } from '../src/catalog/codes/service.ts';
import { catalogueFaults } from './catalogue.ts';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from './database.ts';

let database: TestDatabase;
let admin: pg.Client;
let mine: TestTenant;
let theirs: TestTenant;

const event = { occurredAt: '2026-11-10T10:00:00Z', identity: { userId: 'u-1' } };

async function fill({ actor, tenantId }: TestTenant): Promise<void> {
  const { context } = database;
  await putCode(context, actor, { campaign: 'autumn', code: 'CODE', details: { show: 'a-show' } });
  await acceptTouchpoints(
    context,
    actor,
    [{ id: 't-1', kind: 'click', campaign: 'autumn', show: 'a-show', episode: 'e-1', ...event }],
    'server',
  );
  await acceptConversions(context, actor, [{ id: 'c-1', kind: 'purchase', valueMinor: 100, currency: 'USD', ...event }], 'server');
  await drainTenant(context, 'system', tenantId);
  await acceptConversions(context, actor, [{ id: 'c-2', kind: 'purchase', valueMinor: 100, currency: 'USD', ...event }], 'server');
}

beforeAll(async () => {
  database = await openTestDatabase();
  admin = new pg.Client({ connectionString: databaseUrl(database.urls.superuser, new URL(database.urls.app).pathname.slice(1)) });
  await admin.connect();
  mine = await createTestTenant(database.context);
  theirs = await createTestTenant(database.context);
  await fill(mine);
  await fill(theirs);
});
afterAll(async () => {
  await admin.end();
  await database.close();
});

async function tenantTables(): Promise<string[]> {
  const { rows } = await admin.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
  );
  return rows.map(({ name }) => name);
}

describe('the catalogue', () => {
  test('holds no table, policy, grant, key or role that could let a tenant out', async () => {
    expect(await catalogueFaults(admin)).toEqual([]);
  });

  test.each([
    ['a policy is dropped', 'drop policy tenant_rows on campaigns', 'campaigns has no policy for app'],
    [
      'a policy lets everything through',
      `drop policy tenant_rows on shows; create policy tenant_rows on shows to app, owner using (true)`,
      'shows has another policy',
    ],
    [
      'WITH CHECK is missing',
      `drop policy tenant_rows on paths; create policy tenant_rows on paths to app, owner using (tenant_id = (select current_tenant_id())) with check (true)`,
      'paths has another policy',
    ],
    [
      'a second policy widens the first',
      `create policy more on paths for select to app using (true)`,
      'paths has several policies for app',
    ],
    ['FORCE is off', 'alter table slots no force row level security', 'slots does not force'],
    ['row security is off', 'alter table refunds disable row level security', 'refunds has row-level security off'],
    [
      'a partition is unprotected',
      'alter table touchpoints_202611 disable row level security',
      'touchpoints_202611 has row-level security off',
    ],
    [
      'tenant_id may be null',
      'alter table audit_log drop constraint audit_log_pkey; alter table audit_log alter tenant_id drop not null',
      'audit_log.tenant_id may be null',
    ],
    ['a table has no tenant', 'create table extra (id integer)', 'extra has no tenant_id'],
    ['an index does not lead with the tenant', 'create index by_key on paths (converted_at)', 'index by_key'],
    [
      'a foreign key leaves the tenant out',
      'alter table audit_log add constraint bad foreign key (subject) references tenants (slug) not valid',
      'foreign key bad',
    ],
    ['everybody may read a table', 'grant select on campaigns to public', 'public may campaigns SELECT'],
    ['intake may read more than keys', 'grant select on conversions to intake', 'intake may conversions SELECT'],
    ['a role may bypass row security', 'alter role app bypassrls', 'role app has more rights'],
    ['a role is member of another', 'grant owner to app', 'app is a member of owner'],
    [
      'a definer function has no fixed path',
      `create function leak() returns bigint language sql security definer as 'select count(*) from public.paths'`,
      'definer function leak',
    ],
    ['a materialized view copies rows', 'create materialized view copy as select * from campaigns', 'copy is a view'],
  ])('is found out when %s', async (_name, mutation, fault) => {
    await admin.query('begin');
    try {
      await admin.query(mutation);
      expect((await catalogueFaults(admin)).join('\n')).toContain(fault);
    } finally {
      await admin.query('rollback');
    }
  });
});

describe('the tenant door', () => {
  test('shows a tenant its own rows of every table and never another one', async () => {
    for (const table of await tenantTables()) {
      const { rows } = await admin.query<{ count: string }>(`select count(*) as count from ${table} where tenant_id = $1`, [
        theirs.tenantId,
      ]);
      const seen = await inTenant(database.context.db, mine.tenantId, (tx) =>
        tx.query<{ tenant_id: string }>({ text: `select tenant_id from ${table}` }),
      );
      expect(new Set(seen.map(({ tenant_id }) => tenant_id)), table).toEqual(new Set(seen.length > 0 ? [mine.tenantId] : []));
      if (!['path_history', 'refunds', 'changed_codes', 'sources', 'new_touchpoints'].includes(table))
        expect(Number(rows[0].count), table).toBeGreaterThan(0);
    }
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

  test('refuses rows of another tenant on insert and on update', async () => {
    const { db } = database.context;
    const insert = inTenant(db, mine.tenantId, (tx) =>
      tx.query({ text: `insert into campaigns (tenant_id, key) values ($1, 'stolen')`, values: [theirs.tenantId] }),
    );
    await expect(insert).rejects.toThrow(/row-level security/);
    const update = inTenant(db, mine.tenantId, (tx) =>
      tx.query({ text: 'update campaigns set tenant_id = $1', values: [theirs.tenantId] }),
    );
    await expect(update).rejects.toThrow(/row-level security/);
  });

  test('keeps its tenant when a statement tries to change it midway', async () => {
    const seen = await inTenant(database.context.db, mine.tenantId, (tx) =>
      tx.query<{ tenant_id: string }>({
        text: `select tenant_id from campaigns where set_config('app.tenant_id', $1, true) is not null`,
        values: [theirs.tenantId],
      }),
    );
    expect(new Set(seen.map(({ tenant_id }) => tenant_id))).toEqual(new Set([mine.tenantId]));
  });

  test('forgets the tenant with the transaction', async () => {
    await inTenant(database.context.db, mine.tenantId, async () => undefined);
    const { rows } = await database.context.db.app.query(`select current_tenant_id() as id`);
    expect(rows[0].id).toBeNull();
  });

  test('lets intake add rows only for the tenants of its batch, and read only keys', async () => {
    const { db } = database.context;
    const insert = (tenantId: string) =>
      inIntake(db, [mine.tenantId], (tx) =>
        tx.query({
          text: `insert into touchpoint_keys (tenant_id, id, fingerprint) values ($1, 'x', gen_random_uuid())`,
          values: [tenantId],
        }),
      );
    await expect(insert(theirs.tenantId)).rejects.toThrow(/row-level security/);
    await expect(insert(mine.tenantId)).resolves.toEqual([]);
    await expect(inIntake(db, [mine.tenantId], (tx) => tx.query({ text: 'select * from touchpoints' }))).rejects.toThrow(
      /permission denied/,
    );
    await expect(inIntake(db, [mine.tenantId], (tx) => tx.query({ text: 'delete from touchpoint_keys' }))).rejects.toThrow(
      /permission denied/,
    );
  });
});
