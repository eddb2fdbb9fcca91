import * as oidc from 'openid-client';
import { expect } from 'vitest';
import {
  claimsOf,
  errorOf,
  flow,
  headerOf,
  metadataOf,
  type Module,
  partyOf,
  REDIRECT_URI,
  requestOf,
  type Suite,
} from './conformance-party.ts';

/** The errors of OpenID Connect Core 3.1.2.6 that say a page would have been needed. */
const NEEDS_A_PAGE = ['interaction_required', 'login_required', 'account_selection_required', 'consent_required'];

/** Does something at another time by the server's clock, which stands still during a module. */
async function at<Value>({ world: { database } }: Suite, offsetMs: number, work: () => Promise<Value>): Promise<Value> {
  const nowMs = database.context.clock();
  database.setNow(nowMs + offsetMs);
  try {
    return await work();
  } finally {
    database.setNow(nowMs);
  }
}

/** A module whose request has something added or left out, and which must end with checked tokens. */
function succeeds(name: string, asserts: string, more: Record<string, string>): Module {
  return {
    name,
    asserts,
    pkce: 'added',
    result: 'passed',
    run: async (suite) => {
      await flow(suite, { more });
      return 'passed';
    },
  };
}

async function userinfoBy(suite: Suite, send: (endpoint: string, token: string) => Promise<Response>) {
  const { tokens, claims } = await flow(suite);
  const { userinfo_endpoint: endpoint = '' } = await metadataOf(suite);
  const response = await send(endpoint, tokens.access_token);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  expect(await response.json()).toMatchObject({ sub: claims.sub });
  return 'passed' as const;
}

/** Two authorizations in one browser: the second asks nobody to sign in, and is about the same person and the same sign-in. */
async function sameSignIn(suite: Suite, first: Record<string, string>, second: (idToken: string) => Record<string, string>) {
  const one = await flow(suite, { more: first });
  const two = await flow(suite, { jar: one.jar, more: second(one.tokens.id_token ?? '') });
  expect(one.journey.signIns).toBe(1);
  expect(two.journey.signIns).toBe(0);
  expect(two.claims.sub).toBe(one.claims.sub);
  if (one.claims.auth_time !== undefined && two.claims.auth_time !== undefined) expect(two.claims.auth_time).toBe(one.claims.auth_time);
  return { one, two };
}

