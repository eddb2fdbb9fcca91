import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openJar } from '../../../test/browser-jar.ts';
import { NOW_MS } from '../../../test/database.ts';
import { startTestServer, type TestServer } from '../../../test/http.ts';
import { type IdentityProvider, startIdentityProvider, type Subject } from '../../../test/identity-provider.ts';
import { addTestMember, cookieOf, createTestPerson } from '../../../test/people.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { openOutbound } from '../../platform/outbound.ts';
import type { Actor } from '../../tenants/authorize.ts';
import type { NewSsoConnection, SsoConnection } from '../ssoconnections/schema.ts';
import { changeSsoConnection, createSsoConnection, deleteSsoConnection } from '../ssoconnections/service.ts';

let world: World;
let idp: IdentityProvider;
let server: TestServer;
let owner: Actor;
beforeAll(async () => {
  world = await openWorld();
  const { port } = new URL(world.server.url);
  idp = await startIdentityProvider(`http://127.0.0.1:${port}/sso/callback`);
  server = world.server;
  const { tenantId, owner: person } = world.mine;
  owner = {
    kind: 'member',
    name: `member:${person.id}`,
    tenantId,
    tier: 'enterprise',
    scopes: [],
    role: 'owner',
    personId: person.id,
    isRecent: true,
  };
});
afterAll(async () => {
  idp.close();
  await world.close();
});

let people = 0;
let settings: NewSsoConnection;
beforeEach(async () => {
  await world.admin.query('delete from sso_connections');
  people += 1;
  idp.subject = { sub: `subject-${people}`, email: `person-${people}@corp.example`, email_verified: true, name: 'Pat' };
  const { issuer, clientId, clientSecret } = idp;
  settings = {
    name: 'Corp',
    issuer,
    clientId,
    clientSecret,
    domains: ['corp.example'],
    membership: 'just_in_time',
    defaultRole: 'viewer',
    providerAsksFactor: false,
    enabled: true,
  };
});

const connect = (more: Partial<NewSsoConnection> = {}) => createSsoConnection(world.database.context, owner, { ...settings, ...more });

/** Follows the whole way in one browser: out to the provider, through it, and back. */
async function signIn(start: string, jar = openJar(), tamper: (callback: URL) => void = () => undefined) {
  let answer = await jar.visit(start);
  for (let step = 0; answer.location !== undefined && step < 8; step += 1) {
    const next = new URL(answer.location, step === 0 ? start : answer.location.startsWith('/') ? idp.issuer : answer.location);
    if (next.pathname === '/sso/callback') {
      tamper(next);
      const arrived = await jar.visit(next.href, { isCrossSite: true });
      return { arrived, callback: next, jar };
    }
    answer = await jar.visit(next.href);
  }
  return { arrived: answer, callback: undefined, jar };
}

const startOf = ({ id }: SsoConnection, next = '') => `${server.url}/sso/start/${id}${next}`;
const ask = async (jar: ReturnType<typeof openJar>, path: string) => {
  const { status, text } = await jar.visit(`${server.url}/api/v1${path}`);
  return { status, json: JSON.parse(text) as Record<string, unknown> };
};

async function memberRole(email: string): Promise<string | undefined> {
  const { rows } = await world.admin.query<{ role: string }>('select role from members where tenant_id = $1 and email = $2', [
    world.mine.tenantId,
    email,
  ]);
  return rows[0]?.role;
}

