import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, startTestServer, type TestServer } from '../../../test/http.ts';
import { addTestMember, BROWSER, cookieOf, createTestPerson, idOfSession } from '../../../test/people.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { inAuth } from '../../platform/tenant-door.ts';
import type { CreatedApiKey } from '../apikeys/schema.ts';
import { hashApiKey } from '../apikeys/rules.ts';
import { startPersonSessionIn } from './service.ts';
import type { OwnSession } from './schema.ts';

let world: World;
let demo: TestServer;
beforeAll(async () => {
  world = await openWorld();
  demo = await startTestServer(world.database.context, { demoKey: world.theirs.keys.read, secure: true });
});
afterAll(async () => {
  await demo.close();
  await world.close();
});

const SESSIONS = '/api/v1/security/sessions';
const STATUS = '/api/v1/attribution/status';
const HOUR_MS = 3_600_000;

const signIn = (body: unknown, server = world.server) => server.send('POST', SESSIONS, { body });
const withCookie = (path: string, token: string, server = world.server) =>
  server.send('GET', path, { headers: { cookie: `${server === demo ? '__Host-' : ''}earshot_session=${token}` } });

function cookieIn(answer: Answer): { name: string; token: string; attributes: string[] } {
  const [pair, ...attributes] = (answer.headers.get('set-cookie') ?? '').split('; ');
  const [name, token] = pair.split('=');
  return { name, token, attributes };
}

async function atTime<Result>(ms: number, work: () => Promise<Result>): Promise<Result> {
  const now = world.database.context.clock();
  world.database.setNow(ms);
  try {
    return await work();
  } finally {
    world.database.setNow(now);
  }
}

