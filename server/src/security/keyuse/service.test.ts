import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { NOW_MS } from '../../../test/database.ts';
import { type Answer, startTestServer, type TestServer } from '../../../test/http.ts';
import { openWorld, type Party, type World } from '../../../test/world.ts';
import type { CreatedApiKey } from '../apikeys/schema.ts';
import { settleKeyUseIn } from './service.ts';

let world: World;
/** Believes what a proxy on this machine says of where a request comes from. */
let behindProxy: TestServer;
beforeAll(async () => {
  world = await openWorld();
  behindProxy = await startTestServer(world.database.context, { trustedProxies: ['127.0.0.1'] });
});
afterEach(() => world.database.setNow(NOW_MS));
afterAll(async () => {
  await behindProxy.close();
  await world.close();
});

const KEYS = '/security/api-keys';
const STATUS = '/api/v1/attribution/status';

async function create(more: object = {}): Promise<CreatedApiKey> {
  const answer = await world.send('POST', KEYS, { body: { name: 'probe', scopes: ['read'], ...more } });
  expect(answer.status, answer.text).toBe(201);
  return answer.json as CreatedApiKey;
}

async function statusFrom(address: string, key: string): Promise<number> {
  return (await behindProxy.send('GET', STATUS, { key, headers: { 'x-forwarded-for': address } })).status;
}

async function change(id: string, body: object): Promise<Answer> {
  return world.send('PATCH', `${KEYS}/${id}`, { body });
}

interface StoredEvent {
  kind: string;
  severity: string;
  detail: Record<string, string>;
}

async function eventsOf(keyId: string, { tenantId }: Party = world.mine): Promise<StoredEvent[]> {
  await settleKeyUseIn(world.database.context);
  const { rows } = await world.admin.query<StoredEvent>(
    `select kind, severity, detail from security_events where tenant_id = $1 and actor = $2 order by occurred_at, id`,
    [tenantId, `api_key:${keyId}`],
  );
  return rows;
}

async function lastUse(id: string) {
  await settleKeyUseIn(world.database.context);
  const { rows } = await world.admin.query<{ at: Date | null; network: string | null; version: string }>(
    'select last_used_at as at, last_network as network, xmin::text as version from api_keys where id = $1',
    [id],
  );
  return { at: rows[0].at?.getTime(), network: rows[0].network, version: rows[0].version };
}

describe('a key', () => {
  test('ends at its end, for a browser session made with it, too', async () => {
    const { id, apiKey } = await create({ expiresAt: new Date(NOW_MS + 60_000).toISOString() });
    const signedIn = await world.server.send('POST', '/api/v1/security/sessions', { body: { apiKey } });
    const headers = { cookie: (signedIn.headers.get('set-cookie') ?? '').split(';')[0] };
    const statuses = async () => [
      (await world.server.send('GET', STATUS, { key: apiKey })).status,
      (await world.server.send('GET', STATUS, { headers })).status,
    ];
    expect(await statuses()).toEqual([200, 200]);
    world.database.setNow(NOW_MS + 59_999);
    expect(await statuses()).toEqual([200, 200]);
    world.database.setNow(NOW_MS + 60_000);
    expect(await statuses()).toEqual([401, 401]);
    expect(await eventsOf(id)).toEqual([
      { kind: 'api_key_refused', severity: 'low', detail: { apiKeyId: id, reason: 'expired', network: '127.0.0.0/24' } },
    ]);
  });

  test('works from its networks alone, by the address that a trusted proxy names', async () => {
    const { id, apiKey } = await create({ allowedNetworks: ['203.0.113.7/24', '2001:db8::/32', '203.0.113.0/24'] });
    expect(await statusFrom('203.0.113.200', apiKey)).toBe(200);
    expect(await statusFrom('2001:db8:5::1', apiKey)).toBe(200);
    expect(await statusFrom('198.51.100.1', apiKey)).toBe(401);
    expect(await statusFrom('198.51.100.1, 203.0.113.200', apiKey)).toBe(200);
    expect(await statusFrom('203.0.113.200, 198.51.100.1', apiKey)).toBe(401);
    expect((await eventsOf(id)).filter(({ kind }) => kind === 'api_key_refused')).toEqual([
      { kind: 'api_key_refused', severity: 'high', detail: { apiKeyId: id, reason: 'wrong_network', network: '198.51.100.0/24' } },
    ]);
  });

  test('is refused elsewhere than it may be used whatever headers say, when no proxy is trusted', async () => {
    const { apiKey } = await create({ allowedNetworks: ['203.0.113.0/24'] });
    for (const [name, value] of [
      ['x-forwarded-for', '203.0.113.1'],
      ['forwarded', 'for=203.0.113.1'],
      ['x-real-ip', '203.0.113.1'],
    ])
      expect((await world.server.send('GET', STATUS, { key: apiKey, headers: { [name]: value } })).status).toBe(401);
  });

  test('is refused in the words of an unknown key, whatever the reason', async () => {
    const unknown = await world.server.send('GET', STATUS, { key: 'earshot_live_000000000000000000000000000000000000' });
    const elsewhere = await create({ allowedNetworks: ['203.0.113.0/24'] });
    const over = await create({ expiresAt: new Date(NOW_MS + 1).toISOString() });
    world.database.setNow(NOW_MS + 1);
    for (const key of [elsewhere.apiKey, over.apiKey, world.mine.revokedKey])
      expect((await world.server.send('GET', STATUS, { key })).text).toBe(unknown.text);
  });

  test('may make as many requests a minute as it is allowed, its browser sessions included', async () => {
    const { apiKey } = await create({ requestsPerMinute: 3 });
    const signedIn = await world.server.send('POST', '/api/v1/security/sessions', { body: { apiKey } });
    const headers = { cookie: (signedIn.headers.get('set-cookie') ?? '').split(';')[0] };
    expect((await world.server.send('GET', STATUS, { headers })).headers.get('ratelimit-policy')).toBe('"default";q=3;w=60');
    expect((await world.server.send('GET', STATUS, { key: apiKey })).status).toBe(200);
    expect((await world.server.send('GET', STATUS, { key: apiKey })).status).toBe(200);
    const refused = await world.server.send('GET', STATUS, { key: apiKey });
    expect(refused).toMatchObject({ status: 429, json: { code: 'rate_limited', detail: expect.stringContaining('3 requests') as string } });
    expect((await world.server.send('GET', STATUS, { headers })).status).toBe(429);
  });

  test('follows every change within two seconds where another process made it, and at once where this one did', async () => {
    const { id, apiKey } = await create();
    expect(await statusFrom('198.51.100.1', apiKey)).toBe(200);
    expect((await change(id, { allowedNetworks: ['203.0.113.0/24'] })).status).toBe(200);
    expect(await statusFrom('198.51.100.1', apiKey)).toBe(401);
    expect(await statusFrom('203.0.113.1', apiKey)).toBe(200);
    await world.admin.query('update api_keys set expires_at = $2 where id = $1', [id, new Date(NOW_MS)]);
    expect(await statusFrom('203.0.113.1', apiKey)).toBe(200);
    world.database.setNow(NOW_MS + 2_000);
    expect(await statusFrom('203.0.113.1', apiKey)).toBe(401);
  });
});

