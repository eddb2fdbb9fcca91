import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildOpenApi } from '../src/api/openapi-document.ts';
import { type Operation, PERMISSIONS, type Role, ROLES, type Scope, SCOPES } from '../src/tenants/authorize.ts';
import { createOauthClient } from '../src/security/oauthclients/service.ts';
import { operationsOf, type OpenApiDocument } from './documented.ts';
import { type Answer, startTestServer, type TestServer } from './http.ts';
import { addTestMember, cookieOf, createTestPerson } from './people.ts';
import { isPublic, type Request, type RouteFixture } from './route-fixture.ts';
import { methodOf, routeFixtures } from './routes.ts';
import { openWorld, type Party, type World } from './world.ts';

/** How a caller shows who it is: with a key, the session of a browser opened by one, as a member, or with an access token. */
const WAYS = ['key', 'session', 'member', 'token'] as const;
type Way = (typeof WAYS)[number];
type Headers = Record<string, string>;

/** What differs between two answers however alike they are. */
const PASSING = new Set(['date', 'ratelimit', 'ratelimit-policy', 'x-request-id', 'connection', 'keep-alive']);

const operations = operationsOf((await buildOpenApi()) as OpenApiDocument).map(([operation]) => operation);

let world: World;
let server: TestServer;
let fixtures: Map<string, RouteFixture>;
let expiredKey: string;
/** Access tokens of programs, by tenant and scopes. */
const tokens = new Map<string, string>();
/** Session cookies of members of `mine`, by role. */
let members: Record<Role, string>;
/** Of sessions, whose signing in would otherwise use up an address's requests. */
const cookies = new Map<string, string>();

async function makeExpiredKey({ admin, mine, ...made }: World): Promise<string> {
  const created = await made.send('POST', '/security/api-keys', { body: { name: 'expired', scopes: ['admin'] } });
  const { id, apiKey } = created.json as { id: string; apiKey: string };
  await admin.query(`update api_keys set expires_at = '2026-11-01', scopes = '{ingest,read,admin}' where tenant_id = $1 and id = $2`, [
    mine.tenantId,
    id,
  ]);
  return apiKey;
}

async function makeMembers({ database: { context }, mine }: World): Promise<Record<Role, string>> {
  const made = ROLES.map(async (role): Promise<[Role, string]> => {
    const person = await createTestPerson(context);
    await addTestMember(context, person, mine.tenantId, role);
    return [role, await cookieOf(context, person)];
  });
  return Object.fromEntries(await Promise.all(made)) as Record<Role, string>;
}

beforeAll(async () => {
  world = await openWorld();
  server = await startTestServer(world.database.context, { trustedProxies: ['127.0.0.1'] });
  fixtures = new Map(routeFixtures(world).map((fixture) => [fixture.operation, fixture]));
  expiredKey = await makeExpiredKey(world);
  members = await makeMembers(world);
});
afterAll(async () => {
  await server.close();
  await world.close();
});

let requests = 0;

/** Sends from an address of its own, so that no limit for one address is met. */
function send(fixture: RouteFixture, { path, body }: Request, headers: Headers = {}): Promise<Answer> {
  requests += 1;
  const address = `10.${(requests >> 16) & 255}.${(requests >> 8) & 255}.${requests & 255}`;
  return server.send(methodOf(fixture), path, { body, headers: { ...headers, 'x-forwarded-for': address } });
}

async function sessionOf(apiKey: string): Promise<string> {
  const known = cookies.get(apiKey);
  if (known !== undefined) return known;
  const answer = await world.server.send('POST', '/api/v1/security/sessions', { body: { apiKey } });
  const [cookie] = (answer.headers.get('set-cookie') ?? '').split(';');
  expect(cookie, answer.text).not.toBe('');
  cookies.set(apiKey, cookie);
  return cookie;
}

async function tokenOf({ actor, tenantId }: Party, scopes: Scope[]): Promise<string> {
  const name = `${tenantId} ${scopes.join(' ')}`;
  const known = tokens.get(name);
  if (known !== undefined) return known;
  const client = await createOauthClient(world.database.context, actor, { name: 'A service', kind: 'service', scopes, redirectUris: [] });
  const answer = await world.server.send('POST', '/oauth/token', {
    headers: {
      authorization: `Basic ${Buffer.from(`${client.id}:${client.clientSecret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: scopes.join(' ') }).toString(),
  });
  const { access_token: token } = answer.json as { access_token: string };
  expect(token, answer.text).toBeDefined();
  tokens.set(name, token);
  return token;
}

function asksForPerson({ isOwn, permission }: RouteFixture): boolean {
  return isOwn === true || (permission !== undefined && PERMISSIONS[permission].scope === null);
}

/** A credential of a tenant that may do everything, or, to a person's own account, that of a person there. */
async function credential(way: Way, party: Party, fixture: RouteFixture): Promise<Headers> {
  const { apiKey, owner } = party;
  if (way === 'member' || asksForPerson(fixture)) return { cookie: await cookieOf(world.database.context, owner) };
  if (way === 'token') return { authorization: `Bearer ${await tokenOf(party, [...SCOPES])}` };
  return way === 'key' ? { authorization: `Bearer ${apiKey}` } : { cookie: await sessionOf(apiKey) };
}

function whole({ status, headers, text }: Answer): object {
  return { status, text, headers: [...headers].filter(([name]) => !PASSING.has(name)) };
}