describe('a browser opened with an API key', () => {
  test('can do what the key can, and says whose it is', async () => {
    const answer = await signIn({ apiKey: world.mine.keys.read });
    expect(answer).toMatchObject({ status: 201, json: { tenant: { slug: world.mine.slug }, scopes: ['read'], person: null, needs: null } });
    const { token } = cookieIn(answer);
    expect((await withCookie(STATUS, token)).status).toBe(200);
    expect((await withCookie('/api/v1/security/api-keys', token)).status).toBe(403);
    expect((await withCookie(`${SESSIONS}/current`, token)).json).toEqual({
      signedIn: true,
      demoAvailable: false,
      providerAvailable: false,
      organisation: null,
      tenant: (answer.json as { tenant: object }).tenant,
      scopes: ['read'],
      person: null,
      role: null,
      needs: null,
    });
  });

  test('carries its session in a cookie that scripts and other sites cannot use, and over https only where there is https', async () => {
    const { attributes } = cookieIn(await signIn({ apiKey: world.mine.apiKey }));
    expect(attributes).toEqual(expect.arrayContaining(['HttpOnly', 'SameSite=Strict', 'Path=/']));
    expect(attributes.find((one) => one.startsWith('Expires='))).toBe(
      `Expires=${new Date(world.database.context.clock() + 12 * HOUR_MS).toUTCString()}`,
    );
    expect(attributes).not.toContain('Secure');
    expect(attributes.some((one) => one.startsWith('Domain'))).toBe(false);
    const overHttps = cookieIn(await signIn({ apiKey: world.mine.apiKey }, demo));
    expect(overHttps.attributes).toEqual(expect.arrayContaining(['Secure', 'Path=/']));
    expect(overHttps.attributes.some((one) => one.startsWith('Domain'))).toBe(false);
  });

  test('over https has a cookie whose name no other host can set, and goes by no other', async () => {
    const started = cookieIn(await signIn({ apiKey: world.mine.apiKey }, demo));
    expect(started.name).toBe('__Host-earshot_session');
    const send = (name: string) => demo.send('GET', STATUS, { headers: { cookie: `${name}=${started.token}` } });
    expect([(await send('__Host-earshot_session')).status, (await send('earshot_session')).status]).toEqual([200, 401]);
    expect(cookieIn(await demo.send('DELETE', `${SESSIONS}/current`))).toMatchObject({ name: '__Host-earshot_session', token: '' });
  });

  test('holds a token of 256 bits of which the database has the hash alone', async () => {
    const { token } = cookieIn(await signIn({ apiKey: world.mine.apiKey }));
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    const { rows } = await world.admin.query<{ kept: string }>('select string_agg(s::text, chr(10)) as kept from sessions s');
    expect(rows[0].kept).not.toContain(token);
    expect(rows[0].kept).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
    expect(rows[0].kept).not.toContain(world.mine.apiKey);
  });

  test('of an unknown, changed, cut off or empty token is refused in the words of a missing key', async () => {
    const { token } = cookieIn(await signIn({ apiKey: world.mine.apiKey }));
    const { text } = await world.server.send('GET', STATUS);
    const other = `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`;
    for (const forged of [
      other,
      hashApiKey(world.mine.apiKey).toString('base64url'),
      token.slice(0, -4),
      '',
      'x',
      '%zz',
      'a'.repeat(4_000),
    ]) {
      expect(await withCookie(STATUS, forged), forged).toMatchObject({ status: 401, text });
      expect((await withCookie(`${SESSIONS}/current`, forged)).json).toMatchObject({ signedIn: false, tenant: null, scopes: [] });
    }
  });

  test('is over after 12 hours, to the millisecond', async () => {
    const now = world.database.context.clock();
    const { token } = cookieIn(await signIn({ apiKey: world.mine.apiKey }));
    expect((await atTime(now + 12 * HOUR_MS - 1, () => withCookie(STATUS, token))).status).toBe(200);
    expect((await atTime(now + 12 * HOUR_MS, () => withCookie(STATUS, token))).status).toBe(401);
  });

  test('ends with its key', async () => {
    const created = await world.send('POST', '/security/api-keys', { body: { name: 'browser', scopes: ['read'] } });
    const { id, apiKey } = created.json as CreatedApiKey;
    const { token } = cookieIn(await signIn({ apiKey }));
    expect((await withCookie(STATUS, token)).status).toBe(200);
    await world.send('DELETE', `/security/api-keys/${id}`);
    expect((await withCookie(STATUS, token)).status).toBe(401);
    expect((await signIn({ apiKey })).status).toBe(401);
  });

  test('gives way to an Authorization header, even one that is refused', async () => {
    const { token } = cookieIn(await signIn({ apiKey: world.mine.apiKey }));
    const answer = await world.server.send('GET', STATUS, { key: 'x', headers: { cookie: `earshot_session=${token}` } });
    expect(answer.status).toBe(401);
  });

  test.each([
    ['an unknown key', { apiKey: 'earshot_live_000000000000000000000000000000000000' }, 401],
    ['no key', {}, 400],
    ['an empty key', { apiKey: '' }, 400],
    ['a key that is far too long', { apiKey: 'x'.repeat(201) }, 400],
    ['a key that is a number', { apiKey: 1 }, 400],
    ['a key and the demo', { apiKey: 'x', demo: true }, 400],
    ['4 KiB and a byte', ' '.repeat(4_096 + 1), 413],
    ['4 KiB of nothing', `{}${' '.repeat(4_096 - 2)}`, 400],
  ])('is not opened by %s', async (_, body, status) => {
    const answer = await signIn(body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('set-cookie')).toBeNull();
  });
});

describe('signing out', () => {
  test('ends the session itself, not only the cookie', async () => {
    const { token } = cookieIn(await signIn({ apiKey: world.mine.apiKey }));
    const answer = await world.server.send('DELETE', `${SESSIONS}/current`, { headers: { cookie: `earshot_session=${token}` } });
    expect(answer.status).toBe(204);
    expect(cookieIn(answer)).toMatchObject({
      token: '',
      attributes: expect.arrayContaining(['Path=/', 'HttpOnly', 'SameSite=Strict']) as string[],
    });
    expect(answer.headers.get('set-cookie')).toMatch(/Expires=Thu, 01 Jan 1970/);
    expect((await withCookie(STATUS, token)).status).toBe(401);
  });

  test('is recorded for a person, and does nothing twice', async () => {
    const cookie = await cookieOf(world.database.context, world.mine.owner);
    const leave = () => world.server.send('DELETE', `${SESSIONS}/current`, { headers: { cookie } });
    expect((await leave()).status).toBe(204);
    const audit = await world.platformAudit();
    expect(audit.at(-1)).toEqual({ actor: `person:${world.mine.owner.id}`, action: 'person.sign_out', target: world.mine.owner.id });
    expect((await leave()).status).toBe(204);
    expect(await world.platformAudit()).toEqual(audit);
  });
});

