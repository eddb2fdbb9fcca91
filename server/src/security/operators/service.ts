import { recordPlatformAuditIn } from '../../platform/audit.ts';
import { newId, randomBase62, randomSecret } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { hashSecret, isSecret } from '../../platform/password-hash.ts';
import { type AuthTx, inAuth } from '../../platform/tenant-door.ts';
import { noSoonerThan } from '../../platform/time-budget.ts';
import { sealForInstallation, unsealForInstallation } from '../../platform/vault.ts';
import { noOperator, type Operator } from '../../tenants/authorize.ts';
import { countGuess, forgiveGuessIn, type Guess } from '../guesses/service.ts';
import { enrolmentUri, matchingStep, SECRET_BYTES } from '../mfa/rules.ts';
import { hashToken } from '../sessions/rules.ts';
import {
  buildOperatorToken,
  FAILURES_TO_LOCK,
  isOperatorToken,
  OPERATOR_IDLE_MS,
  OPERATOR_SEEN_MS,
  OPERATOR_SESSION_MS,
  operatorSecretPlace,
  PASSWORD_LENGTH,
  TOKEN_LENGTH,
} from './rules.ts';
import type { NewOperator, OperatorAccess, OperatorDetails, OperatorSession, OperatorSignIn } from './schema.ts';
import {
  countFailure,
  deleteSession,
  deleteSessionsOf,
  findOperator,
  findSession,
  insertOperator,
  insertSession,
  listOperators as listStored,
  lockOperator,
  type StoredOperator,
  updateAccess,
  updateDisabled,
  updateLastStep,
  updateSeen,
} from './store.ts';

/** A refusal comes no sooner, so that its time does not tell what it is for. */
const REFUSAL_MS = 300;

function toDetails({ id, email, name, createdAt, disabledAt }: StoredOperator): OperatorDetails {
  return { id, email, name, createdAt: createdAt.toISOString(), disabledAt: disabledAt?.toISOString() ?? null };
}

/** A password and a second factor that nobody had a hand in, as they are told and as they are stored. */
async function newAccess(context: Context, { id, email }: { id: string; email: string }) {
  const password = randomBase62(PASSWORD_LENGTH);
  const secret = randomSecret(SECRET_BYTES);
  const sealedSecret = await sealForInstallation(context, operatorSecretPlace(id), secret);
  return { told: { password, totpUri: enrolmentUri(secret, email) }, stored: { passwordHash: await hashSecret(password), sealedSecret } };
}

/**
 * Creates an operator, whose password and second factor are told this once. Only the machine's own command line does this.
 * @throws AppError `conflict` when the address is an operator's already.
 */
export async function createOperator(context: Context, actor: 'system', { email, name }: NewOperator): Promise<OperatorAccess> {
  const id = newId();
  const { told, stored } = await newAccess(context, { id, email });
  const operator = { id, email, name, ...stored, failuresInARow: 0, createdAt: new Date(context.clock()), disabledAt: null };
  await inAuth(context.db, async (tx) => {
    if (!(await insertOperator(tx, operator))) throw new AppError('conflict', `There is an operator "${email}" already.`);
    await recordPlatformAuditIn(tx, { actor, action: 'operator.create', target: id });
  });
  return { ...toDetails(operator), ...told };
}

async function requireOperator(tx: AuthTx, email: string): Promise<StoredOperator> {
  const found = await findOperator(tx, email);
  if (!found) throw new AppError('not_found', `There is no operator "${email}".`);
  return found;
}

/**
 * Gives an operator a new password and second factor, told this once; the old ones and every session end, and who was disabled or locked
 * may sign in again. @throws AppError `not_found`.
 */
export async function resetOperator(context: Context, actor: 'system', email: string): Promise<OperatorAccess> {
  const operator = await inAuth(context.db, (tx) => requireOperator(tx, email));
  const { told, stored } = await newAccess(context, operator);
  await inAuth(context.db, async (tx) => {
    await updateAccess(tx, operator.id, stored);
    await deleteSessionsOf(tx, operator.id);
    await recordPlatformAuditIn(tx, { actor, action: 'operator.reset', target: operator.id });
  });
  return { ...toDetails({ ...operator, disabledAt: null }), ...told };
}

/** Every operator, disabled ones too, oldest first. */
export async function listOperators(context: Context, _actor: 'system'): Promise<OperatorDetails[]> {
  return (await inAuth(context.db, listStored)).map(toDetails);
}

