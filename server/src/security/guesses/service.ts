import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { countedAs } from '../../platform/networks.ts';
import { deriveKey } from '../../platform/sealing.ts';
import { type AuthTx, inAuth } from '../../platform/tenant-door.ts';
import { ALLOWANCES, KEPT_MS, type Limit, subjectOf } from './rules.ts';
import { countOne, deleteCounts, deleteCountsBefore, discountOne } from './store.ts';

/** A guess at an account's password. Nothing of it tells whether there is such an account. */
export interface Guess {
  email: string;
  address: string;
  /** True for a browser that has signed in to this account before: others cannot use up its guesses. */
  isKnownDevice: boolean;
  /** True for an operator, whose password is made by chance: what others guess from elsewhere locks nobody out. */
  isOperator?: boolean;
  /** The session that guesses, when somebody is signed in already. */
  sessionId?: string;
}

interface Counted {
  limit: Limit;
  subject: Buffer;
}

function keyOf(context: Context): Buffer {
  return deriveKey(context.sealingKey, 'guesses');
}

function subjects(context: Context, guess: Guess): Counted[] {
  const { email, address, isKnownDevice, isOperator = false, sessionId } = guess;
  const key = keyOf(context);
  const of = (limit: Limit, ...parts: string[]): Counted => ({ limit, subject: subjectOf(key, limit, ...parts) });
  const { one, wide } = countedAs(address);
  const counted = [of('address', one), of('accountAndAddress', email, one)];
  if (wide !== undefined) counted.push(of('network', wide));
  if (sessionId !== undefined) counted.push(of('session', sessionId));
  if (!isKnownDevice && !isOperator) counted.push(of('account', email));
  return counted;
}

interface Wait {
  /** Until one more is allowed; 0 when it is now. */
  seconds: number;
  /** True for the first that is refused. */
  isFirst: boolean;
}

async function countIn(context: Context, tx: AuthTx, { limit, subject }: Counted): Promise<Wait> {
  const { guesses, withinMs } = ALLOWANCES[limit];
  const nowMs = context.clock();
  const { count, sinceMs } = await countOne(tx, subject, { nowMs, withinMs });
  const seconds = count <= guesses ? 0 : Math.max(1, Math.ceil((sinceMs + withinMs - nowMs) / 1_000));
  return { seconds, isFirst: count === guesses + 1 };
}

/**
 * Counts a guess before it is looked at, so that guesses at the same time cannot pass the limit together. A window ends by itself: nobody
 * is locked out for good, and an account's own browsers stay apart from strangers'.
 * `onLockIn` runs in the same transaction for the first that is refused.
 * @throws AppError `rate_limited` beyond what is allowed, whether or not there is such an account.
 */
export async function countGuess(
  context: Context,
  _actor: 'public',
  guess: Guess,
  onLockIn: (tx: AuthTx) => Promise<void> = async () => {},
): Promise<void> {
  const seconds = await inAuth(context.db, async (tx) => {
    const waits: Wait[] = [];
    for (const one of subjects(context, guess)) waits.push(await countIn(context, tx, one));
    if (waits.some(({ isFirst }) => isFirst)) await onLockIn(tx);
    return Math.max(...waits.map((wait) => wait.seconds));
  });
  if (seconds === 0) return;
  const otherwise = guess.isOperator === true ? '' : ', or choose a new password with "Forgotten password"';
  const message = `Too many attempts to sign in. Wait ${Math.ceil(seconds / 60)} minutes${otherwise}.`;
  throw new AppError('rate_limited', message, { retryAfterSeconds: seconds });
}

/** Takes back what was counted for a guess that was right, in the transaction that signs the person in. */
export async function forgiveGuessIn(context: Context, tx: AuthTx, guess: Guess): Promise<void> {
  for (const { limit, subject } of subjects(context, guess)) {
    if (limit === 'accountAndAddress' || limit === 'session') await deleteCounts(tx, [subject]);
    else await discountOne(tx, subject);
  }
}

/** Deletes counts that no allowance looks at any more; tells how many. */
export async function forgetOldGuesses(context: Context, _actor: 'system'): Promise<number> {
  return inAuth(context.db, (tx) => deleteCountsBefore(tx, context.clock() - KEPT_MS));
}

/** Opens an account for guesses again: its holder has chosen a new password. */
export async function forgiveAccountIn(context: Context, tx: AuthTx, email: string): Promise<void> {
  await deleteCounts(tx, [subjectOf(keyOf(context), 'account', email)]);
}

/** Counts an export of an account, which reads much. @throws AppError `rate_limited` beyond five an hour. */
export async function countExport(context: Context, _actor: 'public', personId: string): Promise<void> {
  const subject = subjectOf(keyOf(context), 'exports', personId);
  const { seconds } = await inAuth(context.db, (tx) => countIn(context, tx, { limit: 'exports', subject }));
  const refusal = `An account may be exported ${ALLOWANCES.exports.guesses} times an hour. Try again later.`;
  if (seconds > 0) throw new AppError('rate_limited', refusal, { retryAfterSeconds: seconds });
}

/** What a mail that anyone may ask for is about: each is counted for itself, so that none keeps another from its receiver. */
export type MailPurpose = 'choose_password' | 'verify_email';

/**
 * Counts that an address asks for a mail without saying who it is, whether or not one is sent.
 * @throws AppError `rate_limited` when it has asked for many.
 */
export async function countMailAsked(context: Context, _actor: 'public', address: string): Promise<void> {
  const { one, wide } = countedAs(address);
  const key = keyOf(context);
  const counted: Counted[] = [{ limit: 'mailsFrom', subject: subjectOf(key, 'mailsFrom', one) }];
  if (wide !== undefined) counted.push({ limit: 'mailsFromNetwork', subject: subjectOf(key, 'mailsFromNetwork', wide) });
  const seconds = await inAuth(context.db, async (tx) => {
    const waits: number[] = [];
    for (const each of counted) waits.push((await countIn(context, tx, each)).seconds);
    return Math.max(...waits);
  });
  const refusal = 'Too many mails were asked for from here. Try again later.';
  if (seconds > 0) throw new AppError('rate_limited', refusal, { retryAfterSeconds: seconds });
}

/** Counts a mail that is about to be sent to somebody who may not have asked for it; false when they have had enough of its kind. */
export async function countMailIn(
  context: Context,
  tx: AuthTx,
  { email, purpose }: { email: string; purpose: MailPurpose },
): Promise<boolean> {
  const subject = subjectOf(keyOf(context), 'mails', purpose, email);
  return (await countIn(context, tx, { limit: 'mails', subject })).seconds === 0;
}
