import { recordPlatformAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { hashSecret, isOutdated, isSecret } from '../../platform/password-hash.ts';
import { recordPersonEventIn } from '../../platform/security-events.ts';
import { type AuthTx, inAuth } from '../../platform/tenant-door.ts';
import { noSoonerThan } from '../../platform/time-budget.ts';
import { authorizeSelf, type SignedInPerson, unauthenticated } from '../../tenants/authorize.ts';
import { countGuess, forgiveGuessIn, type Guess } from '../guesses/service.ts';
import type { FactorCode } from '../mfa/schema.ts';
import { checkFactor } from '../mfa/service.ts';
import { sendVerificationIn } from '../people/service.ts';
import { findByEmail, findById, lockPerson, type Person, updateHash } from '../people/store.ts';
import type { Browser, Tokens } from '../sessions/cookies.ts';
import { hashToken, networkOf } from '../sessions/rules.ts';
import type { SignIn } from '../sessions/schema.ts';
import { openSessionIn, rotateSessionIn, startKeySession, startPersonSessionIn } from '../sessions/service.ts';
import { isDeviceKnown } from '../sessions/store.ts';
import type { Visitor } from '../visitors/service.ts';
import type { StepUp } from './schema.ts';

/** A refusal comes no sooner, so that its time does not tell what it is for. */
const REFUSAL_MS = 300;

function wrongPassword(): AppError {
  return new AppError('unauthenticated', 'The e-mail address or the password is not right.');
}

/** Told to the person's tenants; there is nobody to tell where there is no such person. */
async function recordRefusalIn(tx: AuthTx, person: Person | undefined, kind: 'sign_in_failed' | 'sign_in_locked', browser: Browser) {
  if (!person) return;
  const detail = { network: networkOf(browser.address) };
  await recordPersonEventIn(tx, person.id, { kind, actor: `person:${person.id}`, detail });
}

/** Whose password it is. Takes the same work whether or not there is such a person. @throws AppError `unauthenticated`; `rate_limited`. */
async function provenPerson(context: Context, { email, password }: { email: string; password: string }, browser: Browser) {
  const deviceHash = hashToken(browser.deviceToken ?? '');
  const [person, isKnownDevice] = await inAuth(context.db, async (tx) => [
    await findByEmail(tx, email),
    await isDeviceKnown(tx, email, deviceHash),
  ]);
  const guess: Guess = { email, address: browser.address, isKnownDevice };
  await countGuess(context, 'public', guess, (tx) => recordRefusalIn(tx, person, 'sign_in_locked', browser));
  const isRight = await isSecret(person?.passwordHash, password);
  if (!person || !isRight || person.isDisabled) {
    await inAuth(context.db, (tx) => recordRefusalIn(tx, person, 'sign_in_failed', browser));
    throw wrongPassword();
  }
  return { person, guess };
}

/** Told to nobody but whoever knows the password. */
async function demandVerified(context: Context, person: Person): Promise<void> {
  if (person.isVerified) return;
  await inAuth(context.db, (tx) => sendVerificationIn(context, tx, person));
  throw new AppError('forbidden', 'Confirm your e-mail address first: we have just sent you a link.');
}

/** The person as they are now, held until the transaction ends: password, address or second factor may have changed since the proof. */
async function stillProvenIn(tx: AuthTx, proven: Person, password: string): Promise<Person> {
  const present = await lockPerson(tx, proven.id);
  if (!present || present.isDisabled || present.email !== proven.email) throw wrongPassword();
  const isSame = present.passwordHash === proven.passwordHash || (await isSecret(present.passwordHash, password));
  if (!isSame) throw wrongPassword();
  return present;
}

async function signInWithPassword(context: Context, input: { email: string; password: string }, browser: Browser): Promise<Tokens> {
  const { person, guess } = await noSoonerThan(REFUSAL_MS, () => provenPerson(context, input, browser), 'refusals');
  await demandVerified(context, person);
  const from = person.passwordHash ?? '';
  const to = isOutdated(from) ? await hashSecret(input.password) : undefined;
  return inAuth(context.db, async (tx) => {
    const present = await stillProvenIn(tx, person, input.password);
    if (to !== undefined) await updateHash(tx, person.id, { from, to });
    await forgiveGuessIn(context, tx, guess);
    return startPersonSessionIn(context, tx, { person: present, isVerified: !present.hasFactor }, browser);
  });
}

/**
 * Signs a browser in: a person by e-mail address and password, or a browser with an API key or with the demo's own. A person with a second
 * factor gets a session that opens nothing until that has come.
 * @throws AppError `unauthenticated`, in the same words whatever is wrong; `rate_limited` after too many guesses; `forbidden` to somebody
 * whose address is not verified; `not_found` when there is no demo here.
 */
export async function signIn(
  context: Context,
  _actor: 'public',
  { input, demoKey }: { input: SignIn; demoKey: string | undefined },
  browser: Browser,
): Promise<Tokens> {
  if ('password' in input) return signInWithPassword(context, input, browser);
  return startKeySession(context, 'public', 'apiKey' in input ? input.apiKey : demoKey, browser);
}

/**
 * Opens a session whose second factor has come; it gets a new token.
 * @throws AppError `unauthenticated` when the code is not right or was used, or no session waits for one; `rate_limited`; `forbidden` when
 * the factor is locked.
 */
export async function giveSecondFactor(
  context: Context,
  _actor: 'public',
  { visitor, factor }: { visitor: Visitor | undefined; factor: FactorCode },
  browser: Browser,
): Promise<Tokens> {
  const pending = visitor?.pending;
  if (!pending) throw unauthenticated();
  await checkFactor(context, 'public', pending.person, factor);
  return inAuth(context.db, (tx) => openSessionIn(context, tx, pending, browser));
}

/** A person with a second factor gives that, and no password; one without gives the password. */
async function prove(context: Context, actor: SignedInPerson, proof: StepUp, browser: Browser): Promise<void> {
  if ('password' in proof) {
    if (actor.hasFactor) throw new AppError('forbidden', 'You have a second factor: give a code of it, or a recovery code.');
    const guess: Guess = { email: actor.email, address: browser.address, isKnownDevice: true, sessionId: actor.sessionId };
    await countGuess(context, 'public', guess);
    const person = await inAuth(context.db, (tx) => findById(tx, actor.id));
    if (!(await isSecret(person?.passwordHash, proof.password))) throw new AppError('unauthenticated', 'The password is not right.');
    await inAuth(context.db, (tx) => forgiveGuessIn(context, tx, guess));
  } else {
    await checkFactor(context, 'public', actor, proof);
  }
}

/**
 * Proves once more who is signed in, before something sensitive; the session gets a new token and counts as proved for ten minutes.
 * @throws AppError `unauthenticated` when the password or code is not right; `rate_limited`; `forbidden`.
 */
export async function stepUp(context: Context, actor: SignedInPerson, proof: StepUp, browser: Browser): Promise<Tokens> {
  authorizeSelf(actor, 'ordinary');
  await prove(context, actor, proof, browser);
  return inAuth(context.db, async (tx) => {
    await recordPlatformAuditIn(tx, { actor: `person:${actor.id}`, action: 'person.step_up', target: actor.id });
    return rotateSessionIn(context, tx, actor.sessionId, 'verified');
  });
}
