import { recordAuditIn } from '../../platform/audit.ts';
import { newId, randomBase62 } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { isKeyId } from '../apikeys/rules.ts';
import { refuseStrongerIn } from '../apikeys/service.ts';
import { onceIn } from '../idempotency/service.ts';
import { inTenantAs } from '../presence/service.ts';
import { apiScopesOf, buildSecret, checkClient, hashSecret, isConfidential, orderedScopes, SECRET_LENGTH } from './rules.ts';
import {
  type ClientScope,
  CreatedOauthClient,
  type NewOauthClient,
  type OauthClient,
  type OauthClientChange,
  OauthClientSecret,
} from './schema.ts';
import { deleteClient, findClient, insertClient, insertSecret, listClients, updateClient } from './store.ts';

const HOUR_MS = 3_600_000;

/** A client knows no end, network or limit of its own, so it is as strong as a key without any. */
const UNBOUND = { expiresAt: null, allowedNetworks: [], requestsPerMinute: null, serviceAccountId: null };

/** Whoever may make or change a client can act through it, so it never can do what they cannot. */
async function checkReachIn(tx: TenantTx, actor: Actor, scopes: readonly ClientScope[]): Promise<void> {
  const reach = apiScopesOf(scopes);
  const beyond = reach.find((scope) => !actor.scopes.includes(scope));
  if (beyond !== undefined)
    throw new AppError('forbidden', `A client cannot have the scope "${beyond}" from somebody who does not have it.`);
  await refuseStrongerIn(tx, actor, { ...UNBOUND, scopes: reach });
}

async function lockClientIn(tx: TenantTx, actor: Actor, id: string): Promise<OauthClient> {
  const client = await findClient(tx, id, 'for update');
  if (!client) throw absent();
  await checkReachIn(tx, actor, client.scopes);
  return client;
}

function absent(): AppError {
  return new AppError('not_found', 'There is no such OAuth client.');
}

async function addSecretIn(tx: TenantTx, clientId: string, when: { nowMs: number; previousUntilMs: number }): Promise<string> {
  const secret = buildSecret(randomBase62(SECRET_LENGTH));
  await insertSecret(tx, { id: newId(), clientId, hash: hashSecret(secret), ...when });
  return secret;
}

function auditState({ name, redirectUris, postLogoutRedirectUris, scopes }: OauthClient) {
  return { name, redirectUris, postLogoutRedirectUris, scopes };
}

async function createIn(tx: TenantTx, actor: Actor, nowMs: number, input: NewOauthClient): Promise<CreatedOauthClient> {
  const { name, kind, redirectUris, postLogoutRedirectUris = [] } = input;
  await checkReachIn(tx, actor, input.scopes);
  const made = { id: newId(), name, kind, redirectUris, postLogoutRedirectUris, scopes: orderedScopes(input.scopes) };
  const client: OauthClient = { ...made, createdBy: actor.name, createdAt: new Date(nowMs).toISOString() };
  await insertClient(tx, client);
  const clientSecret = isConfidential(kind) ? await addSecretIn(tx, client.id, { nowMs, previousUntilMs: nowMs }) : null;
  await recordAuditIn(tx, { actor: actor.name, action: 'oauth_client.create', target: client.id, after: { kind, ...auditState(client) } });
  return { ...client, clientSecret };
}

/**
 * Registers a client of the actor's tenant. A confidential one gets a secret, of which the answer is the only copy. With an idempotency key
 * the same call again within a day creates nothing and answers the same.
 * @throws AppError `forbidden`, also for a scope that the actor lacks, or from a key with bounds of its own; `invalid_request` for
 * addresses or scopes that do not fit the kind; what `onceIn` throws.
 */
export async function createOauthClient(
  context: Context,
  actor: Actor,
  input: NewOauthClient,
  idempotencyKey?: string,
): Promise<CreatedOauthClient> {
  authorize(actor, 'oauth_clients.write');
  checkClient(input.kind, input);
  return inTenantAs(context, actor, 'oauth_clients.write', (tx) => {
    const create = () => createIn(tx, actor, context.clock(), input);
    if (idempotencyKey === undefined) return create();
    const route = 'POST /security/oauth-clients';
    return onceIn(context, tx, { principal: actor.name, route, key: idempotencyKey, body: input, answer: CreatedOauthClient }, create);
  });
}

