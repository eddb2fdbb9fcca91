import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type AuthTx, inAuth, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize, authorizeSelf, type Operation, type SignedInPerson, unauthenticated } from '../../tenants/authorize.ts';
import { lockPerson, type Person } from '../people/store.ts';
import { findKeyState, holdRole, isSessionOpen } from './store.ts';

/** The role that an actor acts with now; what they lost since the request came in is lost. */
async function presentRoleIn(tx: TenantTx, { personId, apiKeyId, keyHash }: Actor): Promise<Actor['role']> {
  if (personId !== undefined) {
    const role = await holdRole(tx, personId);
    if (role === undefined) throw unauthenticated();
    return role;
  }
  if (apiKeyId === undefined) return undefined;
  const key = await findKeyState(tx, apiKeyId, keyHash);
  if (!key || key.isEnded) throw unauthenticated();
  if (key.isReplaced)
    throw new AppError(
      'forbidden',
      'This secret of the key was replaced: it goes on working for a while, but not for this. Use the new one.',
    );
  return key.role;
}

/**
 * Opens a transaction of the actor's tenant for what lasts longer than their credentials may: in it they are looked at once more, and a
 * member stays one, in the same role, until it ends. `work` gets the actor as they are now.
 * @throws AppError `unauthenticated` when the membership or the key has ended; `forbidden` when the role no longer allows it, and
 * to a secret of a key that was replaced.
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

/**
 * Opens a transaction for what a person does to their own account: in it their session is looked at once more, and their password, address
 * and second factor stay as they are until it ends. `work` gets the person as they are now.
 * @throws AppError `step_up_required` for what is sensitive; `unauthenticated` when the session has ended.
 */
export async function inAuthAs<Result>(
  context: Context,
  person: SignedInPerson,
  need: Parameters<typeof authorizeSelf>[1],
  work: (tx: AuthTx, present: Person) => Promise<Result>,
): Promise<Result> {
  authorizeSelf(person, need);
  return inAuth(context.db, async (tx) => {
    const present = await lockPerson(tx, person.id);
    if (!present || present.isDisabled || !(await isSessionOpen(tx, person.id, person.sessionId))) throw unauthenticated();
    return work(tx, present);
  });
}
