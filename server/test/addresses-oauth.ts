import type { CreatedOauthClient } from '../src/security/oauthclients/schema.ts';
import { NOW_MS } from './database.ts';
import type { AddressExample, Asked } from './example-address.ts';
import type { Ground } from './example-ground.ts';
import type { Answer } from './http.ts';
import { CHALLENGE } from './oauth-world.ts';

const NOW_SECONDS = NOW_MS / 1_000;
const ACCESS_TOKEN = 'the-access-token';

/** What a program asks of the person whose browser it sends. */
const authorization = ({ programs: { web } }: Ground) =>
  new URLSearchParams({
    client_id: web.id,
    redirect_uri: web.redirectUris[0],
    response_type: 'code',
    scope: 'openid read',
    state: 'af0ifjsldkj',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
  }).toString();

const signOut = ({ programs: { web, idToken } }: Ground) =>
  new URLSearchParams({
    id_token_hint: idToken,
    post_logout_redirect_uri: web.postLogoutRedirectUris[0],
    state: 'af0ifjsldkj',
  }).toString();

/** A request of a program that proves who it is. */
function askAs({ id, clientSecret }: CreatedOauthClient, path: string, form: Record<string, string>): Asked {
  const secret = clientSecret ?? '';
  return { path, user: `${id}:${secret}`, body: new URLSearchParams(form).toString(), known: [[secret, 'the-secret-of-the-program']] };
}

/** The same about an access token of the program's own. */
async function askOfToken({ programs: { driver, service } }: Ground, path: string): Promise<Asked> {
  const { access_token: token } = (await driver.credentials(service, 'read')).json;
  const asked = askAs(service, path, { token });
  return { ...asked, known: [...(asked.known ?? []), [token, ACCESS_TOKEN]] };
}

/** Instants that the wall clock tells, as those of tests. */
const steadied = (answer: Answer): Answer => ({
  ...answer,
  json: { ...(answer.json as object), iat: NOW_SECONDS, exp: NOW_SECONDS + 3_600 },
});

/** The beginning of a document that is shown whole elsewhere. */
const begun = (answer: Answer): Answer => {
  const { issuer, token_endpoint } = answer.json as Record<string, unknown>;
  return { ...answer, json: { issuer, token_endpoint, '…': 'as in the other one' } };
};

const DISCOVERY: readonly AddressExample[] = [
  {
    name: 'GET /.well-known/openid-configuration',
    summary: 'Tell what the OAuth server can do, and where (OpenID Connect Discovery 1.0)',
    caller: 'Programs ask that people sign in to by Earshot.',
    status: 200,
    ask: () => ({ path: '/.well-known/openid-configuration' }),
  },
  {
    name: 'GET /.well-known/oauth-authorization-server',
    summary: 'The same where RFC 8414 has it',
    caller: 'Programs ask that know OAuth alone.',
    status: 200,
    part: begun,
    ask: () => ({ path: '/.well-known/oauth-authorization-server' }),
  },
  {
    name: 'GET /oauth/jwks',
    summary: 'Tell the public keys of ID tokens',
    caller: 'Programs ask that check one.',
    status: 200,
    ask: () => ({ path: '/oauth/jwks' }),
  },
];

