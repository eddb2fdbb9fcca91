import { recordAuditOfIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import { recordSecurityEventOfIn } from '../../platform/security-events.ts';
import { type AuthTx, inAuth } from '../../platform/tenant-door.ts';
import type { SignedInPerson } from '../../tenants/authorize.ts';
import { findTenantOfIn } from '../../tenants/service.ts';
import { hashInvitation, nextStep } from '../invitations/rules.ts';
import type { Acceptance, ReceivedInvitation } from '../invitations/schema.ts';
import { findTenantByToken, type FoundInvitation, lockByToken, updateAccepted } from '../invitations/store.ts';
import { insertMember, lockMembers } from '../members/store.ts';
import { createPersonIn, findPersonByEmailIn, hashNewPassword } from '../people/service.ts';
import type { Person } from '../people/store.ts';
import type { Browser, Tokens } from '../sessions/cookies.ts';
import { actInTenantIn, rotateSessionIn, startPersonSessionIn } from '../sessions/service.ts';

/** The refusal of a link that never was, was used, was withdrawn, or is over: in the same words. */
function deadLink(): AppError {
  return invalid('/token', 'This invitation does not work any more: it was used, withdrawn, or is too old. Ask for a new one.');
}

/** An invitation with what accepting it needs. */
interface Received {
  invitation: FoundInvitation;
  tenant: string;
  account: Person | undefined;
  next: ReceivedInvitation['next'];
}

async function receiveIn(context: Context, tx: AuthTx, token: string, signedIn: SignedInPerson | undefined): Promise<Received> {
  const invitation = await lockByToken(tx, hashInvitation(token), context.clock());
  const tenant = invitation && (await findTenantOfIn(tx, invitation.tenantId));
  if (!invitation || !tenant) throw deadLink();
  const account = await findPersonByEmailIn(tx, invitation.email);
  if (account?.isDisabled === true) throw deadLink();
  return { invitation, tenant: tenant.name, account, next: nextStep(account?.id, signedIn?.id) };
}

/**
 * What a mailed link invites to, and what accepting it needs; for whoever holds it.
 * @throws AppError `invalid_request` for a link that does not work.
 */
export async function describeInvitation(
  context: Context,
  _actor: 'public',
  token: string,
  signedIn: SignedInPerson | undefined,
): Promise<ReceivedInvitation> {
  const { invitation, tenant, next } = await inAuth(context.db, (tx) => receiveIn(context, tx, token, signedIn));
  const { email, role, expiresAt } = invitation;
  return { tenant, email, role, expiresAt, next };
}

function refuseStep({ next, invitation }: Received): void {
  if (next === 'sign_in')
    throw new AppError('unauthenticated', `There is an account for ${invitation.email}. Sign in with it, then accept.`);
  if (next === 'sign_out')
    throw new AppError('forbidden', `This invitation is for ${invitation.email}. Sign out, or sign in with that address, then accept.`);
}

async function joinIn(context: Context, tx: AuthTx, { invitation }: Received, who: { id: string; name: string }): Promise<void> {
  const { tenantId, email, role, id } = invitation;
  const nowMs = context.clock();
  const isNew = await insertMember(tx, { tenantId, personId: who.id, email, name: who.name, role, createdAtMs: nowMs });
  if (!isNew) throw new AppError('conflict', 'You are a member of this tenant already.');
  await updateAccepted(tx, invitation, nowMs);
  const actor = `member:${who.id}`;
  await recordAuditOfIn(tx, tenantId, { actor, action: 'invitation.accept', target: id, after: { role } });
  await recordSecurityEventOfIn(tx, tenantId, { kind: 'member_joined', actor, detail: { personId: who.id, role } });
}

/** A fresh account's name and hashed password. */
interface Credentials {
  name: string;
  passwordHash: string;
}

async function acceptIn(
  context: Context,
  tx: AuthTx,
  received: Received,
  { credentials, signedIn, browser }: { credentials: Credentials | undefined; signedIn: SignedInPerson | undefined; browser: Browser },
): Promise<Tokens> {
  const { invitation, account } = received;
  const { tenantId, email, id } = invitation;
  if (account && signedIn) {
    await joinIn(context, tx, received, account);
    await actInTenantIn(tx, signedIn.sessionId, tenantId);
    return rotateSessionIn(context, tx, signedIn.sessionId, 'same');
  }
  if (!credentials) throw invalid('/password', 'Choose a name and a password.');
  const alsoIn = (created: string) => joinIn(context, tx, received, { id: created, name: credentials.name });
  const personId = await createPersonIn(context, tx, `invitation:${id}`, { email, ...credentials, isVerified: true, alsoIn });
  const person = { id: personId, email, name: credentials.name };
  return startPersonSessionIn(context, tx, { person, tenantId, isVerified: true }, browser);
}

/** Hashing a password takes long, so it is done before the transaction, and only for a link that works. */
async function credentialsOf(context: Context, input: Acceptance, signedIn: SignedInPerson | undefined): Promise<Credentials | undefined> {
  const received = await inAuth(context.db, (tx) => receiveIn(context, tx, input.token, signedIn));
  refuseStep(received);
  if (received.next !== 'create_account') return undefined;
  const { name, password } = input;
  if (name === undefined) throw invalid('/name', 'name is missing; say how you are called.');
  if (password === undefined) throw invalid('/password', 'password is missing; choose one.');
  return { name, passwordHash: await hashNewPassword(context, 'public', { password, whose: { email: received.invitation.email, name } }) };
}

/**
 * Accepts an invitation, once: somebody who has no account gets one, with the mailed address as a verified one, and is signed in; somebody
 * who has must be signed in as that address, and goes on in the tenant with a new session token.
 * @throws AppError `invalid_request` for a link that does not work, or a missing name or bad password; `unauthenticated` when the address
 * has an account; `forbidden` to anybody signed in with another address; `conflict` to a member.
 */
export async function acceptInvitation(
  context: Context,
  _actor: 'public',
  input: Acceptance,
  { signedIn, browser }: { signedIn: SignedInPerson | undefined; browser: Browser },
): Promise<Tokens> {
  const credentials = await credentialsOf(context, input, signedIn);
  return inAuth(context.db, async (tx) => {
    // Whoever takes a member out holds the members first, and then the invitations they sent.
    const tenantId = await findTenantByToken(tx, hashInvitation(input.token));
    if (tenantId !== undefined) await lockMembers(tx, tenantId);
    const received = await receiveIn(context, tx, input.token, signedIn);
    refuseStep(received);
    return acceptIn(context, tx, received, { credentials, signedIn, browser });
  });
}
