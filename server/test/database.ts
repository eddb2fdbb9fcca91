import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { Context } from '../src/platform/context.ts';
import type { Clock } from '../src/platform/clock.ts';
import { openLog } from '../src/platform/log.ts';
import { edgeKeysOf } from '../src/platform/edge-key.ts';
import { openErasureLog } from '../src/platform/erasure-log.ts';
import { NO_OPERATOR_AI } from '../src/platform/operator-ai.ts';
import { openOutbound } from '../src/platform/outbound.ts';
import { clusterUrls, type ClusterUrls } from '../src/platform/postgres/cluster.ts';
import { withClient } from '../src/platform/postgres/connection.ts';
import { ensureDatabase } from '../src/platform/postgres/database.ts';
import { type Mail, outboxPlace } from '../src/platform/outbox.ts';
import { masterKeyOf, unseal } from '../src/platform/sealing.ts';
import { openSpool } from '../src/platform/spool.ts';
import { inAuth, openDatabase } from '../src/platform/tenant-door.ts';
import { createFirstApiKeyIn } from '../src/security/apikeys/service.ts';
import { type Actor, systemActor } from '../src/tenants/authorize.ts';
import type { NewTenant } from '../src/tenants/schema.ts';
import { createTenant } from '../src/tenants/service.ts';
import { TEMPLATE_MS, TEMPLATE_NAME } from './cluster.ts';
import { nextNumber } from './numbers.ts';

/** The instant at which tests happen. */
export const NOW_MS = TEMPLATE_MS;

/** What outgoing requests of tests may reach beside the public internet: servers of their own. */
const LOOPBACK = ['127.0.0.0/8', '::1'];

/** What the spool of a test may come to. */
const SPOOL_BYTES = 64 * 1024 * 1024;

/** Where the links of mails lead. */
export const PUBLIC_URL = 'https://earshot.example';

export interface TestDatabase {
  context: Context;
  urls: ClusterUrls;
  /** Sets what the context's clock says. */
  setNow(ms: number): void;
  /** The mails that wait to be sent, oldest first. */
  mails(): Promise<Mail[]>;
  close(): Promise<void>;
  /** Closes it and leaves it, with a comment on it, under a name that others clone. */
  keepAs(kept: string, comment: string): Promise<void>;
}

let databases = 0;

/** A migrated database of this test file's own, cloned from the template, and a context over it as the plain roles. */
export async function openTestDatabase(template = TEMPLATE_NAME): Promise<TestDatabase> {
  const { port, secretKey } = inject('postgres');
  databases += 1;
  const name = `test_${process.pid}_${databases}`;
  const { superuser } = clusterUrls(port, secretKey);
  await ensureDatabase(superuser, name, template);
  const urls = clusterUrls(port, secretKey, name);
  const log = openLog('silent');
  const db = openDatabase(urls, log);
  let nowMs = NOW_MS;
  const clock: Clock = () => nowMs;
  const outbound = openOutbound({ networks: LOOPBACK });
  const folder = mkdtempSync(join(tmpdir(), 'earshot-erasures-'));
  const erasures = openErasureLog(folder, log);
  const sealingKey = masterKeyOf(secretKey);
  const edgeKeys = edgeKeysOf({ sealingKey });
  const spool = openSpool({ dataDir: folder, secrets: edgeKeys, maxBytes: SPOOL_BYTES, clock, log });
  const context: Context = {
    db,
    clock,
    log,
    sealingKey,
    ...edgeKeys,
    publicUrl: PUBLIC_URL,
    operatorAi: NO_OPERATOR_AI,
    outbound,
    erasures,
    spool,
    trustedProxies: [],
  };
  const end = async () => {
    await spool.close();
    await db.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    context,
    urls,
    mails: () => waitingMails(context),
    setNow: (ms) => {
      nowMs = ms;
    },
    close: async () => {
      await end();
      await withClient(superuser, (client) => client.query(`drop database "${name}" with (force)`));
    },
    keepAs: async (kept, comment) => {
      const left = readdirSync(folder);
      await end();
      if (left.length > 0) throw new Error(`A database cannot be kept that has files beside it: ${left.join(', ')}.`);
      await withClient(superuser, async (client) => {
        await client.query(`comment on database "${name}" is ${client.escapeLiteral(comment)}`);
        await client.query(`alter database "${name}" rename to "${kept}"`);
      });
    },
  };
}

async function waitingMails({ db, sealingKey }: Context): Promise<Mail[]> {
  const text = `select id, sealed_content from outbox where kind = 'mail' order by id`;
  const rows = await inAuth(db, (tx) => tx.query<{ id: string; sealed_content: Buffer }>({ text }));
  return rows.map(({ id, sealed_content }) => {
    const { to, subject, text: words } = JSON.parse(String(unseal(sealingKey, outboxPlace(id), sealed_content))) as Mail;
    return { to, subject, text: words };
  });
}

export interface TestTenant {
  tenantId: string;
  slug: string;
  apiKey: string;
  actor: Actor;
}

/** A fresh tenant with a key that has every scope. */
export async function createTestTenant(context: Context, more: Partial<NewTenant> = {}): Promise<TestTenant> {
  const number = nextNumber('tenants');
  const slug = `tenant-${number}`;
  let apiKey = '';
  const tenantId = await createTenant(context, 'system', { name: `Tenant ${number}`, slug, tier: 'enterprise', ...more }, async (tx) => {
    apiKey = await createFirstApiKeyIn(tx);
  });
  return { tenantId, slug: more.slug ?? slug, apiKey, actor: systemActor(tenantId) };
}
