import { recordPlatformAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { queueMailIn } from '../../platform/outbox.ts';
import { isSecret } from '../../platform/password-hash.ts';
import { recordPersonEventIn, type SecurityEventKind } from '../../platform/security-events.ts';
import { type AuthTx, inAuth } from '../../platform/tenant-door.ts';
import { unsealForInstallation } from '../../platform/vault.ts';
import { type FactorNews, factorMail } from '../people/mails.ts';
import { FAILURES_TO_LOCK, matchingStep, normalRecoveryCode, recoveryHintOf, secretPlace, TRIES, TRIES_MS } from './rules.ts';
import type { FactorCode } from './schema.ts';
import {
  countFailure,
  countTry,
  countUnused,
  findRecoveryHash,
  type TriedFactor,
  unlockFactor,
  updateLastStep,
  updateUsed,
} from './store.ts';

/** Whose second factor it is. */
export interface FactorHolder {
  id: string;
  email: string;
  name: string;
}

const EVENTS: Record<FactorNews, SecurityEventKind> = {
  added: 'mfa_changed',
  removed: 'mfa_changed',
  renewed: 'mfa_changed',
  locked: 'mfa_locked',
  recovered: 'recovery_code_used',
};

type Outcome = 'right' | 'wrong' | 'locked';

/** Records what happened to a second factor, for the person's tenants, and tells the person by mail. */
export async function tellFactorIn(context: Context, tx: AuthTx, holder: FactorHolder, news: FactorNews): Promise<void> {
  await queueMailIn(context, tx, factorMail(holder, news, { atMs: context.clock(), url: context.publicUrl }));
  await recordPersonEventIn(tx, holder.id, { kind: EVENTS[news], actor: `person:${holder.id}`, detail: { news } });
}

function refuseFor(outcome: Outcome): void {
  if (outcome === 'right') return;
  const message =
    outcome === 'wrong'
      ? 'The code is not right, or was used before. Wait for the next one.'
      : 'Your second factor is locked after ten wrong codes in a row. Use a recovery code, or ask the operator.';
  throw new AppError(outcome === 'wrong' ? 'unauthenticated' : 'forbidden', message);
}

/**
 * Counts a try of a person's second factor in the caller's transaction, and holds it until that ends.
 * @throws AppError `rate_limited` when there were too many; `conflict` when the person has none, not even one that waits.
 */
export async function countTryIn(context: Context, tx: AuthTx, personId: string): Promise<TriedFactor> {
  const nowMs = context.clock();
  const tried = await countTry(tx, personId, { nowMs, withinMs: TRIES_MS, most: TRIES });
  if (!tried) throw new AppError('conflict', 'No second factor is set up.');
  if (!tried.isSpent) return tried;
  const seconds = Math.max(1, Math.ceil((tried.sinceMs + TRIES_MS - nowMs) / 1_000));
  const message = `Only ${TRIES} codes may be tried in 15 minutes. Try again in ${Math.ceil(seconds / 60)} minutes.`;
  throw new AppError('rate_limited', message, { retryAfterSeconds: seconds });
}

/** A person's secret in the clear. */
export async function openSecretIn(context: Context, personId: string, sealed: Buffer): Promise<Buffer> {
  const secret = await unsealForInstallation(context, secretPlace(personId), sealed);
  if (!secret) throw new Error('a second factor cannot be opened: EARSHOT_SECRET_KEY is not the one this installation was made with');
  return secret;
}

async function failIn(context: Context, tx: AuthTx, holder: FactorHolder): Promise<Outcome> {
  const event = { kind: 'sign_in_failed', actor: `person:${holder.id}`, detail: { step: 'second_factor' } } as const;
  await recordPersonEventIn(tx, holder.id, event);
  const isLockedNow = await countFailure(tx, holder.id, FAILURES_TO_LOCK, context.clock());
  if (isLockedNow) await tellFactorIn(context, tx, holder, 'locked');
  return 'wrong';
}

async function tryCodeIn(context: Context, tx: AuthTx, holder: FactorHolder, code: string): Promise<Outcome> {
  const { sealedSecret, isLocked } = await countTryIn(context, tx, holder.id);
  if (!sealedSecret) return 'wrong';
  if (isLocked) return 'locked';
  const step = matchingStep(await openSecretIn(context, holder.id, sealedSecret), code, context.clock());
  return step !== undefined && (await updateLastStep(tx, holder.id, step)) ? 'right' : failIn(context, tx, holder);
}

async function tryRecoveryCode(context: Context, holder: FactorHolder, typed: string): Promise<Outcome> {
  const code = normalRecoveryCode(typed);
  const hint = recoveryHintOf(code);
  const hash = await inAuth(context.db, async (tx) => {
    await countTryIn(context, tx, holder.id);
    return findRecoveryHash(tx, holder.id, hint);
  });
  const isRight = await isSecret(hash, code);
  return inAuth(context.db, async (tx) => {
    if (!isRight || !(await updateUsed(tx, holder.id, hint, context.clock()))) return failIn(context, tx, holder);
    await unlockFactor(tx, holder.id);
    await tellFactorIn(context, tx, holder, 'recovered');
    const entry = { actor: `person:${holder.id}`, action: 'mfa.use_recovery_code', target: holder.id };
    await recordPlatformAuditIn(tx, { ...entry, after: { left: await countUnused(tx, holder.id) } });
    return 'right';
  });
}

/**
 * Checks a code of a person's second factor, or a recovery code, and uses it up: of several uses at the same time one is right. Five may be
 * tried in 15 minutes; ten failures in a row lock the factor for codes until a recovery code opens it, and the person is told.
 * @throws AppError `unauthenticated` when it is not right or was used; `forbidden` when the factor is locked; `rate_limited`.
 */
export async function checkFactor(context: Context, _actor: 'public', holder: FactorHolder, factor: FactorCode): Promise<void> {
  if ('recoveryCode' in factor) return refuseFor(await tryRecoveryCode(context, holder, factor.recoveryCode));
  refuseFor(await inAuth(context.db, (tx) => tryCodeIn(context, tx, holder, factor.code)));
}

/** How many recovery codes a person has left, in the caller's transaction. */
export async function countRecoveryCodesIn(tx: AuthTx, personId: string): Promise<number> {
  return countUnused(tx, personId);
}