describe('the last use of a key', () => {
  test('is written once a minute at most: when, and from which network', async () => {
    const { id, apiKey } = await create();
    expect(await lastUse(id)).toMatchObject({ at: undefined, network: null });
    await statusFrom('203.0.113.77', apiKey);
    const first = await lastUse(id);
    expect(first).toMatchObject({ at: NOW_MS, network: '203.0.113.0/24' });
    world.database.setNow(NOW_MS + 59_999);
    for (let time = 0; time < 5; time += 1) await statusFrom('203.0.113.78', apiKey);
    expect(await lastUse(id)).toEqual(first);
    world.database.setNow(NOW_MS + 60_000);
    await statusFrom('203.0.113.78', apiKey);
    expect(await lastUse(id)).toMatchObject({ at: NOW_MS + 60_000, network: '203.0.113.0/24' });
    const listed = (await world.send('GET', `${KEYS}?limit=200`)).json as { items: CreatedApiKey[] };
    expect(listed.items.find((one) => one.id === id)).toMatchObject({
      lastUsedAt: new Date(NOW_MS + 60_000).toISOString(),
      lastNetwork: '203.0.113.0/24',
    });
  });

  test('is never waited for: a request is answered while its key’s row is held', async () => {
    const { id, apiKey } = await create();
    await world.admin.query('begin');
    await world.admin.query('select 1 from api_keys where id = $1 for update', [id]);
    expect(await statusFrom('203.0.113.77', apiKey)).toBe(200);
    await world.admin.query('commit');
    expect(await lastUse(id)).toMatchObject({ at: NOW_MS });
  });

  test('from a network that it was not used from leaves one security event, and the first of all leaves none', async () => {
    const { id, apiKey } = await create();
    await statusFrom('203.0.113.77', apiKey);
    expect(await eventsOf(id)).toEqual([]);
    for (const address of ['198.51.100.1', '198.51.100.2', '203.0.113.9', '2001:db8:7::1']) await statusFrom(address, apiKey);
    const event = (network: string) => ({ kind: 'api_key_new_network', severity: 'medium', detail: { apiKeyId: id, network } });
    expect(await eventsOf(id)).toEqual([event('198.51.100.0/24'), event('2001:db8:7::/48')]);
  });

  test('from ever new networks cannot fill the database', async () => {
    const { id, apiKey } = await create();
    for (let part = 0; part < 30; part += 1) await statusFrom(`10.${part}.0.1`, apiKey);
    expect((await eventsOf(id)).length).toBe(10);
  });
});

test('a refused key leaves one event per reason in ten minutes, with its own tenant', async () => {
  const { id, apiKey } = await create();
  await world.send('DELETE', `${KEYS}/${id}`);
  for (let time = 0; time < 4; time += 1) expect(await statusFrom('203.0.113.77', apiKey)).toBe(401);
  const event = { kind: 'api_key_refused', severity: 'medium', detail: { apiKeyId: id, reason: 'revoked', network: '203.0.113.0/24' } };
  expect(await eventsOf(id)).toEqual([event]);
  expect(await eventsOf(id, world.theirs)).toEqual([]);
  world.database.setNow(NOW_MS + 10 * 60_000);
  await statusFrom('203.0.113.77', apiKey);
  expect((await eventsOf(id)).length).toBe(2);
});
