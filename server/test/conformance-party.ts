import * as oidc from 'openid-client';
import { expect } from 'vitest';
import { hashSecret } from '../src/platform/password-hash.ts';
import type { CreatedOauthClient } from '../src/security/oauthclients/schema.ts';
import { createOauthClient } from '../src/security/oauthclients/service.ts';
import { type BrowserJar, openJar, type Visited } from './browser-jar.ts';
import { addTestMember, createTestPerson, type TestPerson } from './people.ts';
import { openWorld, type World } from './world.ts';

export const REDIRECT_URI = 'https://suite.example/callback';
export const SIGNED_OUT_URI = 'https://suite.example/post_logout_redirect';
const SECOND_REDIRECT_URI = 'https://second.example/callback';
const PASSWORD = 'a long sentence that nobody else would think of';

/** What the OpenID Foundation's suite calls the outcome of a module. */
export type Result = 'passed' | 'warning' | 'skipped';

/** One module of a test plan: its name there, what it demands, and what it comes to here. `run` throws where a demand is not met. */
export interface Module {
  name: string;
  asserts: string;
  /** Whether PKCE was added to what the suite sends, since every client needs it here. */
  pkce: 'added' | 'as the suite' | 'nothing sent';
  result: Result;
  /** What the suite warns of, or why it leaves the module out. */
  why?: string;
  run(suite: Suite): Promise<Result>;
}

/** Where a person's browser ended up: back at the program, or at a page of the server; and how often they signed in on the way. */
export interface Journey {
  callback: URL | undefined;
  answer: Visited;
  signIns: number;
  consents: number;
}

type Tokens = Awaited<ReturnType<typeof oidc.authorizationCodeGrant>>;

export interface Suite {
  world: World;
  person: TestPerson;
  client: CreatedOauthClient;
  second: CreatedOauthClient;
  /** A browser without cookies. */
  openBrowser(): BrowserJar;
  /** Follows an address through sign-in and consent, as the person would. */
  browse(jar: BrowserJar, address: string): Promise<Journey>;
}

const LINK = /http-equiv="refresh" content="0;url=([^"]+)"/;
const plain = (html: string | undefined) => html?.replaceAll('&amp;', '&').replaceAll('&#39;', "'");

