import * as oidc from 'openid-client';
import { recordAuditIn, recordPlatformAuditIn } from '../../platform/audit.ts';
import { randomSecret } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { recordSecurityEventOfIn } from '../../platform/security-events.ts';
import { type AuthTx, inAuth, inTenant } from '../../platform/tenant-door.ts';
import { sealForInstallation, unsealForInstallation, unsealForTenant } from '../../platform/vault.ts';
import type { Actor } from '../../tenants/authorize.ts';
import { makeRoomIn } from '../../tenants/quotas/service.ts';
import { isKeyId } from '../apikeys/rules.ts';
import { inviteIn } from '../invitations/service.ts';
import { countSeats } from '../invitations/store.ts';
import { createPersonIn, findPersonByEmailIn, findPersonIn } from '../people/service.ts';
import type { Browser, Tokens } from '../sessions/cookies.ts';
import { startPersonSessionIn } from '../sessions/service.ts';
import { secretPlace } from '../ssoconnections/rules.ts';
import { findConnectionById, type StoredConnection } from '../ssoconnections/store.ts';
import { discoverProvider, exchange } from '../ssodiscovery/service.ts';
import {
  checkDomain,
  type Claims,
  hashSubject,
  hashText,
  INSTALLATION,
  nextPath,
  readClaims,
  Remembered,
  REQUEST_MS,
  requestPlace,
} from './rules.ts';
import { findIdentity, insertIdentity, insertMemberHere, insertRequest, isMemberOf, takeRequest } from './store.ts';

const SCOPE = 'openid email profile';

/** The identity provider of the installation's operator. */
export interface OperatorProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
}

/** What signing in through a provider needs of the installation: its address, and the operator's own provider if there is one. */
export interface SsoGround {
  publicUrl: string;
  operator: OperatorProvider | undefined;
}

interface Connected {
  provider: OperatorProvider;
  /** Undefined for the operator's own provider. */
  connection: StoredConnection | undefined;
}

/** A browser on its way to a provider, and the text by which it is known when it comes back. */
export interface Departure {
  location: string;
  browserToken: string;
}

/** A browser that was signed in, and where it goes next. */
export interface Arrival {
  tokens: Tokens;
  next: string;
  /** The tenant's connection it came by; null for the operator's own provider. */
  connectionId: string | null;
}

function noConnection(): AppError {
  return new AppError('not_found', 'There is no such way to sign in. Ask an owner of your tenant for the address.');
}

/** The connection of this id, for a browser that was signed in by it before; null when it is none, or no longer lets anybody in. */
export async function describeOrganisation(
  context: Context,
  _actor: 'public',
  connectionId: string | undefined,
): Promise<{ name: string; path: string } | null> {
  if (connectionId === undefined || !isKeyId(connectionId)) return null;
  const connection = await inAuth(context.db, (tx) => findConnectionById(tx, connectionId));
  return connection?.enabled === true ? { name: connection.name, path: `/sso/start/${connection.id}` } : null;
}

async function connected(context: Context, ground: SsoGround, connectionId: string | null): Promise<Connected> {
  if (connectionId === null) {
    if (!ground.operator) throw noConnection();
    return { provider: ground.operator, connection: undefined };
  }
  const connection = isKeyId(connectionId) ? await inAuth(context.db, (tx) => findConnectionById(tx, connectionId)) : undefined;
  if (!connection?.enabled) throw noConnection();
  const { tenantId, id, issuer, clientId, sealedSecret } = connection;
  const secret = await unsealForTenant(context, { tenantId }, secretPlace(id), sealedSecret);
  if (!secret) throw new Error('the secret of a connection cannot be opened: EARSHOT_SECRET_KEY is not the one it was made with');
  return { provider: { issuer, clientId, clientSecret: secret.toString() }, connection };
}

function callbackUrl({ publicUrl }: SsoGround): string {
  return `${publicUrl}/sso/callback`;
}

/**
 * Sends a browser to a provider: of a tenant's connection, or of the operator when `connectionId` is null.
 * @throws AppError `not_found` when there is no such connection or it is disabled; `unavailable` when the provider does not answer.
 */
