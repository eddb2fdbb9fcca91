import { recordAuditIn } from '../../platform/audit.ts';
import { newId, randomBase62 } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize, type Scope, unauthenticated } from '../../tenants/authorize.ts';
import { onceIn } from '../idempotency/service.ts';
import { ALL_SCOPES, buildApiKey, hashApiKey, hintOf, isKeyId, isWellFormedApiKey } from './rules.ts';
import { type ApiKey, CreatedApiKey, type NewApiKey } from './schema.ts';
import { findKeyByHash, insertApiKey, listApiKeys as listKeys, updateRevoked } from './store.ts';

/** How long a looked-up key is trusted without asking again: a revocation acts within this time. */
const TRUST_MS = 2_000;
const REMEMBERED_KEYS = 10_000;

interface Remembered {
  actor: Actor;
  until: number;
}

const rememberedByContext = new WeakMap<Context, Map<string, Remembered>>();

/**
 * Creates a key in the caller's transaction; the returned `apiKey` is the only copy.
 */
export async function createApiKeyIn(tx: TenantTx, actorName: string, input: { name: string; scopes: Scope[] }): Promise<CreatedApiKey> {
  const apiKey = buildApiKey(randomBase62(30));
  const scopes = ALL_SCOPES.filter((scope) => input.scopes.includes(scope));
  const stored = await insertApiKey(tx, { id: newId(), name: input.name, hash: hashApiKey(apiKey), hint: hintOf(apiKey), scopes });
  await recordAuditIn(tx, { actor: actorName, action: 'api_key.create', target: stored.id, after: { name: input.name, scopes } });
  return { ...stored, apiKey };
}

/** Creates a new tenant's first key, with every scope, in the transaction that creates the tenant; what it returns is the only copy. */
export async function createFirstApiKeyIn(tx: TenantTx): Promise<string> {
  const { apiKey } = await createApiKeyIn(tx, 'system', { name: 'First key', scopes: [...ALL_SCOPES] });
  return apiKey;
}

/**
 * Creates a key of the actor's tenant. With an idempotency key the same call again within a day creates nothing and answers the same.
 * @throws AppError `forbidden` without the scope `admin`; what `onceIn` throws.
 */
export async function createApiKey(context: Context, actor: Actor, input: NewApiKey, idempotencyKey?: string): Promise<CreatedApiKey> {
  authorize(actor, 'api_keys.write');
  return inTenant(context.db, actor.tenantId, (tx) => {
    const create = () => createApiKeyIn(tx, actor.name, input);
    if (idempotencyKey === undefined) return create();
    const request = { principal: actor.name, route: 'POST /security/api-keys', key: idempotencyKey, body: input, answer: CreatedApiKey };
    return onceIn(context, tx, request, create);
  });
}

/**
 * The keys of the actor's tenant, revoked ones too, oldest first; never the keys themselves.
 * @throws AppError `forbidden`; `invalid_request` for a cursor that did not come from an answer.
 */
export async function listApiKeys(context: Context, actor: Actor, page: PageRequest): Promise<Page<ApiKey>> {
  authorize(actor, 'api_keys.read');
  if (page.after !== undefined && !isKeyId(page.after)) throw strayCursor();
  const rows = await inTenant(context.db, actor.tenantId, (tx) => listKeys(tx, page.after, page.limit + 1));
  return pageOf(rows, page.limit, ({ id }) => id);
}

/**
 * Revokes a key; it is refused everywhere within two seconds. Once more changes nothing.
 * @throws AppError `not_found` when the tenant has no such key.
 */
export async function revokeApiKey(context: Context, actor: Actor, id: string): Promise<void> {
  authorize(actor, 'api_keys.write');
  await inTenant(context.db, actor.tenantId, async (tx) => {
    const found = await updateRevoked(tx, id);
    if (found === 'absent') throw new AppError('not_found', 'There is no such API key.');
    if (found === 'live') await recordAuditIn(tx, { actor: actor.name, action: 'api_key.revoke', target: id });
  });
  rememberedByContext.get(context)?.clear();
}

/**
 * Who holds this key: the door for every request that carries one.
 * @throws AppError `unauthenticated` for a missing, mistyped, unknown or revoked key, always with the same words.
 */
export async function authenticateApiKey(context: Context, _actor: 'public', apiKey: string): Promise<Actor> {
  if (!isWellFormedApiKey(apiKey)) throw unauthenticated();
  return authenticateKeyHash(context, 'public', hashApiKey(apiKey));
}

/** As `authenticateApiKey`, for a key of which only the SHA-256 is at hand (a session made from it). */
export async function authenticateKeyHash(context: Context, _actor: 'public', hash: Buffer): Promise<Actor> {
  let remembered = rememberedByContext.get(context);
  if (!remembered) rememberedByContext.set(context, (remembered = new Map<string, Remembered>()));
  const name = hash.toString('base64');
  const now = context.clock();
  const known = remembered.get(name);
  if (known && known.until > now) return known.actor;
  const found = await findKeyByHash(context.db, hash);
  if (!found) {
    remembered.delete(name);
    throw unauthenticated();
  }
  const actor: Actor = { kind: 'api_key', name: `api_key:${found.id}`, tenantId: found.tenantId, tier: found.tier, scopes: found.scopes };
  if (remembered.size >= REMEMBERED_KEYS) remembered.clear();
  remembered.set(name, { actor, until: now + TRUST_MS });
  return actor;
}