/** The requests of a fixture by whose id they name. */
function idsOf({ valid, absent, foreign, malformed }: RouteFixture): Partial<Record<'own' | 'theirs' | 'random' | 'malformed', Request>> {
  return {
    own: valid,
    ...(foreign && { theirs: foreign }),
    ...(absent && { random: absent }),
    ...(malformed !== undefined && { malformed: { path: malformed, body: valid.body } }),
  };
}

/** Credentials of a tenant that do not suffice for an operation: without its scope, or in another role than it asks for. */
async function weakCredentials(way: Way, operation: Operation): Promise<Headers[]> {
  const { scope: needed, roles } = PERMISSIONS[operation];
  if (way === 'member') return ROLES.filter((role) => !roles.some((one) => one === role)).map((role) => ({ cookie: members[role] }));
  const weak = SCOPES.filter((scope) => scope !== needed);
  const headers = weak.map(async (scope): Promise<Headers> => {
    if (way === 'token') return { authorization: `Bearer ${await tokenOf(world.mine, [scope])}` };
    const key = world.mine.keys[scope];
    return way === 'key' ? { authorization: `Bearer ${key}` } : { cookie: await sessionOf(key) };
  });
  return Promise.all(headers);
}

test("the administration refuses every tenant's credentials in the words it has for none", async () => {
  for (const fixture of [...fixtures.values()].filter(({ isPlatform }) => isPlatform)) {
    const anonymous = whole(await send(fixture, fixture.valid));
    expect(anonymous).toMatchObject({ status: 401 });
    for (const way of WAYS) {
      const headers = await credential(way, world.mine, fixture);
      expect(whole(await send(fixture, fixture.valid, headers)), `${fixture.operation} by ${way}`).toEqual(anonymous);
    }
  }
});

test('every operation of the OpenAPI document has a fixture, and every fixture an operation', () => {
  expect([...fixtures.keys()].toSorted()).toEqual(operations.toSorted());
});

describe.each(operations)('%s', (operation) => {
  const fixtureOf = () => fixtures.get(operation) as RouteFixture;

  test('answers who has no, an expired or a revoked credential the same, whatever the id', async () => {
    const fixture = fixtureOf();
    if (isPublic(fixture)) return;
    const anonymous = whole(await send(fixture, fixture.valid));
    expect(anonymous).toMatchObject({ status: 401 });
    const strangers: Headers[] = [{}, ...[expiredKey, world.mine.revokedKey].map((key) => ({ authorization: `Bearer ${key}` }))];
    for (const headers of [...strangers, { cookie: 'earshot_session=of-nobody' }])
      for (const [id, request] of Object.entries(idsOf(fixture)))
        expect(whole(await send(fixture, request, headers)), `${id}, ${JSON.stringify(headers)}`).toEqual(anonymous);
  });

  test.each(WAYS)('answers who may not the same for own, theirs and random ids, by %s', async (way) => {
    const fixture = fixtureOf();
    if (!fixture.permission) return;
    for (const headers of await weakCredentials(way, fixture.permission)) {
      const { own = fixture.valid, theirs, random } = idsOf(fixture);
      const refused = whole(await send(fixture, own, headers));
      expect(refused).toMatchObject({ status: 403 });
      for (const request of [theirs, random]) if (request) expect(whole(await send(fixture, request, headers))).toEqual(refused);
    }
  });

  test.each(WAYS)("answers another tenant's id exactly like a random one, by %s", async (way) => {
    const fixture = fixtureOf();
    const { theirs, random } = idsOf(fixture);
    if (!theirs || !random) return expect(fixture.isPlatform ? 'GET' : operation).not.toMatch(/^(GET|DELETE|POST) .*\{/);
    const headers = await credential(way, world.mine, fixture);
    const missing = whole(await send(fixture, random, headers));
    expect(missing).toMatchObject({ status: 404 });
    expect(whole(await send(fixture, theirs, headers))).toEqual(missing);
  });

  test.each(WAYS)("answers another tenant's credential as if my rows were not there, by %s", async (way) => {
    const fixture = fixtureOf();
    const { own, random } = idsOf(fixture);
    if (!own || !random || fixture.isShared || fixture.isPlatform) return;
    const headers = await credential(way, world.theirs, fixture);
    const missing = whole(await send(fixture, random, headers));
    expect(missing).toMatchObject({ status: 404 });
    expect(whole(await send(fixture, own, headers))).toEqual(missing);
  });

  test.each(WAYS)('refuses an id that cannot be one, by %s', async (way) => {
    const fixture = fixtureOf();
    const { malformed } = idsOf(fixture);
    if (!malformed || fixture.isPlatform) return;
    for (const party of [world.mine, world.theirs])
      expect((await send(fixture, malformed, await credential(way, party, fixture))).status).toBe(400);
  });
});

describe('what belongs to the caller', () => {
  test.each(operations)('%s lets it in, and tells nothing of another tenant', async (operation) => {
    const fixture = fixtures.get(operation) as RouteFixture;
    const sent = (await fixture.prepare?.()) ?? { headers: await credential('key', world.mine, fixture) };
    const answer = await send(fixture, { path: fixture.valid.path, body: sent.body ?? fixture.valid.body }, sent.headers);
    await fixture.undo?.();
    expect(answer.status, answer.text).toBe(fixture.status);
    for (const mark of [world.theirs.code, world.theirs.conversion]) expect(answer.text).not.toContain(mark);
  });
});