export async function beginSso(
  context: Context,
  _actor: 'public',
  ground: SsoGround,
  { connectionId, next }: { connectionId: string | null; next: string | undefined },
): Promise<Departure> {
  const { provider } = await connected(context, ground, connectionId);
  const configuration = await discoverProvider(context, 'public', provider);
  const [verifier, nonce, state] = [oidc.randomPKCECodeVerifier(), oidc.randomNonce(), oidc.randomState()];
  const browserToken = randomSecret(32).toString('base64url');
  const stateHash = hashText(state);
  const remembered: Remembered = { verifier, nonce, next: nextPath(next) };
  const sealedPayload = await sealForInstallation(context, requestPlace(stateHash), Buffer.from(JSON.stringify(remembered)));
  const nowMs = context.clock();
  const request = { stateHash, browserHash: hashText(browserToken), connectionId, sealedPayload };
  await inAuth(context.db, (tx) => insertRequest(tx, request, { nowMs, expiresAtMs: nowMs + REQUEST_MS }));
  const location = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: callbackUrl(ground),
    scope: SCOPE,
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  return { location: location.href, browserToken };
}

function strayAnswer(): AppError {
  return new AppError('forbidden', 'This sign-in is over, or was begun in another browser. Begin again.');
}

/** What a browser came back with. */
export interface Return {
  /** The query of the address it came to. */
  query: string;
  browserToken: string | undefined;
}

async function taken(context: Context, { query, browserToken }: Return) {
  const state = new URLSearchParams(query).get('state');
  if (state === null || browserToken === undefined) throw strayAnswer();
  const request = await inAuth(context.db, (tx) => takeRequest(tx, hashText(state), context.clock()));
  if (!request?.browserHash.equals(hashText(browserToken))) throw strayAnswer();
  const plain = await unsealForInstallation(context, requestPlace(request.stateHash), request.sealedPayload);
  if (!plain) throw strayAnswer();
  return { state, connectionId: request.connectionId, remembered: Remembered.parse(JSON.parse(plain.toString())) };
}

/** Trades the code for what the provider says of the person; openid-client checks state, nonce, issuer, audience, times and signature. */
async function vouchedFor(
  configuration: oidc.Configuration,
  address: URL,
  { state, remembered }: { state: string; remembered: Remembered },
): Promise<Claims> {
  try {
    const tokens = await oidc.authorizationCodeGrant(configuration, address, {
      pkceCodeVerifier: remembered.verifier,
      expectedState: state,
      expectedNonce: remembered.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) throw new Error('there are no claims');
    const { userinfo_endpoint: hasMore } = configuration.serverMetadata();
    const more = hasMore === undefined ? {} : await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub);
    return readClaims(claims.iss, claims.sub, { ...more, ...claims });
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('forbidden', 'Your identity provider did not sign you in. Begin again, or ask who runs it.', { cause });
  }
}

async function recordRefusal(context: Context, { connection }: Connected, error: unknown): Promise<void> {
  if (!connection || !(error instanceof AppError)) return;
  const event = { kind: 'sign_in_failed', actor: `sso_connection:${connection.id}`, detail: { reason: error.message } } as const;
  await inAuth(context.db, (tx) => recordSecurityEventOfIn(tx, connection.tenantId, event));
}

/** Who the operator's provider vouches for must be here already: it decides who may sign in, not who belongs to a tenant. */
async function knownPersonIn(tx: AuthTx, claims: Claims) {
  const linked = await findIdentity(tx, INSTALLATION, hashSubject(claims));
  const person = linked === undefined ? await findPersonByEmailIn(tx, claims.email) : await findPersonIn(tx, linked);
  if (person && !person.isDisabled) return person;
  throw new AppError('forbidden', 'There is no account here for you. Ask somebody for an invitation first.');
}

async function arriveByOperator(context: Context, claims: Claims, browser: Browser): Promise<Tokens> {
  return inAuth(context.db, async (tx) => {
    const person = await knownPersonIn(tx, claims);
    await insertIdentity(tx, {
      authority: INSTALLATION,
      subjectHash: hashSubject(claims),
      personId: person.id,
      nowMs: context.clock(),
    });
    return startPersonSessionIn(context, tx, { person, isVerified: !person.hasFactor }, browser);
  });
}

/** Who comes in by a connection; `isAccepted` is false for somebody who has an account here and has not joined this tenant. */
interface Vouched {
  id: string;
  email: string;
  name: string;
  isMember: boolean;
  isAccepted: boolean;
}