const HAPPY: Module[] = [
  {
    name: 'oidcc-server',
    asserts:
      'state comes back; the code is long and random; the ID token has issuer, audience, times, nonce, subject and a right ' +
      'signature by a key of the JWKS that it names, and no name of the person; `at_hash`, if there, is right',
    pkce: 'added',
    result: 'passed',
    run: async (suite) => {
      const { party, callback, tokens, claims, jar } = await flow(suite);
      expect(callback.searchParams.get('code')).toMatch(/^[\w-]{43,}$/);
      expect(tokens).toMatchObject({ token_type: 'bearer' });
      expect(tokens.expires_in).toBeGreaterThan(0);
      expect(claims).not.toHaveProperty('name');
      const { keys } = (await (await fetch(party.serverMetadata().jwks_uri ?? '')).json()) as { keys: { kid?: string }[] };
      expect(keys.map(({ kid }) => kid)).toContain(headerOf(tokens).kid);
      const other = await flow(suite, { jar });
      expect(other.callback.searchParams.get('code')).not.toBe(callback.searchParams.get('code'));
      return 'passed';
    },
  },
  {
    name: 'oidcc-response-type-missing',
    asserts: 'an error page, or the error invalid_request or unsupported_response_type',
    pkce: 'as the suite',
    result: 'passed',
    run: async (suite) => {
      const { address } = await requestOf(suite, { without: ['response_type', 'code_challenge', 'code_challenge_method'] });
      const { error, state } = errorOf(await suite.browse(suite.openBrowser(), address.href));
      expect(['invalid_request', 'unsupported_response_type']).toContain(error);
      expect(state).toBe(address.searchParams.get('state'));
      return 'passed';
    },
  },
  {
    name: 'oidcc-idtoken-signature',
    asserts: 'without a wish of the client the ID token is signed with RS256 and names its key',
    pkce: 'added',
    result: 'passed',
    run: async (suite) => {
      const { alg, kid } = headerOf((await flow(suite)).tokens);
      expect(alg).toBe('RS256');
      expect(kid).toBeTruthy();
      return 'passed';
    },
  },
  {
    name: 'oidcc-idtoken-unsigned',
    asserts: 'an ID token without a signature for a client that wants one, unless `none` is not among the algorithms',
    pkce: 'nothing sent',
    result: 'skipped',
    why: 'discovery does not list `none`, and will not',
    run: async (suite) => {
      expect((await metadataOf(suite)).id_token_signing_alg_values_supported).toEqual(['RS256']);
      return 'skipped';
    },
  },
  {
    name: 'oidcc-userinfo-get',
    asserts: 'GET with the token in the header answers 200, JSON, and the subject of the ID token',
    pkce: 'added',
    result: 'passed',
    run: async (suite) => {
      const { party, tokens, claims } = await flow(suite);
      expect((await oidc.fetchUserInfo(party, tokens.access_token, claims.sub)).sub).toBe(claims.sub);
      return 'passed';
    },
  },
  {
    name: 'oidcc-userinfo-post-header',
    asserts: 'the same by POST',
    pkce: 'added',
    result: 'passed',
    run: (suite) => userinfoBy(suite, (url, token) => fetch(url, { method: 'POST', headers: { authorization: `Bearer ${token}` } })),
  },
  {
    name: 'oidcc-userinfo-post-body',
    asserts: 'the same by POST with the token in the form; a refusal would be a warning',
    pkce: 'added',
    result: 'passed',
    run: (suite) => userinfoBy(suite, (url, token) => fetch(url, { method: 'POST', body: new URLSearchParams({ access_token: token }) })),
  },
  {
    name: 'oidcc-ensure-request-without-nonce-succeeds-for-code-flow',
    asserts: 'a request without nonce ends with a code',
    pkce: 'added',
    result: 'passed',
    run: async (suite) => {
      expect((await flow(suite, { without: ['nonce'] })).claims).not.toHaveProperty('nonce');
      return 'passed';
    },
  },
];

const DISPLAY: Module[] = [
  succeeds('oidcc-display-page', '`display=page` is no error', { display: 'page' }),
  succeeds('oidcc-display-popup', '`display=popup` is no error', { display: 'popup' }),
];

const PROMPTS: Module[] = [
  {
    name: 'oidcc-prompt-login',
    asserts: '`prompt=login` makes a person who is signed in sign in again; `auth_time`, if there, differs',
    pkce: 'added',
    result: 'passed',
    run: async (suite) => {
      const one = await at(suite, -5_000, () => flow(suite));
      const two = await at(suite, 30_000, () => flow(suite, { jar: one.jar, more: { prompt: 'login' } }));
      expect([one.journey.signIns, two.journey.signIns]).toEqual([1, 1]);
      expect(two.claims.auth_time).toBeDefined();
      expect(two.claims.auth_time).not.toBe(one.claims.auth_time);
      return 'passed';
    },
  },
  {
    name: 'oidcc-prompt-none-not-logged-in',
    asserts: '`prompt=none` without a session comes back with an error that says a page is needed, and a state of 128 characters as it was',
    pkce: 'added',
    result: 'passed',
    run: async (suite) => {
      const state = 'a1'.repeat(64);
      const { address } = await requestOf(suite, { more: { prompt: 'none', state } });
      const answer = errorOf(await suite.browse(suite.openBrowser(), address.href));
      expect(NEEDS_A_PAGE).toContain(answer.error);
      expect(answer.state).toBe(state);
      return 'passed';
    },
  },
  {
    name: 'oidcc-prompt-none-logged-in',
    asserts: '`prompt=none` after an authorization succeeds without a page; subject and `auth_time` stay',
    pkce: 'added',
    result: 'passed',
    run: async (suite) => {
      const { two } = await sameSignIn(suite, {}, () => ({ prompt: 'none' }));
      expect(two.journey.consents).toBe(0);
      return 'passed';
    },
  },
  {
    name: 'oidcc-max-age-1',
    asserts: '`max_age=1` two seconds later makes the person sign in again; `auth_time` is there, later than before, and recent',
    pkce: 'added',
    result: 'passed',
    run: async (suite) => {
      const one = await flow(suite, { more: { max_age: '15000' } });
      const two = await at(suite, 2_500, () => flow(suite, { jar: one.jar, more: { max_age: '1' } }));
      expect([one.journey.signIns, two.journey.signIns]).toEqual([1, 1]);
      expect(two.claims.auth_time).toBeGreaterThan(one.claims.auth_time ?? Infinity);
      expect(two.claims.auth_time).toBe(Math.floor((suite.world.database.context.clock() + 2_500) / 1_000));
      return 'passed';
    },
  },
  {
    name: 'oidcc-max-age-10000',
    asserts: '`max_age=10000` after `max_age=15000` asks nobody to sign in; both ID tokens have the same subject and `auth_time`',
    pkce: 'added',
    result: 'passed',
    run: async (suite) => {
      const { one, two } = await sameSignIn(suite, { max_age: '15000' }, () => ({ max_age: '10000' }));
      expect(one.claims.auth_time).toBeTypeOf('number');
      expect(two.claims.auth_time).toBe(one.claims.auth_time);
      return 'passed';
    },
  },
];

