import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { startTestServer, type TestServer } from './http.ts';

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

test('the reference at /docs may run the scripts of its page, and no others', async () => {
  const { status, headers, text } = await server.send('GET', '/docs/');
  const script = /<script[^>]*>(?!<)([^]+?)<\/script>/.exec(text)?.[1] ?? '';
  expect({ status, isOneScript: script.includes('Scalar') && !script.includes('<script') }).toEqual({ status: 200, isOneScript: true });
  const [allowed] = /script-src [^;]*/.exec(headers.get('content-security-policy') ?? '') ?? [];
  const hash = createHash('sha256').update(script).digest('base64');
  expect(allowed).toBe(`script-src 'self' 'sha256-${hash}'`);
  const elsewhere = await server.send('GET', '/health');
  expect(elsewhere.headers.get('content-security-policy')).toContain("script-src 'self';");
});

test('no page but the reference may carry styles of its own without naming them, and none scripts', async () => {
  for (const path of ['/', '/sign-in', '/settings/keys', '/oauth/authorize', '/sso/start', '/r/absent', '/x/absent', '/health']) {
    const { headers } = await server.send('GET', path, { headers: { accept: 'text/html' } });
    expect(`${path}: ${headers.get('content-security-policy')}`).not.toContain('unsafe-');
  }
  const { headers } = await server.send('GET', '/docs/');
  expect(headers.get('content-security-policy')).toMatch(/style-src 'self' 'unsafe-inline'/);
  expect(/script-src [^;]*/.exec(headers.get('content-security-policy') ?? '')?.[0]).not.toContain('unsafe-');
});
