import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { type Answer, startTestServer, type TestServer } from '../../test/http.ts';

const ALLOWED = 'https://shop.example';
const MODELS = '/api/v1/attribution/models';

let database: TestDatabase;
let open: TestServer;
let secure: TestServer;
beforeAll(async () => {
  database = await openTestDatabase();
  open = await startTestServer(database.context, { corsOrigins: [ALLOWED] });
  secure = await startTestServer(database.context, { secure: true });
});
afterAll(async () => {
  await Promise.all([open.close(), secure.close()]);
  await database.close();
});

/** Found, refused, not there, not allowed: whatever an answer is, it carries the headers. */
async function answersOf(server: TestServer): Promise<Answer[]> {
  const { apiKey: key } = await createTestTenant(database.context);
  return [
    await server.send('GET', MODELS, { key }),
    await server.send('GET', MODELS),
    await server.send('GET', '/nothing'),
    await server.send('POST', '/health'),
    await server.send('GET', '/openapi.json'),
    await server.send('POST', '/api/v1/security/sessions', { body: '{' }),
  ];
}

test('every answer carries the same headers, with HSTS over https alone', async () => {
  for (const server of [open, secure]) {
    for (const { headers } of await answersOf(server)) {
      const policy = (headers.get('content-security-policy') ?? '').split(';');
      expect(policy).toEqual(
        expect.arrayContaining([
          "default-src 'self'",
          "script-src 'self'",
          "script-src-attr 'none'",
          "object-src 'none'",
          "base-uri 'none'",
          "form-action 'self'",
          "frame-ancestors 'none'",
        ]),
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('strict-transport-security')).toBe(server === secure ? 'max-age=31536000; includeSubDomains' : null);
    }
  }
});

describe('a browser on another origin', () => {
  const preflight = (server: TestServer, origin: string, method: string) =>
    server.send('OPTIONS', MODELS, {
      headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': 'authorization,content-type' },
    });

  test('an origin that is not on the list may read nothing', async () => {
    for (const origin of [
      'https://elsewhere.example',
      'https://shop.example.evil.example',
      'http://shop.example',
      'null',
      `${ALLOWED}:8443`,
    ]) {
      for (const answer of [await open.send('GET', MODELS, { headers: { origin } }), await preflight(open, origin, 'POST')])
        expect(answer.headers.get('access-control-allow-origin'), origin).toBeNull();
    }
    expect((await secure.send('GET', MODELS, { headers: { origin: ALLOWED } })).headers.get('access-control-allow-origin')).toBeNull();
  });

  test('an origin on the list may call with a key of its own, never with cookies', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const { headers } = await preflight(open, ALLOWED, method);
      expect(headers.get('access-control-allow-origin')).toBe(ALLOWED);
      expect(headers.get('access-control-allow-methods')).toContain(method);
      expect(headers.get('access-control-allow-credentials')).toBeNull();
      expect(headers.get('vary')).toContain('Origin');
    }
  });
});