const HINTS: Module[] = [
  succeeds('oidcc-ensure-request-with-unknown-parameter-succeeds', 'a parameter of no specification is ignored', { extra: 'foobar' }),
  {
    name: 'oidcc-id-token-hint',
    asserts: '`prompt=none` with the ID token of the first authorization succeeds at once; subject and `auth_time` stay',
    pkce: 'added',
    result: 'passed',
    run: async (suite) => {
      const { two } = await sameSignIn(suite, {}, (idToken) => ({ prompt: 'none', id_token_hint: idToken }));
      expect(two.journey.consents).toBe(0);
      return 'passed';
    },
  },
  succeeds('oidcc-login-hint', '`login_hint` is no error', { login_hint: 'buffy@suite.example' }),
  succeeds('oidcc-ui-locales', '`ui_locales` is no error', { ui_locales: 'se' }),
  succeeds('oidcc-claims-locales', '`claims_locales` is no error', { claims_locales: 'se' }),
  {
    name: 'oidcc-ensure-request-with-acr-values-succeeds',
    asserts: '`acr_values` is no error; an ID token without one of the values is a warning',
    pkce: 'added',
    result: 'warning',
    why: 'no authentication context is promised, so the ID token has no `acr`',
    run: async (suite) => {
      const { claims } = await flow(suite, { more: { acr_values: '1 2' } });
      return ['1', '2'].some((value) => value === claims.acr) ? 'passed' : 'warning';
    },
  },
];

async function refusal(grant: Promise<unknown>): Promise<{ error?: string; status?: number; type?: string | null }> {
  const cause: unknown = await grant.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(cause instanceof oidc.ResponseBodyError)) throw new Error('the token endpoint did not refuse', { cause });
  return { error: cause.error, status: cause.status, type: cause.response.headers.get('content-type') };
}

async function reuse(suite: Suite, afterMs: number) {
  const { party, callback, checks, tokens } = await flow(suite);
  const found = await at(suite, afterMs, () => refusal(oidc.authorizationCodeGrant(party, callback, checks)));
  expect(found).toMatchObject({ error: 'invalid_grant', status: 400, type: expect.stringMatching(/^application\/json/) as string });
  return { party, tokens };
}

