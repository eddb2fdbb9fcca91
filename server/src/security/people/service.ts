import type { z } from 'zod';
import { recordAuditOfIn, recordPlatformAuditIn } from '../../platform/audit.ts';
import { newId } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import { queueMailIn } from '../../platform/outbox.ts';
import { hashSecret } from '../../platform/password-hash.ts';
import { recordPersonEventIn } from '../../platform/security-events.ts';
import { type AuthTx, inAuth } from '../../platform/tenant-door.ts';
import { noSoonerThan } from '../../platform/time-budget.ts';
import { authorizeSelf, type Role, type SignedInPerson, unauthenticated } from '../../tenants/authorize.ts';
import { requireSeatIn } from '../../tenants/quotas/service.ts';
import { isBreached } from '../breaches/service.ts';
import { countMailAsked, countMailIn } from '../guesses/service.ts';
import { countSeatsOf } from '../invitations/store.ts';
import { createLinkIn, endLinksIn, getLinkIn, takeLinkIn } from '../links/service.ts';
import { keepSeatsOf } from '../members/service.ts';
import { countRecoveryCodesIn } from '../mfa/service.ts';
import { BREACHED, passwordFault, type Whose } from '../passwords/rules.ts';
import { inAuthAs } from '../presence/service.ts';
import { Email } from '../sessions/schema.ts';
import { endSessionsOfIn } from '../sessions/service.ts';
import { emailChangedMail, verificationMail, welcomeMail } from './mails.ts';
import { normalEmail } from './rules.ts';
import { type Me, PersonName } from './schema.ts';
import {
  findByEmail,
  findById,
  insertMember,
  insertPerson,
  isEmailTaken,
  lockPerson,
  type Person,
  updateEmail,
  updateName,
} from './store.ts';

/** What is asked for without a session is answered no sooner: whether there is such an address does not show in the time. */
const BUDGET_MS = 300;

/** A person to be made; without a password they get in by a mailed link, or through an identity provider. */
export interface NewPerson {
  email: string;
  name: string;
  /** From `hashNewPassword`. */
  passwordHash?: string;
  /** True when they have shown that they read the mail of the address, as by following an invitation. */
  isVerified: boolean;
  /** Done, with the new id, before the installation's log is written: its end is held last, after those of tenants. */
  alsoIn?: ((id: string) => Promise<void>) | undefined;
}

function checked(schema: z.ZodType<string>, what: string, value: string): string {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalid(`/${what}`, `The ${what} ${parsed.error.issues[0].message}.`);
  return parsed.data;
}

/**
 * Checks a password that somebody chose against the rules, and against the breaches where the operator has a service asked; then hashes it.
 * It takes 50 ms and up to two seconds more, so it belongs before a transaction.
 * @throws AppError `invalid_request`, pointing at `/password`, with what is wrong with it.
 */
export async function hashNewPassword(
  context: Context,
  actor: 'public',
  { password, whose, pointer = '/password' }: { password: string; whose: Whose; pointer?: string },
): Promise<string> {
  const fault = passwordFault(password, whose) ?? ((await isBreached(context, actor, password)) ? BREACHED : undefined);
  if (fault !== undefined) throw invalid(pointer, `The password ${fault}.`);
  return hashSecret(password);
}

/**
 * Makes a person in the caller's transaction and returns their id. Audit logs name people by id alone, since nothing can be erased there.
 * @throws AppError `conflict` when somebody has this address.
 */
export async function createPersonIn(context: Context, tx: AuthTx, actor: string, input: NewPerson): Promise<string> {
  const { name, passwordHash, isVerified } = input;
  const [id, email] = [newId(), normalEmail(input.email)];
  const verifiedAtMs = isVerified ? context.clock() : undefined;
  if (!(await insertPerson(tx, { id, email, name, passwordHash: passwordHash ?? null, verifiedAtMs })))
    throw new AppError('conflict', 'There is a person with this e-mail address.');
  await input.alsoIn?.(id);
  await recordPlatformAuditIn(tx, { actor, action: 'person.create', target: id, after: { verified: isVerified } });
  return id;
}

