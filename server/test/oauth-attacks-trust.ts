import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { inAuth } from '../src/platform/tenant-door.ts';
import { rotateSigningKeys } from '../src/security/oauthkeys/service.ts';
import type { CreatedOauthClient, NewOauthClient } from '../src/security/oauthclients/schema.ts';
import { NOW_MS } from './database.ts';
import { type Attack, type Stage, tokenOutcome } from './oauth-attack.ts';
import { CALLBACK, createPerson } from './oauth-world.ts';

const CLIENTS = '/security/oauth-clients';

async function register({ world }: Stage, more: Partial<NewOauthClient>, key?: string) {
  const body = { name: 'Made', kind: 'web', redirectUris: [CALLBACK], scopes: ['openid', 'offline_access', 'read'], ...more };
  return world.send('POST', CLIENTS, { body, ...(key === undefined ? {} : { key }) });
}

async function made(stage: Stage, more: Partial<NewOauthClient> = {}): Promise<CreatedOauthClient> {
  return (await register(stage, more)).json as CreatedOauthClient;
}

async function inAuthOf({ world }: Stage, text: string, values: unknown[]): Promise<void> {
  await inAuth(world.database.context.db, (tx) => tx.query({ text, values }));
}

async function statusOf({ driver }: Stage, token: string): Promise<number> {
  return (await driver.read(token)).status;
}

const PEOPLE: Attack[] = [
  {
    name: 'a token after its person left the tenant',
    expected: 'before: 200; after: 401; refresh: 400 invalid_grant',
    run: async (stage) => {
      const { driver, world, clients } = stage;
      const person = await createPerson(world, [[world.mine, 'viewer']]);
      const tokens = await driver.tokens(person, clients.web);
      const before = await statusOf(stage, tokens.access_token);
      await inAuthOf(stage, 'delete from members where person_id = $1', [person.id]);
      const after = await statusOf(stage, tokens.access_token);
      return `before: ${before}; after: ${after}; refresh: ${tokenOutcome(await driver.refresh(clients.web, tokens.refresh_token))}`;
    },
  },
  {
    name: 'a token after its person was disabled',
    expected: 'before: 200; after: 401',
    run: async (stage) => {
      const { driver, world, clients } = stage;
      const person = await createPerson(world, [[world.mine, 'viewer']]);
      const { access_token: token } = await driver.tokens(person, clients.web);
      const before = await statusOf(stage, token);
      await inAuthOf(stage, 'update people set disabled_at = now() where id = $1', [person.id]);
      return `before: ${before}; after: ${await statusOf(stage, token)}`;
    },
  },
  {
    name: 'more than the role, with a token that has the scope',
    expected: 'analyst: 200; the same person as viewer: 403',
    run: async (stage) => {
      const { driver, world } = stage;
      const client = await made(stage, { scopes: ['openid', 'admin', 'read'] });
      const person = await createPerson(world, [[world.mine, 'analyst']]);
      const { access_token: key } = await driver.tokens(person, client, 'openid admin read');
      const write = () => world.send('PUT', '/campaigns/by-a-token', { key, body: { name: 'A', spendMinor: 1, currency: 'EUR' } });
      const asAnalyst = await write();
      await inAuthOf(stage, `update members set role = 'viewer' where person_id = $1`, [person.id]);
      return `analyst: ${asAnalyst.status}; the same person as viewer: ${(await write()).status}`;
    },
  },
  {
    name: "a member of two tenants, with a token of one tenant's client",
    expected: 'acts in the tenant of the client',
    run: async (stage) => {
      const { driver, world, clients } = stage;
      const person = await createPerson(world, [
        [world.mine, 'viewer'],
        [world.theirs, 'owner'],
      ]);
      const { access_token: key } = await driver.tokens(person, clients.web);
      const { items } = (await world.send('GET', '/conversions', { key })).json as { items: { id: string }[] };
      const ids = items.map(({ id }) => id);
      return ids.includes(world.mine.conversion) && !ids.includes(world.theirs.conversion)
        ? 'acts in the tenant of the client'
        : ids.join();
    },
  },
];