describe("signing in through a tenant's own provider", () => {
  test('makes whoever it vouches for a member, with PKCE, state and nonce, and goes on to where they wanted', async () => {
    const { arrived, jar } = await signIn(startOf(await connect(), '?next=%2Fcompare%3Fx%3D1'));
    expect(arrived).toMatchObject({ status: 303, location: '/compare?x=1' });
    expect(Object.fromEntries(idp.asked)).toMatchObject({
      response_type: 'code',
      scope: 'openid email profile',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
      state: expect.stringMatching(/^[\w-]{43}$/) as string,
      nonce: expect.stringMatching(/^[\w-]{43}$/) as string,
    });
    const session = await ask(jar, '/security/sessions/current');
    expect(session.json).toMatchObject({ signedIn: true, role: 'viewer', person: { email: idp.subject.email }, needs: null });
    expect((await ask(jar, '/attribution/models')).status).toBe(200);
    expect(await memberRole(idp.subject.email)).toBe('viewer');
    expect((await world.auditOf(world.mine)).at(-1)).toMatchObject({
      action: 'member.add',
      actor: expect.stringMatching(/^sso_connection:/) as string,
    });
  });

  test('is offered again to the browser it signed in, once that is signed out, while the connection lets people in', async () => {
    const connection = await connect();
    const { jar } = await signIn(startOf(connection));
    const offered = async () => (await ask(jar, '/security/sessions/current')).json.organisation;
    expect(await offered()).toBeNull();
    expect((await jar.visit(`${server.url}/api/v1/security/sessions/current`, { method: 'DELETE' })).status).toBe(204);
    expect(await offered()).toEqual({ name: 'Corp', path: `/sso/start/${connection.id}` });
    expect((await ask(openJar(), '/security/sessions/current')).json.organisation).toBeNull();
    const forged = openJar();
    forged.set('earshot_organisation', 'no id', 'strict');
    expect(await ask(forged, '/security/sessions/current')).toMatchObject({ status: 200, json: { organisation: null } });
    await changeSsoConnection(world.database.context, owner, connection.id, { ...settings, enabled: false });
    expect(await offered()).toBeNull();
  });

  test('knows a person again by what the provider calls them, whatever their address is by then', async () => {
    const connection = await connect();
    const first = await ask((await signIn(startOf(connection))).jar, '/security/sessions/current');
    idp.subject = { ...idp.subject, email: `renamed-${people}@corp.example` };
    const second = await ask((await signIn(startOf(connection))).jar, '/security/sessions/current');
    expect((second.json.person as { id: string }).id).toBe((first.json.person as { id: string }).id);
  });

  test('lets members alone in where the connection says so', async () => {
    const connection = await connect({ membership: 'members_only' });
    const stranger = await signIn(startOf(connection));
    expect(stranger.arrived).toMatchObject({ status: 403, text: expect.stringContaining('You are no member') as string });
    const person = await createTestPerson(world.database.context);
    await addTestMember(world.database.context, person, world.mine.tenantId, 'analyst');
    idp.subject = { ...idp.subject, email: person.email };
    const domain = person.email.split('@')[1];
    const member = await signIn(startOf(await connect({ membership: 'members_only', domains: [domain] })));
    expect((await ask(member.jar, '/security/sessions/current')).json).toMatchObject({ role: 'analyst', person: { id: person.id } });
  });

  test('does not bring back a member who was removed', async () => {
    const connection = await connect();
    await signIn(startOf(connection));
    await world.admin.query('delete from members where email = $1', [idp.subject.email]);
    expect((await signIn(startOf(connection))).arrived.status).toBe(403);
    expect(await memberRole(idp.subject.email)).toBeUndefined();
  });

  test.each<[string, Partial<Subject>]>([
    ['does not say to be verified', { email_verified: false }],
    ['says nothing about', { email_verified: undefined }],
    ['lies outside the domains of the connection', { email: 'person@elsewhere.example' }],
    ['only ends like a domain of the connection', { email: 'person@evilcorp.example' }],
  ])('is refused for an address that the provider %s', async (_, more) => {
    const subject = { ...idp.subject, ...more };
    idp.subject = subject;
    expect((await signIn(startOf(await connect()))).arrived.status).toBe(403);
    expect(await memberRole(subject.email)).toBeUndefined();
  });

  test('reaches neither another tenant of the person nor their account here: a provider speaks for its own tenant alone', async () => {
    const { context } = world.database;
    const person = await createTestPerson(context);
    await addTestMember(context, person, world.theirs.tenantId, 'owner');
    await addTestMember(context, person, world.mine.tenantId, 'viewer');
    idp.subject = { ...idp.subject, email: person.email };
    const { jar, arrived } = await signIn(startOf(await connect({ domains: [person.email.split('@')[1]] })));
    expect(arrived.status).toBe(303);
    const { items } = (await ask(jar, '/conversions')).json as { items: { id: string }[] };
    expect(items.map(({ id }) => id)).toContain(world.mine.conversion);
    expect(items.map(({ id }) => id)).not.toContain(world.theirs.conversion);
    expect((await ask(jar, '/security/people/me')).status).toBe(403);
    const moved = world.admin.query('update sessions set acting_tenant_id = null where person_id = $1', [person.id]);
    await expect(moved).rejects.toThrow(/sessions_of_sso/);
  });

  test('draws nobody in who has an account here: they are invited once, and come in when they have accepted', async () => {
    const { context } = world.database;
    const person = await createTestPerson(context);
    await addTestMember(context, person, world.theirs.tenantId, 'owner');
    idp.subject = { ...idp.subject, email: person.email };
    const connection = await connect({ domains: [person.email.split('@')[1]] });
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const { arrived, jar } = await signIn(startOf(connection));
      expect(arrived).toMatchObject({ status: 403, text: expect.stringContaining('Accept the invitation') as string });
      expect((await ask(jar, '/security/sessions/current')).json).toMatchObject({ signedIn: false });
    }
    expect(await memberRole(person.email)).toBeUndefined();
    const mails = (await world.database.mails()).filter(({ to }) => to === person.email);
    expect(mails).toHaveLength(1);
    const token = /#([\w-]{43})/.exec(mails[0].text)?.[1];
    const headers = { cookie: await cookieOf(context, person) };
    const accepted = await world.server.send('POST', '/api/v1/invitations/accept', { headers, body: { token } });
    expect(accepted.status, accepted.text).toBeLessThan(300);
    const { jar } = await signIn(startOf(connection));
    expect((await ask(jar, '/security/sessions/current')).json).toMatchObject({ role: 'viewer', person: { id: person.id } });
  });

  test('does not decide where its person arrives by their own password', async () => {
    const { context } = world.database;
    const person = await createTestPerson(context);
    await addTestMember(context, person, world.theirs.tenantId, 'owner');
    await addTestMember(context, person, world.mine.tenantId, 'viewer');
    idp.subject = { ...idp.subject, email: person.email };
    await signIn(startOf(await connect({ domains: [person.email.split('@')[1]] })));
    const headers = { cookie: await cookieOf(context, person) };
    const session = await world.server.send('GET', '/api/v1/security/sessions/current', { headers });
    expect(session.json).toMatchObject({ tenant: { slug: world.theirs.slug }, role: 'owner' });
  });

  test('ends when the connection is disabled or deleted', async () => {
    const { context } = world.database;
    for (const end of [
      ({ id }: SsoConnection) => changeSsoConnection(context, owner, id, { ...settings, clientSecret: undefined, enabled: false }),
      ({ id }: SsoConnection) => deleteSsoConnection(context, owner, id),
    ]) {
      const connection = await connect();
      const { jar } = await signIn(startOf(connection));
      expect((await ask(jar, '/attribution/models')).status).toBe(200);
      await end(connection);
      expect((await ask(jar, '/attribution/models')).status).toBe(401);
      expect((await signIn(startOf(connection))).arrived.status).toBe(404);
    }
  });

  test('opens nothing where the tenant asks for a second factor, unless the provider asks for one', async () => {
    await world.admin.query('update tenants set mfa_required = true where tenant_id = $1', [world.mine.tenantId]);
    try {
      const without = await signIn(startOf(await connect()));
      expect((await ask(without.jar, '/attribution/models')).status).toBe(403);
      const by = await signIn(startOf(await connect({ providerAsksFactor: true })));
      expect((await ask(by.jar, '/attribution/models')).status).toBe(200);
    } finally {
      await world.admin.query('update tenants set mfa_required = false where tenant_id = $1', [world.mine.tenantId]);
    }
  });
});

