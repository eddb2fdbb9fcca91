import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createTestTenant, NOW_MS } from '../../../test/database.ts';
import type { Answer } from '../../../test/http.ts';
import { openWorld, type World } from '../../../test/world.ts';
import type { ApiKey, CreatedApiKey } from './schema.ts';
import { SCOPES } from '../../tenants/authorize.ts';
import { changeApiKey, createApiKey, rotateApiKey } from './service.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => world.database.setNow(NOW_MS));
afterAll(() => world.close());

const PATH = '/security/api-keys';
const inMs = (ms: number) => new Date(NOW_MS + ms).toISOString();
const DAY = 86_400_000;

async function post(body: object, key?: string): Promise<Answer> {
  return world.send('POST', PATH, { body: { name: 'probe', scopes: ['read'], ...body }, ...(key === undefined ? {} : { key }) });
}

async function create(body: object = {}): Promise<CreatedApiKey> {
  const answer = await post(body);
  expect(answer.status, answer.text).toBe(201);
  return answer.json as CreatedApiKey;
}

async function works(key: string): Promise<boolean> {
  return (await world.send('GET', '/attribution/status', { key })).status === 200;
}

function expectTooStrong(answer: Answer, pointer: string): void {
  expect(answer.status, answer.text).toBe(403);
  expect(answer.json).toMatchObject({ code: 'forbidden', detail: expect.stringContaining('stronger key') as string });
  expect((answer.json as { errors: { pointer: string }[] }).errors.map((one) => one.pointer)).toContain(pointer);
}

describe('a key with the scope admin', () => {
  const bounded = {
    scopes: ['read', 'admin'],
    expiresAt: inMs(30 * DAY),
    allowedNetworks: ['127.0.0.0/8'],
    requestsPerMinute: 500,
  };
  const WIDER: [string, object, string][] = [
    ['scopes', { scopes: ['read', 'ingest'] }, '/scopes'],
    ['time', { expiresAt: inMs(31 * DAY) }, '/expiresAt'],
    ['time without end', { expiresAt: null }, '/expiresAt'],
    ['networks', { allowedNetworks: ['127.0.0.0/8', '203.0.113.0/24'] }, '/allowedNetworks'],
    ['every network', { allowedNetworks: [] }, '/allowedNetworks'],
    ['requests', { requestsPerMinute: 501 }, '/requestsPerMinute'],
    ["the tier's requests", { requestsPerMinute: null }, '/requestsPerMinute'],
  ];

  test.each(WIDER)('cannot make a key with more %s', async (_, more, pointer) => {
    const { apiKey } = await create(bounded);
    const before = await world.rowCounts();
    expectTooStrong(await post({ ...bounded, ...more }, apiKey), pointer);
    expect(await world.rowCounts()).toEqual({ ...before, security_events: expect.any(Number) as number });
    expect((await post(bounded, apiKey)).status).toBe(201);
  });

  test.each(WIDER)('cannot give itself or a key it made more %s', async (_, more, pointer) => {
    const own = await create(bounded);
    const child = (await post(bounded, own.apiKey)).json as CreatedApiKey;
    for (const { id } of [own, child])
      expectTooStrong(await world.send('PATCH', `${PATH}/${id}`, { key: own.apiKey, body: more }), pointer);
    const narrow = await world.send('PATCH', `${PATH}/${child.id}`, { key: own.apiKey, body: { requestsPerMinute: 5 } });
    expect(narrow).toMatchObject({ status: 200, json: { requestsPerMinute: 5 } });
  });

  test('cannot take over a stronger key by rotating it, nor tamper with it', async () => {
    const own = await create(bounded);
    const stronger = await create({ scopes: ['ingest', 'read', 'admin'] });
    for (const [method, rest, body] of [
      ['POST', '/rotate', {}],
      ['PATCH', '', { scopes: ['read'], expiresAt: inMs(DAY), allowedNetworks: ['127.0.0.1'], requestsPerMinute: 1 }],
    ] as const)
      expectTooStrong(await world.send(method, `${PATH}/${stronger.id}${rest}`, { key: own.apiKey, body }), '/scopes');
    expect(await works(stronger.apiKey)).toBe(true);
  });

  test('makes nothing any more from the moment it is revoked, also while it is still trusted', async () => {
    const { id, apiKey } = await create({ scopes: ['admin'] });
    expect((await post({ scopes: ['admin'] }, apiKey)).status).toBe(201);
    await world.admin.query('update api_keys set revoked_at = now() where id = $1', [id]);
    expect((await world.send('GET', PATH, { key: apiKey })).status).toBe(200);
    expect((await post({ scopes: ['admin'] }, apiKey)).status).toBe(401);
  });

  test('can do in a browser session what it can do itself, and no more', async () => {
    const { apiKey } = await create({ scopes: ['admin'] });
    const signedIn = await world.server.send('POST', '/api/v1/security/sessions', { body: { apiKey } });
    const headers = { cookie: (signedIn.headers.get('set-cookie') ?? '').split(';')[0] };
    const ask = (scopes: string[]) => world.server.send('POST', `/api/v1${PATH}`, { headers, body: { name: 'x', scopes } });
    expect((await ask(['admin'])).status).toBe(201);
    expectTooStrong(await ask(['admin', 'read']), '/scopes');
  });
});

