import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Beacon, BeaconEvent } from '../src/tracking/beacons/schema.ts';
import { refreshSnapshots } from '../src/tracking/snapshots/service.ts';
import { SiteTagDetails } from '../src/tracking/tags/schema.ts';
import { putSiteTag } from '../src/tracking/tags/service.ts';
import { fromShopify, openShop, type Shop } from './delivering-shop.ts';
import { ask, createPublicAddresses, inOwnFolder, openPatientEdge, type PublicAddresses } from './edge-world.ts';
import { startTestServer, type TestServer } from './http.ts';
import { openWorld, type World } from './world.ts';

/** The cells of the tables of the page's section, row by row. */
const rows = readFileSync(join(import.meta.dirname, '../../docs/http.md'), 'utf8')
  .split(/^## /m)
  .filter((section) => section.startsWith('Public addresses\n'))
  .flatMap((section) => section.split('\n').filter((line) => line.startsWith('| `')))
  .map((line) =>
    line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1),
  );
const codesOf = (cell: string) => Array.from(cell.matchAll(/`([^`]+)`/g), ([, code]) => code);
const NOBODY = '000000000000';
const EPISODE = 'host.example.com/1.mp3';

let world: World;
let server: TestServer;
/** A server that has seen no snapshot yet. */
let young: TestServer;
let ids: PublicAddresses;
let tag: string;
let shop: Shop;
const closing: (() => Promise<unknown>)[] = [];

async function serve(isYoung: boolean): Promise<TestServer> {
  const own = inOwnFolder(world.database.context);
  const edge = openPatientEdge(own.context, own.folder);
  if (!isYoung) await refreshSnapshots(own.context, 'system', edge.snapshots);
  const started = await startTestServer(own.context, { edge, publicUrl: 'https://earshot.example' });
  closing.push(() => started.close(), own.remove);
  return started;
}

beforeAll(async () => {
  world = await openWorld();
  const { context } = world.database;
  ids = await createPublicAddresses(context, world.mine);
  ({ publicId: tag } = await putSiteTag(
    context,
    world.mine.actor,
    'a-tag',
    SiteTagDetails.parse({ name: 'A tag', sites: ['https://shop.example'] }),
  ));
  shop = await openShop(world, 'shopify');
  server = await serve(false);
  young = await serve(true);
});
afterAll(async () => {
  for (const close of closing) await close();
  await world.close();
});

const get = async (path: string, headers: Record<string, string> = {}) => (await ask(server.url, path, { headers })).status;
const post = async (path: string, body: string, headers: Record<string, string> = {}) =>
  (await server.send('POST', path, { body, headers })).status;
const deliver = (secret?: string, body?: string) => {
  const sent = fromShopify('orders/paid', body ?? { id: 1 }, secret === undefined ? {} : { secret });
  return post(`/hooks/shopify/${shop.source.publicId}`, sent.body, sent.headers);
};

/** For each request of the page and each status it tells, requests that are answered so. */
const CASES: Record<string, () => Promise<number[]>> = {
  'GET /e/<publicId>/<address> 302': async () => [await get(`/e/${ids.prefix}/${EPISODE}`), await get(`/e/${NOBODY}/${EPISODE}`)],
  'GET /e/<publicId>/<address> 404': async () => [
    await get(`/e/${ids.prefix}/localhost/1.mp3`),
    await get(`/e/${ids.prefix}/earshot.example/1.mp3`),
    await get(`/e/${NOBODY}/host.example.com/page.html`),
  ],
  'GET /i.gif 200': async () => [await get(`/i.gif?p=${ids.pixel}`), await get('/i.gif'), await get('/i.gif?p=%00&ip=nobody')],
  'GET /l/<publicId> 302': async () => [await get(`/l/${ids.link}`)],
  'GET /l/<publicId> 404': async () => [await get(`/l/${NOBODY}`), await get('/l/x')],
  'GET /l/<publicId> 503': async () => [(await ask(young.url, `/l/${ids.link}`)).status],
  'GET /t.js 200': async () => [await get('/t.js')],
  'GET /t.js 304': async () => {
    const { headers } = await ask(server.url, '/t.js');
    return [await get('/t.js', { 'if-none-match': String(headers.etag) })];
  },
  'POST /c 204': async () => [await post(`/c?p=${tag}`, '{"events":[]}'), await post(`/c?p=${NOBODY}`, 'no JSON')],
  'POST /c 404': async () => [await post('/c', '{}'), await post('/c?p=x', '{}')],
  'POST /c 413': async () => [await post(`/c?p=${tag}`, 'x'.repeat(65_537))],
  'POST /hooks/<source>/<publicId> 200': async () => [await deliver()],
  'POST /hooks/<source>/<publicId> 401': async () => [await deliver('another-secret')],
  'POST /hooks/<source>/<publicId> 404': async () => [await post(`/hooks/shopify/${NOBODY}`, '{}'), await post('/hooks/shopify/x', '{}')],
  'POST /hooks/<source>/<publicId> 413': async () => [await deliver(undefined, 'x'.repeat(4 * 1024 * 1024 + 1))],
};

describe('the public addresses of docs/http.md', () => {
  const [answers, inputs] = [rows.filter(([cell]) => / \//.test(cell)), rows.filter(([cell]) => !/ \//.test(cell))];

  test('are told with every status that is proven here, and with no other', () => {
    expect(answers.map(([cell, status]) => `${codesOf(cell)[0]} ${status}`)).toEqual(Object.keys(CASES));
  });

  test.each(Object.entries(CASES))('are answered as the page says: %s', async (name, send) => {
    const status = Number(name.slice(-3));
    const seen = await send();
    expect(seen).toEqual(seen.map(() => status));
  });

  test('answer HEAD, the question of pages, and no other method', async () => {
    const status = async (method: string, path: string) => (await ask(server.url, path, { method })).status;
    const addresses = [`/e/${ids.prefix}/${EPISODE}`, `/i.gif?p=${ids.pixel}`, `/l/${ids.link}`];
    for (const path of addresses) {
      expect([path, await status('HEAD', path)]).toEqual([path, await status('GET', path)]);
      expect([path, await status('OPTIONS', path), await status('POST', path)]).toEqual([path, 204, 405]);
    }
    expect(await status('HEAD', '/t.js')).toBe(200);
    expect([await status('OPTIONS', '/c'), await status('GET', '/c'), await status('POST', '/t.js')]).toEqual([204, 405, 405]);
    expect(await status('GET', `/hooks/shopify/${shop.source.publicId}`)).toBe(405);
  });

  test('tell of /c every field that is read, and no other', () => {
    const told = inputs.flatMap(([address, names]) => (codesOf(address)[0] === '/c' ? codesOf(names) : []));
    expect(told.toSorted()).toEqual(['p', ...Object.keys(Beacon.shape), ...Object.keys(BeaconEvent.shape)].toSorted());
  });
});
