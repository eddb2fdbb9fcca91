import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import pg from 'pg';
import { newId } from '../src/platform/chance.ts';
import type { Context } from '../src/platform/context.ts';
import { inTenant } from '../src/platform/tenant-door.ts';
import { createPublicIdIn } from '../src/catalog/publicids/service.ts';
import { databaseUrl } from '../src/platform/postgres/connection.ts';
import { readAside } from '../src/platform/spool-aside.ts';
import { drainSpool } from '../src/tracking/draining/service.ts';
import type { PublicRequest } from '../src/tracking/edge/schema.ts';
import type { Edge } from '../src/tracking/edge/service.ts';
import { linkTaker, pixelTaker, prefixTaker } from '../src/tracking/exposures/service.ts';
import { refreshSnapshots } from '../src/tracking/snapshots/service.ts';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from './database.ts';
import { ask, createPublicAddresses, inOwnFolder, openPatientEdge, type PublicAddresses } from './edge-world.ts';
import { startTestServer, type TestServer } from './http.ts';

const NOBODY = '000000000000';
const NOTHING = { taken: 0, unknown: 0, refused: 0, aside: 0 };
const TAKERS = {
  prefix: prefixTaker(),
  pixel: pixelTaker(),
  link: linkTaker(),
  beacon: async () => undefined,
  hook: async () => undefined,
};

let database: TestDatabase;
let tenant: TestTenant;
let context: Context;
let place: { folder: string; remove(): Promise<void> };
let ids: PublicAddresses & { tag: string; hook: string };
let edge: Edge;
let server: TestServer;
let admin: pg.Client;
beforeAll(async () => {
  database = await openTestDatabase();
  tenant = await createTestTenant(database.context);
  const create = (kind: 'tag' | 'hook') => inTenant(database.context.db, tenant.tenantId, (tx) => createPublicIdIn(tx, kind, 'shop'));
  ids = { ...(await createPublicAddresses(database.context, tenant)), tag: await create('tag'), hook: await create('hook') };
  const own = inOwnFolder(database.context);
  ({ context } = own);
  place = own;
  edge = openPatientEdge(context, place.folder);
  await refreshSnapshots(context, 'system', edge.snapshots);
  server = await startTestServer(context, { edge, takers: TAKERS });
  const { urls } = database;
  admin = new pg.Client({ connectionString: databaseUrl(urls.superuser, new URL(urls.app).pathname.slice(1)) });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await server.close();
  await place.remove();
  await database.close();
});
beforeEach(() => drainSpool(context, 'system', TAKERS));

async function kept(): Promise<PublicRequest[]> {
  const requests: PublicRequest[] = [];
  for (const name of await context.spool.waiting()) {
    const segment = await context.spool.read(name);
    requests.push(...(segment?.frames ?? []).flatMap(({ records }) => records.map((record) => JSON.parse(record) as PublicRequest)));
  }
  return requests;
}

/** Sends so many to a path from an address, with a small body; resolves with how many were kept. */
async function keptOf(count: number, path: string, ip: string): Promise<number> {
  const headers = { 'x-forwarded-for': ip, 'content-type': 'text/plain' };
  for (let sent = 0; sent < count; sent += 50)
    await Promise.all(Array.from({ length: 50 }, () => server.send('POST', path, { body: '{"events":[]}', headers })));
  return (await kept()).length;
}

test('a request that says nothing of whom it is from is counted, stands in nobody’s way, and is not kept aside', async () => {
  const poison = { kind: 'pixel', publicId: ids.pixel, method: 'GET', target: `/i.gif?p=${ids.pixel}`, ip: '', headers: {} };
  const receivedAt = new Date(context.clock()).toISOString();
  for (let count = 0; count < 20; count++) await context.spool.append(JSON.stringify({ id: newId(), receivedAt, ...poison }));
  await ask(server.url, `/i.gif?p=${ids.pixel}`);
  expect(await drainSpool(context, 'system', TAKERS)).toEqual({ ...NOTHING, taken: 21 });
  expect(await readAside(context.spool)).toEqual([]);
});

