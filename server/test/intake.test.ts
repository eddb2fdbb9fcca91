import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseUrl } from '../src/platform/postgres/connection.ts';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from './database.ts';
import { startTestServer, type TestServer } from './http.ts';

let database: TestDatabase;
let server: TestServer;
let tenant: TestTenant;
beforeAll(async () => {
  database = await openTestDatabase();
  server = await startTestServer(database.context);
  tenant = await createTestTenant(database.context);
});
afterAll(async () => {
  await server.close();
  await database.close();
});

const IP = '203.0.113.77';
const EMAIL = 'e'.repeat(64);
const touchpoint = (id: string, more: object = {}) => ({
  id,
  occurredAt: '2026-11-01T09:00:00Z',
  kind: 'impression',
  campaign: 'spring-26',
  identity: { ip: IP, userAgent: 'agent' },
  ...more,
});
const conversion = (id: string, more: object = {}) => ({
  id,
  occurredAt: '2026-11-02T09:00:00Z',
  kind: 'purchase',
  valueMinor: 4999,
  currency: 'USD',
  identity: { ip: IP, emailSha256: EMAIL },
  ...more,
});
const post = (path: string, body: unknown, key = tenant.apiKey) => server.send('POST', `/api/v1/${path}`, { key, body });

test('tells accepted, duplicate, conflict and rejected apart, item by item', async () => {
  const first = await post('touchpoints', { touchpoints: [touchpoint('a'), touchpoint('b')] });
  expect(first).toMatchObject({ status: 202, json: { accepted: 2, duplicates: 0, rejected: [] } });
  const second = await post('touchpoints', {
    touchpoints: [touchpoint('b'), touchpoint('a', { campaign: 'other' }), touchpoint('c', { kind: 'glance' }), touchpoint('d')],
  });
  expect(second).toMatchObject({ status: 202, json: { accepted: 1, duplicates: 1 } });
  expect(second.json).toMatchObject({
    rejected: [
      { index: 1, code: 'conflict' },
      { index: 2, code: 'invalid', detail: expect.stringContaining('kind must be one of download') as string },
    ],
  });
});

test('counts the same id twice in one batch as a duplicate, and with other content as a conflict', async () => {
  const answer = await post('conversions', { conversions: [conversion('x'), conversion('x'), conversion('x', { valueMinor: 1 })] });
  expect(answer.json).toMatchObject({ accepted: 1, duplicates: 1, rejected: [{ index: 2, code: 'conflict' }] });
});

test('sees the same content as the same however its members are ordered and its instant is written', async () => {
  await post('touchpoints', { touchpoints: [touchpoint('order', { metadata: { a: 1, b: 2 } })] });
  const again = touchpoint('order', { metadata: { b: 2, a: 1 }, occurredAt: '2026-11-01T10:00:00.000+01:00' });
  expect((await post('touchpoints', { touchpoints: [again] })).json).toMatchObject({ accepted: 0, duplicates: 1, rejected: [] });
});

test('accepts one id exactly once however many requests race with it', async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, () => post('touchpoints', { touchpoints: [touchpoint('race')] })));
  const sum = (name: 'accepted' | 'duplicates') => answers.reduce((all, { json }) => all + (json as Record<string, number>)[name], 0);
  expect({ accepted: sum('accepted'), duplicates: sum('duplicates') }).toEqual({ accepted: 1, duplicates: 39 });
});

test('keeps each of many concurrent single events, for several tenants at once', async () => {
  const other = await createTestTenant(database.context);
  const answers = await Promise.all(
    Array.from({ length: 300 }, (_, place) =>
      post('touchpoints', { touchpoints: [touchpoint(`many-${place}`)] }, place % 2 === 0 ? tenant.apiKey : other.apiKey),
    ),
  );
  expect(answers.every(({ status }) => status === 202)).toBe(true);
  const client = new pg.Client({ connectionString: databaseUrl(database.urls.superuser, new URL(database.urls.app).pathname.slice(1)) });
  await client.connect();
  const { rows } = await client.query(`select tenant_id, count(*)::integer as count from touchpoints where id like 'many-%' group by 1`);
  await client.end();
  expect(rows.map(({ count }) => count)).toEqual([150, 150]);
});

test('never stores an address, an e-mail hash, a user agent or a user id as it came', async () => {
  const secret = {
    ip: '198.51.100.123',
    userAgent: 'Secret-Agent/1.0',
    userId: 'jane.doe',
    emailSha256: 'ab'.repeat(32),
    deviceId: 'dev-99',
    clickId: 'clk-99',
  };
  await post('touchpoints', { touchpoints: [touchpoint('private', { identity: secret })] });
  await post('conversions', { conversions: [conversion('private', { identity: secret })] });
  const client = new pg.Client({ connectionString: databaseUrl(database.urls.superuser, new URL(database.urls.app).pathname.slice(1)) });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`,
    );
    for (const { name } of tables) {
      const { rows } = await client.query<{ text: string }>(`select string_agg(row_to_json(t)::text, ' ') as text from ${name} t`);
      for (const value of Object.values(secret)) expect(rows[0].text ?? '', name).not.toContain(value);
    }
  } finally {
    await client.end();
  }
});

test('hashes one person differently for each tenant', async () => {
  const other = await createTestTenant(database.context);
  for (const key of [tenant.apiKey, other.apiKey]) await post('touchpoints', { touchpoints: [touchpoint('linkable')] }, key);
  const client = new pg.Client({ connectionString: databaseUrl(database.urls.superuser, new URL(database.urls.app).pathname.slice(1)) });
  await client.connect();
  const { rows } = await client.query(`select distinct address_key from touchpoints where id = 'linkable'`);
  await client.end();
  expect(rows).toHaveLength(2);
});

test('takes a text that only looks like an escape', async () => {
  const answer = await post('touchpoints', { touchpoints: [touchpoint('escape', { metadata: { note: 'x\\u0000y' } })] });
  expect(answer).toMatchObject({ status: 202, json: { accepted: 1 } });
});

test('needs the scope for what it does', async () => {
  const created = await server.send('POST', '/api/v1/security/api-keys', {
    key: tenant.apiKey,
    body: { name: 'reader', scopes: ['read'] },
  });
  expect(created.status).toBe(201);
  const reader = (created.json as { apiKey: string }).apiKey;
  const refused = await post('touchpoints', { touchpoints: [touchpoint('no')] }, reader);
  expect(refused).toMatchObject({ status: 403, json: { code: 'forbidden', detail: expect.stringContaining('"ingest"') as string } });
  expect((await server.send('GET', '/api/v1/attribution/report', { key: reader })).status).toBe(200);
});
