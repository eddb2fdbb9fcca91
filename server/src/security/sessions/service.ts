import { newId, randomSecret } from '../../platform/chance.ts';
import { recordAuditOfIn, recordPlatformAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { queueMailIn } from '../../platform/outbox.ts';
import { recordPersonEventIn } from '../../platform/security-events.ts';
import { type AuthTx, inAuth } from '../../platform/tenant-door.ts';
import { authorizeSelf, type SignedInPerson, unauthenticated } from '../../tenants/authorize.ts';
import { admit } from '../../tenants/standing/service.ts';
import { hashApiKey } from '../apikeys/rules.ts';
import { authenticateApiKey } from '../keyuse/service.ts';
import { endLinksIn } from '../links/service.ts';
import { newDeviceMail } from '../people/mails.ts';
import { lockPerson } from '../people/store.ts';
import type { Browser, Tokens } from './cookies.ts';
import {
  describeSession,
  DEVICE_MS,
  deviceName,
  hashToken,
  KEY_SESSION_MS,
  networkOf,
  PERSON_SESSION_MS,
  SECOND_FACTOR_MS,
  TOKEN_BYTES,
} from './rules.ts';
import type { OwnSession } from './schema.ts';
import {
  deleteByToken,
  deleteOver,
  deleteSession,
  deleteSessionsOf,
  findFirstTenant,
  insertSession,
  listSessions,
  updateTenant,
  updateToken,
  upsertDevice,
} from './store.ts';

const DAY_MS = 86_400_000;

/** Whom a session is for. */
export interface SessionHolder {
  person: { id: string; email: string; name: string };
  /** The tenant to act in; where they acted last when it is left out. */
  tenantId?: string;
  /** False while the person must still give a second factor: the session then opens nothing but that. */
  isVerified: boolean;
  /** The connection of the tenant that vouches for the person: the session then reaches that tenant alone. */
  ssoConnectionId?: string;
}

function newToken(): string {
  return randomSecret(TOKEN_BYTES).toString('base64url');
}

async function rememberBrowserIn(context: Context, tx: AuthTx, { person }: SessionHolder, browser: Browser): Promise<Partial<Tokens>> {
  const deviceToken = browser.deviceToken ?? newToken();
  const nowMs = context.clock();
  const device = await upsertDevice(tx, person.id, hashToken(deviceToken), nowMs);
  if (device !== 'known') {
    const [name, network] = [deviceName(browser.userAgent), networkOf(browser.address)];
    const severity = device === 'new' ? 'medium' : 'info';
    await recordPersonEventIn(tx, person.id, {
      kind: 'new_device',
      severity,
      actor: `person:${person.id}`,
      detail: { device: name, network },
    });
    if (device === 'new')
      await queueMailIn(context, tx, newDeviceMail(person, { device: name, network, atMs: nowMs, url: context.publicUrl }));
  }
  return { deviceToken, deviceExpiresAtMs: nowMs + DEVICE_MS };
}

/**
 * Signs a person in, in the caller's transaction, which has made sure who they are. The session has a fresh token and takes the place of
 * the one the browser carried, whatever that was. A browser that the person was not seen with before is recorded, and told to them by mail.
 */
export async function startPersonSessionIn(context: Context, tx: AuthTx, holder: SessionHolder, browser: Browser): Promise<Tokens> {
  const { person, isVerified } = holder;
  const [token, nowMs, id] = [newToken(), context.clock(), newId()];
  if (browser.sessionToken !== undefined) await deleteByToken(tx, hashToken(browser.sessionToken));
  await deleteOver(tx, nowMs - DAY_MS);
  const expiresAtMs = nowMs + (isVerified ? PERSON_SESSION_MS : SECOND_FACTOR_MS);
  await insertSession(tx, {
    id,
    tokenHash: hashToken(token),
    personId: person.id,
    keyHash: null,
    tenantId: holder.tenantId ?? (await findFirstTenant(tx, person.id)) ?? null,
    nowMs,
    expiresAtMs,
    verifiedAtMs: isVerified ? nowMs : undefined,
    userAgent: browser.userAgent,
    network: networkOf(browser.address),
    ssoConnectionId: holder.ssoConnectionId ?? null,
  });
  if (!isVerified) return { token, expiresAtMs };
  return { token, expiresAtMs, ...(await finishSignInIn(context, tx, { ...holder, sessionId: id }, browser)) };
}

/** Records that a person is now signed in; what startPersonSessionIn leaves out while the second factor is still to come. */
async function finishSignInIn(context: Context, tx: AuthTx, holder: SessionHolder & { sessionId: string }, browser: Browser) {
  const device = await rememberBrowserIn(context, tx, holder, browser);
  const { person, sessionId } = holder;
  const via = holder.ssoConnectionId === undefined ? {} : { ssoConnection: holder.ssoConnectionId };
  const after = { session: sessionId, device: deviceName(browser.userAgent), network: networkOf(browser.address), ...via };
  await recordPlatformAuditIn(tx, { actor: `person:${person.id}`, action: 'person.sign_in', target: person.id, after });
  return device;
}

/**
 * Opens a session whose second factor has now come: it gets a new token and its full time.
 * @throws AppError `unauthenticated` when the session has ended meanwhile.
 */
export async function openSessionIn(
  context: Context,
  tx: AuthTx,
  holder: { person: SessionHolder['person']; sessionId: string },
  browser: Browser,
): Promise<Tokens> {
  const tokens = await rotateSessionIn(context, tx, holder.sessionId, 'verified');
  return { ...tokens, ...(await finishSignInIn(context, tx, { ...holder, isVerified: true }, browser)) };
}

/**
 * Gives a person's session a new token and starts its time anew, as must happen whenever what it may do grows; `verified` when the person
 * has just proved who they are. The token before is worth nothing.
 * @throws AppError `unauthenticated` when the session has ended meanwhile.
 */
export async function rotateSessionIn(context: Context, tx: AuthTx, sessionId: string, proof: 'verified' | 'same'): Promise<Tokens> {
  const [token, nowMs] = [newToken(), context.clock()];
  const expiresAtMs = nowMs + PERSON_SESSION_MS;
  const verifiedAtMs = proof === 'verified' ? nowMs : undefined;
  if (!(await updateToken(tx, sessionId, { tokenHash: hashToken(token), nowMs, expiresAtMs, verifiedAtMs }))) throw unauthenticated();
  return { token, expiresAtMs };
}

/** Lets a session act in another tenant; the caller makes sure that its person is a member there, and rotates it. */
export async function actInTenantIn(tx: AuthTx, sessionId: string, tenantId: string): Promise<void> {
  await updateTenant(tx, sessionId, tenantId);
}

/** Ends the change of address that a session of the person may have asked for; until the transaction ends none is asked for anew. */
async function endChangeOfAddressIn(tx: AuthTx, personId: string): Promise<void> {
  await lockPerson(tx, personId);
  await endLinksIn(tx, personId, 'verify_email');
}

/** Ends a person's sessions, all or all but one, and the change of address that one of them may have asked for; tells how many. */
export async function endSessionsOfIn(tx: AuthTx, personId: string, exceptId?: string): Promise<number> {
  await endChangeOfAddressIn(tx, personId);
  return deleteSessionsOf(tx, personId, exceptId);
}

/**
 * Opens a browser with an API key, or with the demo's own. The session can do what the key can, and ends with it.
 * @throws AppError `unauthenticated` for a key that is not valid; `suspended`; `not_found` when there is no demo here.
 */
export async function startKeySession(context: Context, _actor: 'public', apiKey: string | undefined, browser: Browser): Promise<Tokens> {
  if (apiKey === undefined) throw new AppError('not_found', 'This installation has no demo. Sign in with an API key.');
  const { actor } = await admit(context, 'public', await authenticateApiKey(context, 'public', apiKey, browser.address));
  const [token, nowMs] = [newToken(), context.clock()];
  const expiresAtMs = nowMs + KEY_SESSION_MS;
  await inAuth(context.db, async (tx) => {
    if (browser.sessionToken !== undefined) await deleteByToken(tx, hashToken(browser.sessionToken));
    await deleteOver(tx, nowMs - DAY_MS);
    const id = newId();
    await insertSession(tx, {
      id,
      tokenHash: hashToken(token),
      personId: null,
      keyHash: hashApiKey(apiKey),
      tenantId: actor.tenantId,
      nowMs,
      expiresAtMs,
      verifiedAtMs: nowMs,
      userAgent: browser.userAgent,
      network: networkOf(browser.address),
      ssoConnectionId: null,
    });
    await recordAuditOfIn(tx, actor.tenantId, { actor: actor.name, action: 'session.create', target: id });
  });
  return { token, expiresAtMs };
}

/** Ends the session of this token, whatever it is; where there is none, nothing happens. */
export async function endSession(context: Context, _actor: 'public', token: string | undefined): Promise<void> {
  if (token !== undefined) await inAuth(context.db, (tx) => endSessionIn(tx, token));
}

/** The same in the caller's transaction. */
export async function endSessionIn(tx: AuthTx, token: string): Promise<void> {
  const ended = await deleteByToken(tx, hashToken(token));
  if (!ended || ended.personId === null) return;
  const { id, personId } = ended;
  await recordPlatformAuditIn(tx, { actor: `person:${personId}`, action: 'person.sign_out', target: personId, before: { session: id } });
}

/** The sessions that a person has open, last used first. */
export async function listOwnSessions(context: Context, person: SignedInPerson): Promise<OwnSession[]> {
  authorizeSelf(person, 'ordinary');
  const found = await inAuth(context.db, (tx) => listSessions(tx, person.id, context.clock()));
  return found.map((session) => ({ ...describeSession(session), current: session.id === person.sessionId }));
}

async function recordRevokedIn(tx: AuthTx, personId: string, ended: number): Promise<void> {
  await recordPersonEventIn(tx, personId, { kind: 'sessions_revoked', actor: `person:${personId}`, detail: { ended } });
}

/** Ends one of a person's own sessions, as `endOtherSessions` ends all others. @throws AppError `not_found` when they have no such one. */
export async function endOwnSession(context: Context, person: SignedInPerson, id: string): Promise<void> {
  authorizeSelf(person, 'ordinary');
  await inAuth(context.db, async (tx) => {
    await endChangeOfAddressIn(tx, person.id);
    if (!(await deleteSession(tx, person.id, id))) throw new AppError('not_found', 'There is no such session.');
    await recordPlatformAuditIn(tx, { actor: `person:${person.id}`, action: 'session.revoke', target: id });
    await recordRevokedIn(tx, person.id, 1);
  });
}

/**
 * Ends all of a person's sessions but the one that asks; they are refused from the next request on, and so is a link to a new address that
 * any of them asked for.
 */
export async function endOtherSessions(context: Context, person: SignedInPerson): Promise<void> {
  authorizeSelf(person, 'ordinary');
  await inAuth(context.db, async (tx) => {
    const count = await endSessionsOfIn(tx, person.id, person.sessionId);
    const entry = { actor: `person:${person.id}`, action: 'session.revoke_others', target: person.id, after: { ended: count } };
    await recordPlatformAuditIn(tx, entry);
    if (count > 0) await recordRevokedIn(tx, person.id, count);
  });
}
