import { toString as drawQr } from 'qrcode';
import { recordPlatformAuditIn } from '../../platform/audit.ts';
import { randomSecret } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import { hashSecret } from '../../platform/password-hash.ts';
import { type AuthTx, inAuth } from '../../platform/tenant-door.ts';
import { sealForInstallation } from '../../platform/vault.ts';
import { authorizeSelf, type SignedInPerson } from '../../tenants/authorize.ts';
import {
  enrolmentUri,
  matchingStep,
  normalRecoveryCode,
  RECOVERY_BYTES,
  RECOVERY_CODES,
  recoveryCodeOf,
  recoveryHintOf,
  SECRET_BYTES,
  secretPlace,
  typedSecret,
} from '../mfa/rules.ts';
import type { Enrolment, RecoveryCodes } from '../mfa/schema.ts';
import { countTryIn, type FactorHolder, openSecretIn, tellFactorIn } from '../mfa/service.ts';
import { confirmFactor, deleteFactor, replaceRecoveryCodes, upsertCandidate } from '../mfa/store.ts';
import { endConsentsOfIn } from '../oauthconsents/service.ts';
import { findPersonByEmailIn } from '../people/service.ts';
import { lockPerson } from '../people/store.ts';
import { inAuthAs } from '../presence/service.ts';
import type { Tokens } from '../sessions/cookies.ts';
import { endSessionsOfIn, rotateSessionIn } from '../sessions/service.ts';

/** Ten codes of which no two are found by the same signs. */
function newCodes(): string[] {
  const byHint = new Map<string, string>();
  while (byHint.size < RECOVERY_CODES) {
    const code = recoveryCodeOf(randomSecret(RECOVERY_BYTES));
    byHint.set(recoveryHintOf(code), code);
  }
  return [...byHint.values()];
}

async function hashCodes(codes: string[]): Promise<{ hint: string; hash: string }[]> {
  const normal = codes.map(normalRecoveryCode);
  return Promise.all(normal.map(async (code) => ({ hint: recoveryHintOf(code), hash: await hashSecret(code) })));
}

/**
 * Begins to set up a second factor: a fresh secret, which counts once a code of it was given. One in use stays in use until then.
 * @throws AppError `step_up_required` to a person who has not proved who they are within ten minutes.
 */
export async function beginEnrolment(context: Context, person: SignedInPerson): Promise<Enrolment> {
  authorizeSelf(person, 'sensitive');
  const secret = randomSecret(SECRET_BYTES);
  const sealed = await sealForInstallation(context, secretPlace(person.id), secret);
  await inAuthAs(context, person, 'sensitive', (tx) => upsertCandidate(tx, person.id, sealed, context.clock()));
  const uri = enrolmentUri(secret, person.email);
  return { secret: typedSecret(secret), uri, qrSvg: await drawQr(uri, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 }) };
}

/** Puts the secret that waits to use; undefined when the code is not of it. */
async function confirmIn(context: Context, tx: AuthTx, person: SignedInPerson, code: string): Promise<'confirmed' | 'wrong'> {
  const { sealedCandidate } = await countTryIn(context, tx, person.id);
  if (!sealedCandidate) throw new AppError('conflict', 'No second factor waits to be confirmed. Begin to set one up first.');
  const nowMs = context.clock();
  const step = matchingStep(await openSecretIn(context, person.id, sealedCandidate), code, nowMs);
  if (step === undefined) return 'wrong';
  await confirmFactor(tx, person.id, { sealedSecret: sealedCandidate, step, nowMs });
  return 'confirmed';
}

/**
 * Puts a second factor to use, by a code of it. The person's other sessions end, since they were opened without it; this one gets a new
 * token. The recovery codes are shown this once.
 * @throws AppError `step_up_required`; `invalid_request` when the code is not right; `rate_limited`; `conflict` when none waits.
 */
export async function confirmEnrolment(
  context: Context,
  person: SignedInPerson,
  code: string,
): Promise<RecoveryCodes & { tokens: Tokens }> {
  authorizeSelf(person, 'sensitive');
  const recoveryCodes = newCodes();
  const hashed = await hashCodes(recoveryCodes);
  const tokens = await inAuthAs(context, person, 'sensitive', async (tx) => {
    if ((await confirmIn(context, tx, person, code)) === 'wrong') return undefined;
    await replaceRecoveryCodes(tx, person.id, hashed);
    await endSessionsOfIn(tx, person.id, person.sessionId);
    await tellFactorIn(context, tx, person, 'added');
    const entry = { actor: `person:${person.id}`, action: 'mfa.enrol', target: person.id, before: { hadFactor: person.hasFactor } };
    await recordPlatformAuditIn(tx, entry);
    return rotateSessionIn(context, tx, person.sessionId, 'verified');
  });
  if (!tokens) throw invalid('/code', 'The code is not right. Check that the clock of your phone is, and give the code it shows now.');
  return { recoveryCodes, tokens };
}

/**
 * Makes ten new recovery codes; those before do not work any more.
 * @throws AppError `step_up_required`; `conflict` to a person without a second factor.
 */
export async function renewRecoveryCodes(context: Context, person: SignedInPerson): Promise<RecoveryCodes> {
  authorizeSelf(person, 'sensitive');
  if (!person.hasFactor) throw new AppError('conflict', 'No second factor is set up.');
  const recoveryCodes = newCodes();
  const hashed = await hashCodes(recoveryCodes);
  await inAuthAs(context, person, 'sensitive', async (tx) => {
    await replaceRecoveryCodes(tx, person.id, hashed);
    await tellFactorIn(context, tx, person, 'renewed');
    await recordPlatformAuditIn(tx, { actor: `person:${person.id}`, action: 'mfa.renew_recovery_codes', target: person.id });
  });
  return { recoveryCodes };
}

/**
 * Removes the second factor of the person who is signed in, with its recovery codes; their other sessions end. Where a tenant asks for
 * one, they then reach nothing of it until they have set up another.
 * @throws AppError `step_up_required`; `not_found` when there is none.
 */
export async function removeFactor(context: Context, person: SignedInPerson): Promise<void> {
  authorizeSelf(person, 'sensitive');
  await inAuthAs(context, person, 'sensitive', async (tx) => {
    await removeFactorIn(context, tx, person, `person:${person.id}`);
    await endSessionsOfIn(tx, person.id, person.sessionId);
  });
}

async function removeFactorIn(context: Context, tx: AuthTx, holder: FactorHolder, actor: string): Promise<void> {
  if (!(await deleteFactor(tx, holder.id))) throw new AppError('not_found', 'No second factor is set up.');
  await tellFactorIn(context, tx, holder, 'removed');
  await recordPlatformAuditIn(tx, { actor, action: 'mfa.remove', target: holder.id });
}

/**
 * Removes a person's second factor for the operator, who has made sure who asks; every session of the person ends, and so does what they
 * allowed programs.
 * @throws AppError `not_found` when there is no such person, or they have none.
 */
export async function resetFactor(context: Context, actor: 'system', email: string): Promise<void> {
  await inAuth(context.db, async (tx) => {
    const found = await findPersonByEmailIn(tx, email);
    const person = found && (await lockPerson(tx, found.id));
    if (!person) throw new AppError('not_found', 'There is no person with this e-mail address.');
    await removeFactorIn(context, tx, person, actor);
    await endSessionsOfIn(tx, person.id);
    await endConsentsOfIn(tx, person.id, actor);
  });
}