const CODES: Module[] = [
  {
    name: 'oidcc-codereuse',
    asserts: 'a code that is sent again at once gets 400 and invalid_grant',
    pkce: 'added',
    result: 'passed',
    run: async (suite) => {
      await reuse(suite, 0);
      return 'passed';
    },
  },
  {
    name: 'oidcc-codereuse-30seconds',
    asserts: 'the same after 30 seconds; the access token of the first use should have ended',
    pkce: 'added',
    result: 'passed',
    run: async (suite) => {
      const { party, tokens } = await reuse(suite, 30_000);
      const endpoint = new URL(party.serverMetadata().userinfo_endpoint ?? '');
      const { status } = await fetch(endpoint, { headers: { authorization: `Bearer ${tokens.access_token}` } });
      return status === 401 ? 'passed' : 'warning';
    },
  },
  {
    name: 'oidcc-ensure-registered-redirect-uri',
    asserts: 'an address that is not registered gets an error page, and nobody is sent there',
    pkce: 'as the suite',
    result: 'passed',
    run: async (suite) => {
      const more = { redirect_uri: `${REDIRECT_URI}/${'x'.repeat(10)}` };
      const { address } = await requestOf(suite, { more, without: ['code_challenge', 'code_challenge_method'] });
      const { callback, answer } = await suite.browse(suite.openBrowser(), address.href);
      expect(callback).toBeUndefined();
      expect(answer).toMatchObject({ status: 400, text: expect.stringContaining('redirect_uri') as string });
      return 'passed';
    },
  },
  {
    name: 'oidcc-ensure-post-request-succeeds',
    asserts: 'the authorization request may come by POST',
    pkce: 'added',
    result: 'passed',
    run: async (suite) => {
      const { party, address, checks } = await requestOf(suite);
      const jar = suite.openBrowser();
      const form = Object.fromEntries(address.searchParams);
      const sent = await jar.visit(`${address.origin}${address.pathname}`, { form, isCrossSite: true });
      const { callback } = await suite.browse(jar, new URL(sent.location ?? '', address).href);
      if (!callback) throw new Error('nobody was sent back');
      expect(claimsOf(await oidc.authorizationCodeGrant(party, callback, checks)).sub).toBe(suite.person.id);
      return 'passed';
    },
  },
];

const CLIENT_POST: Module[] = [
  {
    name: 'oidcc-server-client-secret-post',
    asserts: 'the whole flow with the secret in the form of the token request',
    pkce: 'added',
    result: 'passed',
    run: async (suite) => {
      const { claims } = await flow(suite, { authentication: oidc.ClientSecretPost });
      expect(claims.aud).toBe(suite.client.id);
      return 'passed';
    },
  },
];

async function tokensToRefresh(suite: Suite, client: Suite['client']) {
  return flow(suite, { client, scope: 'openid offline_access', more: { prompt: 'consent' } });
}

const REFRESH: Module[] = [
  {
    name: 'oidcc-refresh-token',
    asserts:
      'discovery names the grant; a refresh gives another access token, which works, and an ID token of the same issuer, subject, ' +
      'audience and `auth_time`; the refresh token of one client is no use to another',
    pkce: 'added',
    result: 'passed',
    run: async (suite) => {
      expect((await metadataOf(suite)).grant_types_supported).toContain('refresh_token');
      const { party, tokens, claims } = await tokensToRefresh(suite, suite.client);
      expect(tokens.refresh_token).toMatch(/^[\x20-\x7e]+$/);
      const renewed = await oidc.refreshTokenGrant(party, tokens.refresh_token ?? '');
      expect(renewed.access_token).not.toBe(tokens.access_token);
      const { iss, sub, aud, auth_time } = claims;
      const again = claimsOf(renewed);
      expect([again.iss, again.sub, again.aud, again.auth_time]).toEqual([iss, sub, aud, auth_time]);
      expect(again.iat).toBeGreaterThanOrEqual(claims.iat);
      await oidc.fetchUserInfo(party, renewed.access_token, sub);
      const other = await tokensToRefresh(suite, suite.second);
      const stolen = await refusal(oidc.refreshTokenGrant(await partyOf(suite, suite.client), other.tokens.refresh_token ?? ''));
      expect(stolen).toMatchObject({ error: 'invalid_grant', status: 400 });
      return 'passed';
    },
  },
  {
    name: 'oidcc-ensure-request-with-valid-pkce-succeeds',
    asserts: 'the whole flow with PKCE',
    pkce: 'as the suite',
    result: 'passed',
    run: async (suite) => {
      expect((await flow(suite)).claims.sub).toBe(suite.person.id);
      return 'passed';
    },
  },
];

/** The modules about signing in, in the order of the plan and in the groups between which others stand. */
export const SIGN_IN = { HAPPY, DISPLAY, PROMPTS, HINTS, CODES, CLIENT_POST, REFRESH };