/** Whom a connection's provider means: whoever it meant before, else the person with the address, else somebody new. */
async function personFor(context: Context, connection: StoredConnection, claims: Claims): Promise<Vouched> {
  const actor = `sso_connection:${connection.id}`;
  return inAuth(context.db, async (tx) => {
    const linkedId = await findIdentity(tx, connection.id, hashSubject(claims));
    const found = linkedId === undefined ? await findPersonByEmailIn(tx, claims.email) : await findPersonIn(tx, linkedId);
    if (found?.isDisabled) throw new AppError('forbidden', 'This account is disabled. Ask the operator of this installation.');
    const isMember = found !== undefined && (await isMemberOf(tx, found.id, connection.tenantId));
    const mayJoin = connection.membership === 'just_in_time' && linkedId === undefined;
    if (!isMember && !mayJoin) throw new AppError('forbidden', 'You are no member of this tenant. Ask an owner for an invitation.');
    if (found) return { id: found.id, email: found.email, name: found.name, isMember, isAccepted: isMember };
    const id = await createPersonIn(context, tx, actor, { email: claims.email, name: claims.name, isVerified: false });
    return { id, email: claims.email, name: claims.name, isMember, isAccepted: true };
  });
}

/**
 * Nobody who has an account here joins a tenant because its provider says so, or else whoever runs one could draw in anybody: they are
 * invited, and decide themselves.
 */
async function inviteInstead(context: Context, { id, tenantId, defaultRole: role }: StoredConnection, email: string): Promise<never> {
  const actor: Actor = { kind: 'system', name: `sso_connection:${id}`, tenantId, tier: 'free', scopes: [] };
  await inTenant(context.db, tenantId, (tx) => inviteIn(context, tx, actor, { email, role })).catch((error: unknown) => {
    // One that waits is not sent again at each attempt.
    if (!(error instanceof AppError && error.code === 'conflict')) throw error;
  });
  throw new AppError(
    'forbidden',
    'You have an account here already. Accept the invitation mailed to you, with that account; then begin again.',
  );
}

/**
 * A tenant's provider speaks for its own tenant alone: the session it opens reaches no other one, and not the person's account here, or
 * else whoever runs that provider could become anybody everywhere.
 */
async function arriveByConnection(context: Context, connection: StoredConnection, claims: Claims, browser: Browser): Promise<Tokens> {
  const { id, tenantId, defaultRole: role } = connection;
  checkDomain(claims, connection.domains);
  const person = await personFor(context, connection, claims);
  if (!person.isAccepted) return inviteInstead(context, connection, person.email);
  if (!person.isMember)
    await inTenant(context.db, tenantId, async (tx) => {
      await makeRoomIn(context, tx, 'members', () => countSeats(tx, context.clock()));
      if (!(await insertMemberHere(tx, { personId: person.id, email: person.email, name: person.name, role }))) return;
      await recordAuditIn(tx, { actor: `sso_connection:${id}`, action: 'member.add', target: person.id, after: { role } });
    });
  return inAuth(context.db, async (tx) => {
    await insertIdentity(tx, { authority: id, subjectHash: hashSubject(claims), personId: person.id, nowMs: context.clock() });
    await recordPlatformAuditIn(tx, { actor: `person:${person.id}`, action: 'person.sso', target: person.id, after: { connection: id } });
    return startPersonSessionIn(context, tx, { person, tenantId, isVerified: true, ssoConnectionId: id }, browser);
  });
}

/**
 * Signs a browser in that came back from a provider. By a tenant's connection the session reaches that tenant alone; by the operator's
 * provider it is the person's own, and a second factor of theirs is still asked for.
 * @throws AppError `forbidden` for an answer that this browser did not ask for, that does not hold, or whose person may not come in;
 * `not_found`; `unavailable`; `quota_exceeded` when every seat is taken.
 */
export async function finishSso(
  context: Context,
  _actor: 'public',
  ground: SsoGround,
  { returned, browser }: { returned: Return; browser: Browser },
): Promise<Arrival> {
  const { state, connectionId, remembered } = await taken(context, returned);
  const found = await connected(context, ground, connectionId);
  const { provider, connection } = found;
  try {
    const configuration = await discoverProvider(context, 'public', provider);
    const address = new URL(`${callbackUrl(ground)}?${returned.query}`);
    const claims = await exchange(context, 'public', provider, () => vouchedFor(configuration, address, { state, remembered }));
    const tokens = connection
      ? await arriveByConnection(context, connection, claims, browser)
      : await arriveByOperator(context, claims, browser);
    return { tokens, next: remembered.next, connectionId };
  } catch (error) {
    await recordRefusal(context, found, error);
    throw error;
  }
}
