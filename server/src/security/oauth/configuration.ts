import {
  type AdapterFactory,
  type ClaimsParameter,
  type Configuration,
  errors,
  interactionPolicy,
  type KoaContextWithOIDC,
  type Provider,
} from 'oidc-provider';
import type { SigningKey } from '../oauthkeys/rules.ts';
import { ClientScope } from '../oauthclients/schema.ts';
import { errorPage } from './pages.ts';
import { SECONDS } from './rules.ts';

/** What the protocol asks the rest of the server for. */
export interface Ports {
  adapter: AdapterFactory;
  keys: SigningKey[];
  cookieKey: string;
  findAccount(personId: string, clientId: string): Promise<{ email: string; name: string; isEmailVerified: boolean } | undefined>;
  /** For a request that must not ask anybody anything: what the person allowed the client before, if that is enough. */
  renewGrant(context: KoaContextWithOIDC): Promise<InstanceType<Provider['Grant']> | undefined>;
}

/** Where a person decides about a request. */
export function consentPath(uid: string): string {
  return `/oauth/consent/${uid}`;
}

/** Where a program sends a person who wants to sign out. */
export function endSessionPath(): string {
  return '/oauth/end-session';
}

/** Whether a request asks for an answer without a page (`prompt=none`). */
export function isSilent({ oidc, query }: Pick<KoaContextWithOIDC, 'query'> & { oidc?: { route?: string } }): boolean {
  return oidc?.route === 'authorization' && query.prompt === 'none';
}

const ROUTES = {
  authorization: '/oauth/auth',
  token: '/oauth/token',
  introspection: '/oauth/introspect',
  revocation: '/oauth/revoke',
  userinfo: '/oauth/userinfo',
  jwks: '/oauth/jwks',
};

/** Every request is put to the person, but for one that must not be and stays within what they allowed before. */
function askAlways(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  const isUndecided = ({ oidc }: KoaContextWithOIDC) => oidc.result?.consent === undefined && oidc.entities.Grant?.jti === undefined;
  policy.get('consent')?.checks.add(new interactionPolicy.Check('undecided', 'the person decides about every request', isUndecided));
  return policy;
}

/** The grant of this request alone: just given, or renewed for it. */
async function grantOfThisRequest(context: KoaContextWithOIDC, renewGrant: Ports['renewGrant']) {
  const { oidc } = context;
  const grantId = oidc.result?.consent?.grantId;
  if (grantId !== undefined) return oidc.provider.Grant.find(grantId);
  return isSilent(context) ? renewGrant(context) : undefined;
}

/** Nothing is promised of how a person signs in beyond what Earshot asks of them, so nobody may insist on more. */
function refuseInsistence(_context: KoaContextWithOIDC, { id_token: idToken }: ClaimsParameter): void {
  const { acr, sub } = idToken ?? {};
  if (acr?.essential === true) throw new errors.InvalidRequest('acr cannot be essential: this server names no authentication contexts');
  if (sub?.value !== undefined) throw new errors.InvalidRequest('name the person with id_token_hint instead of a value for sub');
}

/** A client learns only of tokens that are its own. */
function isOwn(_context: KoaContextWithOIDC, client: { clientId: string }, token: { clientId?: string | undefined }): boolean {
  return token.clientId === client.clientId;
}

/** A family of refresh tokens ends when its first one would have ended, however often it was renewed. */
function refreshSeconds(context: KoaContextWithOIDC): number {
  return context.oidc?.entities.RotatedRefreshToken?.remainingTTL ?? SECONDS.refreshToken;
}

function features(): Configuration['features'] {
  return {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true, allowedPolicy: isOwn },
    revocation: { enabled: true, allowedPolicy: isOwn },
    userinfo: { enabled: true },
    claimsParameter: { enabled: true, assertClaimsParameter: refuseInsistence },
    rpInitiatedLogout: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    resourceIndicators: { enabled: false },
    dPoP: { enabled: false },
  };
}

/**
 * How the OAuth server behaves: authorization code with PKCE (S256) for every client, client credentials, refresh tokens that work once.
 * Each setting that differs from the library's default was needed to withstand an attack of docs/decisions/0006.
 */
export function configurationOf({ adapter, keys, cookieKey, findAccount, renewGrant }: Ports): Configuration {
  return {
    adapter,
    jwks: { keys },
    routes: ROUTES,
    scopes: [...ClientScope.options],
    claims: { openid: ['sub', 'tenant'], email: ['email', 'email_verified'], profile: ['name'] },
    responseTypes: ['code'],
    pkce: { required: () => true },
    rotateRefreshToken: true,
    allowOmittingSingleRegisteredRedirectUri: false,
    expiresWithSession: () => false,
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    enabledJWA: { idTokenSigningAlgValues: ['RS256'] },
    extraClientMetadata: { properties: ['secret_hashes', 'tenant_id'] },
    extraTokenClaims: (_context, token) => ({ tenant: token.client?.['tenant_id'] as string }),
    clientBasedCORS: () => false,
    features: features(),
    cookies: {
      keys: [cookieKey],
      names: { session: 'earshot_oauth_session', interaction: 'earshot_oauth_request', resume: 'earshot_oauth_resume' },
      long: { httpOnly: true, sameSite: 'lax', signed: true },
      short: { httpOnly: true, sameSite: 'lax', signed: true },
    },
    interactions: { policy: askAlways(), url: (_context, interaction) => consentPath(interaction.uid) },
    loadExistingGrant: (context) => grantOfThisRequest(context, renewGrant),
    async findAccount(context, sub, token) {
      const clientId = token?.clientId ?? context.oidc.client?.clientId;
      const account = clientId === undefined ? undefined : await findAccount(sub, clientId);
      if (!account) return undefined;
      const { email, name, isEmailVerified } = account;
      const tenant = context.oidc.client?.['tenant_id'];
      return { accountId: sub, claims: async () => ({ sub, tenant, email, email_verified: isEmailVerified, name }) };
    },
    renderError: (context, out) => {
      context.type = 'html';
      context.body = errorPage(out.error_description ?? out.error);
    },
    ttl: {
      AccessToken: SECONDS.accessToken,
      AuthorizationCode: SECONDS.code,
      ClientCredentials: SECONDS.accessToken,
      Grant: SECONDS.refreshToken,
      IdToken: SECONDS.idToken,
      Interaction: SECONDS.request,
      RefreshToken: refreshSeconds,
      Session: SECONDS.request,
    },
  };
}

/** Of the ways to answer only the query is served: another one would post to the program, or put the code where scripts read it. */
export function refuseOtherModes(mode: unknown): void {
  if (mode !== undefined && mode !== 'query') throw new errors.UnsupportedResponseMode();
}
