import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { verifyForRestore } from '../src/api/backups/service.ts';
import { keepNewest, listBackups } from '../src/platform/backup/folder.ts';
import { type BackupOrder, makeBackup } from '../src/platform/backup/making.ts';
import { readVerified } from '../src/platform/backup/reading.ts';
import { loadAll, loadTenant, markGround, refuseHalfRestored, surveyGround } from '../src/platform/backup/restoring.ts';
import { unsealStream } from '../src/platform/backup/sealed-chunks.ts';
import { clusterUrls } from '../src/platform/postgres/cluster.ts';
import { databaseUrl, withClient } from '../src/platform/postgres/connection.ts';
import { checkCatalogue } from '../src/platform/postgres/catalogue.ts';
import { ensureDatabase } from '../src/platform/postgres/database.ts';
import { migrate } from '../src/platform/postgres/migrate.ts';
import { MIGRATIONS_FOLDER } from '../src/main.ts';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from './database.ts';
import { fillTenant } from './filled.ts';
import { addTestMember, createTestPerson } from './people.ts';

const { port, secretKey } = inject('postgres');
let folder: string;
let database: TestDatabase;
let first: TestTenant;
let second: TestTenant;
const made: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-backup-'));
  database = await openTestDatabase();
  const { context } = database;
  [first, second] = [await createTestTenant(context), await createTestTenant(context)];
  await fillTenant(context, first, 'first');
  await fillTenant(context, second, 'second');
  await addTestMember(context, await createTestPerson(context), first.tenantId, 'owner');
});
afterAll(async () => {
  await database.close();
  const { superuser } = clusterUrls(port, secretKey);
  for (const name of made) await withClient(superuser, (client) => client.query(`drop database if exists "${name}" with (force)`));
  rmSync(folder, { recursive: true, force: true });
});

/** An empty database whose roles are there. */
async function emptyDatabase(name: string) {
  made.push(name);
  const urls = clusterUrls(port, secretKey, name);
  await ensureDatabase(urls.superuser, name);
  return { ...urls, superuser: databaseUrl(urls.superuser, name) };
}

const adminUrl = () => databaseUrl(database.urls.superuser, new URL(database.urls.owner).pathname.slice(1));

/** How many rows each table has, and what they come to, of one tenant or of all; sessions, which nobody backs up, aside. */
async function contentsOf(url: string, tenantId?: string): Promise<Record<string, string>> {
  return withClient(url, async (client) => {
    const { rows: tables } = await client.query<{ name: string; isTenants: boolean }>(
      `select c.relname as name, exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id') as "isTenants"
       from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
         and c.relname not in ('sessions', 'operator_sessions', 'schema_migrations') order by 1`,
    );
    const found: Record<string, string> = {};
    for (const { name, isTenants } of tables) {
      if (tenantId !== undefined && !isTenants) continue;
      const where = tenantId === undefined ? '' : `where tenant_id = '${tenantId}'`;
      const content = `count(*) || ':' || coalesce(md5(string_agg(t::text, ',' order by t::text)), '')`;
      const text = `select ${content} as all from "${name}" t ${where}`;
      found[name] = (await client.query<{ all: string }>(text)).rows[0].all;
    }
    return found;
  });
}

/** The tables that hold rows; a migration leaves one in `platform_audit_head`. */
const filledTables = async (url: string, tenantId?: string) =>
  Object.entries(await contentsOf(url, tenantId))
    .filter(([, all]) => !all.startsWith('0:'))
    .map(([name]) => name);

const backUp = (name: string, more: Partial<BackupOrder> = {}) =>
  makeBackup({
    ownerUrl: database.urls.owner,
    jobsUrl: database.urls.jobs,
    secretKey,
    file: join(folder, name),
    nowMs: NOW_MS,
    ...more,
  });

async function restoringOf(file: string, ownerUrl: string) {
  return { file, secrets: [secretKey], verified: await readVerified(file, { secrets: [secretKey] }), ownerUrl };
}

async function* readWhole(file: string): AsyncGenerator<Buffer> {
  yield readFileSync(file);
}

/** The rows of a backup as they stand in it. */
async function plainOf(file: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of unsealStream(readWhole(file), [secretKey], 'the file')) parts.push(part);
  return zstdDecompressSync(Buffer.concat(parts));
}

