import { AsyncLocalStorage } from 'node:async_hooks';
import { type Adapter, type AdapterFactory, type AdapterPayload, type ClientMetadata, errors, Provider } from 'oidc-provider';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { recordSecurityEventOfIn } from '../../platform/security-events.ts';
import { type AuthTx, inAuth } from '../../platform/tenant-door.ts';
import { sealForInstallation, unsealForInstallation } from '../../platform/vault.ts';
import { type Actor, unauthenticated } from '../../tenants/authorize.ts';
import { findTenantOfIn } from '../../tenants/service.ts';
import { isKeyId } from '../apikeys/rules.ts';
import { ACCESS_MODELS, artifactHash, artifactPlace, isAccessTokenShaped, scopesOf, withoutId } from './rules.ts';
import {
  deleteArtifact,
  deleteGrant,
  deleteGrantMembers,
  deleteOver,
  findAccessToken,
  findArtifact,
  findClientById,
  findOwner,
  type FoundClient,
  updateConsumed,
  upsertArtifact,
} from './store.ts';

/** What of the expired is forgotten with each artifact that is stored: more than is added, so that nothing piles up. */
const FORGOTTEN_AT_ONCE = 20;

const ambient = new AsyncLocalStorage<AuthTx>();

/** Lets what the OAuth server stores during `work` go into the caller's transaction. */
export async function storingIn<Result>(tx: AuthTx, work: () => Promise<Result>): Promise<Result> {
  return ambient.run(tx, work);
}

/** The OAuth server says of a failure either nothing or what its protocol has words for. */
async function within<Result>(context: Context, work: (tx: AuthTx) => Promise<Result>): Promise<Result> {
  const tx = ambient.getStore();
  if (tx) return work(tx);
  try {
    return await inAuth(context.db, work);
  } catch (cause) {
    if (!(cause instanceof AppError && cause.code === 'unavailable')) throw cause;
    const away = new errors.TemporarilyUnavailable(cause.message);
    throw Object.assign(away, { status: 503, statusCode: 503, cause });
  }
}

function usedTwice(): errors.InvalidGrant {
  return new errors.InvalidGrant('it was used already, so all that came of it has ended');
}

/** Tells the client's tenant that a token which works once was sent again: somebody else may have had it. */
async function recordReuseIn(context: Context, tx: AuthTx, clientId: string | undefined): Promise<void> {
  const client = clientId === undefined ? undefined : await findClientById(tx, clientId, context.clock());
  if (client) await recordSecurityEventOfIn(tx, client.tenantId, { kind: 'refresh_reuse', actor: `oauth_client:${client.id}` });
}

/** Whether the client that a token was given to asks for tokens with it; what others send, or ask about it, ends nothing. */
function isSpending(model: string, payload: AdapterPayload): boolean {
  const oidc = Provider.ctx?.oidc;
  return model === 'RefreshToken' && oidc?.route === 'token' && oidc.client?.clientId === payload.clientId;
}

async function find(context: Context, model: string, id: string): Promise<AdapterPayload | undefined> {
  const idHash = artifactHash(model, id);
  const found = await within(context, (tx) => findArtifact(tx, idHash, context.clock()));
  const plain = found && (await unsealForInstallation(context, artifactPlace(idHash), found.sealedPayload));
  if (!plain) return undefined;
  const payload = JSON.parse(plain.toString()) as AdapterPayload;
  if (found.consumedAtMs === undefined) return { ...payload, jti: id };
  if (isSpending(model, payload)) await within(context, (tx) => recordReuseIn(context, tx, payload.clientId));
  return { ...payload, consumed: Math.floor(found.consumedAtMs / 1_000), jti: id };
}

async function store(context: Context, model: string, id: string, { payload, seconds }: { payload: AdapterPayload; seconds: number }) {
  const idHash = artifactHash(model, id);
  const plain = Buffer.from(JSON.stringify(withoutId(payload)));
  const sealedPayload = await sealForInstallation(context, artifactPlace(idHash), plain);
  const nowMs = context.clock();
  const { grantId, clientId, accountId } = payload;
  const isStored = await within(context, async (tx) => {
    await deleteOver(tx, nowMs, FORGOTTEN_AT_ONCE);
    return upsertArtifact(tx, {
      idHash,
      model,
      grantHash: grantId === undefined ? null : artifactHash('Grant', grantId),
      clientId: clientId ?? null,
      personId: accountId ?? null,
      scopes: scopesOf(model, payload),
      expiresAtMs: nowMs + seconds * 1_000,
      sealedPayload,
    });
  });
  if (!isStored) throw usedTwice();
}