const WITHDRAWAL: Attack[] = [
  {
    name: 'a token after its person took the consent back',
    expected: 'before: 200; after: 401; refresh: 400 invalid_grant; another program of the person: 200',
    run: async (stage) => {
      const { driver, world, ann, clients } = stage;
      const [tokens, other] = [await driver.tokens(ann, clients.web), await driver.tokens(ann, clients.browser)];
      const before = await statusOf(stage, tokens.access_token);
      const cookie = `earshot_session=${ann.sessionToken}`;
      await world.server.send('DELETE', `/api/v1/security/oauth-consents/${clients.web.id}`, { headers: { cookie } });
      const after = `before: ${before}; after: ${await statusOf(stage, tokens.access_token)}`;
      const refresh = tokenOutcome(await driver.refresh(clients.web, tokens.refresh_token));
      return `${after}; refresh: ${refresh}; another program of the person: ${await statusOf(stage, other.access_token)}`;
    },
  },
];

const LASTING: Attack[] = [
  {
    name: 'an access token that makes itself something lasting',
    expected: 'no API key: 403; no client: 403; no secret: 403',
    run: async (stage) => {
      const { driver, world, administrator } = stage;
      const client = await made(stage, { scopes: ['openid', 'admin', 'read'] });
      const { access_token: key } = await driver.tokens(administrator, client, 'openid admin read');
      const apiKey = await world.send('POST', '/security/api-keys', { key, body: { name: 'lasting', scopes: ['read'] } });
      const other = await register(stage, { kind: 'service', redirectUris: [], scopes: ['read'] }, key);
      const secret = await world.send('POST', `${CLIENTS}/${client.id}/secrets`, { key, body: { overlapHours: 0 } });
      return `no API key: ${apiKey.status}; no client: ${other.status}; no secret: ${secret.status}`;
    },
  },
  {
    name: 'a client from an API key with bounds of its own',
    expected: '403',
    run: async (stage) => {
      const bound = { name: 'bound', scopes: ['admin', 'read'], allowedNetworks: ['127.0.0.0/8'] };
      const { apiKey } = (await stage.world.send('POST', '/security/api-keys', { body: bound })).json as { apiKey: string };
      return String((await register(stage, { kind: 'service', redirectUris: [], scopes: ['read'] }, apiKey)).status);
    },
  },
];

const REGISTRATION: Attack[] = [
  ...[
    ['a script as address', 'javascript:alert(1)//', '/redirectUris/0'],
    ['plain http to another machine', 'http://rp.example/cb', '/redirectUris/0'],
    ['an address with a fragment', `${CALLBACK}#x`, '/redirectUris/0'],
    ['an address with a name in it', 'https://me:pw@rp.example/cb', '/redirectUris/0'],
    ['a wildcard for a host', 'https://*.rp.example/cb', '/redirectUris/0'],
  ].map(([what, uri, pointer]): Attack => ({
    name: `registering ${what}`,
    expected: `400 at ${pointer}`,
    run: async (stage) => {
      const { status, json } = await register(stage, { redirectUris: [uri] });
      return `${status} at ${(json as { errors?: { pointer: string }[] }).errors?.[0].pointer}`;
    },
  })),
  {
    name: 'registering a scope that the API key lacks',
    expected: '403',
    run: async (stage) => {
      const { status } = await register(stage, { kind: 'service', redirectUris: [], scopes: ['ingest'] }, stage.world.mine.keys.admin);
      return String(status);
    },
  },
  {
    name: 'a new secret for a client with a scope that the API key lacks',
    expected: '403, and 403 for changing where it sends people',
    run: async (stage) => {
      const { clients, world } = stage;
      const key = world.mine.keys.admin;
      const secret = await world.send('POST', `${CLIENTS}/${clients.web.id}/secrets`, { key, body: { overlapHours: 0 } });
      const change = { name: 'Mine now', redirectUris: ['https://evil.example/cb'], scopes: ['openid'] };
      const changed = await world.send('PUT', `${CLIENTS}/${clients.web.id}`, { key, body: change });
      return `${secret.status}, and ${changed.status} for changing where it sends people`;
    },
  },
  {
    name: 'registering without an account, at the protocol',
    expected: '404',
    run: async ({ driver }) => String((await driver.post('/oauth/register', {})).status),
  },
];

