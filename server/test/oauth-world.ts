import { createHash } from 'node:crypto';
import { newId, randomSecret } from '../src/platform/chance.ts';
import { inAuth } from '../src/platform/tenant-door.ts';
import type { CreatedOauthClient, NewOauthClient } from '../src/security/oauthclients/schema.ts';
import { createOauthClient } from '../src/security/oauthclients/service.ts';
import type { Role } from '../src/tenants/authorize.ts';
import { type BrowserJar, openJar, type Visited } from './browser-jar.ts';
import { NOW_MS } from './database.ts';
import type { Answer } from './http.ts';
import type { Party, World } from './world.ts';

export const VERIFIER = 'v'.repeat(43);
export const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
export const CALLBACK = 'https://rp.example/cb';
/** Where people may be sent after signing out. */
export const SIGNED_OUT = 'https://rp.example/bye';

/** A person with a session in a browser. */
export interface Person {
  id: string;
  email: string;
  jar: BrowserJar;
  sessionToken: string;
}

/** How an authorization ended: back at the program, at the consent page, or with an answer of our own. */
export interface Authorized {
  callback?: URL;
  consent?: { url: string; html: string; token: string };
  answer: Visited;
}

export interface TokenAnswer extends Answer {
  json: { access_token: string; refresh_token: string; id_token: string; scope: string; error?: string };
}

/** A person with a session; a member of the given parties. */
export async function createPerson(world: World, roles: readonly (readonly [Party, Role])[]): Promise<Person> {
  const [id, email] = [newId(), `${newId()}@person.example`];
  const sessionToken = randomSecret(32).toString('base64url');
  const now = new Date(NOW_MS);
  await inAuth(world.database.context.db, async (tx) => {
    await tx.query({
      text: `insert into people (id, email, name, email_verified_at) values ($1, $2, 'Ann <b>', $3)`,
      values: [id, email, now],
    });
    for (const [{ tenantId }, role] of roles)
      await tx.query({
        text: `insert into members (tenant_id, person_id, email, name, role) values ($1, $2, $3, 'Ann <b>', $4)`,
        values: [tenantId, id, email, role],
      });
    await tx.query({
      text: `insert into sessions (id, token_hash, person_id, created_at, last_seen_at, expires_at, verified_at)
             values ($1, $2, $3, $4, $4, $5, $4)`,
      values: [newId(), createHash('sha256').update(sessionToken).digest(), id, now, new Date(NOW_MS + 86_400_000)],
    });
  });
  const jar = openJar();
  jar.set('earshot_session', sessionToken, 'strict');
  return { id, email, jar, sessionToken };
}

const CLIENTS: Record<string, NewOauthClient> = {
  web: {
    name: 'Web & Co',
    kind: 'web',
    redirectUris: [CALLBACK],
    postLogoutRedirectUris: [SIGNED_OUT],
    scopes: ['openid', 'profile', 'email', 'offline_access', 'read'],
  },
  other: { name: 'Other', kind: 'web', redirectUris: ['https://other.example/cb'], scopes: ['openid', 'offline_access', 'read'] },
  browser: { name: 'Browser', kind: 'browser', redirectUris: [CALLBACK], scopes: ['openid', 'offline_access', 'read'] },
  native: { name: 'Native', kind: 'native', redirectUris: ['http://127.0.0.1/cb', 'com.example.app:/cb'], scopes: ['openid', 'read'] },
  service: { name: 'Service', kind: 'service', redirectUris: [], scopes: ['read'] },
};

export type Clients = Record<'web' | 'other' | 'browser' | 'native' | 'service', CreatedOauthClient>;

/** One client of each kind, and another one, of a party's tenant. */
export async function createClients(world: World, party: Party): Promise<Clients> {
  const made = Object.entries(CLIENTS).map(async ([name, input]) => [
    name,
    await createOauthClient(world.database.context, party.actor, input),
  ]);
  return Object.fromEntries(await Promise.all(made)) as Clients;
}

type Parameters = Record<string, string | undefined>;
type Decision = 'allow' | 'refuse' | 'stop';

function filled(parameters: Parameters): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function basic({ id, clientSecret }: CreatedOauthClient): Record<string, string> {
  return clientSecret === null ? {} : { authorization: `Basic ${Buffer.from(`${id}:${clientSecret}`).toString('base64')}` };
}