/** A client's secrets are known by their hashes alone; the protocol wants to see that there is one. */
async function findMetadata(context: Context, id: string): Promise<AdapterPayload | undefined> {
  if (!isKeyId(id)) return undefined;
  const client = await within(context, (tx) => findClientById(tx, id, context.clock()));
  if (!client) return undefined;
  const isService = client.kind === 'service';
  const isConfidential = isService || client.kind === 'web';
  const metadata: ClientMetadata = {
    client_id: client.id,
    client_name: client.name,
    application_type: client.kind === 'native' ? 'native' : 'web',
    redirect_uris: client.redirectUris,
    response_types: isService ? [] : ['code'],
    grant_types: isService ? ['client_credentials'] : ['authorization_code', 'refresh_token'],
    scope: client.scopes.join(' '),
    token_endpoint_auth_method: isConfidential ? 'client_secret_basic' : 'none',
    ...(isConfidential ? { client_secret: 'hashed', secret_hashes: client.secretHashes.map((hash) => hash.toString('base64')) } : {}),
    tenant_id: client.tenantId,
  };
  return metadata;
}

/** Of two uses at the same moment one succeeds; the other ends everything, as one a moment later would. */
async function consume(context: Context, model: string, id: string): Promise<void> {
  const idHash = artifactHash(model, id);
  const isFirst = await within(context, (tx) => updateConsumed(tx, idHash, context.clock()));
  if (isFirst) return;
  await within(context, async (tx) => {
    const owner = await findOwner(tx, idHash);
    if (owner?.grantHash) await deleteGrant(tx, owner.grantHash);
    if (model === 'RefreshToken') await recordReuseIn(context, tx, owner?.clientId);
  });
  throw usedTwice();
}

function clientAdapter(context: Context): Adapter {
  const refuse = () => Promise.reject(new Error('clients are registered through the API'));
  return {
    find: (id) => findMetadata(context, id),
    findByUid: async () => undefined,
    findByUserCode: async () => undefined,
    upsert: refuse,
    consume: refuse,
    destroy: refuse,
    revokeByGrantId: refuse,
  };
}

/** A client of any tenant, for the server that it asks; undefined when there is none. */
export async function findClientIn(context: Context, tx: AuthTx, id: string): Promise<FoundClient | undefined> {
  return isKeyId(id) ? findClientById(tx, id, context.clock()) : undefined;
}

/** Keeps what the OAuth server remembers in PostgreSQL: everything by hash and sealed, clients as they are registered. */
export function artifactAdapter(context: Context): AdapterFactory {
  return (model) => {
    if (model === 'Client') return clientAdapter(context);
    return {
      find: (id) => find(context, model, id),
      // Tokens do not end with the OAuth server's own sessions, so nobody asks for those by their uid.
      findByUid: async () => undefined,
      findByUserCode: async () => undefined,
      upsert: (id, payload, seconds) => store(context, model, id, { payload, seconds: seconds ?? 0 }),
      consume: (id) => consume(context, model, id),
      destroy: (id) => within(context, (tx) => deleteArtifact(tx, artifactHash(model, id))),
      revokeByGrantId: (grantId) => within(context, (tx) => deleteGrantMembers(tx, artifactHash('Grant', grantId))),
    };
  };
}

/** Whether a credential looks like an access token, and not like an API key. */
export function isAccessToken(credential: string): boolean {
  return isAccessTokenShaped(credential);
}

/**
 * Who an access token of the OAuth server stands for: a client acting for itself, or for a person in the client's tenant.
 * @throws AppError `unauthenticated` when it is unknown, over or revoked, its client, tenant or member is gone, or the
 * member lacks the second factor that the tenant asks for.
 */
export async function authenticateAccessToken(context: Context, _actor: 'public', token: string): Promise<Actor> {
  if (!isAccessTokenShaped(token)) throw unauthenticated();
  const hashes = ACCESS_MODELS.map((model) => artifactHash(model, token));
  const { found, tenant } = await inAuth(context.db, async (tx) => {
    const live = await findAccessToken(tx, hashes, context.clock());
    return { found: live, tenant: live && (await findTenantOfIn(tx, live.tenantId)) };
  });
  if (!found || !tenant || (tenant.requiresMfa && found.person?.hasFactor === false)) throw unauthenticated();
  const { clientId, tenantId, scopes, person } = found;
  const client: Actor = { kind: 'oauth', name: `oauth_client:${clientId}`, tenantId, tier: tenant.tier, scopes };
  if (!person) return client;
  return { ...client, name: `member:${person.id} by ${client.name}`, role: person.role, personId: person.id };
}
