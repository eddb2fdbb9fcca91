import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startEdgeServer, type EdgeServer } from '../src/api/edge-server.ts';
import type { Context } from '../src/platform/context.ts';
import { openSpool } from '../src/platform/spool.ts';
import { type Database, openDatabase } from '../src/platform/tenant-door.ts';
import { drainSpool } from '../src/tracking/draining/service.ts';
import type { PublicRequest } from '../src/tracking/edge/schema.ts';
import type { Edge } from '../src/tracking/edge/service.ts';
import { linkTaker, pixelTaker, prefixTaker } from '../src/tracking/exposures/service.ts';
import { refreshSnapshots } from '../src/tracking/snapshots/service.ts';
import { databaseUrl } from '../src/platform/postgres/connection.ts';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from './database.ts';
import { ask, createPublicAddresses, inOwnFolder, openPatientEdge, PHONE, type PublicAddresses } from './edge-world.ts';
import { startTestServer, type TestServer } from './http.ts';
import { openWay, type Way } from './way.ts';

const EPISODE = 'host.example.com/1.mp3';
const NOBODY = '000000000000';
const TAKERS = { prefix: prefixTaker(), pixel: pixelTaker(), link: linkTaker() };

let database: TestDatabase;
let tenant: TestTenant;
let way: Way;
let db: Database;
let context: Context;
let place: { folder: string; remove(): Promise<void> };
let ids: PublicAddresses;
let edge: Edge;
let server: TestServer;
let admin: pg.Client;
beforeAll(async () => {
  database = await openTestDatabase();
  tenant = await createTestTenant(database.context);
  ids = await createPublicAddresses(database.context, tenant);
  const { urls } = database;
  way = await openWay(Number(new URL(urls.app).port));
  const through = (url: string) => Object.assign(new URL(url), { port: String(way.port) }).toString();
  const cut = { app: through(urls.app), intake: through(urls.intake), jobs: through(urls.jobs), auth: through(urls.auth) };
  db = openDatabase(cut, database.context.log);
  const own = inOwnFolder({ ...database.context, db });
  ({ context } = own);
  place = own;
  edge = openPatientEdge(context, place.folder);
  await refreshSnapshots(context, 'system', edge.snapshots);
  server = await startTestServer(context, { edge, takers: TAKERS, publicUrl: 'https://earshot.example' });
  admin = new pg.Client({ connectionString: databaseUrl(urls.superuser, new URL(urls.app).pathname.slice(1)) });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await server.close();
  await place.remove();
  await db.close();
  await way.close();
  await database.close();
});
beforeEach(() => drainSpool(context, 'system', TAKERS));

const get = (path: string, headers: Record<string, string> = {}) => ask(server.url, path, { headers });

/** Everything that waits, as it was kept. */
async function kept(): Promise<PublicRequest[]> {
  const requests: PublicRequest[] = [];
  for (const name of await context.spool.waiting()) {
    const segment = await context.spool.read(name);
    requests.push(...(segment?.frames ?? []).flatMap(({ records }) => records.map((record) => JSON.parse(record) as PublicRequest)));
  }
  return requests;
}

interface StoredTouchpoint {
  id: string;
  kind: string;
  campaign: string;
  placement: string | null;
  click_key: string | null;
  address_key: string | null;
}

async function touchpoints(kind: string): Promise<StoredTouchpoint[]> {
  const text =
    'select id, kind, campaign, placement, click_key, address_key from touchpoints where tenant_id = $1 and kind = $2 order by id';
  return (await admin.query<StoredTouchpoint>(text, [tenant.tenantId, kind])).rows;
}

