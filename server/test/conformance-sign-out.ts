import { createSign, generateKeyPairSync } from 'node:crypto';
import * as oidc from 'openid-client';
import { expect } from 'vitest';
import type { BrowserJar, Visited } from './browser-jar.ts';
import { errorOf, flow, metadataOf, type Module, requestOf, SIGNED_OUT_URI, type Suite } from './conformance-party.ts';
import { startTestServer } from './http.ts';

const NEEDS_A_PAGE = ['interaction_required', 'login_required', 'account_selection_required', 'consent_required'];
const STATE = 'Zz09-_'.repeat(22).slice(0, 128);

type Parameters = Record<string, string>;

/** Follows a program's request to sign out, and says yes on the page if there is one; resolves with the last answer. */
async function signOut(suite: Suite, jar: BrowserJar, parameters: Parameters): Promise<{ asked: boolean; answer: Visited }> {
  const { end_session_endpoint: endpoint = '' } = await metadataOf(suite);
  const address = `${endpoint}?${new URLSearchParams(parameters).toString()}`;
  let answer = await jar.visit(address, { isCrossSite: true });
  const bounce = /content="0;url=([^"]+)"/.exec(answer.text)?.[1]?.replaceAll('&amp;', '&');
  if (bounce !== undefined) answer = await jar.visit(new URL(bounce, endpoint).href);
  const action = /<form method="post" action="([^"]+)"/.exec(answer.text)?.[1];
  if (action === undefined) return { asked: false, answer };
  const fields = [...answer.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(([, name, value]) => [name, value]);
  const form = { ...(Object.fromEntries(fields) as Parameters), decision: 'sign_out' };
  return { asked: true, answer: await jar.visit(new URL(action, endpoint).href, { form }) };
}

/** A person who signed in to the program, and what the program sends to sign them out. */
async function signedIn(suite: Suite) {
  const { jar, tokens } = await flow(suite);
  const parameters = { id_token_hint: tokens.id_token ?? '', post_logout_redirect_uri: SIGNED_OUT_URI, state: STATE };
  return { jar, parameters, idToken: tokens.id_token ?? '' };
}

/** What a silent request of the same browser comes to. */
async function silently(suite: Suite, jar: BrowserJar) {
  const { address } = await requestOf(suite, { more: { prompt: 'none' } });
  return errorOf(await suite.browse(jar, address.href));
}

/** The browser went back to the program, with just this, and nobody is signed in any more. */
async function backAndOut(suite: Suite, without: string[], expected: Parameters) {
  const { jar, parameters } = await signedIn(suite);
  const kept = Object.fromEntries(Object.entries(parameters).filter(([name]) => !without.includes(name)));
  const { asked, answer } = await signOut(suite, jar, kept);
  expect(asked).toBe(true);
  const back = new URL(answer.location ?? '');
  expect(back.origin + back.pathname).toBe(SIGNED_OUT_URI);
  expect(Object.fromEntries(back.searchParams)).toEqual(expected);
  expect(NEEDS_A_PAGE).toContain((await silently(suite, jar)).error);
  return 'passed' as const;
}

/** The server shows an error, sends nobody anywhere, and the person stays signed in. */
async function errorPage(suite: Suite, change: (parameters: Parameters, idToken: string) => Parameters, says: string) {
  const { jar, parameters, idToken } = await signedIn(suite);
  const { asked, answer } = await signOut(suite, jar, change(parameters, idToken));
  expect(asked).toBe(false);
  expect(answer).toMatchObject({ status: 400, location: undefined, text: expect.stringContaining(says) as string });
  expect(await silently(suite, jar)).toHaveProperty('code');
  return 'passed' as const;
}

/** The server asks, signs out, says so on a page of its own, and sends nobody anywhere. */
async function outWithPage(suite: Suite, without: string[]) {
  const { jar, parameters } = await signedIn(suite);
  const kept = Object.fromEntries(Object.entries(parameters).filter(([name]) => !without.includes(name)));
  const { asked, answer } = await signOut(suite, jar, kept);
  expect(asked).toBe(true);
  expect(answer).toMatchObject({ status: 200, location: undefined, text: expect.stringContaining('You are signed out') as string });
  expect(NEEDS_A_PAGE).toContain((await silently(suite, jar)).error);
  return 'passed' as const;
}