test('every table of every tenant, and of people, is after a restore what it was, and the catalogue keeps tenants apart', async () => {
  const before = await contentsOf(adminUrl());
  const { file, tables, rows } = await backUp('all.backup');
  expect(tables.length).toBeGreaterThan(120);
  const target = await emptyDatabase(`restored_all_${process.pid}`);
  await markGround(target.owner);
  const { verified, ...restoring } = await restoringOf(file, target.owner);
  await migrate(target.owner, MIGRATIONS_FOLDER, target.jobs, { count: verified.head.migrations.length });
  await expect(refuseHalfRestored(target.app)).rejects.toThrow('was cut off');
  await loadAll({ ...restoring, verified });
  await refuseHalfRestored(target.app);
  const after = await contentsOf(target.superuser);
  expect(after).toEqual(before);
  expect(Object.values(after).reduce((sum, one) => sum + Number(one.split(':')[0]), 0)).toBe(rows);
  await withClient(target.app, checkCatalogue);
});

test('a restore that fails half-way leaves no row and the mark that says so, and can be begun anew', async () => {
  const { file } = await backUp('half.backup');
  const target = await emptyDatabase(`restored_half_${process.pid}`);
  await markGround(target.owner);
  await migrate(target.owner, MIGRATIONS_FOLDER, target.jobs);
  const restoring = await restoringOf(file, target.owner);
  let parts = 0;
  const onRows = () => {
    parts += 1;
    if (parts > 40) throw new Error('killed');
  };
  await expect(loadAll({ ...restoring, onRows })).rejects.toThrow('killed');
  expect(await surveyGround(target.app)).toMatchObject({ isHalf: true });
  expect(await filledTables(target.superuser)).toEqual(['platform_audit_head']);
  await loadAll(restoring);
  expect(await contentsOf(target.superuser)).toEqual(await contentsOf(adminUrl()));
});

test('rows that come back otherwise than they were written are found, and nothing of them is kept', async () => {
  const { file } = await backUp('other.backup');
  const target = await emptyDatabase(`restored_other_${process.pid}`);
  await migrate(target.owner, MIGRATIONS_FOLDER, target.jobs);
  const restoring = await restoringOf(file, target.owner);
  const segments = restoring.verified.segments.map((one) =>
    one.table === 'conversions' ? { ...one, sum: { ...one.sum, sha256: '0'.repeat(64) } } : one,
  );
  await expect(loadAll({ ...restoring, verified: { ...restoring.verified, segments } })).rejects.toThrow(
    /conversions held .* Nothing was kept/,
  );
  expect(await filledTables(target.superuser)).toEqual(['platform_audit_head']);
});

test('the backup of one tenant holds nothing of another, and that of all holds both', async () => {
  const one = await plainOf((await backUp('tenant.backup', { slug: first.slug })).file);
  const all = await plainOf((await backUp('all-again.backup')).file);
  expect(one.includes('only-first')).toBe(true);
  for (const mark of ['only-second', 'CODE-SECOND', second.slug]) {
    expect(all.includes(mark), mark).toBe(true);
    expect(one.includes(mark), mark).toBe(false);
  }
  await expect(backUp('none.backup', { slug: 'nobody' })).rejects.toThrow('There is no tenant "nobody"');
});

test('a deleted tenant comes back beside the others, which stay as they are, out of its own backup and out of one of all', async () => {
  const admin = adminUrl();
  const before = await contentsOf(admin, first.tenantId);
  const others = await contentsOf(admin, second.tenantId);
  const strangers = Number(before.members.split(':')[0]) - 1;
  const files = [(await backUp('t.backup', { slug: first.slug })).file, (await backUp('a.backup')).file];
  for (const file of files) {
    await withClient(admin, async (client) => {
      await client.query(`update tenants set closed_at = now(), erase_after = now() - interval '1 day' where tenant_id = $1`, [
        first.tenantId,
      ]);
      await client.query('select erase_closed_tenant($1)', [first.tenantId]);
    });
    expect(await filledTables(admin, first.tenantId)).toEqual([]);
    const restored = await loadTenant(await restoringOf(file, database.urls.owner), first);
    expect(restored).toMatchObject({ wasSuspended: false, membersLeftOut: strangers });
    await withClient(admin, (client) => client.query('update tenants set suspended_at = null where tenant_id = $1', [first.tenantId]));
    const after = await contentsOf(admin, first.tenantId);
    const differ = Object.keys(before).filter((table) => before[table] !== after[table]);
    // Filled tenants have members without a person, who do not come back, nor what they chose.
    expect(differ).toEqual(['mail_choices', 'members']);
    expect(after.members).toMatch(/^1:/);
    expect(await contentsOf(admin, second.tenantId)).toEqual(others);
  }
  await withClient(database.urls.app, checkCatalogue);
});

