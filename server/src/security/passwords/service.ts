import { recordPlatformAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { invalid } from '../../platform/errors.ts';
import { queueMailIn } from '../../platform/outbox.ts';
import { isSecret } from '../../platform/password-hash.ts';
import { recordPersonEventIn } from '../../platform/security-events.ts';
import { type AuthTx, inAuth } from '../../platform/tenant-door.ts';
import { noSoonerThan } from '../../platform/time-budget.ts';
import { authorizeSelf, type SignedInPerson, unauthenticated } from '../../tenants/authorize.ts';
import { countGuess, countMailAsked, countMailIn, forgiveAccountIn, forgiveGuessIn, type Guess } from '../guesses/service.ts';
import { endConsentsOfIn } from '../oauthconsents/service.ts';
import { createLinkIn, endLinksIn, getLinkIn, takeLinkIn } from '../links/service.ts';
import { passwordChangedMail, resetMail } from '../people/mails.ts';
import { hashNewPassword } from '../people/service.ts';
import { findByEmail, findById, lockPerson, type Person, updatePassword } from '../people/store.ts';
import { inAuthAs } from '../presence/service.ts';
import type { Browser, Tokens } from '../sessions/cookies.ts';
import { endSessionsOfIn, rotateSessionIn } from '../sessions/service.ts';
import type { PasswordChange, PasswordReset } from './schema.ts';

/** What is asked for without a session is answered no sooner: whether there is such an account does not show in the time. */
const BUDGET_MS = 300;

interface Changed {
  person: Person;
  passwordHash: string;
  how: 'person.change_password' | 'person.reset_password';
}

async function setPasswordIn(context: Context, tx: AuthTx, { person, passwordHash, how }: Changed): Promise<void> {
  const nowMs = context.clock();
  const actor = `person:${person.id}`;
  await updatePassword(tx, person.id, passwordHash, how === 'person.reset_password' ? nowMs : undefined);
  await endLinksIn(tx, person.id, 'choose_password');
  await forgiveAccountIn(context, tx, person.email);
  await queueMailIn(context, tx, passwordChangedMail(person, nowMs, context.publicUrl));
  await recordPersonEventIn(tx, person.id, { kind: 'password_changed', severity: 'low', actor, detail: { how } });
  await recordPlatformAuditIn(tx, { actor, action: how, target: person.id });
}

interface PasswordProof {
  currentPassword: string | undefined;
  sessionId: string;
}

async function proveIn(context: Context, person: Person, proof: PasswordProof, browser: Browser): Promise<void> {
  const guess: Guess = { email: person.email, address: browser.address, isKnownDevice: true, sessionId: proof.sessionId };
  await countGuess(context, 'public', guess);
  if (!(await isSecret(person.passwordHash, proof.currentPassword ?? '')))
    throw invalid('/currentPassword', 'This is not your present password.');
  await inAuth(context.db, (tx) => forgiveGuessIn(context, tx, guess));
}

/**
 * Changes the password of the person who is signed in: who knows the present one, or, having none, has proved who they are just now. With
 * a second factor both are asked for, and the password alone proves nothing anew. Their other sessions end, and this one gets a new token.
 * @throws AppError `invalid_request` when the present password is wrong or the new one is weak; `rate_limited`; `step_up_required`.
 */
export async function changePassword(context: Context, actor: SignedInPerson, input: PasswordChange, browser: Browser): Promise<Tokens> {
  authorizeSelf(actor, 'ordinary');
  const person = await inAuth(context.db, (tx) => findById(tx, actor.id));
  if (!person) throw unauthenticated();
  if (person.passwordHash === undefined || person.hasFactor) authorizeSelf(actor, 'sensitive');
  else await proveIn(context, person, { currentPassword: input.currentPassword, sessionId: actor.sessionId }, browser);
  const passwordHash = await hashNewPassword(context, 'public', { password: input.newPassword, whose: person, pointer: '/newPassword' });
  return inAuthAs(context, actor, 'ordinary', async (tx, present) => {
    if (present.passwordHash !== person.passwordHash) throw unauthenticated();
    await setPasswordIn(context, tx, { person: present, passwordHash, how: 'person.change_password' });
    await endSessionsOfIn(tx, person.id, actor.sessionId);
    return rotateSessionIn(context, tx, actor.sessionId, present.hasFactor ? 'same' : 'verified');
  });
}

/** Mails a link to choose a new password, where there is such a person. The answer is the same, and takes as long, whatever the address. */
export async function requestReset(context: Context, actor: 'public', asked: { email: string; address: string }): Promise<void> {
  await noSoonerThan(BUDGET_MS, async () => {
    await countMailAsked(context, actor, asked.address);
    await inAuth(context.db, async (tx) => {
      const person = await findByEmail(tx, asked.email);
      if (!person || person.isDisabled) return;
      if (!(await countMailIn(context, tx, { email: person.email, purpose: 'choose_password' }))) return;
      const url = await createLinkIn(context, tx, { personId: person.id, email: person.email }, 'choose_password');
      await queueMailIn(context, tx, resetMail(person, url));
      await recordPlatformAuditIn(tx, { actor, action: 'person.ask_reset', target: person.id });
    });
  });
}

/**
 * Chooses a password by a mailed link, which shows that the address is read. Every session of the person ends, and so does what
 * they allowed programs; their second factor stays.
 * @throws AppError `invalid_request` when the link does not work or the password is weak; a weak one does not use the link up.
 */
export async function resetPassword(context: Context, _actor: 'public', { token, password }: PasswordReset): Promise<void> {
  const person = await inAuth(context.db, async (tx) => {
    const { personId } = await getLinkIn(context, tx, token, 'choose_password');
    return findById(tx, personId);
  });
  if (!person || person.isDisabled) throw unauthenticated();
  const passwordHash = await hashNewPassword(context, 'public', { password, whose: person });
  await inAuth(context.db, async (tx) => {
    const present = await lockPerson(tx, person.id);
    await takeLinkIn(context, tx, token, 'choose_password');
    if (!present || present.isDisabled) throw unauthenticated();
    await setPasswordIn(context, tx, { person: present, passwordHash, how: 'person.reset_password' });
    await endConsentsOfIn(tx, person.id, `person:${person.id}`);
    await endSessionsOfIn(tx, person.id);
  });
}