describe("a person's session", () => {
  test('is over after an hour without a request, and after a day whatever happens', async () => {
    const now = world.database.context.clock();
    const headers = { cookie: await cookieOf(world.database.context, world.mine.owner) };
    const ask = () => world.server.send('GET', STATUS, { headers });
    for (let hour = 0; hour < 25; hour += 0.9) {
      const answer = await atTime(now + hour * HOUR_MS, ask);
      expect(answer.status, `after ${hour} hours`).toBe(hour < 24 ? 200 : 401);
    }
    const idle = { cookie: await cookieOf(world.database.context, world.mine.owner) };
    expect((await atTime(now + HOUR_MS - 1, () => world.server.send('GET', STATUS, { headers: idle }))).status).toBe(200);
    const forgotten = { cookie: await cookieOf(world.database.context, world.mine.owner) };
    expect((await atTime(now + HOUR_MS, () => world.server.send('GET', STATUS, { headers: forgotten }))).status).toBe(401);
  });

  test('is listed with its browser and last use, to that person alone', async () => {
    const { context } = world.database;
    const person = await createTestPerson(context);
    const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';
    await inAuth(context.db, (tx) =>
      startPersonSessionIn(context, tx, { person, isVerified: true }, { ...BROWSER, userAgent: firefox, address: '203.0.113.77' }),
    );
    const pending = await cookieOf(context, person, 'pending');
    const cookie = await cookieOf(context, person);
    const { json } = await world.server.send('GET', SESSIONS, { headers: { cookie } });
    const { items } = json as { items: OwnSession[] };
    expect(items).toHaveLength(2);
    const now = new Date(context.clock()).toISOString();
    expect(items.find(({ current }) => !current)).toMatchObject({
      device: 'Firefox on Windows',
      network: '203.0.113.0/24',
      lastSeenAt: now,
    });
    expect(items.map(({ id }) => id)).not.toContain(await idOfSession(context, pending));
  });

  test('is ended by its person from another browser at once: one, or all others', async () => {
    const { context } = world.database;
    const person = await createTestPerson(context);
    await addTestMember(context, person, world.mine.tenantId, 'viewer');
    const [one, two, three] = [await cookieOf(context, person), await cookieOf(context, person), await cookieOf(context, person)];
    const me = async (cookie: string) => (await world.server.send('GET', '/api/v1/security/people/me', { headers: { cookie } })).status;
    const id = await idOfSession(context, two);
    expect((await world.server.send('DELETE', `${SESSIONS}/${id}`, { headers: { cookie: one } })).status).toBe(204);
    expect([await me(one), await me(two), await me(three)]).toEqual([200, 401, 200]);
    expect((await world.server.send('DELETE', `${SESSIONS}/${id}`, { headers: { cookie: one } })).status).toBe(404);
    expect((await world.server.send('DELETE', SESSIONS, { headers: { cookie: one } })).status).toBe(204);
    expect([await me(one), await me(three)]).toEqual([200, 401]);
    const text = `select detail from security_events where kind = 'sessions_revoked' and actor = $1 order by occurred_at, id`;
    const { rows } = await world.admin.query<{ detail: unknown }>(text, [`person:${person.id}`]);
    expect(rows.map(({ detail }) => detail)).toEqual([{ ended: 1 }, { ended: 1 }]);
  });

  test('acts in its tenant with the role its person has there now', async () => {
    const { context } = world.database;
    const cookie = await cookieOf(context, world.mine.owner);
    const ask = (path: string) => world.server.send('GET', path, { headers: { cookie } });
    expect((await ask(`${SESSIONS}/current`)).json).toMatchObject({ signedIn: true, tenant: { slug: world.mine.slug }, role: 'owner' });
    expect((await ask('/api/v1/security/api-keys')).status).toBe(200);
    const set = (role: string) => world.admin.query('update members set role = $1 where person_id = $2', [role, world.mine.owner.id]);
    await set('viewer');
    expect([(await ask('/api/v1/security/api-keys')).status, (await ask(STATUS)).status]).toEqual([403, 200]);
    await set('owner');
  });

  test('reaches nothing of a tenant its person has left, and says so', async () => {
    const { context } = world.database;
    const cookie = await cookieOf(context, await createTestPerson(context));
    const answer = await world.server.send('GET', STATUS, { headers: { cookie } });
    expect(answer).toMatchObject({ status: 403, json: { code: 'forbidden', needs: 'tenant' } });
    const current = await world.server.send('GET', `${SESSIONS}/current`, { headers: { cookie } });
    expect(current.json).toMatchObject({ signedIn: true, tenant: null, role: null, needs: 'tenant', scopes: [] });
  });

  test('of a person who was disabled is refused', async () => {
    const person = await createTestPerson(world.database.context);
    const cookie = await cookieOf(world.database.context, person);
    await world.admin.query('update people set disabled_at = now() where id = $1', [person.id]);
    expect((await world.server.send('GET', '/api/v1/security/people/me', { headers: { cookie } })).status).toBe(401);
  });
});

