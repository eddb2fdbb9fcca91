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
const name = `backfill_${process.pid}`;
const LAST_BEFORE_CHAINS = '0005_attribution.sql';
let urls: ClusterUrls;
let admin: pg.Client;
let folder: string;

beforeAll(async () => {
  urls = clusterUrls(port, secretKey, name);
  await ensureDatabase(urls.superuser, name);
  folder = mkdtempSync(join(tmpdir(), 'earshot-migrations-'));
  for (const file of readdirSync(MIGRATIONS_FOLDER).filter((one) => one <= LAST_BEFORE_CHAINS))
    copyFileSync(join(MIGRATIONS_FOLDER, file), join(folder, file));
  await migrate(urls.owner, folder);
  admin = new pg.Client({ connectionString: databaseUrl(urls.superuser, name) });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  rmSync(folder, { recursive: true });
  await withClient(urls.superuser, (client) => client.query(`drop database "${name}" with (force)`));
});

test('an audit log from before there were chains is chained in the order of its rows, tenant by tenant, with nothing lost', async () => {
  const tenants = [randomUUID(), randomUUID(), randomUUID()];
  for (const [place, tenant] of tenants.entries()) {
    await admin.query(`insert into tenants (tenant_id, slug, name, tier, sealed_key) values ($1, $2, 'A', 'free', '')`, [
      tenant,
      `t-${place}`,
    ]);
    for (let at = 0; at < place * 3; at += 1)
      await admin.query(
        `insert into audit_log (tenant_id, id, occurred_at, actor, action, subject, detail)
         values ($1, $2, $3, 'someone', 'thing.do', $4, $5)`,
        [tenant, randomUUID(), new Date(1_700_000_000_000 + (at % 2) * 1_000), `subject-${at}`, at === 0 ? {} : { at }],
      );
  }
  await migrate(urls.owner, MIGRATIONS_FOLDER);
  const { rows } = await admin.query<{ tenant_id: string; rows: number; broken: number; heads: number }>(
    `select t.tenant_id, count(l.id)::integer as rows,
       count(l.id) filter (where l.hash is distinct from audit_hash(t.tenant_id::text, l.seq, l.id, l.occurred_at, l.actor, l.action,
         l.target, l.before, l.after, l.previous_hash) or l.previous_hash is distinct from coalesce(b.hash, sha256('')))::integer as broken,
       (select count(*) from audit_heads h where h.tenant_id = t.tenant_id and h.seq = (select count(*) from audit_log c
         where c.tenant_id = t.tenant_id))::integer as heads
     from tenants t left join audit_log l on l.tenant_id = t.tenant_id
     left join audit_log b on b.tenant_id = t.tenant_id and b.seq = l.seq - 1 group by 1`,
  );
  expect(rows.toSorted((a, b) => a.rows - b.rows).map(({ rows: count, broken, heads }) => [count, broken, heads])).toEqual([
    [0, 0, 1],
    [3, 0, 1],
    [6, 0, 1],
  ]);
  const after = await admin.query<{ after: unknown }>(
    `select after from audit_log where target in ('subject-0', 'subject-2') order by target`,
  );
  expect(after.rows.map((row) => row.after)).toEqual([null, null, { at: 2 }, { at: 2 }]);
});