test('a tenant whose slug, or anything else of its own, is taken is not restored at all', async () => {
  const { file } = await backUp('taken.backup', { slug: first.slug });
  const before = await contentsOf(adminUrl());
  await expect(loadTenant(await restoringOf(file, database.urls.owner), first)).rejects.toThrow(/is taken by another one/);
  expect(await contentsOf(adminUrl())).toEqual(before);
});

test('a backup that is stopped, or fails, leaves nothing', async () => {
  const own = mkdtempSync(join(folder, 'stopped-'));
  const stopping = new AbortController();
  const stopped = backUp('x', { file: join(own, 'x.backup'), signal: stopping.signal, onRows: () => stopping.abort() });
  await expect(stopped).rejects.toThrow(/abort/i);
  const failing = () => {
    throw new Error('failed');
  };
  await expect(backUp('y', { file: join(own, 'y.backup'), onRows: failing })).rejects.toThrow('failed');
  expect(readdirSync(own)).toEqual([]);
});

test('of older backups so many are kept as are asked for, of each tenant and of all apart, and other files stay', async () => {
  const own = mkdtempSync(join(folder, 'kept-'));
  const names = ['20261101T000000Z', '20261102T000000Z', '20261103T000000Z'].flatMap((at) => [
    `earshot-${at}.backup`,
    `earshot-tenant-a-${at}.backup`,
  ]);
  for (const name of [...names, 'notes.txt', 'earshot-mine.backup']) writeFileSync(join(own, name), '');
  const removed = await keepNewest(own, { keep: 2, nowMs: NOW_MS });
  expect(removed).toEqual([join(own, 'earshot-20261101T000000Z.backup')]);
  expect(await listBackups(own)).toHaveLength(5);
  expect(existsSync(join(own, 'notes.txt')) && existsSync(join(own, 'earshot-mine.backup'))).toBe(true);
});

test('a backup of an older version is restored as it was and then brought up to date; one of a newer version is refused', async () => {
  const names = readdirSync(MIGRATIONS_FOLDER).filter((name) => name.endsWith('.sql'));
  const count = names.length - 5;
  const source = await emptyDatabase(`older_${process.pid}`);
  await migrate(source.owner, MIGRATIONS_FOLDER, source.jobs, { count });
  await withClient(source.superuser, (client) =>
    client.query(`insert into tenants (tenant_id, slug, name, tier, sealed_key) values (gen_random_uuid(), 'old', 'Old', 'free', '')`),
  );
  const backup = await backUp('older.backup', { ownerUrl: source.owner, jobsUrl: source.jobs });
  expect(backup).toMatchObject({ migration: names.toSorted()[count - 1], tenants: ['old'] });
  const target = await emptyDatabase(`restored_older_${process.pid}`);
  const asked = { file: backup.file, secrets: [secretKey], verifyCredit: false };
  const verified = await verifyForRestore('system', { ...asked, migrationsFolder: MIGRATIONS_FOLDER });
  await migrate(target.owner, MIGRATIONS_FOLDER, target.jobs, { count });
  await loadAll({ ...asked, verified, ownerUrl: target.owner });
  expect((await migrate(target.owner, MIGRATIONS_FOLDER, target.jobs)).applied).toHaveLength(5);
  expect((await contentsOf(target.superuser)).tenants).toMatch(/^1:/);
  await withClient(target.app, checkCatalogue);

  const older = mkdtempSync(join(folder, 'migrations-'));
  for (const name of names.toSorted().slice(0, count - 1)) copyFileSync(join(MIGRATIONS_FOLDER, name), join(older, name));
  await expect(verifyForRestore('system', { ...asked, migrationsFolder: older })).rejects.toThrow('is of a newer version of Earshot');
});