describe('a page of another site', () => {
  const cases: [string, Record<string, string>][] = [
    ['which the browser calls cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['on another host of the same site', { 'sec-fetch-site': 'same-site' }],
    ['which an older browser names by its origin', { origin: 'https://evil.example' }],
    ['without an origin, as in a sandbox', { origin: 'null' }],
  ];

  test.each(cases)('%s can neither sign a browser in nor act with its session', async (_, headers) => {
    const cookie = await cookieOf(world.database.context, world.mine.owner);
    const forged = await world.server.send('POST', SESSIONS, { headers, body: { apiKey: world.mine.apiKey } });
    expect([forged.status, forged.headers.get('set-cookie')]).toEqual([403, null]);
    const acting = await world.server.send('DELETE', SESSIONS, { headers: { ...headers, cookie } });
    expect(acting).toMatchObject({ status: 403, json: { code: 'forbidden' } });
    expect((await world.server.send('DELETE', `${SESSIONS}/current`, { headers: { ...headers, cookie } })).status).toBe(403);
    expect((await world.server.send('GET', STATUS, { headers: { cookie } })).status).toBe(200);
  });

  test('is told from our own, and from programs', async () => {
    const { host } = new URL(world.server.url);
    for (const headers of [
      { 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'none' },
      { origin: `http://${host}` },
      { origin: 'https://earshot.example' },
      {},
    ])
      expect(
        (await world.server.send('POST', SESSIONS, { headers: headers as Record<string, string>, body: { apiKey: world.mine.apiKey } }))
          .status,
      ).toBe(201);
  });
});

test('a sign-in that is too large is told so, and what is sent to an address where there is nothing is not read', async () => {
  const body = JSON.stringify({ apiKey: 'x'.repeat(5_000) });
  expect((await signIn(body)).json).toMatchObject({
    code: 'too_large',
    detail: 'The body is larger than 4 KiB; send only what this address takes.',
  });
  expect((await world.server.send('DELETE', `${SESSIONS}/current`, { body })).status).toBe(413);
  expect((await world.server.send('POST', '/api/v1/nothing', { body: '{"broken' })).status).toBe(404);
});

describe('the demo', () => {
  test('is not there unless the installation has one', async () => {
    const answer = await signIn({ demo: true });
    expect(answer).toMatchObject({ status: 404, json: { code: 'not_found', detail: expect.stringContaining('has no demo') as string } });
    expect((await signIn({ demo: false })).status).toBe(400);
  });

  test('is open to anybody, for reading alone', async () => {
    expect((await demo.send('GET', `${SESSIONS}/current`)).json).toMatchObject({ signedIn: false, demoAvailable: true });
    const answer = await signIn({ demo: true }, demo);
    expect(answer).toMatchObject({ status: 201, json: { scopes: ['read'], tenant: { slug: world.theirs.slug } } });
    const { token } = cookieIn(answer);
    expect((await withCookie(STATUS, token, demo)).status).toBe(200);
    expect((await withCookie('/api/v1/security/api-keys', token, demo)).status).toBe(403);
  });
});
