import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { IDENTITY_RULES } from '../src/attribution/identity-rules/service.ts';
import { MIGRATIONS_FOLDER } from '../src/main.ts';
import { clusterUrls, type ClusterUrls } from '../src/platform/postgres/cluster.ts';
import { databaseUrl, withClient } from '../src/platform/postgres/connection.ts';
import { ensureDatabase } from '../src/platform/postgres/database.ts';
import { migrate } from '../src/platform/postgres/migrate.ts';

const { port, secretKey } = inject('postgres');
const name = `control_arm_backfill_${process.pid}`;
const LAST_BEFORE = '0102_attribution_identity_rules.sql';
let urls: ClusterUrls;
let admin: pg.Client;
let folder: string;
let tenants: string[];
let share: string;

beforeAll(async () => {
  urls = clusterUrls(port, secretKey, name);
  await ensureDatabase(urls.superuser, name);
  folder = mkdtempSync(join(tmpdir(), 'earshot-migrations-'));
  for (const file of readdirSync(MIGRATIONS_FOLDER).filter((one) => one <= LAST_BEFORE))
    copyFileSync(join(MIGRATIONS_FOLDER, file), join(folder, file));
  await migrate(urls.owner, folder);
  admin = new pg.Client({ connectionString: databaseUrl(urls.superuser, name) });
  await admin.connect();
  await admin.query(`create table touchpoints_of_year partition of touchpoints for values from ('2026-01-01') to ('2027-01-01')`);
  await admin.query('alter table touchpoints_of_year owner to owner');
  share = randomUUID();
  tenants = [await addTenant('one'), await addTenant('other')].sort();
  await migrate(urls.owner, MIGRATIONS_FOLDER);
});
afterAll(async () => {
  await admin.end();
  rmSync(folder, { recursive: true });
  await withClient(urls.superuser, (client) => client.query(`drop database "${name}" with (force)`));
});

async function addTenant(slug: string): Promise<string> {
  const tenant = randomUUID();
  await admin.query(`insert into tenants (tenant_id, slug, name, tier, sealed_key) values ($1, $2, 'A', 'free', '')`, [tenant, slug]);
  const touch = `insert into touchpoints (tenant_id, id, occurred_at, kind, connection_type, test, arm)
    values ($1, $2, '2026-11-10', 'click', 'unknown', $3, $4)`;
  for (const [id, ofTest, arm] of TOUCHPOINTS) await admin.query(touch, [tenant, `${slug}-${id}`, ofTest, arm]);
  const path = `insert into paths (tenant_id, conversion_id, version, converted_at, reason, packed, touchpoint_ids)
    values ($1, $2, 1, $3, 'new', '\\x00', $4)`;
  for (const [id, convertedAt, touches] of PATHS)
    await admin.query(path, [tenant, id, convertedAt, touches.map((one) => `${slug}-${one}`)]);
  await admin.query(`insert into retention_horizons (tenant_id, kept_from) values ($1, '2026-08-15')`, [tenant]);
  const rules = JSON.stringify({ ...IDENTITY_RULES, edition: 1 });
  await admin.query(`insert into ledger_heads (tenant_id, at, identity_rules) values ($1, '2026-11-20', $2)`, [tenant, rules]);
  const shared = `insert into share_touchpoints (tenant_id, share_id, touchpoint_id, occurred_at) values ($1, $2, $3, '2026-11-10')`;
  for (const id of ['treated', 'kept-away']) await admin.query(shared, [tenant, share, `${slug}-${id}`]);
  return tenant;
}

const TOUCHPOINTS = [
  ['kept-away', 'lift', 'control'],
  ['treated', 'lift', 'treatment'],
  ['plain', null, null],
] as const;
const PATHS = [
  ['of-both', '2026-11-15', ['plain', 'kept-away']],
  ['of-control', '2026-11-15', ['kept-away']],
  ['of-treated', '2026-11-15', ['treated', 'plain']],
  ['of-nothing', '2026-11-15', []],
  ['near-the-horizon', '2026-11-12', ['kept-away']],
] as const;

const perTenant = (rows: (tenant: string) => object[]) => tenants.flatMap(rows);

test('paths that hold touchpoints of a control arm wait to be built without them, but those that may have lost others', async () => {
  const { rows } = await admin.query('select tenant_id, conversion_id, reason from dirty_conversions order by tenant_id, conversion_id');
  expect(rows).toEqual(
    perTenant((tenant_id) =>
      ['of-both', 'of-control'].map((conversion_id) => ({ tenant_id, conversion_id, reason: 'identity_rule_changed' })),
    ),
  );
});

test('the rules are on record by which paths are built from now on, so that nothing else is built anew', async () => {
  const { rows } = await admin.query('select tenant_id, identity_rules from ledger_heads order by tenant_id');
  expect(rows).toEqual(perTenant((tenant_id) => [{ tenant_id, identity_rules: IDENTITY_RULES }]));
});

test('matching shares keep no touchpoints of control arms, and are matched again', async () => {
  const kept = await admin.query('select tenant_id, touchpoint_id ~ $1 as treated from share_touchpoints order by tenant_id', [
    '-treated$',
  ]);
  expect(kept.rows).toEqual(perTenant((tenant_id) => [{ tenant_id, treated: true }]));
  const { rows } = await admin.query('select tenant_id, share_id from share_arrivals order by tenant_id');
  expect(rows).toEqual(perTenant((tenant_id) => [{ tenant_id, share_id: share }]));
});