test('what no later attempt could store is dropped; the rest of those that came together are taken', async () => {
  for (const name of ['good', 'deep', 'rule', 'form']) await ask(server.url, `/i.gif?p=${ids.pixel}&ep=${name}`);
  const faults: Record<string, Error> = {
    deep: new RangeError('Maximum call stack size exceeded'),
    rule: Object.assign(new Error('violates a check'), { code: '23514' }),
    form: Object.assign(new Error('no such character'), { code: '22021' }),
  };
  const pixel = async (_context: Context, requests: { request: PublicRequest }[]) => {
    for (const { request } of requests) for (const [name, fault] of Object.entries(faults)) if (request.target.endsWith(name)) throw fault;
  };
  expect(await drainSpool(context, 'system', { ...TAKERS, pixel })).toEqual({ ...NOTHING, taken: 1, refused: 3 });
  expect(await readAside(context.spool)).toEqual([]);
});

test.each([
  ['a site tag', () => '/c?p='],
  ['an advertiser', () => '/api/v1/integrations/podscribe?advertiser='],
])(
  'of requests to %s that does not exist an address has a few kept, and of those to one that does so many a minute',
  async (name, path) => {
    const host = name === 'a site tag' ? 1 : 2;
    expect(await keptOf(100, path() + NOBODY, `203.0.113.${host}`)).toBe(60);
    expect(await drainSpool(context, 'system', TAKERS)).toMatchObject({ unknown: 60 });
    const known = path() + (host === 1 ? ids.tag : ids.hook);
    const before = await keptOf(700, known, `198.51.100.${host}`);
    expect(before).toBeLessThanOrEqual(600);
    expect(await keptOf(50, known, `192.0.2.${host}`)).toBe(before + 50);
    const kind = host === 1 ? 'beacon' : 'hook';
    expect(edge.counts.get(`${kind} limited`)).toBe(100);
  },
);

test('a tag’s request of more than 64 KiB is not kept', async () => {
  const path = `/api/v1/integrations/podscribe?advertiser=${ids.hook}`;
  const headers = { 'x-forwarded-for': '203.0.113.50', 'content-type': 'text/plain' };
  expect((await server.send('POST', path, { body: 'x'.repeat(66_000), headers })).status).toBe(413);
  expect(await kept()).toEqual([]);
});

test('a prefix that nobody has leads no page anywhere, whatever its address ends in', async () => {
  const path = `/e/${NOBODY}/evil.example.com/login.mp3`;
  for (const destination of ['document', 'iframe'])
    expect((await ask(server.url, path, { headers: { 'sec-fetch-dest': destination } })).status).toBe(404);
  expect((await ask(server.url, path, { headers: { 'sec-fetch-dest': 'audio' } })).status).toBe(302);
  const known = `/e/${ids.prefix}/host.example.com/1.mp3`;
  expect((await ask(server.url, known, { headers: { 'sec-fetch-dest': 'document' } })).status).toBe(302);
});

test('credentials of other systems in the header are not kept', async () => {
  const secrets = { 'x-api-key': 'secret', 'x-auth-token': 'secret', 'x-original-forwarded-for': '203.0.113.7', 'x-client': '203.0.113.7' };
  await ask(server.url, `/i.gif?p=${ids.pixel}`, { headers: { ...secrets, 'sec-gpc': '1', 'x-playback-session-id': 'session' } });
  const [{ headers }] = await kept();
  expect(Object.keys(headers).toSorted()).toEqual(['sec-gpc', 'user-agent', 'x-playback-session-id']);
});

test('links of a tenant that is suspended lead nowhere, its prefixes go on leading to the sound', async () => {
  const standing = async (suspended: boolean) => {
    const at = suspended ? new Date() : null;
    await admin.query('update tenants set suspended_at = $2 where tenant_id = $1', [tenant.tenantId, at]);
    await refreshSnapshots(context, 'system', edge.snapshots);
  };
  await standing(true);
  expect((await ask(server.url, `/l/${ids.link}`)).status).toBe(404);
  expect((await ask(server.url, `/e/${ids.prefix}/host.example.com/1.mp3`)).status).toBe(302);
  await standing(false);
  expect((await ask(server.url, `/l/${ids.link}`)).status).toBe(302);
});