const PEOPLE: readonly AddressExample[] = [
  {
    name: 'GET /oauth/auth',
    summary: 'Begin an authorization: lead to the page on which a person decides',
    caller: 'Browsers ask, sent by a program.',
    status: 303,
    withHeaders: true,
    ask: (ground) => ({ path: `/oauth/auth?${authorization(ground)}` }),
  },
  {
    name: 'POST /oauth/auth',
    summary: 'The same as a form: it leads to the address that says it',
    caller: 'Browsers ask, sent by a program.',
    status: 303,
    withHeaders: true,
    ask: (ground) => ({ path: '/oauth/auth', body: authorization(ground) }),
  },
  {
    name: 'GET /oauth/end-session',
    summary: 'Show the page on which a person decides whether to sign out',
    caller: 'Browsers ask, sent by a program.',
    status: 200,
    ask: (ground) => {
      const { sessionToken, idToken } = ground.programs;
      return {
        path: `/oauth/end-session?${signOut(ground)}`,
        headers: { Cookie: 'earshot_session=$EARSHOT_SESSION' },
        variables: { EARSHOT_SESSION: sessionToken },
        known: [[idToken, 'the-id-token']],
      };
    },
  },
  {
    name: 'POST /oauth/end-session',
    summary: 'The same as a form: it leads to the address that says it',
    caller: 'Browsers ask, sent by a program.',
    status: 303,
    withHeaders: true,
    ask: (ground) => ({ path: '/oauth/end-session', body: signOut(ground), known: [[ground.programs.idToken, 'the-id-token']] }),
  },
];

const PROGRAMS: readonly AddressExample[] = [
  {
    name: 'POST /oauth/token',
    summary: 'Give a token; here to a program that acts for nobody else',
    caller: 'Programs ask, by their id and secret.',
    status: 200,
    headers: ['cache-control'],
    ask: ({ programs: { service } }) => askAs(service, '/oauth/token', { grant_type: 'client_credentials', scope: 'read' }),
  },
  {
    name: 'POST /oauth/introspect',
    summary: 'Tell whether a token is good',
    caller: 'The program asks that got it.',
    status: 200,
    part: steadied,
    ask: (ground) => askOfToken(ground, '/oauth/introspect'),
  },
  {
    name: 'POST /oauth/revoke',
    summary: 'End a token',
    caller: 'The program asks that got it.',
    status: 200,
    withHeaders: true,
    ask: (ground) => askOfToken(ground, '/oauth/revoke'),
  },
  {
    name: 'GET /oauth/userinfo',
    summary: 'Tell who the person behind an access token is, and of which tenant',
    caller: 'Programs ask that a person let in.',
    status: 200,
    ask: ({ programs: { accessToken } }) => ({
      path: '/oauth/userinfo',
      headers: { Authorization: `Bearer ${accessToken}` },
      known: [[accessToken, ACCESS_TOKEN]],
    }),
  },
  {
    name: 'POST /oauth/userinfo',
    summary: 'The same with the token in a form',
    caller: 'Programs ask that a person let in.',
    status: 200,
    ask: ({ programs: { accessToken } }) => ({
      path: '/oauth/userinfo',
      body: `access_token=${accessToken}`,
      known: [[accessToken, ACCESS_TOKEN]],
    }),
  },
];

/** Where a provider stands that people sign in by, and where it sends them back to. */
function askSso({ idp, server }: Ground, path: string): Asked {
  const home = 'http://127.0.0.1:8080';
  return {
    path,
    known: [
      [idp.issuer, 'https://login.example'],
      [encodeURIComponent(server.url), encodeURIComponent(home)],
    ],
  };
}

const SIGNING_IN: readonly AddressExample[] = [
  {
    name: 'GET /sso/start',
    summary: "Lead to the operator's identity provider",
    caller: 'Browsers ask, from the sign-in page.',
    status: 303,
    withHeaders: true,
    headers: ['cache-control'],
    ask: (ground) => askSso(ground, '/sso/start?next=%2Fcompare'),
  },
  {
    name: 'GET /sso/start/{id}',
    summary: "Lead to a tenant's own identity provider",
    caller: "Browsers ask, by the address that the tenant's members were given.",
    status: 303,
    withHeaders: true,
    headers: ['cache-control'],
    ask: (ground) => askSso(ground, `/sso/start/${ground.ssoConnectionId}`),
  },
];

/** The addresses of [OAuth 2.1 and OpenID Connect](../../docs/oauth.md), and those of signing in by another provider. */
export const OAUTH_ADDRESSES: readonly AddressExample[] = [...DISCOVERY, ...PEOPLE, ...PROGRAMS, ...SIGNING_IN];
