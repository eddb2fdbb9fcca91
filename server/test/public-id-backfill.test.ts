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
const name = `public_id_backfill_${process.pid}`;
const CLAIMS = '0078_catalog_claimed_public_ids.sql';
let urls: ClusterUrls;
let admin: pg.Client;
let folder: string;

beforeAll(async () => {
  urls = clusterUrls(port, secretKey, name);
  await ensureDatabase(urls.superuser, name);
  folder = mkdtempSync(join(tmpdir(), 'earshot-migrations-'));
  for (const file of readdirSync(MIGRATIONS_FOLDER).filter((one) => one < CLAIMS))
    copyFileSync(join(MIGRATIONS_FOLDER, file), join(folder, file));
  await migrate(urls.owner, folder);
  admin = new pg.Client({ connectionString: databaseUrl(urls.superuser, name) });
  await admin.connect();
  for (const [slug, ids] of [
    ['one', ['a00000000000', 'b00000000000']],
    ['other', ['c00000000000', 'a00000000000']],
  ] as const) {
    const tenant = randomUUID();
    await admin.query(`insert into tenants (tenant_id, slug, name, tier, sealed_key) values ($1, $2, 'A', 'free', '')`, [tenant, slug]);
    const given = `insert into public_ids (tenant_id, kind, target, public_id) select $1, 'pixel', id, id from unnest($2::text[]) as id`;
    await admin.query(given, [tenant, ids]);
  }
});
afterAll(async () => {
  await admin.end();
  rmSync(folder, { recursive: true });
  await withClient(urls.superuser, (client) => client.query(`drop database "${name}" with (force)`));
});

test('public ids from before are claimed, once no two tenants have the same', async () => {
  await expect(migrate(urls.owner, MIGRATIONS_FOLDER)).rejects.toThrow(/of the 2 public ids of tenant .* another one has 1/);
  await admin.query(`delete from public_ids where public_id = 'a00000000000' and ctid in (select max(ctid) from public_ids
    where public_id = 'a00000000000')`);
  await migrate(urls.owner, MIGRATIONS_FOLDER);
  const { rows } = await admin.query<{ public_id: string }>('select public_id from public_id_claims order by 1');
  expect(rows.map(({ public_id }) => public_id)).toEqual(['a00000000000', 'b00000000000', 'c00000000000']);
});
