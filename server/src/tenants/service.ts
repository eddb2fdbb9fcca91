import { createSecretKey, type KeyObject } from 'node:crypto';
import { recordAuditIn } from '../platform/audit.ts';
import { newId, randomSecret } from '../platform/chance.ts';
import type { Context } from '../platform/context.ts';
import { AppError, invalid } from '../platform/errors.ts';
import { deriveKey, resealByMaster, seal, unsealByMaster } from '../platform/sealing.ts';
import { type AuthTx, inDirectory, inTenant, type TenantTx } from '../platform/tenant-door.ts';
import { type Actor, systemActor } from './authorize.ts';
import { NewTenant, type SessionTenant, type Tenant } from './schema.ts';
import { findSealedKey, findTenant, findTenantId, findTenantOf, insertTenant, listTenantIds as listIds, updateSealedKey } from './store.ts';

/** The keys a tenant's personal data is hashed under; they leave the process only sealed. */
export interface TenantKeys {
  /** For identities (HMAC-SHA-256). */
  identity: KeyObject;
  /** For the fingerprints that tell a repeated event from a changed one. */
  fingerprint: KeyObject;
}

const keysByTenant = new WeakMap<Context, Map<string, TenantKeys>>();

function place(tenantId: string): string {
  return `tenants|${tenantId}|sealed_key`;
}

/**
 * Creates a tenant with a fresh hashing key of its own and returns its id; the first API key is made by `alsoIn`, in the same transaction.
 * Only the operator does this.
 * @throws AppError `invalid_request` for a bad name, slug or currency; `conflict` when the slug is taken.
 */
export async function createTenant(
  context: Context,
  actor: 'system',
  input: NewTenant,
  alsoIn: (tx: TenantTx) => Promise<void> = async () => {},
): Promise<string> {
  const parsed = NewTenant.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw invalid(`/${issue.path.join('/')}`, `${issue.path.join('.')}: ${issue.message}`);
  }
  const { data } = parsed;
  const tenantId = newId();
  const sealedKey = seal(context.sealingKey, place(tenantId), randomSecret(32));
  await inTenant(context.db, tenantId, async (tx) => {
    const at = new Date(context.clock());
    const inserted = await insertTenant(tx, { ...data, currency: data.currency ?? null }, { sealedKey, at });
    if (!inserted) throw new AppError('conflict', `The slug "${data.slug}" is taken; choose another one.`);
    await recordAuditIn(tx, { actor, action: 'tenant.create', target: data.slug, after: { tier: data.tier } });
    await alsoIn(tx);
  });
  return tenantId;
}

/** The tenant of an open transaction; undefined when it is gone. */
export async function findTenantIn(tx: TenantTx): Promise<Tenant | undefined> {
  return findTenant(tx);
}

/** A tenant, and whether it asks its members for a second factor, for whoever signs in to it; undefined when it is gone. */
export async function findTenantOfIn(tx: AuthTx, tenantId: string): Promise<(SessionTenant & { requiresMfa: boolean }) | undefined> {
  return findTenantOf(tx, tenantId);
}

/** The id of the tenant with this slug; undefined when there is none. For the operator's commands, never for a request. */
export async function findTenantBySlug(context: Context, _actor: 'system', slug: string): Promise<string | undefined> {
  return inDirectory(context.db, (tx) => findTenantId(tx, slug));
}

/** The operator at the command line, acting on the tenant with this slug; undefined when there is none. Never for a request. */
export async function actorForTenant(context: Context, actor: 'system', slug: string): Promise<Actor | undefined> {
  const tenantId = await findTenantBySlug(context, actor, slug);
  return tenantId === undefined ? undefined : systemActor(tenantId);
}

/**
 * The tenant's hashing keys, read once per process.
 * @throws Error when the stored key was sealed under another installation's secret.
 */
export async function getTenantKeys(context: Context, _actor: 'system', tenantId: string): Promise<TenantKeys> {
  let known = keysByTenant.get(context);
  if (!known) keysByTenant.set(context, (known = new Map<string, TenantKeys>()));
  const found = known.get(tenantId);
  if (found) return found;
  const sealed = await inTenant(context.db, tenantId, findSealedKey);
  const secret = sealed && unsealByMaster(context, place(tenantId), sealed);
  if (!secret) throw new Error('the tenant key cannot be opened: EARSHOT_SECRET_KEY is not the one this installation was made with');
  const keyFor = (purpose: string) => createSecretKey(deriveKey(secret, purpose));
  const keys = { identity: keyFor('identity'), fingerprint: keyFor('fingerprint') };
  known.set(tenantId, keys);
  return keys;
}

/** The ids of all tenants. For the operator's commands and for jobs, never for a request. */
export async function listTenantIds(context: Context, _actor: 'system'): Promise<string[]> {
  return inDirectory(context.db, listIds);
}

/** The short names of all tenants by their ids. For the operator's commands, never for a request. */
export async function listTenantSlugs(context: Context, actor: 'system'): Promise<Map<string, string>> {
  const slugs = new Map<string, string>();
  for (const tenantId of await listTenantIds(context, actor)) {
    const found = await inTenant(context.db, tenantId, findTenant, { readOnly: true });
    slugs.set(tenantId, found?.slug ?? tenantId);
  }
  return slugs;
}

/** Seals the tenant's hashing key under the present master key; true when it was sealed under the one before. */
export async function resealTenantKeyIn(context: Context, tx: TenantTx): Promise<boolean> {
  const sealed = await findSealedKey(tx);
  const anew = sealed && resealByMaster(context, place(tx.tenantId), sealed);
  if (!anew) return false;
  await updateSealedKey(tx, anew);
  return true;
}

/** Lets go of a tenant's keys in this process, once the tenant is gone. */
export function forgetTenantKeys(context: Context, tenantId: string): boolean {
  return keysByTenant.get(context)?.delete(tenantId) === true;
}
