import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, type InteractionResults, Provider } from 'oidc-provider';
import { recordAuditOfIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { deriveKey } from '../../platform/sealing.ts';
import { inAuth } from '../../platform/tenant-door.ts';
import type { Tenant } from '../../tenants/schema.ts';
import { findTenantOfIn } from '../../tenants/service.ts';
import { artifactAdapter, findClientIn, storingIn } from '../oauthartifacts/service.ts';
import type { FoundClient } from '../oauthartifacts/store.ts';
import { hashSecret } from '../oauthclients/rules.ts';
import { obtainSigningKeys } from '../oauthkeys/service.ts';
import { hashToken, IDLE_MS } from '../sessions/rules.ts';
import { findSession } from '../sessions/store.ts';
import { configurationOf, refuseOtherModes } from './configuration.ts';
import type { ConsentView } from './pages.ts';
import { consentToken, formTarget, type Freshness, isFresh, isOneOfSecrets, isSameText, shownScopes } from './rules.ts';
import type { ConsentForm } from './schema.ts';
import { findAccount } from './store.ts';

/** How long a server goes on with the signing keys it knows before it looks whether there are others. */
const KEYS_MS = 60_000;

/** A request as it came in, and the browser's session, if it sent one. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  sessionToken: string | undefined;
}

/** What the consent page is to show. */
export type Asked =
  | { state: 'signed_out' }
  | { state: 'outdated' }
  | { state: 'unenrolled' }
  | { state: 'stranger'; email: string; token: string }
  | { state: 'undecided'; view: ConsentView; formTarget: string };

/** The OAuth server of one installation, known under one address. */
export interface OauthServer {
  /** Answers a request of the protocol. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
  provider(): Promise<Provider>;
}

function prove(provider: Provider): void {
  provider.Client.prototype.compareClientSecret = function compare(given) {
    const hashes = this['secret_hashes'];
    return Array.isArray(hashes) && isOneOfSecrets(hashSecret(given), hashes as string[]);
  };
}

/** The names and schemes in answers are those of the issuer, whatever a request says of its host. */
function pretend(request: IncomingMessage, issuer: URL): void {
  delete request.headers['x-forwarded-host'];
  request.headers.host = issuer.host;
  request.headers['x-forwarded-proto'] = issuer.protocol.slice(0, -1);
}

function buildProvider(context: Context, issuer: string, keys: Awaited<ReturnType<typeof obtainSigningKeys>>): Provider {
  const cookieKey = deriveKey(context.sealingKey, 'oauth-cookies').toString('base64url');
  const accountOf = (personId: string, clientId: string) => inAuth(context.db, (tx) => findAccount(tx, personId, clientId));
  const provider = new Provider(issuer, configurationOf({ adapter: artifactAdapter(context), keys, cookieKey, findAccount: accountOf }));
  provider.proxy = true;
  prove(provider);
  provider.on('server_error', (_context, err) => context.log.error({ err }, 'the OAuth server failed'));
  provider.use(async (koa, next) => {
    if (koa.path === '/oauth/auth') refuseOtherModes(koa.query.response_mode);
    await next();
    if (koa.path.startsWith('/.well-known/')) Object.assign(koa.body as object, { response_modes_supported: ['query'] });
  });
  return provider;
}

/** Opens the OAuth server under the address that `issuerOf` tells once requests come in. It follows the signing keys as they change. */
export function openOauthServer(context: Context, issuerOf: () => string): OauthServer {
  let known: { provider: Provider; keyIds: string; atMs: number } | undefined;
  const provider = async () => {
    const nowMs = context.clock();
    if (known && Math.abs(nowMs - known.atMs) < KEYS_MS) return known.provider;
    const keys = await obtainSigningKeys(context, 'system');
    const keyIds = keys.map(({ kid }) => kid).join(' ');
    const current = known?.keyIds === keyIds ? known.provider : buildProvider(context, issuerOf(), keys);
    known = { provider: current, keyIds, atMs: nowMs };
    return current;
  };
  return {
    provider,
    async answer(request, response) {
      const { callback, issuer } = await provider().then((one) => ({ callback: one.callback(), issuer: new URL(one.issuer) }));
      pretend(request, issuer);
      await callback(request, response);
    },
  };
}

/** Who is signed in, and when they last proved who they are. */
interface SignedIn {
  id: string;
  email: string;
  name: string;
  verifiedAtMs: number;
  /** Set when a tenant's own identity provider vouches for them: the tenant, and whether it asks for a second factor. */
  sso: { tenantId: string | null; asksFactor: boolean } | undefined;
}

/** A request for consent under way, with the client that made it. */
interface Pending {
  uid: string;
  scopes: string[];
  redirectUri: string;
  freshness: Freshness;
  begunAtMs: number;
  client: FoundClient;
  tenant: Tenant & { requiresMfa: boolean };
}

function over(cause?: unknown): AppError {
  return new AppError('not_found', 'This request is over, or was begun in another browser. Go back to the app and begin again.', { cause });
}

async function findPending(context: Context, server: OauthServer, uid: string, { request, response }: Exchange): Promise<Pending> {
  const provider = await server.provider();
  const details = await provider.interactionDetails(request, response).catch((cause: unknown) => {
    if (cause instanceof errors.SessionNotFound) throw over(cause);
    throw cause;
  });
  const { client_id: clientId, scope, redirect_uri: redirectUri, prompt, max_age } = details.params;
  const { client, tenant } = await inAuth(context.db, async (tx) => {
    const found = await findClientIn(context, tx, String(clientId));
    return { client: found, tenant: found && (await findTenantOfIn(tx, found.tenantId)) };
  });
  if (details.uid !== uid || !client || !tenant) throw over();
  const scopes = typeof scope === 'string' ? scope.split(' ') : [];
  const begunAtMs = (details.iat ?? 0) * 1_000;
  return { uid, scopes, redirectUri: String(redirectUri), freshness: { prompt, max_age }, begunAtMs, client, tenant };
}

async function findPerson(context: Context, sessionToken: string | undefined): Promise<SignedIn | undefined> {
  if (sessionToken === undefined) return undefined;
  const session = await inAuth(context.db, (tx) => findSession(tx, hashToken(sessionToken)));
  const nowMs = context.clock();
  if (!session?.person || session.verifiedAtMs === undefined) return undefined;
  if (session.expiresAtMs <= nowMs || session.lastSeenAtMs + IDLE_MS <= nowMs) return undefined;
  const { tenantId, verifiedAtMs, sso } = session;
  return { ...session.person, verifiedAtMs, sso: sso && { tenantId, asksFactor: sso.asksFactor } };
}

function tokenOf(context: Context, uid: string, sessionToken: string): string {
  return consentToken(deriveKey(context.sealingKey, 'oauth-consent'), uid, sessionToken);
}

/** A request has to show more than one page may: whether somebody is signed in, recently enough, and a member of the client's tenant. */
async function standingOf(context: Context, person: SignedIn, { freshness, begunAtMs, client, tenant }: Pending) {
  if (!isFresh(freshness, person.verifiedAtMs, { nowMs: context.clock(), begunAtMs })) return 'outdated';
  const account = await inAuth(context.db, (tx) => findAccount(tx, person.id, client.id));
  if (!account || (person.sso && person.sso.tenantId !== client.tenantId)) return 'stranger';
  return tenant.requiresMfa && !(person.sso?.asksFactor ?? account.hasFactor) ? 'unenrolled' : 'member';
}

/**
 * What to show the person behind a request of a program: who asks, for which tenant and what for, or why it cannot go on.
 * @throws AppError `not_found` for a request that is over or belongs to another browser.
 */
export async function describeConsent(
  context: Context,
  _actor: 'public',
  server: OauthServer,
  { uid, exchange }: { uid: string; exchange: Exchange },
): Promise<Asked> {
  const pending = await findPending(context, server, uid, exchange);
  const { sessionToken } = exchange;
  const person = await findPerson(context, sessionToken);
  if (!person || sessionToken === undefined) return { state: 'signed_out' };
  const standing = await standingOf(context, person, pending);
  if (standing === 'outdated' || standing === 'unenrolled') return { state: standing };
  const token = tokenOf(context, uid, sessionToken);
  if (standing === 'stranger') return { state: 'stranger', email: person.email, token };
  const { client, redirectUri } = pending;
  const view: ConsentView = {
    clientName: client.name,
    tenantName: pending.tenant.name,
    person,
    scopes: shownScopes(pending.scopes),
    destination: destinationOf(redirectUri),
    token,
  };
  return { state: 'undecided', view, formTarget: formTarget(redirectUri) };
}

function destinationOf(redirectUri: string): string {
  const { host, protocol } = new URL(redirectUri);
  return protocol === 'http:' || protocol === 'https:' ? host : `the app (${protocol.slice(0, -1)})`;
}

/** The grant and its record are stored together or not at all. */
async function grantIn(context: Context, provider: Provider, person: SignedIn, { client, scopes }: Pending): Promise<string> {
  const grant = new provider.Grant({ accountId: person.id, clientId: client.id });
  const granted = scopes.filter((scope) => client.scopes.some((one) => one === scope));
  grant.addOIDCScope(granted.join(' '));
  return inAuth(context.db, async (tx) => {
    const grantId = await storingIn(tx, () => grant.save());
    const entry = { actor: `member:${person.id}`, action: 'oauth_consent.give', target: client.id, after: { scopes: granted } };
    await recordAuditOfIn(tx, client.tenantId, entry);
    return grantId;
  });
}

/**
 * Takes down what a person decided about a program's request; resolves with where their browser goes next.
 * @throws AppError `not_found` as `describeConsent`; `forbidden` when the form is not the one that this session was shown, or its person
 * may not let the program in.
 */
export async function decideConsent(
  context: Context,
  _actor: 'public',
  server: OauthServer,
  { uid, exchange, form }: { uid: string; exchange: Exchange; form: ConsentForm },
): Promise<string> {
  const pending = await findPending(context, server, uid, exchange);
  const { request, response, sessionToken } = exchange;
  const person = await findPerson(context, sessionToken);
  if (!person || sessionToken === undefined || !isSameText(form.token, tokenOf(context, uid, sessionToken)))
    throw new AppError('forbidden', 'This page belongs to another session. Go back to the app and begin again.');
  const provider = await server.provider();
  const finish = (result: InteractionResults) => provider.interactionResult(request, response, result, { mergeWithLastSubmission: false });
  if (form.decision === 'refuse') return finish({ error: 'access_denied', error_description: 'the person refused' });
  if ((await standingOf(context, person, pending)) !== 'member')
    throw new AppError('forbidden', 'This account cannot let the app in. Go back to the app and begin again.');
  const grantId = await grantIn(context, provider, person, pending);
  const login = { accountId: person.id, ts: Math.floor(person.verifiedAtMs / 1_000), remember: false };
  return finish({ login, consent: { grantId } });
}
