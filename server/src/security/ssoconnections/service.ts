import { recordAuditIn } from '../../platform/audit.ts';
import { newId } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { sealForTenant } from '../../platform/vault.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { onceIn } from '../idempotency/service.ts';
import { inTenantAs } from '../presence/service.ts';
import { checkIssuer, MOST_CONNECTIONS, secretPlace } from './rules.ts';
import { type NewSsoConnection, SsoConnection, type SsoConnectionChange, type SsoConnections } from './schema.ts';
import { deleteConnection, findConnection, insertConnection, listConnections, type StoredConnection, updateConnection } from './store.ts';

function absent(): AppError {
  return new AppError('not_found', 'There is no such connection.');
}

function callbackUrlOf({ publicUrl }: Context): string {
  return `${publicUrl}/sso/callback`;
}

function shown(context: Context, { tenantId: _tenant, sealedSecret: _secret, ...settings }: StoredConnection): SsoConnection {
  return { ...settings, signInUrl: `${context.publicUrl}/sso/start/${settings.id}`, callbackUrl: callbackUrlOf(context) };
}

function auditState({ tenantId: _tenant, sealedSecret: _secret, id: _id, createdAt: _at, ...settings }: StoredConnection) {
  return settings;
}

async function createIn(context: Context, tx: TenantTx, actor: Actor, input: NewSsoConnection): Promise<SsoConnection> {
  if ((await listConnections(tx)).length >= MOST_CONNECTIONS)
    throw new AppError('conflict', `A tenant has at most ${MOST_CONNECTIONS} connections. Delete one that is not used.`);
  const { clientSecret, ...settings } = input;
  const id = newId();
  const sealedSecret = await sealForTenant(context, tx, secretPlace(id), Buffer.from(clientSecret));
  const createdAt = new Date(context.clock()).toISOString();
  const connection: StoredConnection = { ...settings, id, tenantId: tx.tenantId, sealedSecret, createdAt };
  await insertConnection(tx, connection);
  await recordAuditIn(tx, { actor: actor.name, action: 'sso_connection.create', target: id, after: auditState(connection) });
  return shown(context, connection);
}

/**
 * Connects the actor's tenant to an identity provider of its own. Whoever may do this can become any member, so only an owner may, and no
 * key. With an idempotency key the same call again within a day creates nothing and answers the same.
 * @throws AppError `forbidden`; `step_up_required`; `invalid_request` for an issuer that cannot be one; `conflict` beyond ten.
 */
export async function createSsoConnection(
  context: Context,
  actor: Actor,
  input: NewSsoConnection,
  idempotencyKey?: string,
): Promise<SsoConnection> {
  authorize(actor, 'sso_connections.write');
  checkIssuer(input.issuer);
  return inTenantAs(context, actor, 'sso_connections.write', (tx) => {
    const create = () => createIn(context, tx, actor, input);
    if (idempotencyKey === undefined) return create();
    const route = 'POST /security/sso-connections';
    return onceIn(context, tx, { principal: actor.name, route, key: idempotencyKey, body: input, answer: SsoConnection }, create);
  });
}

/** The tenant's connections, oldest first, and what to register with a provider; never secrets. @throws AppError `forbidden`. */
export async function listSsoConnections(context: Context, actor: Actor): Promise<SsoConnections> {
  authorize(actor, 'sso_connections.read');
  const found = await inTenant(context.db, actor.tenantId, listConnections);
  return { items: found.map((one) => shown(context, one)), nextCursor: null, callbackUrl: callbackUrlOf(context) };
}

/** One connection of the actor's tenant. @throws AppError `forbidden`; `not_found`. */
export async function getSsoConnection(context: Context, actor: Actor, id: string): Promise<SsoConnection> {
  authorize(actor, 'sso_connections.read');
  const found = await inTenant(context.db, actor.tenantId, (tx) => findConnection(tx, id));
  if (!found) throw absent();
  return shown(context, found);
}

/** Changes a connection; its secret stays when none is given. Disabled, it ends the sessions that came by it. @throws as creating one. */
export async function changeSsoConnection(context: Context, actor: Actor, id: string, change: SsoConnectionChange): Promise<SsoConnection> {
  authorize(actor, 'sso_connections.write');
  checkIssuer(change.issuer);
  const { clientSecret, ...settings } = change;
  return inTenantAs(context, actor, 'sso_connections.write', async (tx) => {
    const before = await findConnection(tx, id, 'for update');
    if (!before) throw absent();
    const fresh = clientSecret === undefined ? undefined : await sealForTenant(context, tx, secretPlace(id), Buffer.from(clientSecret));
    const after: StoredConnection = { ...before, ...settings, sealedSecret: fresh ?? before.sealedSecret };
    await updateConnection(tx, after);
    const states = { before: auditState(before), after: { ...auditState(after), isSecretNew: fresh !== undefined } };
    await recordAuditIn(tx, { actor: actor.name, action: 'sso_connection.update', target: id, ...states });
    return shown(context, after);
  });
}

/** Deletes a connection, which ends the sessions that came by it. @throws AppError `forbidden`; `step_up_required`; `not_found`. */
export async function deleteSsoConnection(context: Context, actor: Actor, id: string): Promise<void> {
  authorize(actor, 'sso_connections.write');
  await inTenantAs(context, actor, 'sso_connections.write', async (tx) => {
    const before = await findConnection(tx, id, 'for update');
    if (!before) throw absent();
    await deleteConnection(tx, id);
    await recordAuditIn(tx, { actor: actor.name, action: 'sso_connection.delete', target: id, before: auditState(before) });
  });
}