const SECRETS: Attack[] = [
  {
    name: 'a wrong client secret',
    expected: '401 invalid_client',
    run: async ({ driver, clients }) =>
      tokenOutcome(await driver.credentials({ ...clients.service, clientSecret: `earshot_secret_${'x'.repeat(43)}` })),
  },
  {
    name: 'an empty client secret, and none',
    expected: '400 invalid_request and 401 invalid_client',
    run: async ({ driver, clients }) => {
      const empty = tokenOutcome(await driver.credentials({ ...clients.service, clientSecret: '' }));
      const none = await driver.post('/oauth/token', { grant_type: 'client_credentials', client_id: clients.service.id });
      return `${empty} and ${tokenOutcome(none)}`;
    },
  },
  {
    name: 'the old secret after a rotation',
    expected: 'good within the overlap, 401 invalid_client after it',
    run: async (stage) => {
      const { driver, world } = stage;
      const old = await made(stage, { kind: 'service', redirectUris: [], scopes: ['read'] });
      const { json } = await world.send('POST', `${CLIENTS}/${old.id}/secrets`, { body: { overlapHours: 1 } });
      const fresh = { ...old, clientSecret: (json as { clientSecret: string }).clientSecret };
      const within = [await driver.credentials(old), await driver.credentials(fresh)];
      world.database.setNow(NOW_MS + 3_601_000);
      const after = [await driver.credentials(old), await driver.credentials(fresh)];
      world.database.setNow(NOW_MS);
      const isRight = within.every(({ status }) => status === 200) && after[1].status === 200;
      return isRight ? `good within the overlap, ${tokenOutcome(after[0])} after it` : [...within, ...after].map(tokenOutcome).join();
    },
  },
  {
    name: 'a client that was deleted',
    expected: 'its token: 401; its secret: 401 invalid_client',
    run: async (stage) => {
      const { driver, world } = stage;
      const client = await made(stage, { kind: 'service', redirectUris: [], scopes: ['read'] });
      const { access_token: token } = (await driver.credentials(client)).json;
      await world.send('DELETE', `${CLIENTS}/${client.id}`);
      return `its token: ${await statusOf(stage, token)}; its secret: ${tokenOutcome(await driver.credentials(client))}`;
    },
  },
  {
    name: 'a scope that was taken from the client',
    expected: 'its token: 200, then 403',
    run: async (stage) => {
      const { driver, world, ann } = stage;
      const client = await made(stage);
      const { access_token: token } = await driver.tokens(ann, client);
      const before = await statusOf(stage, token);
      await world.send('PUT', `${CLIENTS}/${client.id}`, { body: { name: 'Less', redirectUris: [CALLBACK], scopes: ['openid'] } });
      return `its token: ${before}, then ${await statusOf(stage, token)}`;
    },
  },
  {
    name: 'a copy of the database',
    expected: 'holds no code, token or secret, and nothing of a payload in the clear',
    run: async (stage) => {
      const { driver, ann, clients, world } = stage;
      const code = await driver.code(ann, clients.web, { scope: 'openid offline_access read', state: 'a-state-to-find' });
      const tokens = (await driver.redeem(clients.web, code)).json;
      const held = ['oauth_artifacts', 'oauth_clients', 'oauth_client_secrets', 'oauth_keys'];
      const rows = await Promise.all(held.map((table) => world.admin.query(`select to_json(t)::text as text from ${table} t`)));
      const text = rows
        .flatMap((found) => found.rows as { text: string }[])
        .map((row) => row.text)
        .join();
      const hexOf = (value: string) => Buffer.from(value).toString('hex');
      const sought = [
        code,
        tokens.access_token,
        tokens.refresh_token,
        clients.web.clientSecret ?? '',
        'a-state-to-find',
        'PRIVATE',
        '"qi"',
      ];
      const found = sought.filter((value) => text.includes(value) || text.includes(hexOf(value)));
      return found.length === 0 ? 'holds no code, token or secret, and nothing of a payload in the clear' : `${found.length} IN THE CLEAR`;
    },
  },
];