/** The person with this address, in the caller's transaction; undefined when there is none. */
export async function findPersonByEmailIn(tx: AuthTx, email: string): Promise<Person | undefined> {
  return findByEmail(tx, normalEmail(email));
}

/** The person of this id, in the caller's transaction; undefined when there is none. */
export async function findPersonIn(tx: AuthTx, id: string): Promise<Person | undefined> {
  return findById(tx, id);
}

/** Queues the mail by which a person without a password chooses one. */
export async function welcomePersonIn(context: Context, tx: AuthTx, person: Pick<Person, 'id' | 'email' | 'name'>): Promise<void> {
  const url = await createLinkIn(context, tx, { personId: person.id, email: person.email }, 'invitation');
  await queueMailIn(context, tx, welcomeMail(person, url));
}

/** Who is to be made, and what they are to be in which tenant. */
export interface Appointment {
  email: string;
  name: string;
  membership?: { tenantId: string; role: Role };
}

async function appointIn(
  context: Context,
  tx: AuthTx,
  person: { id: string; email: string; name: string },
  { tenantId, role }: { tenantId: string; role: Role },
) {
  if (!(await insertMember(tx, { ...person, tenantId, role }))) throw new AppError('conflict', 'This person is a member of that tenant.');
  const others = async () => (await countSeatsOf(tx, tenantId, context.clock())) - 1;
  await requireSeatIn(context, tx, tenantId, others);
  await recordAuditOfIn(tx, tenantId, { actor: 'system', action: 'member.add', target: person.id, after: { role } });
}

/**
 * Makes a person, for the operator, and mails them a link to choose their password; with a membership also a member, as every tenant needs
 * a first owner. Somebody who is there already only becomes a member. Resolves with the person's id.
 * @throws AppError `invalid_request` for a bad address or name; `conflict` when there is nothing to do; `quota_exceeded` when every seat of
 * the tenant is taken.
 */
export async function createPerson(context: Context, actor: 'system', { membership, ...input }: Appointment): Promise<string> {
  const email = checked(Email, 'email', input.email);
  const name = checked(PersonName, 'name', input.name);
  const personId = await inAuth(context.db, async (tx) => {
    const known = membership && (await findByEmail(tx, email));
    if (known && membership) {
      await appointIn(context, tx, known, membership);
      return known.id;
    }
    const alsoIn = membership && ((created: string) => appointIn(context, tx, { id: created, email, name }, membership));
    const id = await createPersonIn(context, tx, actor, { email, name, isVerified: false, alsoIn });
    await welcomePersonIn(context, tx, { id, email, name });
    return id;
  });
  if (membership) await keepSeatsOf(context, actor, membership.tenantId);
  return personId;
}

/** The account of the person who is signed in. */
export async function getMe(context: Context, person: SignedInPerson): Promise<Me> {
  authorizeSelf(person, 'ordinary');
  const { id, email, name, isRecent } = person;
  return inAuth(context.db, async (tx) => {
    const found = await findById(tx, id);
    if (!found) throw unauthenticated();
    const recoveryCodesLeft = await countRecoveryCodesIn(tx, id);
    return {
      id,
      email,
      name,
      hasPassword: found.passwordHash !== undefined,
      hasSecondFactor: found.hasFactor,
      recoveryCodesLeft,
      recent: isRecent,
    };
  });
}

/** Tells the tenants that show a person as a member that something of it is another now, but not what: nothing can be erased there. */
async function recordInTenantsIn(tx: AuthTx, personId: string, tenantIds: readonly string[], field: 'name' | 'email'): Promise<void> {
  for (const tenantId of tenantIds)
    await recordAuditOfIn(tx, tenantId, { actor: `person:${personId}`, action: 'member.describe', target: personId, after: { field } });
}

