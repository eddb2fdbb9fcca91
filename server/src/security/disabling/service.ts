import { recordPlatformAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type AuthTx, inAuth } from '../../platform/tenant-door.ts';
import { endLinksIn } from '../links/service.ts';
import { findPersonByEmailIn } from '../people/service.ts';
import { lockPerson, type Person } from '../people/store.ts';
import { endSessionsOfIn } from '../sessions/service.ts';
import { deleteGrantsOf, updateDisabled } from './store.ts';

async function heldIn(tx: AuthTx, email: string): Promise<Person> {
  const found = await findPersonByEmailIn(tx, email);
  const person = found && (await lockPerson(tx, found.id));
  if (!person) throw new AppError('not_found', 'There is no person with this e-mail address.');
  return person;
}

/**
 * Lets a person in no more, for the operator: their sessions, links and what programs hold in their name end at once, in every tenant. They
 * stay a member where they are one. Once more changes nothing.
 * @throws AppError `not_found`.
 */
export async function disablePerson(context: Context, actor: 'system', email: string): Promise<void> {
  await inAuth(context.db, async (tx) => {
    const person = await heldIn(tx, email);
    if (person.isDisabled) return;
    await updateDisabled(tx, person.id, new Date(context.clock()));
    await endSessionsOfIn(tx, person.id);
    await endLinksIn(tx, person.id, 'choose_password');
    await deleteGrantsOf(tx, person.id);
    await recordPlatformAuditIn(tx, { actor, action: 'person.disable', target: person.id });
  });
}

/** Lets a person in again who was disabled. Once more changes nothing. @throws AppError `not_found`. */
export async function enablePerson(context: Context, actor: 'system', email: string): Promise<void> {
  await inAuth(context.db, async (tx) => {
    const person = await heldIn(tx, email);
    if (!person.isDisabled) return;
    await updateDisabled(tx, person.id, null);
    await recordPlatformAuditIn(tx, { actor, action: 'person.enable', target: person.id });
  });
}
