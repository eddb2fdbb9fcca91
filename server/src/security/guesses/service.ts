import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
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
  /** The session that guesses, when somebody is signed in already. */
  sessionId?: string;
}

interface Counted {
  limit: Limit;
  subject: Buffer;
}

function subjects(context: Context, { email, address, isKnownDevice, sessionId }: Guess): Counted[] {
  const key = deriveKey(context.sealingKey, 'guesses');
  const counted: Counted[] = [
    { limit: 'address', subject: subjectOf(key, 'address', address) },
    { limit: 'accountAndAddress', subject: subjectOf(key, 'accountAndAddress', email, address) },
  ];
  if (sessionId !== undefined) counted.push({ limit: 'session', subject: subjectOf(key, 'session', sessionId) });
  return isKnownDevice ? counted : [...counted, { limit: 'account', subject: subjectOf(key, 'account', email) }];
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
  const minutes = Math.ceil(seconds / 60);
  const message = `Too many attempts to sign in. Wait ${minutes} minutes, or choose a new password with "Forgotten password".`;
  throw new AppError('rate_limited', message, { retryAfterSeconds: seconds });
}

/** Takes back what was counted for a guess that was right, in the transaction that signs the person in. */
export async function forgiveGuessIn(context: Context, tx: AuthTx, guess: Guess): Promise<void> {
  for (const { limit, subject } of subjects(context, guess)) {
    if (limit === 'accountAndAddress' || limit === 'session') await deleteCounts(tx, [subject]);
    else await discountOne(tx, subject);
  }
  await deleteCountsBefore(tx, context.clock() - KEPT_MS);
}

/** Opens an account for guesses again: its holder has chosen a new password. */
export async function forgiveAccountIn(context: Context, tx: AuthTx, email: string): Promise<void> {
  const key = deriveKey(context.sealingKey, 'guesses');
  await deleteCounts(tx, [subjectOf(key, 'account', email)]);
}

/**
 * Counts a mail that somebody asked for without saying who they are; false when its receiver has had enough of them.
 * @throws AppError `rate_limited` when the asking address has asked for many.
 */
export async function countMail(
  context: Context,
  _actor: 'public',
  { email, address }: { email: string; address: string },
): Promise<boolean> {
  const key = deriveKey(context.sealingKey, 'guesses');
  const [own, asked] = await inAuth(context.db, async (tx) => [
    await countIn(context, tx, { limit: 'mailsFrom', subject: subjectOf(key, 'mailsFrom', address) }),
    await countIn(context, tx, { limit: 'mails', subject: subjectOf(key, 'mails', email) }),
  ]);
  const refusal = 'Too many mails were asked for from here. Try again later.';
  if (own.seconds > 0) throw new AppError('rate_limited', refusal, { retryAfterSeconds: own.seconds });
  return asked.seconds === 0;
}
