import { recordAuditIn } from '../../platform/audit.ts';
import { newId, randomBase62 } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize, type Scope, unauthenticated } from '../../tenants/authorize.ts';
import { findTenantIn } from '../../tenants/service.ts';
import { onceIn } from '../idempotency/service.ts';
import { forgetKeys } from '../keyuse/service.ts';
import { refuseTokens } from '../presence/rules.ts';
import { inTenantAs } from '../presence/service.ts';
import { lockServiceAccount } from '../serviceaccounts/store.ts';
import { excessesOf, type KeyRights, LIVE_API_KEYS } from './rights.ts';
import { ALL_SCOPES, buildApiKey, hashApiKey, hintOf, isKeyId } from './rules.ts';
import { type ApiKey, type ApiKeyChange, type ApiKeyRotation, CreatedApiKey, type NewApiKey } from './schema.ts';
import {
  countLiveKeys,
  insertApiKey,
  listApiKeys as listKeys,
  listKeysOfAccount,
  lockApiKey,
  type StoredSecret,
  updateRevoked,
  updateSecret,
  updateTerms,
} from './store.ts';
import { changedTerms, checkTerms, differences, isLive, overlapEnd, type Terms, termsOf } from './terms.ts';

function absent(): AppError {
  return new AppError('not_found', 'There is no such API key.');
}

function freshSecret(): { apiKey: string; secret: StoredSecret } {
  const apiKey = buildApiKey(randomBase62(30));
  return { apiKey, secret: { hash: hashApiKey(apiKey), hint: hintOf(apiKey) } };
}

async function createWithTermsIn(tx: TenantTx, actor: string, terms: Terms): Promise<CreatedApiKey> {
  const { apiKey, secret } = freshSecret();
  const stored = await insertApiKey(tx, newId(), terms, secret);
  await recordAuditIn(tx, { actor, action: 'api_key.create', target: stored.id, after: { ...terms } });
  return { ...stored, apiKey };
}

/**
 * Creates a key that nothing binds but its scopes, in the caller's transaction; the returned `apiKey` is the only copy.
 */
export async function createApiKeyIn(tx: TenantTx, actor: string, input: { name: string; scopes: Scope[] }): Promise<CreatedApiKey> {
  return createWithTermsIn(tx, actor, termsOf(input));
}

/** Creates a new tenant's first key, with every scope, in the transaction that creates the tenant; what it returns is the only copy. */
export async function createFirstApiKeyIn(tx: TenantTx): Promise<string> {
  const { apiKey } = await createApiKeyIn(tx, 'system', { name: 'First key', scopes: [...ALL_SCOPES] });
  return apiKey;
}

/**
 * What binds the keys that an actor makes: the rights of its own key; undefined for a person and for the operator.
 */
async function bindingIn(tx: TenantTx, actor: Actor): Promise<KeyRights | undefined> {
  refuseTokens(actor);
  if (actor.apiKeyId === undefined) return undefined;
  const own = await lockApiKey(tx, actor.apiKeyId);
  if (!own || own.revokedAt !== null) throw unauthenticated();
  return own;
}

function refuseStronger(wanted: KeyRights, own: KeyRights | undefined): void {
  const excesses = own ? excessesOf(wanted, own) : [];
  if (excesses.length === 0) return;
  const message = `A key cannot make a stronger key. ${excesses[0].detail}`;
  throw new AppError('forbidden', message, { errors: excesses });
}

/**
 * Refuses what would give an actor who uses a key more than that key allows; `wanted` says what it would give.
 * @throws AppError `forbidden`, naming what is too much.
 */
export async function refuseStrongerIn(tx: TenantTx, actor: Actor, wanted: KeyRights): Promise<void> {
  refuseStronger(wanted, await bindingIn(tx, actor));
}

/**
 * Refuses an actor who uses a key to decide about a service account of which a live key is stronger: whoever changes the account changes
 * what its keys may do.
 * @throws AppError `forbidden`, naming in what.
 */
export async function refuseStrongerKeysIn(context: Context, tx: TenantTx, actor: Actor, serviceAccountId: string): Promise<void> {
  const own = await bindingIn(tx, actor);
  if (!own) return;
  for (const key of await listKeysOfAccount(tx, serviceAccountId)) {
    const [excess] = isLive(key, context.clock()) ? excessesOf(key, own) : [];
    if (excess) throw new AppError('forbidden', `A key cannot change what a stronger key may do, as "${key.name}" is. ${excess.detail}`);
  }
}

async function tierIn(tx: TenantTx) {
  const tenant = await findTenantIn(tx);
  if (!tenant) throw unauthenticated();
  return tenant.tier;
}

async function refuseTooManyIn(tx: TenantTx, nowMs: number): Promise<void> {
  const [tier, used] = [await tierIn(tx), await countLiveKeys(tx, nowMs)];
  const limit = LIVE_API_KEYS[tier];
  if (used < limit) return;
  throw new AppError('quota_exceeded', `The tier "${tier}" has ${limit} live API keys, and ${used} live. Revoke one that is not used.`, {
    extensions: { quota: 'api_keys', limit, used, resetsAt: null },
  });
}

