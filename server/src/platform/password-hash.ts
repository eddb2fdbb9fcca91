import { hash, verify } from '@node-rs/argon2';
import { randomSecret } from './chance.ts';
import { AppError } from './errors.ts';
import { createGate } from './gate.ts';

/** Argon2id with 19 MiB, 2 passes and 1 lane (OWASP Password Storage Cheat Sheet, the first of its equal choices). */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const HEADER = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$`;

/** Each takes a core and 19 MiB, so only so many run at once, and only so many wait. */
const AT_ONCE = 2;
const MOST_WAITING = 64;
const gate = createGate({ perOwner: AT_ONCE, inAll: AT_ONCE });
let unfinished = 0;
let decoy: Promise<string> | undefined;

async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (unfinished >= AT_ONCE + MOST_WAITING)
    throw new AppError('unavailable', 'Too many people sign in at this moment; try again in a few seconds.', { retryAfterSeconds: 5 });
  unfinished += 1;
  try {
    return await gate.run('all', work);
  } finally {
    unfinished -= 1;
  }
}

/** The same text however a keyboard composed it (NFKC, as NIST SP 800-63B asks). */
function normal(secret: string): string {
  return secret.normalize('NFKC');
}

/**
 * Hashes a password or another secret that people type, with argon2id on a thread of its own; the result names its parameters and salt.
 * @throws AppError `unavailable` when too many wait.
 */
export async function hashSecret(secret: string): Promise<string> {
  return inTurn(() => hash(normal(secret), COST));
}

/**
 * Whether `secret` is what was hashed. Without a hash the answer is false and takes the same work, so that its time does not tell.
 * @throws AppError `unavailable` when too many wait.
 */
export async function isSecret(hashed: string | undefined, secret: string): Promise<boolean> {
  decoy ??= hash(randomSecret(24).toString('base64'), COST);
  const other = await decoy;
  const isRight = await inTurn(() => verify(hashed ?? other, normal(secret)));
  return hashed !== undefined && isRight;
}

/** Whether a hash was made with other parameters than those of today. */
export function isOutdated(hashed: string): boolean {
  return !hashed.startsWith(HEADER);
}