describe('an episode prefix', () => {
  test('redirects at once, for players and pages of any site, and lets nobody keep the answer', async () => {
    const answer = await get(`/e/${ids.prefix}/https://${EPISODE}`, { range: 'bytes=0-1', origin: 'https://player.example' });
    expect(answer.status).toBe(302);
    expect(answer.headers).toMatchObject({
      location: `https://${EPISODE}`,
      'cache-control': 'private, no-cache',
      'access-control-allow-origin': '*',
      'content-length': '0',
    });
    expect(answer.headers).not.toHaveProperty('content-security-policy');
    expect(answer.headers).not.toHaveProperty('set-cookie');
    expect(answer.body).toHaveLength(0);
  });

  test('keeps who asked for what, with the range and the objection, before it answers', async () => {
    const path = `/e/${ids.prefix}/pdst.fm/e/${EPISODE}?a=b&a=%20`;
    await get(path, { range: 'bytes=0-', 'sec-gpc': '1', 'x-forwarded-for': '10.9.9.9, 203.0.113.9', cookie: 'a=b' });
    expect(await kept()).toMatchObject([
      {
        kind: 'prefix',
        publicId: ids.prefix,
        method: 'GET',
        target: path,
        ip: '203.0.113.9',
        headers: { range: 'bytes=0-', 'sec-gpc': '1', 'user-agent': PHONE },
      },
    ]);
    expect(JSON.stringify(await kept())).not.toContain('cookie');
  });

  test('keeps path and query byte for byte', async () => {
    const rest = `cdn.example.com/a%2Fb/../%C3%A9;v=1/1.mp3?x=%zz&y=[1]&z={"a":1}`;
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    socket.write(Buffer.from(`GET /e/${ids.prefix}/${rest} HTTP/1.1\r\nhost: a.example\r\nconnection: close\r\n\r\n`, 'latin1'));
    const parts: Buffer[] = [];
    for await (const part of socket) parts.push(part as Buffer);
    expect(Buffer.concat(parts).toString('latin1')).toContain(`\r\nlocation: https://${rest}\r\n`);
  });

  test('answers HEAD as GET, and the question of pages whether they may ask', async () => {
    const head = await ask(server.url, `/e/${ids.prefix}/${EPISODE}`, { method: 'HEAD' });
    expect(head).toMatchObject({ status: 302, headers: { location: `https://${EPISODE}` } });
    expect((await kept()).map(({ method }) => method)).toEqual(['HEAD']);
    const preflight = await ask(server.url, `/e/${ids.prefix}/${EPISODE}`, { method: 'OPTIONS' });
    expect(preflight).toMatchObject({
      status: 204,
      headers: { 'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET, HEAD' },
    });
    const post = await ask(server.url, `/e/${ids.prefix}/${EPISODE}`, { method: 'POST' });
    expect(post).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  });

  test('becomes a request for an episode of its show, once however often it is taken', async () => {
    await get(`/e/${ids.prefix}/pdst.fm/e/${EPISODE}?a=b`, { range: 'bytes=0-1', 'x-forwarded-for': '203.0.113.44' });
    const [request] = await kept();
    await context.spool.append(JSON.stringify(request));
    expect(await drainSpool(context, 'system', TAKERS)).toEqual({ taken: 2, unknown: 0, refused: 0, aside: 0 });
    const text = 'select show, method, byte_range, evidence, source, address_key from episode_requests where tenant_id = $1 and id = $2';
    expect((await admin.query(text, [tenant.tenantId, request.id])).rows).toEqual([
      {
        show: 'daily',
        method: 'GET',
        byte_range: 'bytes=0-1',
        evidence: 'prefix_request',
        source: 'prefix',
        address_key: expect.any(String) as string,
      },
    ]);
  });

  test.each([
    'https://127.0.0.1/1.mp3',
    'https://169.254.169.254/latest/1.mp3',
    'https://localhost/1.mp3',
    'file:///etc/1.mp3',
    'https://user:pw@host.example.com/1.mp3',
    'https://host.example.com:8080/1.mp3',
    'https://https://host.example.com/1.mp3',
    'https://earshot.example/e/0123456789ab/1.mp3',
    'https://asked.example/e/0123456789ab/1.mp3',
    '',
  ])('refuses %s without a redirect, and keeps nothing', async (rest) => {
    const answer = await get(`/e/${ids.prefix}/${rest}`, { host: 'asked.example' });
    expect(answer.status).toBe(404);
    expect(answer.headers).not.toHaveProperty('location');
    expect(JSON.parse(answer.body.toString())).toMatchObject({ status: 404, code: 'not_found' });
    expect(await kept()).toEqual([]);
  });

  test('is no way to disguise a link to a page', async () => {
    const page = `/e/${ids.prefix}/evil.example.com/login`;
    expect((await get(page, { 'sec-fetch-dest': 'document' })).status).toBe(404);
    expect((await get(page, { 'sec-fetch-dest': 'audio' })).status).toBe(302);
    expect((await get(`/e/${NOBODY}/evil.example.com/login`)).status).toBe(404);
  });

  test('that nobody has still leads to sound, and counts nothing', async () => {
    expect((await get(`/e/${NOBODY}/${EPISODE}`)).headers.location).toBe(`https://${EPISODE}`);
    expect(await drainSpool(context, 'system', TAKERS)).toEqual({ taken: 0, unknown: 1, refused: 0, aside: 0 });
    for (let count = 0; count < 70; count++) expect((await get(`/e/${NOBODY}/${EPISODE}`)).status).toBe(302);
    expect((await kept()).length).toBeLessThan(70);
  });
});