async function signIn(url: string, jar: BrowserJar, email: string): Promise<void> {
  const response = await fetch(`${url}/api/v1/security/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  expect(response.status, await response.text()).toBe(201);
  const cookie = response.headers.getSetCookie().find((line) => line.startsWith('earshot_session='));
  jar.set('earshot_session', cookie?.slice(16, cookie.indexOf(';')) ?? '', 'strict');
}

/** Where a page leads by itself, or asks the person to sign in first. */
function stepOf({ location, text }: Visited): { to: string | undefined; isSignIn: boolean } {
  const to = location ?? plain(LINK.exec(text)?.[1] ?? /class="button" href="(\/sign-in\?next=[^"]+)"/.exec(text)?.[1]);
  return { to, isSignIn: to?.startsWith('/sign-in?') === true };
}

/** A person at a browser: follows where they are led, signs in when asked, and allows what a program asks for. */
async function browse(url: string, email: string, jar: BrowserJar, address: string): Promise<Journey> {
  const counts = { signIns: 0, consents: 0 };
  let [answer, here] = [await jar.visit(address, { isCrossSite: true }), address];
  for (let step = 0; step < 12; step += 1) {
    const { to, isSignIn } = stepOf(answer);
    const token = /action="[^"]*"/.test(answer.text) ? undefined : /name="token" value="([^"]+)"/.exec(answer.text)?.[1];
    if (to === undefined && token === undefined) return { callback: undefined, answer, ...counts };
    const next = new URL(to ?? here, url);
    if (to !== undefined && next.origin !== url) return { callback: next, answer, ...counts };
    if (isSignIn) {
      await signIn(url, jar, email);
      counts.signIns += 1;
      here = new URL(next.searchParams.get('next') ?? '', url).href;
      answer = await jar.visit(here);
    } else if (to === undefined && token !== undefined) {
      counts.consents += 1;
      answer = await jar.visit(here, { form: { token, decision: 'allow' } });
    } else {
      here = next.href;
      answer = await jar.visit(here, { isCrossSite: answer.location !== undefined && step < 2 });
    }
  }
  throw new Error(`led in a circle at ${here}`);
}

/** The real server with a person who has a password, and the two programs that the suite is configured with. */
export async function openSuite(): Promise<Suite> {
  const world = await openWorld();
  const { context } = world.database;
  world.database.setNow(Date.now());
  const person = await createTestPerson(context, { passwordHash: await hashSecret(PASSWORD) });
  await addTestMember(context, person, world.mine.tenantId, 'viewer');
  const scopes = ['openid', 'profile', 'email', 'offline_access'] as const;
  const register = (name: string, redirectUri: string) =>
    createOauthClient(context, world.mine.actor, {
      name,
      kind: 'web',
      redirectUris: [redirectUri],
      postLogoutRedirectUris: redirectUri === REDIRECT_URI ? [SIGNED_OUT_URI] : [],
      scopes: [...scopes],
    });
  return {
    world,
    person,
    client: await register('Suite', REDIRECT_URI),
    second: await register('Second', SECOND_REDIRECT_URI),
    openBrowser: openJar,
    browse: (jar, address) => browse(world.server.url, person.email, jar, address),
  };
}

type Authentication = (secret: string) => oidc.ClientAuth;

const parties = new Map<string, oidc.Configuration>();

/** A relying party that checks signatures, and follows the server's own metadata, which it reads once. */
export async function partyOf(
  { world }: Suite,
  { id, clientSecret }: CreatedOauthClient,
  authentication: Authentication = oidc.ClientSecretBasic,
): Promise<oidc.Configuration> {
  const key = `${world.server.url} ${id} ${authentication.name}`;
  const known = parties.get(key);
  if (known) return known;
  // oxlint-disable-next-line typescript/no-deprecated -- the server under test listens on loopback without TLS
  const options = { execute: [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks] };
  const found = await oidc.discovery(new URL(world.server.url), id, undefined, authentication(clientSecret ?? ''), options);
  parties.set(key, found);
  return found;
}

/** What the server says of itself. */
export async function metadataOf(suite: Suite): Promise<oidc.ServerMetadata> {
  return (await partyOf(suite, suite.client)).serverMetadata();
}

type Parameters = Record<string, string>;

export interface Asking {
  jar?: BrowserJar;
  client?: CreatedOauthClient;
  authentication?: Authentication;
  scope?: string;
  more?: Parameters;
  /** Parameters that the module leaves out. */
  without?: string[];
}

/** A request as the suite makes it, with PKCE, and what is needed to judge the answer. */
export interface Request {
  party: oidc.Configuration;
  address: URL;
  checks: { pkceCodeVerifier: string; expectedState: string; expectedNonce?: string; idTokenExpected: true };
}

/** The suite's authorization request: scope, state, nonce and response type, with PKCE added. */
export async function requestOf(suite: Suite, { client = suite.client, authentication, scope, more, without = [] }: Asking = {}) {
  const party = await partyOf(suite, client, authentication);
  const [pkceCodeVerifier, expectedState, nonce] = [oidc.randomPKCECodeVerifier(), oidc.randomState(), oidc.randomNonce()];
  const parameters: Parameters = {
    redirect_uri: client.redirectUris[0],
    scope: scope ?? 'openid',
    state: expectedState,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    ...more,
  };
  const kept = Object.fromEntries(Object.entries(parameters).filter(([name]) => !without.includes(name)));
  const address = oidc.buildAuthorizationUrl(party, kept);
  for (const name of without) address.searchParams.delete(name);
  const expectedNonce = without.includes('nonce') ? {} : { expectedNonce: nonce };
  const checks = { pkceCodeVerifier, expectedState: more?.state ?? expectedState, ...expectedNonce, idTokenExpected: true };
  return { party, address, checks } as Request;
}

/** One whole flow: the request, the person, the code and the checked tokens. */
export async function flow(suite: Suite, asking: Asking = {}) {
  const { jar = suite.openBrowser() } = asking;
  const request = await requestOf(suite, asking);
  const journey = await suite.browse(jar, request.address.href);
  const { callback, answer } = journey;
  if (!callback) throw new Error(`nobody was sent back: ${answer.status} ${answer.text}`);
  expect(callback.searchParams.get('error'), callback.href).toBeNull();
  const tokens = await oidc.authorizationCodeGrant(request.party, callback, request.checks);
  return { ...request, jar, journey, callback, tokens, claims: claimsOf(tokens) };
}

/** The claims of the ID token that came with an answer, whose signature and content openid-client has checked. */
export function claimsOf(tokens: Pick<Tokens, 'claims'>): oidc.IDToken {
  const claims = tokens.claims();
  if (!claims) throw new Error('no ID token came');
  return claims;
}

/** What the ID token says of its signature. */
export function headerOf({ id_token: idToken = '' }: Tokens): { alg?: string; kid?: string } {
  return JSON.parse(Buffer.from(idToken.split('.')[0], 'base64url').toString()) as { alg?: string; kid?: string };
}

/** What came back to the program in place of a code. */
export function errorOf({ callback, answer }: Journey): Parameters {
  if (!callback) throw new Error(`nobody was sent back: ${answer.status} ${answer.text}`);
  return Object.fromEntries(callback.searchParams);
}