async function refuseStrangeAccountIn(tx: TenantTx, id: string | null): Promise<void> {
  if (id === null) return;
  const account = await lockServiceAccount(tx, id);
  if (!account) throw new AppError('not_found', 'There is no such service account.');
  if (account.disabledAt !== null) throw new AppError('conflict', 'This service account is disabled; enable it before it gets a new key.');
}

/**
 * Creates a key of the actor's tenant, at most as strong as the key that asks for it, and of the same service account. With an idempotency
 * key the same call again within a day creates nothing and answers the same.
 * @throws AppError `forbidden` without the right to, or for a stronger key; `invalid_request`; `not_found` for a service account there is
 * not; `quota_exceeded` when the tenant has as many live keys as its tier allows; what `onceIn` throws.
 */
export async function createApiKey(context: Context, actor: Actor, input: NewApiKey, idempotencyKey?: string): Promise<CreatedApiKey> {
  authorize(actor, 'api_keys.write');
  return inTenantAs(context, actor, 'api_keys.write', (tx) => {
    const create = async () => {
      const own = await bindingIn(tx, actor);
      const terms = termsOf({ serviceAccountId: own?.serviceAccountId, ...input });
      checkTerms(terms, await tierIn(tx), context.clock());
      refuseStronger(terms, own);
      await refuseStrangeAccountIn(tx, terms.serviceAccountId);
      await refuseTooManyIn(tx, context.clock());
      return createWithTermsIn(tx, actor.name, terms);
    };
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

async function lockLiveIn(tx: TenantTx, id: string, nowMs: number): Promise<ApiKey> {
  const key = await lockApiKey(tx, id);
  if (!key) throw absent();
  if (!isLive(key, nowMs)) throw new AppError('conflict', 'This API key is revoked or over, which is for good; create a new one.');
  return key;
}

/**
 * Changes what a live key may do; it acts within two seconds. Neither before nor after may the key be stronger than the one that asks.
 * @throws AppError `forbidden`; `not_found`; `conflict` for a key that is revoked or over; `invalid_request`.
 */
export async function changeApiKey(context: Context, actor: Actor, id: string, change: ApiKeyChange): Promise<ApiKey> {
  authorize(actor, 'api_keys.write');
  const changed = await inTenantAs(context, actor, 'api_keys.write', async (tx) => {
    const key = await lockLiveIn(tx, id, context.clock());
    const terms = changedTerms(key, change);
    checkTerms(terms, await tierIn(tx), context.clock());
    const own = await bindingIn(tx, actor);
    refuseStronger(key, own);
    refuseStronger(terms, own);
    const { before, after } = differences(changedTerms(key, {}), terms);
    if (Object.keys(after).length === 0) return key;
    await recordAuditIn(tx, { actor: actor.name, action: 'api_key.change', target: id, before, after });
    return updateTerms(tx, id, terms);
  });
  forgetKeys(context);
  return changed;
}

/**
 * Gives a live key a new secret; the present one works until the chosen end, one before that no more. What is returned is the only copy.
 * @throws AppError `forbidden` also for a key stronger than the one that asks; `not_found`; `conflict` for a key that is revoked or over;
 * `invalid_request`; what `onceIn` throws.
 */
export async function rotateApiKey(
  context: Context,
  actor: Actor,
  { id, ...input }: ApiKeyRotation & { id: string },
  idempotencyKey?: string,
): Promise<CreatedApiKey> {
  authorize(actor, 'api_keys.write');
  const rotated = await inTenantAs(context, actor, 'api_keys.write', (tx) => {
    const rotate = async () => {
      const key = await lockLiveIn(tx, id, context.clock());
      refuseStronger(key, await bindingIn(tx, actor));
      const untilMs = overlapEnd(input.previousWorksUntil, key.expiresAt, context.clock());
      const { apiKey, secret } = freshSecret();
      const stored = await updateSecret(tx, id, secret, untilMs);
      await recordAuditIn(tx, {
        actor: actor.name,
        action: 'api_key.rotate',
        target: id,
        after: { previousWorksUntil: stored.previousWorksUntil },
      });
      return { ...stored, apiKey };
    };
    if (idempotencyKey === undefined) return rotate();
    const route = `POST /security/api-keys/${id}/rotate`;
    return onceIn(context, tx, { principal: actor.name, route, key: idempotencyKey, body: input, answer: CreatedApiKey }, rotate);
  });
  forgetKeys(context);
  return rotated;
}

/**
 * Revokes a key; it is refused everywhere within two seconds. Once more changes nothing.
 * @throws AppError `not_found` when the tenant has no such key.
 */
export async function revokeApiKey(context: Context, actor: Actor, id: string): Promise<void> {
  authorize(actor, 'api_keys.write');
  await inTenantAs(context, actor, 'api_keys.write', async (tx) => {
    const found = await updateRevoked(tx, id);
    if (found === 'absent') throw absent();
    if (found === 'live') await recordAuditIn(tx, { actor: actor.name, action: 'api_key.revoke', target: id });
  });
  forgetKeys(context);
}