describe('a pixel', () => {
  test('is a picture that nobody may keep, whatever its address says', async () => {
    for (const path of [
      `/i.gif?p=${ids.pixel}`,
      '/i.gif',
      '/i.gif?p=',
      `/i.gif?p=${NOBODY}`,
      '/i.gif?p=%00&p=../..',
      `/i.gif?${'x'.repeat(8_000)}`,
    ]) {
      const answer = await get(path);
      expect(answer).toMatchObject({
        status: 200,
        headers: { 'content-type': 'image/gif', 'cache-control': 'no-store, private', 'access-control-allow-origin': '*' },
      });
      expect(answer.body.subarray(0, 6).toString()).toBe('GIF89a');
      expect(answer.body).toHaveLength(Number(answer.headers['content-length']));
    }
  });

  test('becomes an impression of its placement, once however often the same request is taken', async () => {
    await get(`/i.gif?p=${ids.pixel}&did=%%DEVICE%%&test=lift&arm=control`);
    const [request] = await kept();
    await context.spool.append(JSON.stringify(request));
    expect(await drainSpool(context, 'system', TAKERS)).toEqual({ taken: 2, unknown: 0, refused: 0, aside: 0 });
    const stored = (await touchpoints('impression')).filter(({ id }) => id === `impression:${request.id}`);
    expect(stored).toEqual([
      {
        id: `impression:${request.id}`,
        kind: 'impression',
        campaign: 'spring',
        placement: 'a-placement',
        click_key: null,
        address_key: expect.any(String) as string,
      },
    ]);
  });

  test('of a person who objects counts without anything of them', async () => {
    await get(`/i.gif?p=${ids.pixel}`, { 'sec-gpc': '1' });
    const [{ id }] = await kept();
    await drainSpool(context, 'system', TAKERS);
    expect((await touchpoints('impression')).find((one) => one.id === `impression:${id}`)).toMatchObject({ address_key: null });
  });
});