/** The clients of the actor's tenant, oldest first. @throws AppError `forbidden`; `invalid_request` for a stray cursor. */
export async function listOauthClients(context: Context, actor: Actor, page: PageRequest): Promise<Page<OauthClient>> {
  authorize(actor, 'oauth_clients.read');
  if (page.after !== undefined && !isKeyId(page.after)) throw strayCursor();
  const rows = await inTenant(context.db, actor.tenantId, (tx) => listClients(tx, page.after, page.limit + 1));
  return pageOf(rows, page.limit, ({ id }) => id);
}

/** One client of the actor's tenant. @throws AppError `forbidden`; `not_found`. */
export async function getOauthClient(context: Context, actor: Actor, id: string): Promise<OauthClient> {
  authorize(actor, 'oauth_clients.read');
  const client = await inTenant(context.db, actor.tenantId, (tx) => findClient(tx, id));
  if (!client) throw absent();
  return client;
}

/**
 * Changes a client. Scopes that it loses are lost to the tokens it already has, at once; those it gains need a new consent.
 * @throws AppError as `createOauthClient`; `forbidden` also when the client has a scope that the actor lacks; `not_found`.
 */
export async function changeOauthClient(context: Context, actor: Actor, id: string, change: OauthClientChange): Promise<OauthClient> {
  authorize(actor, 'oauth_clients.write');
  return inTenantAs(context, actor, 'oauth_clients.write', async (tx) => {
    const before = await lockClientIn(tx, actor, id);
    checkClient(before.kind, change);
    await checkReachIn(tx, actor, change.scopes);
    const { name, redirectUris, postLogoutRedirectUris = before.postLogoutRedirectUris } = change;
    const after: OauthClient = { ...before, name, redirectUris, postLogoutRedirectUris, scopes: orderedScopes(change.scopes) };
    await updateClient(tx, after);
    const states = { before: auditState(before), after: auditState(after) };
    await recordAuditIn(tx, { actor: actor.name, action: 'oauth_client.update', target: id, ...states });
    return after;
  });
}

/** A new secret that is asked for: whose it is to be, how long those before it stay good, and the key that makes asking safe to repeat. */
export interface SecretRequest {
  id: string;
  overlapHours: number;
  idempotencyKey: string | undefined;
}

/**
 * Gives a confidential client a new secret, while those before it stay good for some hours.
 * @throws AppError `forbidden`, also when the client has a scope that the actor lacks; `not_found`; `conflict` for a client without
 * secrets.
 */
export async function rotateOauthClientSecret(context: Context, actor: Actor, request: SecretRequest): Promise<OauthClientSecret> {
  authorize(actor, 'oauth_clients.write');
  const { id, overlapHours, idempotencyKey } = request;
  return inTenantAs(context, actor, 'oauth_clients.write', async (tx) => {
    const client = await lockClientIn(tx, actor, id);
    if (!isConfidential(client.kind))
      throw new AppError('conflict', `A ${client.kind} client has no secret; it proves itself by PKCE alone.`);
    const rotate = async () => {
      const nowMs = context.clock();
      const previousUntilMs = nowMs + overlapHours * HOUR_MS;
      const clientSecret = await addSecretIn(tx, id, { nowMs, previousUntilMs });
      await recordAuditIn(tx, { actor: actor.name, action: 'oauth_client.rotate_secret', target: id, after: { overlapHours } });
      return { clientSecret, previousUntil: new Date(previousUntilMs).toISOString() };
    };
    if (idempotencyKey === undefined) return rotate();
    const route = `POST /security/oauth-clients/${id}/secrets`;
    const once = { principal: actor.name, route, key: idempotencyKey, body: { overlapHours }, answer: OauthClientSecret };
    return onceIn(context, tx, once, rotate);
  });
}

/** Deletes a client; its secrets and every token it was given are refused from then on. @throws AppError `forbidden`; `not_found`. */
export async function deleteOauthClient(context: Context, actor: Actor, id: string): Promise<void> {
  authorize(actor, 'oauth_clients.write');
  await inTenantAs(context, actor, 'oauth_clients.write', async (tx) => {
    const client = await findClient(tx, id, 'for update');
    if (!client) throw absent();
    await deleteClient(tx, id);
    await recordAuditIn(tx, { actor: actor.name, action: 'oauth_client.delete', target: id, before: auditState(client) });
  });
}
