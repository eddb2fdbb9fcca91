import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MIGRATIONS_FOLDER } from '../../server/src/main.ts';
import { openLog } from '../../server/src/platform/log.ts';
import { openCluster } from '../../server/src/platform/postgres/cluster.ts';
import { withClient } from '../../server/src/platform/postgres/connection.ts';
import { migrate } from '../../server/src/platform/postgres/migrate.ts';
import { renderSchema } from '../../server/src/platform/postgres/schema-sql.ts';

/** The text of server/schema.sql: what all migrations make of an empty database, read from a throw-away PostgreSQL. */
export async function generateSchemaSql(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'earshot-schema-'));
  try {
    const cluster = await openCluster({
      dataDir,
      secretKey: 'the-secret-of-a-throw-away-cluster',
      log: openLog('silent'),
      serverSettings: { fsync: 'off', synchronous_commit: 'off' },
    });
    try {
      await migrate(cluster.urls.owner, MIGRATIONS_FOLDER);
      return await withClient(cluster.urls.owner, renderSchema);
    } finally {
      await cluster.close();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}
