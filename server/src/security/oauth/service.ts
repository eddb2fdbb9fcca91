import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, type InteractionResults, Provider, type UnknownObject } from 'oidc-provider';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { deriveKey } from '../../platform/sealing.ts';
import { inAuth } from '../../platform/tenant-door.ts';
import { artifactAdapter } from '../oauthartifacts/service.ts';
import { hashSecret } from '../oauthclients/rules.ts';
import { type Asked, claimsNamed, scopesAsked } from '../oauthgrants/rules.ts';
import { giveGrant, renewGrant } from '../oauthgrants/service.ts';
import { obtainSigningKeys } from '../oauthkeys/service.ts';
import { describeStanding, findClientOfTenantIn, findSignedIn, findSilently, type Wish } from '../oauthstanding/service.ts';
import { findAccount } from '../oauthstanding/store.ts';
import { configurationOf, endSessionPath, isSilent, type Ports, refuseOtherModes } from './configuration.ts';
import type { ConsentView } from './pages.ts';
import { consentToken, destinationOf, formTarget, isOneOfSecrets, isSameText, personHinted, shownScopes } from './rules.ts';
import type { ConsentForm } from './schema.ts';

/** How long a server goes on with the signing keys it knows before it looks whether there are others. */
const KEYS_MS = 60_000;

/** A request as it came in, and the browser's session, if it sent one. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  sessionToken: string | undefined;
}

/** What the consent page is to show. */
export type Shown =
  | { state: 'signed_out' }
  | { state: 'outdated' }
  | { state: 'unenrolled' }
  | { state: 'stranger'; email: string; token: string }
  | { state: 'undecided'; view: ConsentView; formTarget: string };

/** The OAuth server of one installation, known under one address. */
export interface OauthServer {
  /** Answers a request of the protocol. */
  answer(exchange: Exchange): Promise<void>;
  provider(): Promise<Provider>;
}

/** The Earshot session that each request under way came with. */
const SESSION_TOKENS = new WeakMap<IncomingMessage, string>();

function prove(provider: Provider): void {
  provider.Client.prototype.compareClientSecret = function compare(given) {
    const hashes = this['secret_hashes'];
    return Array.isArray(hashes) && isOneOfSecrets(hashSecret(given), hashes as string[]);
  };
}

/** A request that must not ask anybody anything is for whoever is signed in to Earshot in that browser: the protocol remembers nobody. */
function recognise(context: Context, provider: Provider): void {
  const get = provider.Session.get.bind(provider.Session);
  provider.Session.get = async (koa) => {
    const session = await get(koa);
    if (!isSilent(koa)) return session;
    const asking = { clientId: koa.query.client_id, sessionToken: SESSION_TOKENS.get(koa.req) };
    const person = await findSilently(context, 'public', asking);
    if (person) session.loginAccount({ accountId: person.id, loginTs: Math.floor(person.verifiedAtMs / 1_000), transient: true });
    return session;
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
  const ports: Ports = {
    adapter: artifactAdapter(context),
    keys,
    cookieKey,
    findAccount: (personId, clientId) => inAuth(context.db, (tx) => findAccount(tx, personId, clientId)),
    renewGrant: async ({ oidc, req }) => {
      const [personId, clientId] = [oidc.session?.accountId ?? '', oidc.client?.clientId ?? ''];
      const signedIn = await findSignedIn(context, 'public', SESSION_TOKENS.get(req));
      const wanted = { personId, clientId, asked: askedBy(oidc.params ?? {}), connectionId: signedIn?.sso?.connectionId };
      return renewGrant(context, 'public', oidc.provider, wanted);
    },
  };
  const provider = new Provider(issuer, configurationOf(ports));
  provider.proxy = true;
  prove(provider);
  recognise(context, provider);
  provider.on('server_error', (_context, err) => context.log.error({ err }, 'the OAuth server failed'));
  provider.use(async (koa, next) => {
    if (koa.path === '/oauth/auth') refuseOtherModes(koa.query.response_mode);
    await next();
    const end_session_endpoint = issuer + endSessionPath();
    if (koa.path.startsWith('/.well-known/'))
      Object.assign(koa.body as object, { response_modes_supported: ['query'], end_session_endpoint });
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
    async answer({ request, response, sessionToken }) {
      if (sessionToken !== undefined) SESSION_TOKENS.set(request, sessionToken);
      const { callback, issuer } = await provider().then((one) => ({ callback: one.callback(), issuer: new URL(one.issuer) }));
      pretend(request, issuer);
      await callback(request, response);
    },
  };
}

/** A request for consent under way, with the client that made it. */
interface Pending extends Wish {
  uid: string;
  asked: Asked;
  redirectUri: string;
}

function askedBy({ scope, claims }: UnknownObject): Asked {
  return { scopes: typeof scope === 'string' ? scope.split(' ') : [], claims: claimsNamed(claims) };
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
  const { client_id: clientId, redirect_uri: redirectUri, prompt, max_age, id_token_hint: hint } = details.params;
  const found = await inAuth(context.db, (tx) => findClientOfTenantIn(context, tx, String(clientId)));
  if (details.uid !== uid || !found) throw over();
  const begunAtMs = (details.iat ?? 0) * 1_000;
  const wish: Wish = { ...found, freshness: { prompt, max_age }, begunAtMs, personId: personHinted(hint) };
  return { ...wish, uid, asked: askedBy(details.params), redirectUri: String(redirectUri) };
}

function tokenOf(context: Context, uid: string, sessionToken: string): string {
  return consentToken(deriveKey(context.sealingKey, 'oauth-consent'), uid, sessionToken);
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
): Promise<Shown> {
  const pending = await findPending(context, server, uid, exchange);
  const { sessionToken } = exchange;
  const person = await findSignedIn(context, 'public', sessionToken);
  if (!person || sessionToken === undefined) return { state: 'signed_out' };
  const standing = await describeStanding(context, 'public', person, pending);
  if (standing === 'outdated' || standing === 'unenrolled') return { state: standing };
  const token = tokenOf(context, uid, sessionToken);
  if (standing === 'stranger') return { state: 'stranger', email: person.email, token };
  const { client, redirectUri } = pending;
  const view: ConsentView = {
    clientName: client.name,
    tenantName: pending.tenant.name,
    person,
    scopes: shownScopes(scopesAsked(pending.asked)),
    destination: destinationOf(redirectUri),
    token,
  };
  return { state: 'undecided', view, formTarget: formTarget(redirectUri) };
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
  const person = await findSignedIn(context, 'public', sessionToken);
  if (!person || sessionToken === undefined || !isSameText(form.token, tokenOf(context, uid, sessionToken)))
    throw new AppError('forbidden', 'This page belongs to another session. Go back to the app and begin again.');
  const provider = await server.provider();
  const finish = (result: InteractionResults) => provider.interactionResult(request, response, result, { mergeWithLastSubmission: false });
  if (form.decision === 'refuse') return finish({ error: 'access_denied', error_description: 'the person refused' });
  if ((await describeStanding(context, 'public', person, pending)) !== 'member')
    throw new AppError('forbidden', 'This account cannot let the app in. Go back to the app and begin again.');
  const given = { personId: person.id, client: pending.client, asked: pending.asked, connectionId: person.sso?.connectionId, sessionToken };
  const grantId = await giveGrant(context, 'public', provider, given);
  const login = { accountId: person.id, ts: Math.floor(person.verifiedAtMs / 1_000), remember: false };
  return finish({ login, consent: { grantId } });
}
