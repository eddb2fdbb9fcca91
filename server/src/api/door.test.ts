import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { startTestServer, type TestServer } from '../../test/http.ts';
import { inTenant } from '../platform/tenant-door.ts';
import { createApiKeyIn } from '../security/apikeys/service.ts';
import { putQuotaIn } from '../tenants/quotas/service.ts';

let database: TestDatabase;
let server: TestServer;
beforeAll(async () => {
  database = await openTestDatabase();
  server = await startTestServer(database.context);
});
afterAll(async () => {
  await server.close();
  await database.close();
});

const MODELS = '/api/v1/attribution/models';

test('a key of the tier "free" makes 600 requests a minute and is told how many are left', async () => {
  const { tenantId, apiKey: key } = await createTestTenant(database.context, { tier: 'free' });
  const first = await server.send('GET', MODELS, { key });
  expect(first.status).toBe(200);
  expect(first.headers.get('ratelimit-policy')).toBe('"default";q=600;w=60');
  expect(first.headers.get('ratelimit')).toMatch(/^"default";r=599;t=(60|59|5\d)$/);
  const next = await Promise.all(Array.from({ length: 599 }, () => server.send('GET', MODELS, { key })));
  expect(new Set(next.map(({ status }) => status))).toEqual(new Set([200]));

  const before = await server.send('POST', '/api/v1/security/api-keys', { key, body: { name: 'late', scopes: ['read'] } });
  expect(before.status).toBe(429);
  expect(before.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(before.headers.get('ratelimit')).toMatch(/^"default";r=0;t=\d+$/);
  const seconds = Number(before.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
  const detail = `This key may make 600 requests a minute on the tier "free". Try again in ${seconds} seconds.`;
  expect(before.json).toMatchObject({ status: 429, code: 'rate_limited', detail });

  const other = await inTenant(database.context.db, tenantId, (tx) => createApiKeyIn(tx, 'test', { name: 'other', scopes: ['admin'] }));
  const listed = await server.send('GET', '/api/v1/security/api-keys', { key: other.apiKey });
  expect(listed.status).toBe(200);
  expect((listed.json as { items: { name: string }[] }).items.map(({ name }) => name)).not.toContain('late');
});

test('all keys of a tenant together make ten times what one makes, and no more, whatever other tenants do', async () => {
  const { context } = database;
  const [mine, theirs] = [await createTestTenant(context, { tier: 'starter' }), await createTestTenant(context, { tier: 'starter' })];
  for (const { tenantId } of [mine, theirs])
    await inTenant(context.db, tenantId, (tx) => putQuotaIn(tx, 'test', 'api_calls_per_minute', 2));
  const keys = await inTenant(context.db, mine.tenantId, async (tx) => {
    const made: string[] = [];
    for (let at = 0; at < 11; at += 1) made.push((await createApiKeyIn(tx, 'test', { name: `key ${at}`, scopes: ['read'] })).apiKey);
    return made;
  });
  for (const key of keys.slice(0, 10))
    for (let at = 0; at < 2; at += 1) expect((await server.send('GET', MODELS, { key })).status).toBe(200);
  const refused = await server.send('GET', MODELS, { key: keys[10] });
  expect(refused).toMatchObject({ status: 429, json: { code: 'rate_limited', detail: expect.stringContaining('together') as string } });
  expect((await server.send('GET', MODELS, { key: theirs.apiKey })).status).toBe(200);
});

test('sessions of one key are counted apart by address, and apart from the key', async () => {
  const proxied = await startTestServer(database.context, { trustedProxies: ['127.0.0.1'] });
  const { apiKey } = await createTestTenant(database.context, { tier: 'free' });
  const answer = await proxied.send('POST', '/api/v1/security/sessions', { body: { apiKey } });
  const [cookie] = (answer.headers.get('set-cookie') ?? '').split(';');
  const from = (ip: string) => proxied.send('GET', MODELS, { headers: { cookie, 'x-forwarded-for': ip } });
  const served = await Promise.all(Array.from({ length: 600 }, () => from('192.0.2.1')));
  expect(new Set(served.map(({ status }) => status))).toEqual(new Set([200]));
  const refused = await from('192.0.2.1');
  expect(refused.status).toBe(429);
  expect(refused.json).toMatchObject({
    detail: expect.stringMatching(/^A session of this key and address may make 600 requests/) as string,
  });
  expect((await from('192.0.2.2')).headers.get('ratelimit')).toMatch(/^"default";r=599;/);
  expect((await proxied.send('GET', MODELS, { key: apiKey })).headers.get('ratelimit')).toMatch(/^"default";r=599;/);
  await proxied.close();
});

test.each([
  ['starter', 6_000],
  ['professional', 60_000],
] as const)('a key of the tier "%s" makes %i requests a minute', async (tier, quota) => {
  const { apiKey: key } = await createTestTenant(database.context, { tier });
  const answer = await server.send('GET', MODELS, { key });
  expect(answer.headers.get('ratelimit-policy')).toBe(`"default";q=${quota};w=60`);
  expect(answer.headers.get('ratelimit')).toMatch(new RegExp(`^"default";r=${quota - 1};t=\\d+$`));
});

test('a key of the tier "enterprise" has no limit, and refused credentials count for no key', async () => {
  const { apiKey: key } = await createTestTenant(database.context, { tier: 'enterprise' });
  for (const answer of [await server.send('GET', MODELS, { key }), await server.send('GET', MODELS, { key: 'x' })]) {
    expect(answer.headers.get('ratelimit')).toBeNull();
    expect(answer.headers.get('ratelimit-policy')).toBeNull();
  }
});

test('600 requests a minute without valid credentials are an address’s share; other addresses and valid keys notice nothing', async () => {
  const proxied = await startTestServer(database.context, { trustedProxies: ['127.0.0.1'] });
  const { apiKey: key } = await createTestTenant(database.context);
  const from = (ip: string, more: object = {}) => ({ headers: { 'x-forwarded-for': ip }, ...more });
  const sessions = '/api/v1/security/sessions';
  const attempts = [
    () => proxied.send('GET', MODELS, from('192.0.2.1')),
    () => proxied.send('GET', MODELS, from('192.0.2.1', { key: 'x' })),
    () => proxied.send('GET', '/api/v1/nothing', from('192.0.2.1')),
    () => proxied.send('GET', `${sessions}/current`, from('192.0.2.1')),
    () => proxied.send('POST', sessions, from('192.0.2.1', { body: { apiKey: 'guessed' } })),
  ];
  const first = await Promise.all(Array.from({ length: 600 }, (_, place) => attempts[place % attempts.length]()));
  expect(new Set(first.map(({ status }) => status))).toEqual(new Set([401, 404, 200]));
  for (const attempt of attempts) {
    const answer = await attempt();
    const seconds = Number(answer.headers.get('retry-after'));
    const detail = `An address may make 600 requests a minute without a valid API key or session. Try again in ${seconds} seconds.`;
    expect(answer).toMatchObject({ status: 429, json: { code: 'rate_limited', detail } });
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
  }
  expect((await proxied.send('GET', MODELS, from('192.0.2.1', { key }))).status).toBe(200);
  expect((await proxied.send('GET', MODELS, from('192.0.2.2'))).status).toBe(401);
  for (const path of ['/health', '/ready', '/metrics', '/openapi.json', '/docs/'])
    expect((await proxied.send('GET', path, from('192.0.2.1'))).status, path).toBe(200);
  await proxied.close();
});

test('requests without valid credentials are counted together from all addresses of one device of IPv6, and of one network', async () => {
  const proxied = await startTestServer(database.context, { trustedProxies: ['127.0.0.1'] });
  const statuses = async (times: number, addressOf: (at: number) => string) => {
    const ask = (_: unknown, at: number) => proxied.send('GET', MODELS, { headers: { 'x-forwarded-for': addressOf(at) } });
    const answers = await Promise.all(Array.from({ length: times }, ask));
    return [401, 429].map((expected) => answers.filter(({ status }) => status === expected).length);
  };
  expect(await statuses(601, (at) => `2001:db8:1:1::${at.toString(16)}`)).toEqual([600, 1]);
  // The one that was refused went no further than its own device's count.
  expect(await statuses(1_801, (at) => `2001:db8:1:${(at + 2).toString(16)}::1`)).toEqual([1_800, 1]);
  expect(await statuses(1, () => '2001:db8:2:1::1')).toEqual([1, 0]);
  await proxied.close();
});

test('an address whose share is used up has few credentials looked up that were not good before, and those that were as ever', async () => {
  const proxied = await startTestServer(database.context, { trustedProxies: ['127.0.0.1'] });
  const [known, unknown] = [await createTestTenant(database.context), await createTestTenant(database.context)];
  const send = (more: { key?: string; cookie?: string }, from = '192.0.2.1') => {
    const headers: Record<string, string> = { 'x-forwarded-for': from };
    if (more.cookie !== undefined) headers.cookie = more.cookie;
    return proxied.send('GET', MODELS, { headers, key: more.key });
  };
  expect((await send({ key: known.apiKey })).status).toBe(200);
  await Promise.all(Array.from({ length: 600 }, () => send({})));
  await Promise.all(Array.from({ length: 60 }, (_, at) => send({ cookie: `earshot_session=guess-${at}` })));
  expect((await send({ key: unknown.apiKey })).status).toBe(429);
  const served = await Promise.all(Array.from({ length: 80 }, () => send({ key: known.apiKey })));
  expect(new Set(served.map(({ status }) => status))).toEqual(new Set([200]));
  expect((await send({ key: unknown.apiKey }, '192.0.2.2')).status).toBe(200);
  await proxied.close();
});

test('answers of the API are never kept by a cache, and no page may frame or read them', async () => {
  const { apiKey: key } = await createTestTenant(database.context);
  for (const answer of [
    await server.send('GET', MODELS, { key }),
    await server.send('GET', MODELS),
    await server.send('GET', '/api/v1/x'),
  ]) {
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  }
});