type NamedKey = JsonWebKey & { kid: string };

/** The id of the published key that signed a token; undefined when none did. */
function signerOf(token: string, keys: NamedKey[]): string | undefined {
  const [header, claims, signature] = token.split('.');
  const isSigner = (jwk: NamedKey) =>
    verify(
      'RSA-SHA256',
      Buffer.from(`${header}.${claims}`),
      createPublicKey({ key: jwk, format: 'jwk' }),
      Buffer.from(signature, 'base64url'),
    );
  return keys.find(isSigner)?.kid;
}

const KEYS: Attack[] = [
  {
    name: 'the public keys',
    expected: 'hold nothing private',
    run: async ({ world }) => {
      const { keys } = (await world.server.send('GET', '/oauth/jwks')).json as { keys: object[] };
      const isPublic = keys.length > 0 && keys.every((key) => !['d', 'p', 'q', 'k', 'qi'].some((member) => member in key));
      return isPublic ? 'hold nothing private' : JSON.stringify(keys);
    },
  },
  {
    name: 'a rotation of the signing keys',
    expected: 'what was signed before verifies, what is signed after has another key',
    run: async ({ driver, ann, clients, world }) => {
      const { context } = world.database;
      const before = (await driver.tokens(ann, clients.web)).id_token;
      world.database.setNow(NOW_MS + 1_000);
      await rotateSigningKeys(context, 'system');
      world.database.setNow(NOW_MS + 62_000);
      const after = (await driver.tokens(ann, clients.web)).id_token;
      const { keys } = (await world.server.send('GET', '/oauth/jwks')).json as { keys: NamedKey[] };
      const signers = [before, after].map((token) => signerOf(token, keys));
      world.database.setNow(NOW_MS);
      const isOther = signers.every((kid) => kid !== undefined) && signers[0] !== signers[1];
      return isOther ? 'what was signed before verifies, what is signed after has another key' : signers.join();
    },
  },
];

const TRANSPORT: Attack[] = [
  {
    name: 'a form of 1 MiB',
    expected: '400 invalid_request',
    run: async ({ driver, clients }) =>
      tokenOutcome(
        await driver.post('/oauth/token', { grant_type: 'client_credentials', x: 'x'.repeat(1 << 20) }, driver.basic(clients.service)),
      ),
  },
  {
    name: 'JSON at the token endpoint',
    expected: '400 invalid_request',
    run: async ({ world, clients, driver }) => {
      const headers = driver.basic(clients.service);
      return tokenOutcome(
        (await world.server.send('POST', '/oauth/token', { body: { grant_type: 'client_credentials' }, headers })) as never,
      );
    },
  },
  {
    name: 'an answer with tokens in a cache',
    expected: 'no-store',
    run: async ({ driver, clients }) => (await driver.credentials(clients.service)).headers.get('cache-control') ?? 'CACHED',
  },
  {
    name: 'an access token in the address',
    expected: '400 at userinfo, 401 at the API',
    run: async ({ driver, ann, clients, world }) => {
      const { access_token: token } = await driver.tokens(ann, clients.web);
      const userinfo = await world.server.send('GET', `/oauth/userinfo?access_token=${token}`);
      const read = await world.server.send('GET', `/api/v1/attribution/models?access_token=${token}`);
      return `${userinfo.status} at userinfo, ${read.status} at the API`;
    },
  },
];

export const TRUST_ATTACKS: readonly Attack[] = [...PEOPLE, ...WITHDRAWAL, ...LASTING, ...REGISTRATION, ...SECRETS, ...KEYS, ...TRANSPORT];
