import { recordSecurityEventIn, type SecurityEvent } from '../../platform/security-events.ts';
import type { Context } from '../../platform/context.ts';
import { networkPrefix } from '../../platform/networks.ts';
import { reasonOf } from '../../platform/postgres/connection.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, TIER_REQUESTS_PER_MINUTE, unauthenticated } from '../../tenants/authorize.ts';
import { refusalOf, requestLimit } from '../apikeys/rights.ts';
import { hashApiKey, isWellFormedApiKey } from '../apikeys/rules.ts';
import { isWorthNoting, noted, REFUSAL_MS, type SeenKey, usedBy } from './rules.ts';
import { findKeyByHash, type FoundKey, lockUse, updateUse } from './store.ts';

const REMEMBERED = 10_000;
/** What may wait to be written; beyond it, as when the database is slow, uses go unnoted rather than hold anything up. */
const MOST_WAITING = 1_000;

/** A key that was sent, and from where. */
export interface KeyUse {
  tenantId: string;
  keyId: string;
  address: string;
}

interface Ledger {
  seen: Map<string, SeenKey>;
  /** When the last event of a key and reason was written. */
  refused: Map<string, number>;
  waiting: number;
  /** Writes one after the other, so that they take one connection at most. */
  tail: Promise<void>;
}

const ledgers = new WeakMap<Context['db'], Ledger>();

function ledgerOf({ db }: Context): Ledger {
  let ledger = ledgers.get(db);
  if (!ledger) ledgers.set(db, (ledger = { seen: new Map(), refused: new Map(), waiting: 0, tail: Promise.resolve() }));
  return ledger;
}

function remember<Value>(map: Map<string, Value>, name: string, value: Value): void {
  if (map.size >= REMEMBERED && !map.has(name)) map.clear();
  map.set(name, value);
}

/** Has `work` done behind the requests; a failure is told to the log, and `forget` lets the next use try again. */
function doLater(context: Context, tenantId: string, work: (tx: TenantTx) => Promise<void>, forget: () => void): void {
  const ledger = ledgerOf(context);
  if (ledger.waiting >= MOST_WAITING) return forget();
  ledger.waiting += 1;
  ledger.tail = ledger.tail
    .then(() => inTenant(context.db, tenantId, work))
    .catch((error: unknown) => {
      forget();
      context.log.warn({ reason: reasonOf(error) }, 'the use of an API key could not be noted');
    })
    .finally(() => (ledger.waiting -= 1));
}

/**
 * Notes that a key was used: when and from which network, once a minute at most. A network that the key was not used from before leaves a
 * security event. It is written behind the request, which never waits for it.
 */
function noteKeyUse(context: Context, { tenantId, keyId, address }: KeyUse): void {
  const { seen } = ledgerOf(context);
  const [network, nowMs] = [networkPrefix(address), context.clock()];
  if (!isWorthNoting(seen.get(keyId), network, nowMs)) return;
  remember(seen, keyId, noted(seen.get(keyId), network, nowMs));
  const write = async (tx: TenantTx) => {
    const stored = await lockUse(tx, keyId);
    const use = stored && usedBy(stored, network, nowMs);
    if (!use) return;
    await updateUse(tx, keyId, use.next);
    if (!use.isFirstFrom) return;
    await recordSecurityEventIn(tx, {
      kind: 'api_key_new_network',
      severity: 'medium',
      actor: `api_key:${keyId}`,
      detail: { apiKeyId: keyId, network },
    });
  };
  doLater(context, tenantId, write, () => seen.delete(keyId));
}

const SEVERITIES = { revoked: 'medium', disabled: 'medium', expired: 'low', wrong_network: 'high' } as const satisfies Record<
  string,
  SecurityEvent['severity']
>;

/** Notes that a genuine key was refused, as a security event of its tenant: one per key and reason in ten minutes. */
function noteRefusedUse(context: Context, use: KeyUse, reason: keyof typeof SEVERITIES): void {
  const { refused } = ledgerOf(context);
  const [name, nowMs] = [`${use.keyId} ${reason}`, context.clock()];
  const before = refused.get(name);
  if (before !== undefined && nowMs - before < REFUSAL_MS) return;
  remember(refused, name, nowMs);
  const write = (tx: TenantTx) =>
    recordSecurityEventIn(tx, {
      kind: 'api_key_refused',
      severity: SEVERITIES[reason],
      actor: `api_key:${use.keyId}`,
      detail: { apiKeyId: use.keyId, reason, network: networkPrefix(use.address) },
    });
  doLater(context, use.tenantId, write, () => refused.delete(name));
}

/** Resolves once everything noted so far is written, or given up. */
export async function settleKeyUseIn(context: Context): Promise<void> {
  await ledgerOf(context).tail;
}

/** How long a looked-up key is trusted without asking again: a revocation, like every other change, acts within this time. */
const TRUST_MS = 2_000;

interface Remembered {
  found: FoundKey;
  until: number;
}

const rememberedByContext = new WeakMap<Context, Map<string, Remembered>>();

/** Has the next use of every key looked up anew in this process; others do within two seconds. */
export function forgetKeys(context: Context): void {
  rememberedByContext.get(context)?.clear();
}

/**
 * Who holds this key, sent from this address: the door for every request that carries one.
 * @throws AppError `unauthenticated` for a missing, mistyped, unknown or refused key, always with the same words.
 */
export async function authenticateApiKey(context: Context, _actor: 'public', apiKey: string, address: string): Promise<Actor> {
  if (!isWellFormedApiKey(apiKey)) throw unauthenticated();
  return authenticateKeyHash(context, 'public', hashApiKey(apiKey), address);
}

function limitOf({ tier, requestsPerMinute }: FoundKey): number | undefined {
  return requestsPerMinute === undefined ? undefined : requestLimit(TIER_REQUESTS_PER_MINUTE[tier], requestsPerMinute);
}

async function findRemembered(context: Context, hash: Buffer): Promise<FoundKey | undefined> {
  let remembered = rememberedByContext.get(context);
  if (!remembered) rememberedByContext.set(context, (remembered = new Map<string, Remembered>()));
  const name = hash.toString('base64');
  const now = context.clock();
  const known = remembered.get(name);
  if (known && known.until > now) return known.found;
  const found = await findKeyByHash(context.db, hash);
  remembered.delete(name);
  if (!found || found.isRevoked) return found;
  remember(remembered, name, { found, until: now + TRUST_MS });
  return found;
}

/** As `authenticateApiKey`, for a key of which only the SHA-256 is at hand (a session made from it). */
export async function authenticateKeyHash(context: Context, _actor: 'public', hash: Buffer, address: string): Promise<Actor> {
  const found = await findRemembered(context, hash);
  if (!found) throw unauthenticated();
  const use = { tenantId: found.tenantId, keyId: found.id, address };
  const refusal = refusalOf(found, context.clock(), address);
  if (refusal !== undefined) {
    noteRefusedUse(context, use, refusal);
    throw unauthenticated();
  }
  noteKeyUse(context, use);
  const { id, tenantId, tier, scopes, role } = found;
  const requestsPerMinute = limitOf(found);
  return { kind: 'api_key', name: `api_key:${id}`, tenantId, tier, scopes, role, apiKeyId: id, keyHash: hash, requestsPerMinute };
}