describe('what cannot be a key is refused', () => {
  test.each<[string, object, string]>([
    ['an end that is over', { expiresAt: inMs(0) }, '/expiresAt'],
    ['an end that is no instant', { expiresAt: 'tomorrow' }, '/expiresAt'],
    ['an end that its zone takes beyond the year 9999', { expiresAt: '9999-12-31T23:59:59-23:59' }, '/expiresAt'],
    ['what is no network', { allowedNetworks: ['10.0.0.0/8', 'office'] }, '/allowedNetworks/1'],
    ['51 networks', { allowedNetworks: Array.from({ length: 51 }, (_, part) => `10.0.0.${part}`) }, '/allowedNetworks'],
    ['no request a minute', { requestsPerMinute: 0 }, '/requestsPerMinute'],
  ])('for %s', async (_, body, pointer) => {
    expect(await post(body)).toMatchObject({ status: 400, json: { errors: [{ pointer }] } });
  });

  test('for more requests than the tier has', async () => {
    const { actor } = await createTestTenant(world.database.context, { tier: 'free', slug: 'limited' });
    const wanted = (requestsPerMinute: number) =>
      createApiKey(world.database.context, actor, { name: 'x', scopes: ['read'], requestsPerMinute });
    await expect(wanted(601)).rejects.toMatchObject({ code: 'invalid_request', errors: [{ pointer: '/requestsPerMinute' }] });
    expect(await wanted(600)).toMatchObject({ requestsPerMinute: 600 });
  });
});

