import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { MIGRATIONS_FOLDER } from '../src/main.ts';
import { clusterUrls, type ClusterUrls } from '../src/platform/postgres/cluster.ts';
import { databaseUrl, withClient } from '../src/platform/postgres/connection.ts';
import { ensureDatabase } from '../src/platform/postgres/database.ts';
import { migrate } from '../src/platform/postgres/migrate.ts';

const { port, secretKey } = inject('postgres');
const name = `delivery_backfill_${process.pid}`;
const LAST_BEFORE = '0058_catalog_own_public_ids.sql';
let urls: ClusterUrls;
let admin: pg.Client;
let folder: string;
let tenants: string[];
let forgetful: string;

beforeAll(async () => {
  urls = clusterUrls(port, secretKey, name);
  await ensureDatabase(urls.superuser, name);
  folder = mkdtempSync(join(tmpdir(), 'earshot-migrations-'));
  for (const file of readdirSync(MIGRATIONS_FOLDER).filter((one) => one <= LAST_BEFORE))
    copyFileSync(join(MIGRATIONS_FOLDER, file), join(folder, file));
  await migrate(urls.owner, folder);
  admin = new pg.Client({ connectionString: databaseUrl(urls.superuser, name) });
  await admin.connect();
  for (const table of ['touchpoints', 'conversions']) {
    await admin.query(`create table ${table}_of_year partition of ${table} for values from ('2026-01-01') to ('2027-01-01')`);
    await admin.query(`alter table ${table}_of_year owner to owner`);
  }
  tenants = [await addTenant('one'), await addTenant('other')].sort();
  forgetful = await addForgetful();
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
  const touch = `insert into touchpoints (tenant_id, id, occurred_at, kind, connection_type, metadata)
    values ($1, $2, '2026-11-10', $3, 'unknown', $4)`;
  for (const [id, kind, metadata] of TOUCHPOINTS) await admin.query(touch, [tenant, id, kind, metadata]);
  const path = `insert into paths (tenant_id, conversion_id, version, converted_at, reason, packed, touchpoint_ids)
    values ($1, $2, 1, '2026-11-10', 'new', '\\x00', $3)`;
  await admin.query(path, [tenant, 'matched', ['pixel']]);
  await admin.query(path, [tenant, 'unmatched', []]);
  const order = `insert into conversions (tenant_id, id, occurred_at, kind, source, connection_type, metadata)
    values ($1, $2, '2026-11-10', 'purchase', $3, 'unknown', $4)`;
  for (const [id, source, metadata] of ORDERS) await admin.query(order, [tenant, id, source, metadata]);
  const figure = `insert into host_figures (tenant_id, show, episode, day, downloads, source) values ($1, 's', '', $2, 7, $3)`;
  await admin.query(figure, [tenant, '2026-11-10', 'a host']);
  await admin.query(figure, [tenant, '2026-11-11', 'simplecast']);
  return tenant;
}

const TOUCHPOINTS = [
  ['pixel', 'impression', '{"evidence":"ad_pixel"}'],
  ['logged', 'download', '{"evidence":"host_log_bytes"}'],
  ['told', 'download', '{"evidence":"hearsay"}'],
  ['bare', 'impression', null],
  ['clicked', 'click', '{"evidence":"ad_pixel"}'],
] as const;

const ORDERS = [
  ['several', 'webhook', '{"source":"shop","discountCodes":["Free","pod15","free"]}'],
  ['single', 'webhook', '{"source":"shop","discountCodes":["POD15"]}'],
  ['odd', 'webhook', '{"source":"shop","discountCodes":"POD15"}'],
  ['bare', 'webhook', null],
  ['own', 'server', '{"source":"shop","discountCodes":["A","B"]}'],
] as const;

async function addForgetful(): Promise<string> {
  const tenant = await addTenant('forgetful');
  await admin.query(`insert into retention_horizons (tenant_id, kept_from) values ($1, '2026-10-01')`, [tenant]);
  const path = `insert into paths (tenant_id, conversion_id, version, converted_at, reason, packed, touchpoint_ids)
    values ($1, $2, 1, $3, 'new', '\\x00', '{pixel}')`;
  await admin.query(path, [tenant, 'old', '2026-12-29']);
  await admin.query(path, [tenant, 'young', '2026-12-30']);
  return tenant;
}

test('orders from before that told several codes have all of them, in their sequence', async () => {
  const { rows } = await admin.query('select tenant_id, conversion_id, source, code from order_codes order by tenant_id, place');
  const told = ['FREE', 'POD15'].map((code) => ({ conversion_id: 'several', source: 'shop', code }));
  expect(rows).toEqual([...tenants, forgetful].sort().flatMap((tenant_id) => told.map((one) => ({ tenant_id, ...one }))));
});

test('exposures from before say how their delivery is known as new ones do', async () => {
  const touches = await admin.query('select tenant_id, id, delivery_evidence from touchpoints order by tenant_id, id');
  const expected = { bare: 'reported', clicked: null, logged: 'host_log_bytes', pixel: 'ad_pixel', told: 'reported' };
  expect(touches.rows).toEqual(
    [...tenants, forgetful]
      .sort()
      .flatMap((tenant_id) => Object.entries(expected).map(([id, delivery_evidence]) => ({ tenant_id, id, delivery_evidence }))),
  );
});

test('their paths wait to be built with it', async () => {
  const waiting = await admin.query(
    'select tenant_id, conversion_id, reason from dirty_conversions where tenant_id = any ($1) order by tenant_id',
    [tenants],
  );
  expect(waiting.rows).toEqual(tenants.map((tenant_id) => ({ tenant_id, conversion_id: 'matched', reason: 'rebuild' })));
});

test('paths that may hold touchpoints which are kept no longer stay as they are', async () => {
  const waiting = await admin.query('select conversion_id from dirty_conversions where tenant_id = $1', [forgetful]);
  expect(waiting.rows).toEqual([{ conversion_id: 'young' }]);
});

test.each([0, 1])(
  'figures under the name of a host that is asked are taken as its answer, others as entered, of tenant %i',
  async (place) => {
    const { rows } = await admin.query('select source, origin from host_figures where tenant_id = $1 order by day', [tenants[place]]);
    expect(rows).toEqual([
      { source: 'a host', origin: 'entered' },
      { source: 'simplecast', origin: 'pull' },
    ]);
  },
);