const decoded = (idToken: string) => JSON.parse(Buffer.from(idToken.split('.')[1], 'base64url').toString()) as oidc.IDToken;
const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** The same claims signed by a key of somebody else. */
function forged(idToken: string): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const header = JSON.parse(Buffer.from(idToken.split('.')[0], 'base64url').toString()) as object;
  const text = `${encoded(header)}.${encoded(decoded(idToken))}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`;
}

async function discovered({ world }: Suite) {
  const server = await startTestServer(world.database.context, { publicUrl: 'https://earshot.example', secure: true });
  try {
    const found = (await server.send('GET', '/.well-known/openid-configuration')).json as Record<string, unknown>;
    expect(found.end_session_endpoint).toBe('https://earshot.example/oauth/end-session');
    const endpoints = Object.entries(found).filter(([name]) => /_endpoint$|_uri$/.test(name));
    expect(endpoints.length).toBeGreaterThan(5);
    for (const [name, address] of endpoints) expect(String(address), name).toMatch(/^https:/);
  } finally {
    await server.close();
  }
  return 'passed' as const;
}

type Run = Module['run'];
const module = (name: string, asserts: string, run: Run, pkce: Module['pkce'] = 'added'): Module => ({
  name: `oidcc-rp-initiated-logout${name}`,
  asserts,
  pkce,
  result: 'passed',
  run,
});

/** The plan oidcc-rp-initiated-logout-certification-test-plan, in its order. */
export const SIGN_OUT: readonly Module[] = [
  module(
    '-discovery-endpoint-verification',
    'discovery has an `end_session_endpoint`, and every endpoint is https',
    discovered,
    'nothing sent',
  ),
  module('', 'the browser comes back with the state and nothing else; `prompt=none` then says that a page is needed', (suite) =>
    backAndOut(suite, [], { state: STATE }),
  ),
  module('-bad-post-logout-redirect-uri', 'an address that is not registered gets an error page, and nobody is sent anywhere', (suite) =>
    errorPage(suite, (sent) => ({ ...sent, post_logout_redirect_uri: 'https://suite.example/other' }), 'postLogoutRedirectUris'),
  ),
  module('-modified-id-token-hint', 'a hint changed to the algorithm none gets an error page', (suite) =>
    errorPage(
      suite,
      (sent, idToken) => ({ ...sent, id_token_hint: `${encoded({ alg: 'none' })}.${idToken.split('.')[1]}.` }),
      'id_token_hint',
    ),
  ),
  module('-no-id-token-hint', 'an address without a hint gets an error page', (suite) =>
    errorPage(suite, ({ post_logout_redirect_uri, state }) => ({ post_logout_redirect_uri, state }), 'id_token_hint'),
  ),
  module('-no-params', 'without parameters the person is signed out, and a page says so', (suite) =>
    outWithPage(suite, ['id_token_hint', 'post_logout_redirect_uri', 'state']),
  ),
  module('-no-post-logout-redirect-uri', 'without an address the person is signed out, and a page says so', (suite) =>
    outWithPage(suite, ['post_logout_redirect_uri']),
  ),
  module('-no-state', 'without a state the browser comes back without one', (suite) => backAndOut(suite, ['state'], {})),
  module('-only-state', 'with a state alone the person is signed out, and a page says so', (suite) =>
    outWithPage(suite, ['id_token_hint', 'post_logout_redirect_uri']),
  ),
  module('-query-added-to-post-logout-redirect-uri', 'a registered address with a query added gets an error page', (suite) =>
    errorPage(suite, (sent) => ({ ...sent, post_logout_redirect_uri: `${SIGNED_OUT_URI}?foo=bar` }), 'postLogoutRedirectUris'),
  ),
  module('-bad-id-token-hint', 'a hint that somebody else signed gets an error page', (suite) =>
    errorPage(suite, (sent, idToken) => ({ ...sent, id_token_hint: forged(idToken) }), 'id_token_hint'),
  ),
];