describe('rotating a key', () => {
  const rotate = (id: string, body: object = {}) => world.send('POST', `${PATH}/${id}/rotate`, { body });

  test('makes a new secret at once, and the old one works until the chosen end', async () => {
    const old = await create({ expiresAt: inMs(90 * DAY) });
    const answer = await rotate(old.id, { previousWorksUntil: inMs(3 * DAY) });
    const fresh = answer.json as CreatedApiKey;
    expect(answer.status).toBe(201);
    expect(fresh).toMatchObject({ id: old.id, expiresAt: old.expiresAt, previousWorksUntil: inMs(3 * DAY) });
    expect(fresh.apiKey).not.toBe(old.apiKey);
    expect([await works(old.apiKey), await works(fresh.apiKey)]).toEqual([true, true]);
    world.database.setNow(NOW_MS + 3 * DAY);
    expect([await works(old.apiKey), await works(fresh.apiKey)]).toEqual([false, true]);
    expect((await world.auditOf(world.mine)).at(-1)).toMatchObject({ action: 'api_key.rotate', target: old.id });
  });

  test('lets the old secret work for a day unless told otherwise, no longer than the key, and not at all when it leaked', async () => {
    const plain = await create();
    expect((await rotate(plain.id)).json).toMatchObject({ previousWorksUntil: inMs(DAY) });
    const short = await create({ expiresAt: inMs(3_600_000) });
    expect((await rotate(short.id)).json).toMatchObject({ previousWorksUntil: inMs(3_600_000) });
    const leaked = await create();
    await rotate(leaked.id, { previousWorksUntil: inMs(-DAY) });
    expect(await works(leaked.apiKey)).toBe(false);
    expect(await rotate(plain.id, { previousWorksUntil: inMs(31 * DAY) })).toMatchObject({
      status: 400,
      json: { errors: [{ pointer: '/previousWorksUntil' }] },
    });
  });

  test('twice ends the first secret; revoking ends them all', async () => {
    const first = await create();
    const second = (await rotate(first.id)).json as CreatedApiKey;
    const third = (await rotate(first.id)).json as CreatedApiKey;
    expect(await Promise.all([first, second, third].map(({ apiKey }) => works(apiKey)))).toEqual([false, true, true]);
    await world.send('DELETE', `${PATH}/${first.id}`);
    expect(await Promise.all([first, second, third].map(({ apiKey }) => works(apiKey)))).toEqual([false, false, false]);
    expect((await rotate(first.id)).status).toBe(409);
  });

  test('leaves the old secret what it does every day, and takes from it what would outlast it or throw the new one out', async () => {
    const old = await create({ scopes: ['ingest', 'read', 'admin'] });
    const fresh = (await rotate(old.id, { previousWorksUntil: inMs(DAY) })).json as CreatedApiKey;
    const other = await create();
    const before = await world.rowCounts();
    for (const [method, path, body] of [
      ['POST', PATH, { name: 'for ever', scopes: ['read'] }],
      ['POST', `${PATH}/${old.id}/rotate`, { previousWorksUntil: inMs(-DAY) }],
      ['PATCH', `${PATH}/${other.id}`, { name: 'changed' }],
      ['DELETE', `${PATH}/${old.id}`, undefined],
      ['POST', '/security/webhooks', { url: 'https://hooks.example/late' }],
      ['POST', '/security/service-accounts', { name: 'late', role: 'admin' }],
      ['POST', '/security/oauth-clients', { name: 'late', kind: 'service', redirectUris: [], scopes: ['read'] }],
    ] as const)
      expect(await world.send(method, path, { key: old.apiKey, body }), `${method} ${path}`).toMatchObject({
        status: 403,
        json: { code: 'forbidden', detail: expect.stringContaining('was replaced') as string },
      });
    expect(await world.rowCounts()).toEqual({ ...before, security_events: expect.any(Number) as number });
    expect([await works(old.apiKey), await works(fresh.apiKey)]).toEqual([true, true]);
    expect((await post({ scopes: ['read'] }, fresh.apiKey)).status).toBe(201);
  });

  test('is done once however often it is sent with one Idempotency-Key', async () => {
    const { id } = await create();
    const once = () => world.send('POST', `${PATH}/${id}/rotate`, { body: {}, headers: { 'idempotency-key': 'rotation' } });
    expect((await once()).text).toBe((await once()).text);
  });
});

describe('the number of live keys', () => {
  test('is that of the tier, exactly, also when many are asked for at once', async () => {
    const { context } = world.database;
    const { actor, apiKey } = await createTestTenant(context, { tier: 'free', slug: 'crowd' });
    const asked = Array.from({ length: 30 }, () =>
      world.server.send('POST', `/api/v1${PATH}`, { key: apiKey, body: { name: 'x', scopes: ['read'] } }),
    );
    const answers = await Promise.all(asked);
    expect(answers.filter(({ status }) => status === 201).length).toBe(9);
    const refused = answers.find(({ status }) => status !== 201);
    expect(refused).toMatchObject({ status: 429, json: { code: 'quota_exceeded', quota: 'api_keys', limit: 10, used: 10 } });
    const [, one] = ((await world.send('GET', PATH, { key: apiKey })).json as { items: ApiKey[] }).items;
    await world.send('DELETE', `${PATH}/${one.id}`, { key: apiKey });
    expect(await createApiKey(context, actor, { name: 'room again', scopes: ['read'] })).toMatchObject({ name: 'room again' });
  });
});

describe('an access token', () => {
  test('cannot make, change or rotate a key, which would outlive it', async () => {
    const { context } = world.database;
    const { tenantId } = world.mine;
    const token = { kind: 'oauth', name: 'oauth:client', tenantId, tier: 'enterprise', scopes: SCOPES } as const;
    const refusal = 'An access token cannot make or change keys';
    const { unusedKeyId } = world.mine;
    await expect(createApiKey(context, token, { name: 'A key', scopes: ['read'] })).rejects.toThrow(refusal);
    await expect(changeApiKey(context, token, unusedKeyId, { name: 'Another' })).rejects.toThrow(refusal);
    await expect(rotateApiKey(context, token, { id: unusedKeyId })).rejects.toThrow(refusal);
  });
});
