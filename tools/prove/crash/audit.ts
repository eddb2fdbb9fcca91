import { setTimeout as pause } from 'node:timers/promises';
import { randomOf } from '../../../simulator/src/random.ts';
import type { AuditTenant } from './batches.ts';
import { type ClientOptions, startClients } from './clients.ts';
import { judge, openLedger, type Stored, type Verdict } from './ledger.ts';
import { runJson, type Site } from './site.ts';
import { readStored } from './stored.ts';

const KILL_WORD = 22;
const CLIENTS = 6;
/** Within this time a server that cannot live without its database has ended. */
const SETTLING_MS = 300;

/** What a kill hits; the database's death is always followed by the server's, which does not start a database anew. */
export type Victim = 'server' | 'database';

export interface AuditOptions {
  seed: number;
  tenants: readonly AuditTenant[];
  /** One kill each, in this order. */
  victims: readonly Victim[];
  /** How many batches are acknowledged before each kill: at least, and at most. */
  between: readonly [number, number];
  /** Clients send here instead of to the server. */
  address?: ClientOptions['address'];
  /** Waited for between the last answer and the count of what is stored. */
  settle?: () => Promise<void>;
  firstClient?: number;
}

export interface Audit {
  verdict: Verdict;
  batches: number;
  attempts: number;
  kills: number;
  /** Kills among them that hit the database. */
  databaseKills: number;
  /** How often the server itself ended when only its database was killed. */
  serversLost: number;
  stored: Stored[];
}

export async function createTenant(site: Pick<Site, 'launch'>, slug: string): Promise<AuditTenant> {
  return runJson<AuditTenant>(site, ['tenants', 'create', '--name', slug, '--slug', slug, '--tier', 'enterprise']);
}

/** The victims of `servers` kills of the server and `databases` of the database, in an order that the seed chooses. */
export function drawVictims(seed: number, { servers, databases }: { servers: number; databases: number }): Victim[] {
  const random = randomOf(seed, KILL_WORD);
  const left = { server: servers, database: databases };
  return Array.from({ length: servers + databases }, (): Victim => {
    const victim = random.below(left.server + left.database) < left.database ? 'database' : 'server';
    left[victim] -= 1;
    return victim;
  });
}

/**
 * Lets clients post while processes are killed at random instants and started again, then holds what is stored against what was
 * acknowledged. The server of `site` must run, and runs again afterwards.
 */
export async function audit(site: Site, options: AuditOptions): Promise<Audit> {
  const { seed, tenants, victims, between, address, settle, firstClient } = options;
  const random = randomOf(seed, KILL_WORD, 1);
  const ledger = openLedger();
  const clients = startClients({ address: address ?? site.address, tenants, ledger, seed, count: CLIENTS, first: firstClient });
  let serversLost = 0;
  for (const victim of victims) {
    await clients.afterAcknowledged(between[0] + random.below(between[1] - between[0] + 1));
    await pause(random.below(30));
    if (victim === 'database') {
      await site.killDatabase();
      if (address === undefined) await clients.afterRefused();
      await pause(SETTLING_MS);
      if (!(await site.isServerAlive())) serversLost += 1;
    }
    await site.killServer();
    await site.start();
  }
  const databaseKills = victims.filter((victim) => victim === 'database').length;
  const { batches, attempts } = await clients.stop();
  await settle?.();
  const stored = await readStored(site, tenants);
  return { verdict: judge(ledger, stored), batches, attempts, kills: victims.length, databaseKills, serversLost, stored };
}