/** Where a program sends a browser to begin, with what it should send unless `more` says otherwise. */
function authorizeUrlAt(url: string, client: CreatedOauthClient, more: Parameters = {}): string {
  const parameters = filled({
    client_id: client.id,
    redirect_uri: client.redirectUris[0],
    response_type: 'code',
    scope: 'openid read',
    state: 'st',
    nonce: 'no',
    prompt: 'consent',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...more,
  });
  return `${url}/oauth/auth?${new URLSearchParams(parameters).toString()}`;
}

/** Follows an authorization as far as the consent page, and decides there unless told to stop. */
async function follow(url: string, jar: BrowserJar, address: string, decision: Decision = 'allow'): Promise<Authorized> {
  let answer = await jar.visit(address, { isCrossSite: true });
  for (let step = 0; step < 6; step += 1) {
    const bounce = /http-equiv="refresh" content="0;url=([^"]+)"/.exec(answer.text)?.[1];
    if (answer.location === undefined && bounce === undefined) return { answer };
    const next = new URL(answer.location ?? bounce?.replaceAll('&amp;', '&') ?? '', url);
    if (next.origin !== url) return { callback: next, answer };
    if (next.pathname === '/sign-in') return { answer };
    answer = await jar.visit(next.href, { isCrossSite: bounce === undefined && step < 2 });
    const token = /name="token" value="([^"]+)"/.exec(answer.text)?.[1];
    if (token === undefined) continue;
    if (decision === 'stop') return { consent: { url: next.href, html: answer.text, token }, answer };
    answer = await jar.visit(next.href, { form: { token, decision } });
  }
  return { answer };
}

/** How programs speak with the OAuth server behind browsers' backs. */
function backChannel(world: Pick<World, 'server'>) {
  const named = (client: CreatedOauthClient) => (client.clientSecret === null ? { client_id: client.id } : {});
  const post = async (path: string, form: Parameters, headers: Record<string, string> = {}) => {
    const sent = { 'content-type': 'application/x-www-form-urlencoded', ...headers };
    return (await world.server.send('POST', path, { body: new URLSearchParams(filled(form)).toString(), headers: sent })) as TokenAnswer;
  };
  const postAs = (client: CreatedOauthClient, path: string, form: Parameters) => post(path, { ...named(client), ...form }, basic(client));
  return {
    post,
    basic,
    redeem: (client: CreatedOauthClient, code: string, more: Parameters = {}) => {
      const form = { grant_type: 'authorization_code', code, redirect_uri: client.redirectUris[0], code_verifier: VERIFIER, ...more };
      return postAs(client, '/oauth/token', form);
    },
    refresh: (client: CreatedOauthClient, token: string, more: Parameters = {}) =>
      postAs(client, '/oauth/token', { grant_type: 'refresh_token', refresh_token: token, ...more }),
    credentials: (client: CreatedOauthClient, scope?: string) =>
      post('/oauth/token', { grant_type: 'client_credentials', scope }, basic(client)),
    introspect: (client: CreatedOauthClient, token: string) => post('/oauth/introspect', { token }, basic(client)),
    revoke: (client: CreatedOauthClient, token: string) => postAs(client, '/oauth/revoke', { token }),
    userinfo: (token: string) => world.server.send('GET', '/oauth/userinfo', { key: token }),
    read: (token: string) => world.server.send('GET', '/api/v1/attribution/models', { key: token }),
  };
}

/** What a program and a person's browser do with the OAuth server of a world. */
export function openOauthDriver(world: Pick<World, 'server'>) {
  const { url } = world.server;
  const back = backChannel(world);
  const authorize = (person: Person, client: CreatedOauthClient, more?: Parameters, decision?: Decision) =>
    follow(url, person.jar, authorizeUrlAt(url, client, more), decision);
  const code = async (person: Person, client: CreatedOauthClient, more?: Parameters) => {
    const { callback, answer } = await authorize(person, client, more);
    const value = callback?.searchParams.get('code');
    if (value === undefined || value === null) throw new Error(`no code: ${callback?.href ?? answer.text}`);
    return value;
  };
  return {
    ...back,
    authorizeUrl: (client: CreatedOauthClient, more?: Parameters) => authorizeUrlAt(url, client, more),
    authorizeAt: (jar: BrowserJar, address: string, decision?: Decision) => follow(url, jar, address, decision),
    authorize,
    code,
    tokens: async (person: Person, client: CreatedOauthClient, scope = 'openid offline_access read') => {
      const nonce = scope.includes('openid') ? 'no' : undefined;
      const answer = await back.redeem(client, await code(person, client, { scope, nonce }));
      if (answer.status !== 200) throw new Error(answer.text);
      return answer.json;
    },
  };
}

export type OauthDriver = ReturnType<typeof openOauthDriver>;