/** Ends an operator's sessions and lets nobody sign in as them again. Once more changes nothing. @throws AppError `not_found`. */
export async function disableOperator(context: Context, actor: 'system', email: string): Promise<OperatorDetails> {
  return inAuth(context.db, async (tx) => {
    const operator = await requireOperator(tx, email);
    if (operator.disabledAt) return toDetails(operator);
    const disabledAt = new Date(context.clock());
    await updateDisabled(tx, operator.id, disabledAt);
    await deleteSessionsOf(tx, operator.id);
    await recordPlatformAuditIn(tx, { actor, action: 'operator.disable', target: operator.id });
    return toDetails({ ...operator, disabledAt });
  });
}

function refused(): AppError {
  return new AppError('unauthenticated', 'The e-mail address, the password or the code is not right.');
}

/** Whether the code is right, was not used before, and does not come after too many wrong ones. */
async function isCodeRight(context: Context, operator: StoredOperator, code: string): Promise<boolean> {
  const secret = await unsealForInstallation(context, operatorSecretPlace(operator.id), operator.sealedSecret);
  if (!secret) return false;
  const step = matchingStep(secret, code, context.clock());
  return inAuth(context.db, async (tx) => {
    if (!(await countFailure(tx, operator.id, FAILURES_TO_LOCK))) return false;
    return step !== undefined && updateLastStep(tx, operator.id, step);
  });
}

async function noteFailure(context: Context, { id }: StoredOperator): Promise<void> {
  await inAuth(context.db, (tx) => recordPlatformAuditIn(tx, { actor: 'public', action: 'operator.sign_in_failed', target: id }));
}

async function proven(context: Context, { email, password, code }: OperatorSignIn, guess: Guess): Promise<StoredOperator> {
  await countGuess(context, 'public', guess);
  const operator = await inAuth(context.db, (tx) => findOperator(tx, email.trim().toLowerCase()));
  const isRight = await isSecret(operator?.passwordHash, password);
  if (!operator) throw refused();
  if (isRight && !operator.disabledAt && (await isCodeRight(context, operator, code))) return operator;
  await noteFailure(context, operator);
  throw refused();
}

/**
 * Signs an operator in, by password and second factor together; what was wrong is not told.
 * @throws AppError `unauthenticated`; `rate_limited` after too many attempts.
 */
export async function startOperatorSession(
  context: Context,
  _actor: 'public',
  input: OperatorSignIn,
  address: string,
): Promise<OperatorSession> {
  // Operators' guesses are counted apart from those of people with the same address.
  const guess: Guess = { email: `operator:${input.email.trim().toLowerCase()}`, address, isKnownDevice: false, isOperator: true };
  const operator = await noSoonerThan(REFUSAL_MS, () => proven(context, input, guess), 'refusals');
  const nowMs = context.clock();
  const expiresAt = new Date(nowMs + OPERATOR_SESSION_MS);
  const token = buildOperatorToken(randomBase62(TOKEN_LENGTH));
  await inAuth(context.db, async (tx) => {
    const present = await lockOperator(tx, operator.id);
    if (!present || present.disabledAt || present.passwordHash !== operator.passwordHash) throw refused();
    await forgiveGuessIn(context, tx, guess);
    const session = { id: newId(), tokenHash: hashToken(token), operatorId: operator.id, createdAt: new Date(nowMs), expiresAt };
    await insertSession(tx, session);
    await recordPlatformAuditIn(tx, { actor: `operator:${operator.id}`, action: 'operator.sign_in', target: operator.id });
  });
  return { token, expiresAt: expiresAt.toISOString() };
}

/** Who holds this token. @throws AppError `unauthenticated`, also for every credential of a tenant, always in the same words. */
export async function authenticateOperator(context: Context, _actor: 'public', token: string): Promise<Operator> {
  if (!isOperatorToken(token)) throw noOperator();
  const tokenHash = hashToken(token);
  const nowMs = context.clock();
  const limits = { now: new Date(nowMs), idleSince: new Date(nowMs - OPERATOR_IDLE_MS) };
  const session = await inAuth(context.db, async (tx) => {
    const found = await findSession(tx, tokenHash, limits);
    if (found && nowMs - found.lastSeenAt.getTime() >= OPERATOR_SEEN_MS) await updateSeen(tx, tokenHash, limits.now);
    return found;
  });
  if (!session) throw noOperator();
  return { kind: 'operator', id: session.operatorId, name: `operator:${session.operatorId}` };
}

/** Ends the session of this token. */
export async function endOperatorSession(context: Context, actor: Operator | 'system', token: string): Promise<void> {
  await inAuth(context.db, async (tx) => {
    await deleteSession(tx, hashToken(token));
    if (actor !== 'system') await recordPlatformAuditIn(tx, { actor: actor.name, action: 'operator.sign_out', target: actor.id });
  });
}
