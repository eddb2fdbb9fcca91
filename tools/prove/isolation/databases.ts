import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MIGRATIONS_FOLDER } from '../../../server/src/main.ts';
import type { Context } from '../../../server/src/platform/context.ts';
import { edgeKeysOf } from '../../../server/src/platform/edge-key.ts';
import { openErasureLog } from '../../../server/src/platform/erasure-log.ts';
import { openLog } from '../../../server/src/platform/log.ts';
import { NO_OPERATOR_AI } from '../../../server/src/platform/operator-ai.ts';
import { openOutbound } from '../../../server/src/platform/outbound.ts';
import { ensureEventPartitions } from '../../../server/src/platform/partitions.ts';
import { clusterUrls, type ClusterUrls, openCluster } from '../../../server/src/platform/postgres/cluster.ts';
import { withClient } from '../../../server/src/platform/postgres/connection.ts';
import { ensureDatabase } from '../../../server/src/platform/postgres/database.ts';
import { migrate } from '../../../server/src/platform/postgres/migrate.ts';
import { ensureRoles, ROLES } from '../../../server/src/platform/postgres/roles.ts';
import { masterKeyOf } from '../../../server/src/platform/sealing.ts';
import { openSpool } from '../../../server/src/platform/spool.ts';
import { openDatabase } from '../../../server/src/platform/tenant-door.ts';
import { systemActor } from '../../../server/src/tenants/authorize.ts';
import { createTenant } from '../../../server/src/tenants/service.ts';
import { fillTenant } from '../../../server/test/filled.ts';
import type { Probed } from './site.ts';

const SECRET_KEY = 'the-secret-of-a-throw-away-cluster-for-a-proof';
const TEMPLATE = 'filled';
/** The instant that the rows are filled in at. */
const NOW_MS = Date.parse('2026-11-20T12:00:00.000Z');

/** The two tenants of a filled database. */
export interface Tenants {
  mine: Probed;
  theirs: Probed;
}

/** A throw-away PostgreSQL with a filled database, of which each fault gets a copy of its own. */
export interface Databases {
  tenants: Tenants;
  /** Runs `work` on a copy, removes it, and brings the roles back to what they were. */
  withCopy<Result>(work: (urls: ClusterUrls) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** Makes two tenants with rows in every table, in a migrated database. */
export async function fillTwoTenants(context: Context): Promise<Tenants> {
  await ensureEventPartitions(context.db, context.clock());
  const make = async (mark: string): Promise<Probed> => {
    const tenantId = await createTenant(context, 'system', { name: `Tenant of ${mark}`, slug: mark, tier: 'enterprise' });
    await fillTenant(context, { tenantId, actor: systemActor(tenantId) }, mark);
    return { tenantId, marks: [`Tenant of ${mark}`, `only-${mark}`, `c-${mark}`, `t-${mark}`, `Show of ${mark}`] };
  };
  return { mine: await make('mine'), theirs: await make('theirs') };
}

async function fillTemplate(urls: ClusterUrls, folder: string): Promise<Tenants> {
  const log = openLog('silent');
  const db = openDatabase(urls, log);
  try {
    const [sealingKey, clock] = [masterKeyOf(SECRET_KEY), () => NOW_MS];
    const edgeKeys = edgeKeysOf({ sealingKey });
    return await fillTwoTenants({
      db,
      clock,
      log,
      sealingKey,
      ...edgeKeys,
      publicUrl: 'http://127.0.0.1',
      operatorAi: NO_OPERATOR_AI,
      outbound: openOutbound(),
      erasures: openErasureLog(folder, log),
      spool: openSpool({ dataDir: folder, secrets: edgeKeys, maxBytes: 0, clock, log }),
      trustedProxies: [],
    });
  } finally {
    await db.close();
  }
}

/** Roles belong to all databases of a cluster: what a fault did to them is undone by hand. */
async function restoreRoles(superuser: string): Promise<void> {
  await withClient(superuser, async (client) => {
    const members = await client.query<{ role: string; member: string }>(
      `select pg_get_userbyid(roleid) as role, pg_get_userbyid(member) as member from pg_auth_members
       where pg_get_userbyid(member) = any ($1)`,
      [[...ROLES]],
    );
    for (const { role, member } of members.rows) await client.query(`revoke "${role}" from "${member}"`);
    for (const role of ROLES) await client.query(`alter role ${role} reset all`);
  });
  await ensureRoles(superuser, SECRET_KEY);
}

/** Starts the PostgreSQL and fills the database that the copies are made of. */
export async function openDatabases(): Promise<Databases> {
  const dataDir = await mkdtemp(join(tmpdir(), 'earshot-isolation-'));
  const serverSettings = { fsync: 'off', synchronous_commit: 'off' };
  const cluster = await openCluster({ dataDir, secretKey: SECRET_KEY, log: openLog('silent'), serverSettings });
  const close = async () => {
    await cluster.close();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const { superuser } = cluster.urls;
    const urls = clusterUrls(cluster.port, SECRET_KEY, TEMPLATE);
    await ensureDatabase(superuser, TEMPLATE);
    await migrate(urls.owner, MIGRATIONS_FOLDER, urls.jobs);
    const tenants = await fillTemplate(urls, dataDir);
    let copies = 0;
    return {
      tenants,
      withCopy: async (work) => {
        copies += 1;
        const name = `copy_${copies}`;
        await ensureDatabase(superuser, name, TEMPLATE);
        try {
          return await work(clusterUrls(cluster.port, SECRET_KEY, name));
        } finally {
          await withClient(superuser, (client) => client.query(`drop database ${name} with (force)`));
          await restoreRoles(superuser);
        }
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