describe('an answer of a provider', () => {
  test.each<[string, (callback: URL) => void]>([
    ['with another state', (callback) => callback.searchParams.set('state', 'x'.repeat(43))],
    ['without a state', (callback) => callback.searchParams.delete('state')],
    ['with a code made up', (callback) => callback.searchParams.set('code', 'x'.repeat(43))],
    ['of another issuer (mix-up)', (callback) => callback.searchParams.set('iss', 'https://evil.example')],
    ['without its issuer, which it says it sends', (callback) => callback.searchParams.delete('iss')],
    ['that is an error', (callback) => callback.searchParams.set('error', 'access_denied')],
  ])('%s signs nobody in', async (_, tamper) => {
    const { arrived, jar } = await signIn(startOf(await connect()), openJar(), tamper);
    expect(arrived.status).toBe(403);
    expect(arrived.text).toContain('egin again');
    expect((await ask(jar, '/security/sessions/current')).json).toMatchObject({ signedIn: false });
  });

  test('counts once, in the browser that asked for it, within ten minutes', async () => {
    const connection = await connect();
    const { callback, jar } = await signIn(startOf(connection));
    expect((await jar.visit(callback?.href ?? '')).status).toBe(403);
    const victim = openJar();
    await victim.visit(startOf(connection));
    const attack = await signIn(startOf(connection), openJar(), (address) => address.searchParams.append('held', 'back'));
    expect((await victim.visit(attack.callback?.href ?? '')).status).toBe(403);
    const late = await signIn(startOf(connection), openJar(), () => world.database.setNow(NOW_MS + 601_000));
    world.database.setNow(NOW_MS);
    expect(late.arrived.status).toBe(403);
  });

  test('that is refused is told to the tenant', async () => {
    const { id } = await connect();
    await signIn(`${server.url}/sso/start/${id}`, openJar(), (callback) => callback.searchParams.set('code', 'wrong'));
    const { rows } = await world.admin.query(`select kind from security_events where actor = $1`, [`sso_connection:${id}`]);
    expect(rows).toEqual([{ kind: 'sign_in_failed' }]);
  });
});

