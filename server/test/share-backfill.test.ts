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
const name = `share_backfill_${process.pid}`;
const LAST_BEFORE_PEOPLE = '0032_tenants_consent.sql';
let urls: ClusterUrls;
let admin: pg.Client;
let folder: string;

beforeAll(async () => {
  urls = clusterUrls(port, secretKey, name);
  await ensureDatabase(urls.superuser, name);
  folder = mkdtempSync(join(tmpdir(), 'earshot-migrations-'));
  for (const file of readdirSync(MIGRATIONS_FOLDER).filter((one) => one <= LAST_BEFORE_PEOPLE))
    copyFileSync(join(MIGRATIONS_FOLDER, file), join(folder, file));
  await migrate(urls.owner, folder);
  admin = new pg.Client({ connectionString: databaseUrl(urls.superuser, name) });
  await admin.connect();
  await admin.query(`create table conversions_of_year partition of conversions for values from ('2026-01-01') to ('2027-01-01')`);
  await admin.query('alter table conversions_of_year owner to owner');
});
afterAll(async () => {
  await admin.end();
  rmSync(folder, { recursive: true });
  await withClient(urls.superuser, (client) => client.query(`drop database "${name}" with (force)`));
});

async function addTenant(slug: string): Promise<string> {
  const tenant = randomUUID();
  await admin.query(`insert into tenants (tenant_id, slug, name, tier, sealed_key) values ($1, $2, 'A', 'free', '')`, [tenant, slug]);
  await admin.query(`insert into campaigns (tenant_id, key) values ($1, 'autumn')`, [tenant]);
  for (const id of ['c-1', 'c-2'])
    await admin.query(
      `insert into conversions (tenant_id, id, occurred_at, kind, source, connection_type, metadata)
       values ($1, $2, '2026-11-10', 'purchase', 'server', 'unknown', '{}')`,
      [tenant, id],
    );
  return tenant;
}

async function addShare(tenant: string, kind: 'report' | 'matching'): Promise<string> {
  const id = randomUUID();
  await admin.query(
    `insert into shares (tenant_id, id, kind, campaign, partner, grantor_name, breakdowns, shows_value, shows_spend, min_conversions,
       code_hash, code_expires_at, created_at, expires_at)
     values ($1, $2, $3, 'autumn', 'P', 'A', '{}', true, true, 2, sha256('a code'), now(), now(), now() + interval '1 year')`,
    [tenant, id, kind],
  );
  await admin.query(`insert into share_builds (tenant_id, share_id, campaign, computed_at) values ($1, $2, 'autumn', now())`, [tenant, id]);
  return id;
}

test('shares from before the floor counted people wait to be built and matched anew, and every conversion for its person', async () => {
  const [sharing, other] = [await addTenant('sharing'), await addTenant('other')];
  const [report, matching] = [await addShare(sharing, 'report'), await addShare(sharing, 'matching')];
  await migrate(urls.owner, MIGRATIONS_FOLDER);
  const marks = await admin.query<{ share_id: string }>('select share_id from share_marks order by share_id');
  expect(marks.rows.map(({ share_id }) => share_id)).toEqual([report, matching].sort());
  const builds = await admin.query('select share_id from share_builds');
  expect(builds.rows).toEqual([{ share_id: matching }]);
  const waiting = await admin.query('select tenant_id, conversion_id, reason from dirty_conversions order by tenant_id, conversion_id');
  const expected = [sharing, other].sort().flatMap((tenant_id) => ['c-1', 'c-2'].map((id) => ({ tenant_id, conversion_id: id })));
  expect(waiting.rows).toEqual(expected.map((row) => ({ ...row, reason: 'rebuild' })));
});