describe('a link', () => {
  const locationOf = async (headers: Record<string, string> = {}, query = '') => {
    const answer = await get(`/l/${ids.link}${query}`, headers);
    expect(answer).toMatchObject({ status: 302, headers: { 'cache-control': 'private, no-store' } });
    return new URL(String(answer.headers.location));
  };

  test('leads to its destination with its parameters and the id of the click, and nowhere else', async () => {
    const location = await locationOf({}, '?to=https://evil.example/&click_id=mine');
    expect(`${location.origin}${location.pathname}${location.hash}`).toBe('https://shop.example.com/offer#top');
    expect(Object.fromEntries(location.searchParams)).toEqual({
      x: '1',
      utm_source: 'podcast',
      utm_medium: 'audio',
      utm_campaign: 'daily',
      click_id: expect.stringMatching(/^[\w-]{22}$/) as string,
    });
  });

  test('counts once an hour for one address and program', async () => {
    const listener = { 'x-forwarded-for': '203.0.113.77' };
    const first = (await locationOf(listener)).searchParams.get('click_id');
    expect((await locationOf(listener)).searchParams.get('click_id')).toBe(first);
    const other = (await locationOf({ 'x-forwarded-for': '203.0.113.78' })).searchParams.get('click_id');
    database.setNow(context.clock() + 3_600_000);
    const later = (await locationOf(listener)).searchParams.get('click_id');
    await drainSpool(context, 'system', TAKERS);
    const stored = (await touchpoints('click')).map(({ id }) => id);
    expect(stored).toEqual(expect.arrayContaining([first, other, later].map((id) => `click:${id}`)));
    expect(stored.filter((id) => id === `click:${first}`)).toHaveLength(1);
    expect(new Set([first, other, later]).size).toBe(3);
    expect((await touchpoints('click')).every(({ click_key }) => click_key !== null)).toBe(true);
  });

  test('tells the destination nothing of a person who objects, nor of a program that looks ahead, which counts nothing', async () => {
    const before = (await touchpoints('click')).length;
    const headers = { 'x-forwarded-for': '203.0.113.80' };
    expect((await locationOf({ ...headers, 'sec-gpc': '1' })).searchParams.has('click_id')).toBe(false);
    await drainSpool(context, 'system', TAKERS);
    const stored = await touchpoints('click');
    expect(stored).toHaveLength(before + 1);
    expect(stored.filter(({ click_key }) => click_key === null)).toHaveLength(1);
    expect((await locationOf({ 'x-forwarded-for': '203.0.113.81', purpose: 'prefetch' })).searchParams.has('click_id')).toBe(false);
    await ask(server.url, `/l/${ids.link}`, { method: 'HEAD', headers: { 'x-forwarded-for': '203.0.113.82' } });
    await drainSpool(context, 'system', TAKERS);
    expect(await touchpoints('click')).toHaveLength(before + 1);
  });

  test('keeps of a person who objects nothing that would know them again: no address, and an id by chance', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.83', 'sec-gpc': '1' };
    for (let count = 0; count < 2; count++) await locationOf(headers);
    const { 'sec-gpc': _objection, ...willing } = headers;
    const clickId = (await locationOf(willing)).searchParams.get('click_id');
    const requests = (await kept()).filter((one) => one.headers['sec-gpc'] === '1');
    expect(requests).toHaveLength(2);
    for (const request of requests) {
      expect(request.ip).toBe('');
      expect(JSON.stringify(request)).not.toContain('203.0.113.83');
      expect(JSON.stringify(request)).not.toContain(String(clickId));
      expect(request.headers).not.toHaveProperty('x-earshot-click');
    }
    await drainSpool(context, 'system', TAKERS);
    const stored = (await touchpoints('click')).filter(({ id }) => requests.some((one) => id === `click:${one.id}`));
    expect(stored.map(({ click_key, address_key }) => [click_key, address_key])).toEqual([
      [null, null],
      [null, null],
    ]);
  });

  test('that nobody has leads nowhere', async () => {
    for (const path of [`/l/${NOBODY}`, '/l/', '/l/https://evil.example/', `/l/${ids.pixel}`]) {
      const answer = await get(path);
      expect(answer.status, path).toBe(404);
      expect(answer.headers).not.toHaveProperty('location');
    }
  });
});

