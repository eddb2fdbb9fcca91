import { closeSync, createWriteStream, fsyncSync, openSync } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';
import type pg from 'pg';
import { newId } from '../chance.ts';
import { refusal } from '../errors.ts';
import { prepareClient, withClient } from '../postgres/connection.ts';
import { type BackupHead, type BackupTable, type Part, type Segment, writeParts } from './contents.ts';
import { copyOut } from './copying.ts';
import { partSuffix } from './folder.ts';
import { type BackupSummary, verifyBackup } from './reading.ts';
import { createRowDigest } from './row-digest.ts';
import { sealStream } from './sealed-chunks.ts';
import { actFor, listEmptyTables, listMonths, listTables, quoted, rowsOf, speakPlainly } from './tables.ts';

/** What is to be backed up, and where to. */
export interface BackupOrder {
  /** The login that owns the tables; it sees one tenant's rows at a time, as everybody does. */
  ownerUrl: string;
  /** The login that knows which tenants there are. */
  jobsUrl: string;
  secretKey: string;
  /** Where the file goes once it is whole and verified. */
  file: string;
  nowMs: number;
  /** The tenant that alone is meant; everything when undefined. */
  slug?: string | undefined;
  signal?: AbortSignal | undefined;
  /** Hears how many rows more were written. */
  onRows?: ((rows: number) => void) | undefined;
}

const EVERY = 'begin isolation level repeatable read read only';

async function listTenantsOf(jobsUrl: string, snapshot: string): Promise<{ tenantId: string; slug: string }[]> {
  return withClient(jobsUrl, async (client) => {
    await client.query(EVERY);
    await client.query(`set transaction snapshot '${snapshot}'`);
    const { rows } = await client.query<{ tenantId: string; slug: string }>(
      'select tenant_id as "tenantId", slug from tenants order by tenant_id',
    );
    return rows;
  });
}

async function openSnapshot(client: pg.Client, { jobsUrl, slug, nowMs }: BackupOrder): Promise<BackupHead> {
  const known = (await listTables(client)).map(({ name }) => name);
  await client.query(EVERY);
  await speakPlainly(client);
  // The locks come before the snapshot: no migration gets between what is seen and how it is read.
  if (known.length > 0) await client.query(`lock table ${quoted(known)} in access share mode`);
  const { rows } = await client.query<{ snapshot: string }>('select pg_export_snapshot() as snapshot');
  const { rows: migrations } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from schema_migrations order by name',
  );
  const tenants = await listTenantsOf(jobsUrl, rows[0].snapshot);
  const meant = slug === undefined ? tenants : tenants.filter((tenant) => tenant.slug === slug);
  if (slug !== undefined && meant.length === 0) throw refusal(`There is no tenant "${slug}" in this installation.`);
  const tables = await listTables(client);
  return {
    format: 1,
    madeAt: new Date(nowMs).toISOString(),
    scope: slug === undefined ? 'all' : 'tenant',
    migrations,
    months: await listMonths(client),
    tenants: meant,
    tables: slug === undefined ? tables : tables.filter(({ isTenants }) => isTenants),
  };
}

function segmentsOf(table: BackupTable, { tenants }: BackupHead): Segment[] {
  if (!table.isTenants) return [{ table: table.name, tenantId: null }];
  return tenants.map(({ tenantId }) => ({ table: table.name, tenantId }));
}

/** The parts of one segment; none when it has no rows. */
async function* readSegment(client: pg.Client, table: BackupTable, segment: Segment): AsyncGenerator<Part> {
  await actFor(client, segment.tenantId);
  const digest = createRowDigest();
  let isBegun = false;
  for await (const lines of copyOut(client, rowsOf(table, segment), digest.add)) {
    if (!isBegun) yield { kind: 'segment', segment };
    isBegun = true;
    yield { kind: 'rows', lines };
  }
  if (isBegun) yield { kind: 'sum', sum: digest.finish() };
}

async function* readDatabase(client: pg.Client, order: BackupOrder): AsyncGenerator<Part> {
  const head = await openSnapshot(client, order);
  yield { kind: 'head', head };
  const empty = await listEmptyTables(client);
  let [segments, rows] = [0, 0];
  for (const table of head.tables.filter(({ name }) => !empty.has(name))) {
    for (const segment of segmentsOf(table, head)) {
      order.signal?.throwIfAborted();
      for await (const part of readSegment(client, table, segment)) {
        if (part.kind === 'sum') {
          [segments, rows] = [segments + 1, rows + part.sum.rows];
          order.onRows?.(part.sum.rows);
        }
        yield part;
      }
    }
  }
  await client.query('commit');
  yield { kind: 'end', end: { segments, rows } };
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

async function write(client: pg.Client, order: BackupOrder, file: string): Promise<void> {
  await pipeline(
    writeParts(readDatabase(client, order)),
    createZstdCompress(),
    (compressed: AsyncIterable<Buffer>) => sealStream(compressed, order.secretKey),
    createWriteStream(file, { flags: 'wx', mode: 0o600 }),
    { signal: order.signal },
  );
  sync(file);
}

/** A backup that is whole: where it is, and what it holds. */
export interface MadeBackup extends BackupSummary {
  file: string;
}

/**
 * Writes a backup: one snapshot of the database, read table by table and tenant by tenant, sealed under the secret. The file has its name
 * only once it was read back and found right; a run that is stopped or fails leaves nothing.
 * @throws AppError when there is no such tenant; the signal's reason.
 */
export async function makeBackup(order: BackupOrder): Promise<MadeBackup> {
  const draft = `${order.file}.${newId()}${partSuffix}`;
  const client = prepareClient(order.ownerUrl, 'earshot backup');
  try {
    await client.connect();
    await write(client, order, draft);
    const summary = await verifyBackup(draft, { secrets: [order.secretKey], signal: order.signal });
    await rename(draft, order.file);
    sync(dirname(order.file));
    return { file: order.file, ...summary, fileBytes: (await stat(order.file)).size };
  } finally {
    // Whatever is under way on it ends with it: a copy that was not read to its end leaves it of no other use.
    await client.end().catch(() => undefined);
    await rm(draft, { force: true });
  }
}
