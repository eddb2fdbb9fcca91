import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { startTestServer, type TestServer } from '../../test/http.ts';
import { inTenant } from '../platform/tenant-door.ts';
import { createApiKeyIn } from '../security/apikeys/service.ts';

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

test.each([
  ['starter', 6_000],
  ['professional', 60_000],
] as const)('a key of the tier "%s" makes %i requests a minute', async (tier, quota) => {
  const { apiKey: key } = await createTestTenant(database.context, { tier });
  const answer = await server.send('GET', MODELS, { key });
  expect(answer.headers.get('ratelimit-policy')).toBe(`"default";q=${quota};w=60`);
  expect(answer.headers.get('ratelimit')).toMatch(new RegExp(`^"default";r=${quota - 1};t=\\d+$`));
});

test('a key of the tier "enterprise" has no limit, and refused credentials count for nobody', async () => {
  const { apiKey: key } = await createTestTenant(database.context, { tier: 'enterprise' });
  for (const answer of [await server.send('GET', MODELS, { key }), await server.send('GET', MODELS, { key: 'x' })]) {
    expect(answer.headers.get('ratelimit')).toBeNull();
    expect(answer.headers.get('ratelimit-policy')).toBeNull();
  }
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
