import { createReadStream } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import { refusal } from '../errors.ts';
import { type BackupHead, type Part, readParts, type Segment } from './contents.ts';
import { createRowDigest, type RowSum } from './row-digest.ts';
import { type Secrets, unsealStream } from './sealed-chunks.ts';

export interface ReadingOptions {
  secrets: Secrets;
  signal?: AbortSignal | undefined;
}

/** Hands the parts of a backup to `work` in their order, as the file gives them: what is not verified yet is not to be relied on. */
export async function readBackup(
  file: string,
  { secrets, signal }: ReadingOptions,
  work: (parts: AsyncIterable<Part>) => Promise<void>,
): Promise<void> {
  const name = basename(file);
  await access(file).catch((cause: unknown) => {
    throw refusal(`There is no file ${file}, or it may not be read.`, { cause });
  });
  await pipeline(
    createReadStream(file, { highWaterMark: 256 * 1024 }),
    (source: AsyncIterable<Buffer>) => unsealStream(source, secrets, name),
    createZstdDecompress(),
    (source: AsyncIterable<Buffer>) => work(readParts(source)),
    { signal },
  );
}

/** A table with what its rows come to in all tenants together. */
export interface TableSum {
  table: string;
  rows: number;
  bytes: number;
}

/** What a backup holds. */
export interface BackupSummary {
  madeAt: string;
  scope: 'all' | 'tenant';
  tenants: string[];
  /** The last migration that had been applied. */
  migration: string;
  rows: number;
  tables: TableSum[];
  fileBytes: number;
}

/** A segment with what its rows come to. */
export interface SegmentSum extends Segment {
  sum: RowSum;
}

/** A backup that was read to its end and found right. */
export interface VerifiedBackup {
  head: BackupHead;
  segments: SegmentSum[];
}

const isSame = (a: RowSum, b: RowSum) => a.rows === b.rows && a.bytes === b.bytes && a.sha256 === b.sha256;

async function verifyParts(parts: AsyncIterable<Part>, name: string): Promise<VerifiedBackup> {
  let head: BackupHead | undefined;
  let segment: Segment | undefined;
  let digest = createRowDigest();
  let isEnded = false;
  const segments: SegmentSum[] = [];
  for await (const part of parts) {
    if (part.kind === 'head') head = part.head;
    else if (part.kind === 'segment') [segment, digest] = [part.segment, createRowDigest()];
    else if (part.kind === 'rows') digest.addLines(part.lines);
    else if (part.kind === 'sum') {
      if (segment === undefined || !isSame(digest.finish(), part.sum))
        throw refusal(`${name} does not hold what it says of the table ${segment?.table ?? '?'}. Take another backup.`);
      segments.push({ ...segment, sum: part.sum });
    } else {
      const rows = segments.reduce((sum, one) => sum + one.sum.rows, 0);
      isEnded = part.end.segments === segments.length && part.end.rows === rows;
    }
  }
  if (head === undefined || !isEnded) throw refusal(`${name} does not hold all that it says. Take another backup.`);
  return { head, segments };
}

/**
 * Reads a backup to its end, touching no database: that it was made under one of the secrets, that every byte is as it was written, and
 * that the rows of every table are as many and add up to what was noted.
 * @throws AppError with what is wrong.
 */
export async function readVerified(file: string, options: ReadingOptions): Promise<VerifiedBackup> {
  let verified: VerifiedBackup | undefined;
  await readBackup(file, options, async (parts) => {
    verified = await verifyParts(parts, basename(file));
  });
  if (verified === undefined) throw refusal(`${basename(file)} is empty.`);
  return verified;
}

/** What a verified backup holds, table by table. */
export function summaryOf({ head, segments }: VerifiedBackup, fileBytes: number): BackupSummary {
  const byTable = Map.groupBy(segments, ({ table }) => table);
  const tables = [...byTable].map(([table, found]) => ({
    table,
    rows: found.reduce((sum, one) => sum + one.sum.rows, 0),
    bytes: found.reduce((sum, one) => sum + one.sum.bytes, 0),
  }));
  const { madeAt, scope, migrations, tenants } = head;
  return {
    madeAt,
    scope,
    tenants: tenants.map(({ slug }) => slug),
    migration: migrations.at(-1)?.name ?? '',
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    tables,
    fileBytes,
  };
}

/** As `readVerified`, with what the file holds told in few words. */
export async function verifyBackup(file: string, options: ReadingOptions): Promise<BackupSummary> {
  return summaryOf(await readVerified(file, options), (await stat(file)).size);
}