test.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'compare', '/sso/start'])(
  'nobody is sent on to %s',
  async (next) => {
    const { arrived } = await signIn(startOf(await connect(), `?next=${encodeURIComponent(next)}`));
    expect(arrived).toMatchObject({ status: 303, location: '/' });
  },
);

test.each([
  ['what stands beside the server', 'http://127.0.0.1:1/'],
  ['a name for it', 'http://localhost:1/'],
  ['an address of a private network', 'https://10.0.0.1/'],
  ['the metadata service of a cloud', 'http://169.254.169.254/'],
])('a provider at %s is not called', async (_, issuer) => {
  const { context } = world.database;
  const closed = await startTestServer({ ...context, outbound: openOutbound() });
  try {
    const { id } = await connect({ issuer });
    const answer = await openJar().visit(`${closed.url}/sso/start/${id}`);
    expect(answer).toMatchObject({ status: 503, text: expect.stringContaining('does not answer as it should') as string });
  } finally {
    await closed.close();
  }
});

test('an address without a connection, or of one that is not there, leads nowhere', async () => {
  for (const path of ['/sso/start', '/sso/start/nothing', '/sso/start/01a213e7-890d-7f87-9b32-3881f0d89edc', '/sso/callback'])
    expect([403, 404]).toContain((await openJar().visit(server.url + path)).status);
});

describe("signing in through the operator's provider", () => {
  async function operated() {
    const { issuer, clientId, clientSecret } = idp;
    return startTestServer(world.database.context, { operatorProvider: { issuer, clientId, clientSecret }, publicUrl: world.server.url });
  }

  /** The provider knows the address of one server, which here stands for both. */
  async function arrive(at: TestServer) {
    const jar = openJar();
    let answer = await jar.visit(`${at.url}/sso/start`);
    for (let step = 0; step < 6; step += 1) {
      const next = new URL(answer.location ?? '', idp.issuer);
      if (next.pathname === '/sso/callback')
        return { jar, answer: await jar.visit(`${at.url}${next.pathname}${next.search}`, { isCrossSite: true }) };
      answer = await jar.visit(next.href);
    }
    throw new Error('it never came back');
  }

  test('gives a person the session they would have by their password, and lets in nobody who is not here', async () => {
    const at = await operated();
    try {
      const doors = await at.send('GET', '/api/v1/security/sessions/current');
      expect(doors.json).toMatchObject({ signedIn: false, providerAvailable: true });
      expect((await arrive(at)).answer).toMatchObject({ status: 403, text: expect.stringContaining('no account here') as string });
      const person = await createTestPerson(world.database.context);
      await addTestMember(world.database.context, person, world.mine.tenantId, 'analyst');
      idp.subject = { ...idp.subject, sub: `known-${people}`, email: person.email };
      const { answer, jar } = await arrive(at);
      expect(answer).toMatchObject({ status: 303, location: '/' });
      expect((await ask(jar, '/security/people/me')).json).toMatchObject({ id: person.id });
    } finally {
      await at.close();
    }
  });
});
