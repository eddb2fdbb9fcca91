import { existsSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkCatalogue } from './postgres/catalogue.ts';
import type { Database } from './tenant-door.ts';

/** What a database says of itself. */
export interface DatabaseFacts {
  version: string;
  /** The last migration that was applied. */
  lastMigration: string;
  /** Its clock less this machine's, in milliseconds. */
  clockLeadMs: number;
}

/** Asks a database for its version, its last migration and its clock, held against the machine's in the middle of the question. */
export async function askDatabase(db: Database, clock: () => number): Promise<DatabaseFacts> {
  const text = `select current_setting('server_version') as version, extract(epoch from clock_timestamp()) * 1000 as now_ms,
                       (select max(name) from schema_migrations) as last_migration`;
  const fromMs = clock();
  const { rows } = await db.app.query<{ version: string; now_ms: string; last_migration: string }>(text);
  const clockLeadMs = Number(rows[0].now_ms) - (fromMs + clock()) / 2;
  return { version: rows[0].version, lastMigration: rows[0].last_migration, clockLeadMs };
}

/** Whether the database keeps tenants apart, by its catalogue. @throws AppError with a line per fault. */
export async function askCatalogue(db: Database): Promise<void> {
  const client = await db.app.connect();
  try {
    await checkCatalogue(client);
  } finally {
    client.release();
  }
}

/** What a disk has left where a folder stands, or will stand, in bytes. */
export async function diskSpace(folder: string): Promise<{ freeBytes: number; totalBytes: number }> {
  let standing = folder;
  while (!existsSync(standing)) standing = dirname(standing);
  const { bavail, blocks, bsize } = await statfs(standing);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

/** Whether others than its owner may read a file of a folder; false when it is not there. */
export function isOpenToOthers(folder: string, name: string): boolean {
  const file = join(folder, name);
  return existsSync(file) && (statSync(file).mode & 0o077) !== 0;
}