/** Renames the person who is signed in, wherever their name is shown. */
export async function renameMe(context: Context, person: SignedInPerson, name: string): Promise<Me> {
  authorizeSelf(person, 'ordinary');
  await inAuthAs(context, person, 'ordinary', async (tx) => {
    await recordInTenantsIn(tx, person.id, await updateName(tx, person.id, name), 'name');
    await recordPlatformAuditIn(tx, { actor: `person:${person.id}`, action: 'person.rename', target: person.id });
  });
  return getMe(context, { ...person, name });
}

/**
 * Sends a link to the address that a person wants to have; it becomes theirs when they follow it. Says nothing of whether somebody else has
 * the address.
 * @throws AppError `step_up_required`; `rate_limited`.
 */
export async function changeMyEmail(context: Context, person: SignedInPerson, email: string, address: string): Promise<void> {
  authorizeSelf(person, 'sensitive');
  await countMailAsked(context, 'public', address);
  await noSoonerThan(BUDGET_MS, () =>
    inAuthAs(context, person, 'sensitive', async (tx) => {
      await recordPlatformAuditIn(tx, { actor: `person:${person.id}`, action: 'person.ask_email', target: person.id });
      if (await findByEmail(tx, email)) return;
      if (!(await countMailIn(context, tx, { email, purpose: 'verify_email' }))) return;
      const url = await createLinkIn(context, tx, { personId: person.id, email }, 'verify_email');
      await queueMailIn(context, tx, verificationMail({ email, name: person.name }, url));
    }),
  );
}

/** Sends the link once more to an address that is not verified yet. The answer is the same, and takes as long, whatever the address. */
export async function requestVerification(context: Context, actor: 'public', asked: { email: string; address: string }): Promise<void> {
  await noSoonerThan(BUDGET_MS, async () => {
    await countMailAsked(context, actor, asked.address);
    await inAuth(context.db, async (tx) => {
      const person = await findByEmail(tx, asked.email);
      if (!person || person.isVerified || person.isDisabled) return;
      if (await countMailIn(context, tx, { email: person.email, purpose: 'verify_email' })) await sendVerificationIn(context, tx, person);
    });
  });
}

/** Queues the mail by which a person confirms their address. */
export async function sendVerificationIn(context: Context, tx: AuthTx, person: Person): Promise<void> {
  const url = await createLinkIn(context, tx, { personId: person.id, email: person.email }, 'verify_email');
  await queueMailIn(context, tx, verificationMail(person, url));
}

/** Somebody took the address before, or at the same moment. */
function taken(cause?: unknown): AppError {
  return new AppError('conflict', 'Somebody else has this e-mail address by now.', { cause });
}

/**
 * Follows a link that verifies an address: it is the person's from now on. A person who gets another address is signed out everywhere, and
 * the one before is told.
 * @throws AppError `invalid_request` when the link does not work; `conflict` when somebody else has the address meanwhile.
 */
export async function verifyEmail(context: Context, _actor: 'public', token: string): Promise<void> {
  const nowMs = context.clock();
  await inAuth(context.db, async (tx) => {
    // Whoever ends the link holds the person first.
    const person = await lockPerson(tx, (await getLinkIn(context, tx, token, 'verify_email')).personId);
    const { personId, email } = await takeLinkIn(context, tx, token, 'verify_email');
    const tenantIds = person && (await updateEmail(tx, personId, email, nowMs));
    if (!person || !tenantIds) throw taken();
    await recordInTenantsIn(tx, personId, tenantIds, 'email');
    if (person.email !== email) {
      await endSessionsOfIn(tx, personId);
      await endLinksIn(tx, personId, 'choose_password');
      await queueMailIn(context, tx, emailChangedMail(person, { email, url: context.publicUrl }));
      await recordPersonEventIn(tx, personId, { kind: 'email_changed', severity: 'medium', actor: `person:${personId}` });
    }
    const change = { before: { verified: person.isVerified }, after: { verified: true, isOtherAddress: person.email !== email } };
    await recordPlatformAuditIn(tx, { actor: `person:${personId}`, action: 'person.verify_email', target: personId, ...change });
  }).catch((error: unknown) => {
    throw isEmailTaken(error) ? taken(error) : error;
  });
}
