import { createPublicKey, type KeyObject } from 'node:crypto';
import { type ChainEnd, findAuditHeadIn, findPlatformHeadIn } from '../../platform/audit-chain.ts';
import { newId, randomSecret } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { keepLine, readLines } from '../../platform/kept-lines.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { inAuth, inTenant } from '../../platform/tenant-door.ts';
import { deriveKey } from '../../platform/sealing.ts';
import { sealForInstallation, unsealForInstallation } from '../../platform/vault.ts';
import { queueWebhooksIn } from '../../platform/webhook-queue.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { listTenantIds } from '../../tenants/service.ts';
import { describeKey, digestOf, isGenuine, signCheckpoint, signingKeyOf, type Unsigned } from './rules.ts';
import { Checkpoint, type CheckpointKey } from './schema.ts';
import { findSigningKey, insertCheckpoint, insertSigningKey, listCheckpoints as listStored } from './store.ts';

const HOUR_MS = 3_600_000;
const LOOK_EVERY_MS = 60_000;
const SEED_BYTES = 32;
const PLATFORM = 'platform';

const seedByContext = new WeakMap<Context, Buffer>();
const dueByContext = new WeakMap<Context, Map<string, number>>();

/** When each tenant is to be looked at again, so that an hour costs one look. */
function dueOf(context: Context): Map<string, number> {
  let due = dueByContext.get(context);
  if (!due) dueByContext.set(context, (due = new Map<string, number>()));
  return due;
}

function place(id: string): string {
  return `audit_signing_keys|${id}|sealed_seed`;
}

function fileOf(tenant: string): string {
  return `audit-checkpoints/${tenant}.ndjson`;
}

async function signingSeed(context: Context): Promise<Buffer> {
  const known = seedByContext.get(context);
  if (known) return known;
  let stored = await inAuth(context.db, findSigningKey);
  if (!stored) {
    const id = newId();
    const sealedSeed = await sealForInstallation(context, place(id), randomSecret(SEED_BYTES));
    await inAuth(context.db, (tx) => insertSigningKey(tx, id, sealedSeed));
    stored = (await inAuth(context.db, findSigningKey)) ?? { id, sealedSeed };
  }
  const seed = await unsealForInstallation(context, place(stored.id), stored.sealedSeed);
  if (!seed) throw new Error('the key that signs checkpoints cannot be opened: EARSHOT_SECRET_KEY is not the one it was made with');
  seedByContext.set(context, seed);
  return seed;
}

async function signingKey(context: Context): Promise<KeyObject> {
  return signingKeyOf(await signingSeed(context));
}

/**
 * The installation's Ed25519 key for one purpose, derived from the seed that its checkpoints are signed by (HKDF-SHA-256): the same in
 * every process, and telling nothing of the keys for other purposes. It outlives a change of the secret key.
 */
export async function getSigningKey(context: Context, _actor: 'system', purpose: string): Promise<KeyObject> {
  return signingKeyOf(deriveKey(await signingSeed(context), `signing:${purpose}`));
}

/**
 * Checkpoints of the tenant's audit log, the newest first.
 * @throws AppError `forbidden`; `invalid_request` for a cursor that did not come from an answer.
 */
export async function listCheckpoints(context: Context, actor: Actor, page: PageRequest): Promise<Page<Checkpoint>> {
  authorize(actor, 'audit_log.read');
  if (page.after !== undefined && !/^\d{1,15}$/.test(page.after)) throw strayCursor();
  const before = page.after === undefined ? undefined : Number(page.after);
  const rows = await inTenant(context.db, actor.tenantId, (tx) => listStored(tx, before, page.limit + 1));
  return pageOf(rows, page.limit, ({ seq }) => String(seq));
}

/** The public key under which this installation's checkpoints verify. @throws AppError `forbidden`. */
export async function getCheckpointKey(context: Context, actor: Actor): Promise<CheckpointKey> {
  authorize(actor, 'audit_log.read');
  return describeKey(await signingKey(context));
}