describe('while the database is down', () => {
  test('everything is answered as ever, and counted once it is back', async () => {
    way.cut();
    expect((await server.send('GET', '/ready')).status).toBe(503);
    expect((await get(`/e/${ids.prefix}/${EPISODE}`)).status).toBe(302);
    expect((await get(`/i.gif?p=${ids.pixel}`)).status).toBe(200);
    expect((await get(`/l/${ids.link}`, { 'x-forwarded-for': '203.0.113.90' })).status).toBe(302);
    await expect(refreshSnapshots(context, 'system', edge.snapshots)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(drainSpool(context, 'system', TAKERS)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await kept()).toHaveLength(3);
    const before = [await touchpoints('impression'), await touchpoints('click')].flat().length;
    way.mend();
    expect(await drainSpool(context, 'system', TAKERS)).toMatchObject({ taken: 3 });
    expect([await touchpoints('impression'), await touchpoints('click')].flat()).toHaveLength(before + 2);
  });
});

describe('while everything else is down', () => {
  /** A redirector over the data folder of the first, as after a start that reaches nothing. */
  async function alone(work: (redirector: EdgeServer, edge: Edge) => Promise<void>, maxBytes = 2 ** 26): Promise<void> {
    const { db: _db, outbound: _outbound, erasures: _erasures, ...rest } = context;
    const spool = openSpool({ dataDir: place.folder, secrets: rest, maxBytes, clock: rest.clock, log: rest.log });
    const own = openPatientEdge({ ...rest, spool }, place.folder);
    const redirector = await startEdgeServer(own, { host: '127.0.0.1', port: 0 });
    try {
      await work(redirector, own);
    } finally {
      await redirector.close();
      await spool.close();
    }
  }

  test('a start answers from the snapshot of the data folder', async () => {
    await alone(async ({ url }) => {
      expect((await ask(url, `/e/${ids.prefix}/${EPISODE}`)).status).toBe(302);
      expect((await ask(url, `/l/${ids.link}`)).headers.location).toContain('https://shop.example.com/offer');
      expect((await ask(url, `/i.gif?p=${ids.pixel}`)).status).toBe(200);
      expect((await ask(url, '/health')).status).toBe(200);
      expect((await ask(url, '/ready')).status).toBe(200);
      expect((await ask(url, '/metrics')).body.toString()).toContain('earshot_edge_requests{kind="prefix",outcome="kept"} 1');
      expect((await ask(url, '/api/v1/campaigns')).status).toBe(404);
    });
  });

  test('a snapshot that was damaged is passed over: sound plays, requests are kept, links say that they are not known', async () => {
    const file = join(place.folder, 'public-ids.snapshot');
    const whole = readFileSync(file, 'utf8');
    for (const text of ['', 'no snapshot', `${'0'.repeat(64)}\n[["${ids.link}","link","https://evil.example/"]]`, whole.slice(0, -1)]) {
      writeFileSync(file, text);
      await alone(async ({ url }) => {
        expect((await ask(url, `/e/${ids.prefix}/${EPISODE}`)).status).toBe(302);
        expect((await ask(url, `/i.gif?p=${ids.pixel}`)).status).toBe(200);
        expect(await ask(url, `/l/${ids.link}`)).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
        expect((await ask(url, '/ready')).status).toBe(503);
      });
      expect((await kept()).map(({ kind }) => kind).toSorted()).toEqual(['pixel', 'prefix']);
      await drainSpool(context, 'system', TAKERS);
    }
    rmSync(file);
    await alone(async ({ url }) => expect((await ask(url, `/e/${NOBODY}/host.example.com/episode`)).status).toBe(302));
    writeFileSync(file, whole);
  });

  test('listeners are redirected when the spool is full, and what was lost is told', async () => {
    await alone(async ({ url }, own) => {
      const answer = await ask(url, `/e/${ids.prefix}/${EPISODE}`);
      expect(answer).toMatchObject({ status: 302, headers: { location: `https://${EPISODE}` } });
      expect(own.context.spool.counts()).toMatchObject({ appended: 0, lost: 1 });
      const metrics = (await ask(url, '/metrics')).body.toString();
      expect(metrics).toContain('earshot_edge_requests{kind="prefix",outcome="lost"} 1');
      expect(metrics).toContain('earshot_spool{what="lost"} 1');
    }, 100);
  });
});
