import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, startTestServer, type TestServer } from '../../../test/http.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { deriveKey } from '../../platform/sealing.ts';
import type { CreatedApiKey } from '../apikeys/schema.ts';
import { hashApiKey } from '../apikeys/rules.ts';
import { sealSession } from './rules.ts';

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

const signIn = (body: unknown, server = world.server) => server.send('POST', SESSIONS, { body });
const withCookie = (path: string, token: string, server = world.server) =>
  server.send('GET', path, { headers: { cookie: `${server === demo ? '__Host-' : ''}earshot_session=${token}` } });

function cookieOf(answer: Answer): { name: string; token: string; attributes: string[] } {
  const [pair, ...attributes] = (answer.headers.get('set-cookie') ?? '').split('; ');
  const [name, token] = pair.split('=');
  return { name, token, attributes };
}

describe('a session', () => {
  test('is started by an API key, can do what the key can, and says whose it is', async () => {
    const answer = await signIn({ apiKey: world.mine.keys.read });
    expect(answer).toMatchObject({ status: 201, json: { tenant: { slug: world.mine.slug }, scopes: ['read'] } });
    const { token } = cookieOf(answer);
    expect((await withCookie(STATUS, token)).status).toBe(200);
    expect((await withCookie('/api/v1/security/api-keys', token)).status).toBe(403);
    const current = await withCookie(`${SESSIONS}/current`, token);
    expect(current.json).toEqual({
      signedIn: true,
      demoAvailable: false,
      tenant: (answer.json as { tenant: object }).tenant,
      scopes: ['read'],
    });
  });

  test('lives in a cookie that scripts and other sites cannot use, and over https only where there is https', async () => {
    const { attributes } = cookieOf(await signIn({ apiKey: world.mine.apiKey }));
    expect(attributes).toEqual(expect.arrayContaining(['HttpOnly', 'SameSite=Strict', 'Path=/']));
    expect(attributes.find((one) => one.startsWith('Expires='))).toBe(
      `Expires=${new Date(world.database.context.clock() + 12 * 3_600_000).toUTCString()}`,
    );
    expect(attributes).not.toContain('Secure');
    expect(attributes.some((one) => one.startsWith('Domain'))).toBe(false);
    const overHttps = cookieOf(await signIn({ apiKey: world.mine.apiKey }, demo));
    expect(overHttps.attributes).toEqual(expect.arrayContaining(['Secure', 'Path=/']));
    expect(overHttps.attributes.some((one) => one.startsWith('Domain'))).toBe(false);
  });

  test('over https has a name that no other host can set, and goes by no other', async () => {
    const started = cookieOf(await signIn({ apiKey: world.mine.apiKey }, demo));
    expect(started.name).toBe('__Host-earshot_session');
    const send = (name: string) => demo.send('GET', STATUS, { headers: { cookie: `${name}=${started.token}` } });
    expect([(await send('__Host-earshot_session')).status, (await send('earshot_session')).status]).toEqual([200, 401]);
    expect(cookieOf(await demo.send('DELETE', `${SESSIONS}/current`))).toMatchObject({ name: '__Host-earshot_session', token: '' });
  });

  test('holds nothing that can be read or changed', async () => {
    const { token } = cookieOf(await signIn({ apiKey: world.mine.apiKey }));
    const bytes = Buffer.from(token, 'base64url');
    expect(bytes.includes(hashApiKey(world.mine.apiKey))).toBe(false);
    for (let place = 0; place < bytes.length; place += 1) {
      const forged = Buffer.from(bytes);
      forged[place] ^= 1;
      expect((await withCookie(STATUS, forged.toString('base64url'))).status).toBe(401);
    }
  });

  test('of another installation, of nobody, cut off or left empty is refused in the words of a missing key', async () => {
    const { clock, sealingKey } = world.database.context;
    const hash = hashApiKey(world.mine.apiKey);
    const foreign = sealSession(deriveKey('another secret', 'sealing'), hash, clock() + 1_000);
    const unknown = sealSession(sealingKey, Buffer.alloc(32), clock() + 1_000);
    const genuine = sealSession(sealingKey, hash, clock() + 1_000);
    expect((await withCookie(STATUS, genuine)).status).toBe(200);
    const { text } = await world.server.send('GET', STATUS);
    for (const token of [foreign, unknown, genuine.slice(0, -4), '', 'x', '%zz', 'a'.repeat(4_000)]) {
      expect(await withCookie(STATUS, token), token).toMatchObject({ status: 401, text });
      expect((await withCookie(`${SESSIONS}/current`, token)).json).toMatchObject({ signedIn: false, tenant: null, scopes: [] });
    }
  });

  test('is over after 12 hours, to the millisecond', async () => {
    const { database } = world;
    const now = database.context.clock();
    const { token } = cookieOf(await signIn({ apiKey: world.mine.apiKey }));
    database.setNow(now + 12 * 3_600_000 - 1);
    expect((await withCookie(STATUS, token)).status).toBe(200);
    database.setNow(now + 12 * 3_600_000);
    expect((await withCookie(STATUS, token)).status).toBe(401);
    database.setNow(now);
  });

  test('ends with its key', async () => {
    const created = await world.send('POST', '/security/api-keys', { body: { name: 'browser', scopes: ['read'] } });
    const { id, apiKey } = created.json as CreatedApiKey;
    const { token } = cookieOf(await signIn({ apiKey }));
    expect((await withCookie(STATUS, token)).status).toBe(200);
    await world.send('DELETE', `/security/api-keys/${id}`);
    expect((await withCookie(STATUS, token)).status).toBe(401);
    expect((await signIn({ apiKey })).status).toBe(401);
  });

  test('is forgotten by the browser that signs out', async () => {
    const answer = await world.server.send('DELETE', `${SESSIONS}/current`);
    expect(answer.status).toBe(204);
    expect(cookieOf(answer)).toMatchObject({
      token: '',
      attributes: expect.arrayContaining(['Path=/', 'HttpOnly', 'SameSite=Strict']) as string[],
    });
    expect(answer.headers.get('set-cookie')).toMatch(/Expires=Thu, 01 Jan 1970/);
  });

  test('gives way to an Authorization header, even one that is refused', async () => {
    const { token } = cookieOf(await signIn({ apiKey: world.mine.apiKey }));
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
  ])('is not started by %s', async (_, body, status) => {
    const answer = await signIn(body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('set-cookie')).toBeNull();
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
    const { token } = cookieOf(answer);
    expect((await withCookie(STATUS, token, demo)).status).toBe(200);
    expect((await withCookie('/api/v1/security/api-keys', token, demo)).status).toBe(403);
  });
});