/** What the next checkpoint says; undefined when none is due: an hour has not passed, or nothing was added. */
function nextOf(tenant: string, head: ChainEnd | undefined, last: Checkpoint | undefined, nowMs: number): Unsigned | undefined {
  if (head === undefined || head.seq === 0 || head.seq === last?.seq) return undefined;
  if (last !== undefined && nowMs - Date.parse(last.at) < HOUR_MS) return undefined;
  return { tenant, ...head, previous: last === undefined ? null : digestOf(last), at: new Date(nowMs).toISOString() };
}

/** The file is written before the commit: a checkpoint of what was there is true whether or not the database keeps it. */
async function checkpointTenant(context: Context, dataDir: string, tenantId: string): Promise<void> {
  const due = dueOf(context);
  const nowMs = context.clock();
  if (nowMs < (due.get(tenantId) ?? 0)) return;
  const key = await signingKey(context);
  const lastMs = await inTenant(context.db, tenantId, async (tx) => {
    const [last] = await listStored(tx, undefined, 1);
    const next = nextOf(tenantId, await findAuditHeadIn(tx), last, nowMs);
    if (next !== undefined) {
      const checkpoint = signCheckpoint(key, next);
      if (await insertCheckpoint(tx, checkpoint)) {
        keepLine(dataDir, fileOf(tenantId), JSON.stringify(checkpoint));
        await queueWebhooksIn(tx, { type: 'audit.checkpoint', occurredAt: new Date(nowMs), data: checkpoint });
      }
    }
    return next === undefined && last !== undefined && nowMs - Date.parse(last.at) < HOUR_MS ? Date.parse(last.at) : nowMs;
  });
  due.set(tenantId, lastMs + HOUR_MS);
}

async function checkpointPlatform(context: Context, dataDir: string): Promise<void> {
  const line = readLines(dataDir, fileOf(PLATFORM)).at(-1);
  const last = line === undefined ? undefined : Checkpoint.parse(JSON.parse(line));
  const next = nextOf(PLATFORM, await inAuth(context.db, findPlatformHeadIn), last, context.clock());
  if (next === undefined) return;
  keepLine(dataDir, fileOf(PLATFORM), JSON.stringify(signCheckpoint(await signingKey(context), next)));
}

/**
 * Signs where each tenant's audit log, and the installation's own, ends now, unless that was done within the last hour or nothing was
 * added. Each checkpoint goes to the database, to be handed out, and to a file of the data folder, which a change of the database leaves as
 * it is.
 */
export async function makeCheckpoints(context: Context, actor: 'system', dataDir: string, signal?: AbortSignal): Promise<void> {
  for (const tenantId of await listTenantIds(context, actor)) {
    if (signal?.aborted === true) return;
    await checkpointTenant(context, dataDir, tenantId);
  }
  await checkpointPlatform(context, dataDir);
}

/** Makes checkpoints every hour, in the background, until `close`. */
export function startCheckpoints(context: Context, actor: 'system', dataDir: string): Rounds {
  return startRounds((signal) => makeCheckpoints(context, actor, dataDir, signal), {
    everyMs: LOOK_EVERY_MS,
    failure: 'checkpoints of the audit log could not be made; it is tried again shortly',
    log: context.log,
  });
}

/**
 * Which of these checkpoints this installation, or the holder of `publicKeyPem`, did not sign, or not for this tenant.
 * @throws Error when the PEM holds no public key.
 */
export async function findForgedCheckpoints(
  context: Context,
  _actor: 'system',
  { tenant, checkpoints, publicKeyPem }: { tenant: string; checkpoints: readonly Checkpoint[]; publicKeyPem?: string },
): Promise<Checkpoint[]> {
  const publicKey = publicKeyPem === undefined ? createPublicKey(await signingKey(context)) : createPublicKey(publicKeyPem);
  return checkpoints.filter((one) => one.tenant !== tenant || !isGenuine(publicKey, one));
}
