import { existsSync, globSync, realpathSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { MIGRATIONS_FOLDER } from '../src/main.ts';
import { openLog } from '../src/platform/log.ts';
import { ensureEventPartitions } from '../src/platform/partitions.ts';
import { type Binaries, binariesIn, embeddedBinaries } from '../src/platform/postgres/binaries.ts';
import { clusterUrls, openCluster } from '../src/platform/postgres/cluster.ts';
import { ensureDatabase } from '../src/platform/postgres/database.ts';
import { isLeased } from '../src/platform/postgres/leases.ts';
import { migrate } from '../src/platform/postgres/migrate.ts';
import { stopPostmaster } from '../src/platform/postgres/postmaster.ts';
import { openDatabase } from '../src/platform/tenant-door.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { port: number; secretKey: string; major: number };
  }
}

export const TEMPLATE_NAME = 'earshot_template';
/** The instant whose event partitions the template has: that at which tests happen. */
export const TEMPLATE_MS = Date.parse('2026-11-20T12:00:00.000Z');
const SECRET_KEY = 'the-secret-of-a-throw-away-cluster-for-tests';
const FOLDER_PREFIX = join(tmpdir(), 'earshot-test-');

/** Stops and removes what test runs that were killed left behind. */
async function clearAbandoned(binaries: Binaries): Promise<void> {
  for (const folder of globSync(`${FOLDER_PREFIX}*`)) {
    if (!existsSync(join(folder, 'leases')) || (await isLeased(folder))) continue;
    const postgresFolder = join(realpathSync(folder), 'postgres');
    await stopPostmaster({ binaries, runner: { prefix: [], id: undefined }, postgresFolder, logFile: join(folder, 'postgres.log') });
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * One throw-away PostgreSQL for a test run, with a migrated template that each test file clones; EARSHOT_TEST_POSTGRES names another
 * server's programs. Resolves with what ends it.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const programs = process.env.EARSHOT_TEST_POSTGRES;
  if (programs !== undefined && !existsSync(join(programs, 'postgres'))) throw new Error(`There is no PostgreSQL in ${programs}.`);
  const binaries = await (programs === undefined ? embeddedBinaries() : binariesIn(programs));
  await clearAbandoned(binaries);
  const dataDir = await mkdtemp(FOLDER_PREFIX);
  const cluster = await openCluster({
    dataDir,
    secretKey: SECRET_KEY,
    log: openLog('silent'),
    binaries,
    serverSettings: { fsync: 'off', synchronous_commit: 'off', max_connections: '200' },
  });
  const urls = clusterUrls(cluster.port, SECRET_KEY, TEMPLATE_NAME);
  await ensureDatabase(urls.superuser, TEMPLATE_NAME);
  await migrate(urls.owner, MIGRATIONS_FOLDER, urls.jobs);
  const db = openDatabase(urls, openLog('silent'));
  await ensureEventPartitions(db, TEMPLATE_MS);
  await db.close();
  project.provide('postgres', { port: cluster.port, secretKey: SECRET_KEY, major: binaries.major });
  return async () => {
    await cluster.close();
    await rm(dataDir, { recursive: true, force: true });
  };
}
