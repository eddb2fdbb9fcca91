import type { Context } from '../../platform/context.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize, type Operation, unauthenticated } from '../../tenants/authorize.ts';
import { findKeyState, holdRole } from './store.ts';

/** The role that an actor acts with now; what they lost since the request came in is lost. */
async function presentRoleIn(tx: TenantTx, { personId, apiKeyId }: Actor): Promise<Actor['role']> {
  if (personId !== undefined) {
    const role = await holdRole(tx, personId);
    if (role === undefined) throw unauthenticated();
    return role;
  }
  if (apiKeyId === undefined) return undefined;
  const key = await findKeyState(tx, apiKeyId);
  if (!key || key.isEnded) throw unauthenticated();
  return key.role;
}

/**
 * Opens a transaction of the actor's tenant for what lasts longer than their credentials may: in it they are looked at once more, and a
 * member stays one, in the same role, until it ends. `work` gets the actor as they are now.
 * @throws AppError `unauthenticated` when the membership or the key has ended; `forbidden` when the role no longer allows it.
 */
export async function inTenantAs<Result>(
  context: Context,
  actor: Actor,
  operation: Operation,
  work: (tx: TenantTx, present: Actor) => Promise<Result>,
): Promise<Result> {
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const present = { ...actor, role: await presentRoleIn(tx, actor) };
    authorize(present, operation);
    return work(tx, present);
  });
}
