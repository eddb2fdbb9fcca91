import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type EdgeServer, startEdgeServer } from '../src/api/edge-server.ts';
import { takeHookRequests } from '../src/integrations/hooks/service.ts';
import type { EdgeContext } from '../src/platform/context.ts';
import { takeBeacons } from '../src/tracking/beacons/service.ts';
import { drainSpool } from '../src/tracking/draining/service.ts';
import type { PublicRequest, PublicRequestTakers } from '../src/tracking/edge/schema.ts';
import type { Edge } from '../src/tracking/edge/service.ts';
import { lookUpEntry, refreshSnapshots } from '../src/tracking/snapshots/service.ts';
import type { SiteTag } from '../src/tracking/tags/schema.ts';
import { fromShopify, openShop, type Shop, shopifyOrder } from './delivering-shop.ts';
import { inOwnFolder, openPatientEdge } from './edge-world.ts';
import { startTestServer } from './http.ts';
import { openWorld, type World } from './world.ts';

const SITE = 'https://store.example';
const NOBODY = '000000000000';
const TAKERS: PublicRequestTakers = {
  beacon: (context, requests) => takeBeacons(context, 'public', requests),
  hook: (context, requests) => takeHookRequests(context, 'system', requests),
};

let world: World;
let shop: Shop;
let tag: string;
let place: ReturnType<typeof inOwnFolder<World['database']['context']>>;
let edge: Edge;
let redirector: EdgeServer;
beforeAll(async () => {
  world = await openWorld();
  shop = await openShop(world, 'shopify');
  const { json } = await world.send('PUT', '/tracking/tags/store', { body: { name: 'Store', sites: [SITE] } });
  tag = (json as SiteTag).publicId;
  place = inOwnFolder(world.database.context);
  const { db: _db, outbound: _outbound, erasures: _erasures, sealingKey: _sealingKey, ...bare } = place.context;
  edge = openPatientEdge(bare satisfies EdgeContext, place.folder);
  await refreshSnapshots(place.context, 'system', edge.snapshots);
  redirector = await startEdgeServer(edge, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await redirector.close();
  await place.remove();
  await world.close();
});
const drain = () => drainSpool(place.context, 'system', TAKERS);
beforeEach(drain);

async function send(path: string, { method = 'POST', body, ip = '203.0.113.1', headers = {}, to = redirector.url }: Sending = {}) {
  const own = { 'x-forwarded-for': ip, 'content-type': 'text/plain', ...headers };
  const answer = await fetch(to + path, { method, headers: own, body: body ?? null });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}
interface Sending {
  method?: string;
  body?: string;
  ip?: string;
  headers?: Record<string, string>;
  to?: string;
}

async function kept(): Promise<PublicRequest[]> {
  const requests: PublicRequest[] = [];
  for (const name of await place.context.spool.waiting()) {
    const segment = await place.context.spool.read(name);
    requests.push(...(segment?.frames ?? []).flatMap(({ records }) => records.map((record) => JSON.parse(record) as PublicRequest)));
  }
  return requests;
}

const beacon = (id: string) => JSON.stringify({ consent: 'granted', events: [{ id, kind: 'lead', age: 0 }] });
const hookPath = () => `/hooks/shopify/${shop.source.publicId}`;

describe('a redirector, without a database', () => {
  test('gives pages the script of the site tag, the same that the main installation gives', async () => {
    for (const encoding of ['gzip', 'br', 'identity']) {
      const headers = { 'accept-encoding': encoding };
      const [own, main] = [
        await send('/t.js', { method: 'GET', headers }),
        await fetch(`${world.server.url}/t.js`, { headers }).then(async (answer) => ({
          headers: answer.headers,
          text: await answer.text(),
        })),
      ];
      expect(own.text).toBe(main.text);
      for (const name of ['etag', 'cache-control', 'content-type', 'content-encoding', 'access-control-allow-origin', 'vary'])
        expect(own.headers.get(name), name).toBe(main.headers.get(name));
    }
    const etag = (await send('/t.js', { method: 'GET' })).headers.get('etag') ?? '';
    expect((await send('/t.js', { method: 'GET', headers: { 'if-none-match': etag } })).status).toBe(304);
    expect(await send('/t.js', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
    expect((await send('/t.js')).status).toBe(405);
  });

  test('keeps a beacon before it answers, and what it tells counts once it is taken', async () => {
    const preflight = await send(`/c?p=${tag}`, { method: 'OPTIONS', headers: { origin: SITE } });
    expect(preflight.status).toBe(204);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'content-type',
    });
    const answer = await send(`/c?p=${tag}`, { body: beacon('event-00000001'), headers: { origin: SITE, cookie: 'a=b' } });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    const [request] = await kept();
    expect(request).toMatchObject({ kind: 'beacon', publicId: tag, ip: '203.0.113.1', headers: { origin: SITE } });
    expect(request.headers).not.toHaveProperty('cookie');
    expect(await drain()).toMatchObject({ taken: 1 });
    const { rows } = await world.admin.query('select kind from conversions where id = $1', [`pixel:${tag}:event-00000001`]);
    expect(rows).toEqual([{ kind: 'lead' }]);
  });

  test('keeps deliveries byte for byte with what their signatures need, and judges them when they are taken', async () => {
    const id = 910_000_001;
    const good = fromShopify('orders/paid', shopifyOrder(id));
    const forged = fromShopify('orders/paid', shopifyOrder(id + 1), { secret: 'wrong-secret' });
    for (const { body, headers } of [good, forged, good])
      expect(await send(hookPath(), { body, headers: { ...headers, authorization: 'Bearer x', cookie: 'a=b' } })).toMatchObject({
        status: 200,
        text: '{"received":true}',
      });
    const requests = await kept();
    expect(Buffer.from(requests[0].body ?? '', 'base64').toString()).toBe(good.body);
    for (const name of ['authorization', 'cookie']) for (const { headers } of requests) expect(headers).not.toHaveProperty(name);
    expect(await drain()).toMatchObject({ taken: 3, aside: 0 });
    const states = (await shop.received()).slice(0, 3).map(({ state }) => state);
    expect(states.toSorted()).toEqual(['duplicate', 'kept', 'refused']);
    const { rows } = await world.admin.query('select id from conversions where id like $1', [`shopify:order:${id}%`]);
    expect(rows).toEqual([{ id: `shopify:order:${id}` }]);
  });

  test('answers nothing else of the API, and no other method', async () => {
    expect((await send(hookPath(), { method: 'GET' })).status).toBe(405);
    expect((await send(`/c?p=${tag}`, { method: 'GET' })).status).toBe(405);
    for (const path of ['/hooks/', '/hooks/shopify', '/hooks/shopify/short', '/c', '/c?p=short', '/cc', '/t.json', '/api/v1/conversions'])
      expect((await send(path, { body: '{}' })).status, path).toBe(404);
    expect(await kept()).toEqual([]);
  });
});

describe('what an attacker sends', () => {
  test('is read to its limit and no further, and kept only whole', async () => {
    expect((await send(`/c?p=${tag}`, { body: 'x'.repeat(65_537) })).status).toBe(413);
    expect((await send(hookPath(), { body: 'x'.repeat(4 * 1024 * 1024 + 1) })).status).toBe(413);
    const { hostname, port } = new URL(redirector.url);
    const socket = connect(Number(port), hostname);
    socket.write(`POST ${hookPath()} HTTP/1.1\r\nhost: a\r\ncontent-length: 1000\r\n\r\n{"half":`);
    await once(socket, 'ready');
    socket.resetAndDestroy();
    expect((await send(hookPath(), { body: '{}' })).status).toBe(200);
    expect((await kept()).map(({ body }) => Buffer.from(body ?? '', 'base64').toString())).toEqual(['{}']);
  });

  test('slowly from one address has a quarter of the room for deliveries, and the others keep theirs', async () => {
    const { hostname, port } = new URL(redirector.url);
    const size = 4 * 1024 * 1024;
    const head = `POST ${hookPath()} HTTP/1.1\r\nhost: a\r\nx-forwarded-for: 203.0.113.60\r\ncontent-length: ${size}\r\n\r\n`;
    const slow = Array.from({ length: 4 }, () => connect(Number(port), hostname));
    const answers = slow.map((socket) => once(socket, 'data'));
    for (const socket of slow) {
      socket.write(head);
      socket.write('x'.repeat(size - 1));
    }
    expect(String(await Promise.race(answers))).toMatch(/^HTTP\/1.1 429 /);
    const statusOf = async (ip: string) => (await send(hookPath(), { body: '{}', ip })).status;
    expect(await statusOf('203.0.113.61')).toBe(200);
    for (const socket of slow) socket.destroy();
    await expect.poll(() => statusOf('203.0.113.60'), { timeout: 30_000 }).toBe(200);
  });

  test('to sources that do not exist is kept in small number, and refused where that is certain', async () => {
    const path = `/hooks/shopify/${NOBODY}`;
    const statuses: number[] = [];
    for (let count = 0; count < 70; count++) statuses.push((await send(path, { body: '{}', ip: '203.0.113.40' })).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(60);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
    expect(await drain()).toMatchObject({ unknown: 60 });
    const knowing = openPatientEdge(edge.context, place.folder, (publicId) => lookUpEntry(place.context, 'system', publicId));
    const server = await startEdgeServer(knowing, { host: '127.0.0.1', port: 0 });
    expect((await send(path, { body: '{}', to: server.url })).status).toBe(404);
    expect((await send(`/hooks/shopify/${tag}`, { body: '{}', to: server.url })).status).toBe(404);
    expect((await send(hookPath(), { body: '{}', to: server.url })).status).toBe(200);
    await server.close();
  });

  test('from one address is limited, on a redirector and on the main installation, before its body is read', async () => {
    const main = await startTestServer(place.context, { edge, takers: TAKERS });
    edge.limits.delivery.take('203.0.113.50', edge.context.clock(), 6_000);
    for (const to of [redirector.url, main.url]) {
      const refused = await send(hookPath(), { body: 'x'.repeat(4 * 1024 * 1024 + 1), ip: '203.0.113.50', to });
      expect(refused.status).toBe(429);
      expect(refused.headers.get('retry-after')).toBe('60');
    }
    expect((await send(hookPath(), { body: '{}', ip: '203.0.113.51', to: main.url })).status).toBe(401);
    expect(await kept()).toEqual([]);
    await main.close();
  });
});

test('one id that is asked for without end fills a tenth of a crowded spool, and the others still have room', async () => {
  const own = inOwnFolder(world.database.context, 100_000);
  const crowded = openPatientEdge(own.context, own.folder);
  crowded.snapshots.replace(
    JSON.stringify([
      [tag, 'tag'],
      [NOBODY, 'prefix'],
    ]),
  );
  const server = await startEdgeServer(crowded, { host: '127.0.0.1', port: 0 });
  const path = `/e/${NOBODY}/host.example.com/1.mp3`;
  for (let count = 0; count < 400; count++) {
    const answer = await fetch(server.url + path, { redirect: 'manual', headers: { 'user-agent': 'x'.repeat(300) } });
    expect(answer.status).toBe(302);
  }
  const { bytes, maxBytes, lost } = own.context.spool.counts();
  expect(lost).toBe(0);
  expect(bytes).toBeLessThan(maxBytes * 0.55);
  expect(crowded.counts.get('prefix crowded')).toBeGreaterThan(200);
  expect((await send(`/c?p=${tag}`, { body: beacon('event-00000002'), to: server.url })).status).toBe(204);
  const metrics = (await send('/metrics', { method: 'GET', to: server.url })).text;
  expect(metrics).toMatch(/earshot_edge_requests\{kind="prefix",outcome="crowded"\} \d+/);
  for (let count = 0; count < 40; count++)
    await send(`/c?p=${tag}`, { body: beacon('x'.repeat(60)), ip: `203.0.113.${count}`, to: server.url });
  const refused = await send(`/c?p=${tag}`, { body: 'x'.repeat(12_000), to: server.url });
  expect(refused).toMatchObject({ status: 429 });
  expect(refused.headers.get('retry-after')).toBe('60');
  for (const name of await own.context.spool.waiting()) await own.context.spool.remove(name);
  const before = crowded.counts.get('prefix kept') ?? 0;
  await fetch(server.url + path, { redirect: 'manual' });
  expect(crowded.counts.get('prefix kept')).toBe(before + 1);
  await server.close();
  await own.remove();
});
