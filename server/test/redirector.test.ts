import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { Agent, createServer, type IncomingMessage, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startEdgeServer } from '../src/api/edge-server.ts';
import type { Context } from '../src/platform/context.ts';
import { databaseUrl } from '../src/platform/postgres/connection.ts';
import { writeEdgeKey } from '../src/platform/edge-key.ts';
import { pixelKeysOf, pixelTokenOf } from '../src/platform/pixel-token.ts';
import { deriveKey, seal } from '../src/platform/sealing.ts';
import { frameSealer } from '../src/platform/spool-frames.ts';
import { getTenantKeys } from '../src/tenants/service.ts';
import { linkTaker, pixelTaker, prefixTaker } from '../src/tracking/exposures/service.ts';
import { lookUpEntry, refreshSnapshots } from '../src/tracking/snapshots/service.ts';
import { askForEntry, FRAMES_PATH, openUpstream, pullSnapshot, pushSpool, SNAPSHOT_PATH } from '../src/tracking/upstream/service.ts';
import { hashOf, tokenOf } from '../src/tracking/upstream/rules.ts';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from './database.ts';
import { ask, createPublicAddresses, inOwnFolder, openPatientEdge, PHONE, type PublicAddresses } from './edge-world.ts';
import { startTestServer, type TestServer } from './http.ts';
import { openWay } from './way.ts';

const MAIN = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url));
const TAKERS = { prefix: prefixTaker(), pixel: pixelTaker(), link: linkTaker() };
/** What an answer takes at most when it waited for the disk: one that took longer may have been given before. */
const SURELY_SYNCED_MS = 80;

let database: TestDatabase;
let tenant: TestTenant;
let context: Context;
let place: { folder: string; remove(): Promise<void> };
let ids: PublicAddresses;
let main: TestServer;
let admin: pg.Client;
let folder: string;
const children: ChildProcess[] = [];
beforeAll(async () => {
  database = await openTestDatabase();
  tenant = await createTestTenant(database.context);
  ids = await createPublicAddresses(database.context, tenant);
  const own = inOwnFolder({ ...database.context, clock: () => Date.now() });
  ({ context } = own);
  place = own;
  main = await startMain();
  const { urls } = database;
  admin = new pg.Client({ connectionString: databaseUrl(urls.superuser, new URL(urls.app).pathname.slice(1)) });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await main.close();
  await place.remove();
  await database.close();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-redirector-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }
  rmSync(folder, { recursive: true, force: true });
});

async function startMain(): Promise<TestServer> {
  const edge = openPatientEdge(context, place.folder);
  await refreshSnapshots(context, 'system', edge.snapshots);
  return startTestServer(context, { edge, takers: TAKERS });
}

/** A redirector as a process of its own over the data folder of this test. */
async function startRedirector(upstream: string, logLevel = 'fatal'): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [MAIN, 'serve', '--role', 'tracking', '--json'], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      EARSHOT_DATA_DIR: folder,
      EARSHOT_EDGE_KEY: writeEdgeKey(context.edgeKey),
      EARSHOT_ENV: 'production',
      EARSHOT_PUBLIC_URL: 'https://earshot.example',
      EARSHOT_UPSTREAM_URL: upstream,
      LOG_LEVEL: logLevel,
      PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  if (logLevel === 'fatal') child.stderr.on('data', (words: Buffer) => process.stderr.write(words));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { url: (JSON.parse(line.toString()) as { url: string }).url, child };
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let isThere = await isSo(); !isThere; isThere = await isSo());
}

const isReady = async (url: string) => (await ask(url, '/ready')).status === 200;
const devicesOf = async () => {
  const text = `select device_key from touchpoints where tenant_id = $1 and kind = 'impression'`;
  return (await admin.query<{ device_key: string }>(text, [tenant.tenantId])).rows.map((row) => row.device_key);
};

/** The address of the pixel as an ad server has it, with a device. */
const pixelOf = (device: string) => `/i.gif?p=${ids.pixel}&k=${pixelTokenOf(pixelKeysOf(context)[0], ids.pixel)}&did=${device}`;

/** Asks for a pixel; resolves with how long the answer took, or undefined without one. */
function fire(agent: Agent, url: string, device: string): Promise<number | undefined> {
  const { hostname, port } = new URL(url);
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const sent = httpRequest({ hostname, port, agent, path: pixelOf(device), headers: { 'user-agent': PHONE } }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode === 200 ? performance.now() - startedAt : undefined));
      answer.on('error', () => resolve(undefined));
    });
    sent.on('error', () => resolve(undefined)).end();
  });
}

/** Asks with many at a time until the process is gone; resolves with the devices whose answers came, surely after the sync. */
async function fireUntilGone(url: string, child: ChildProcess, killAfter: number): Promise<string[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const acknowledged: string[] = [];
  let isGone = false;
  const lane = async (name: number) => {
    for (let count = 0; !isGone; count++) {
      const device = `${child.pid}-${name}-${count}`;
      const ms = await fire(agent, url, device);
      if (ms === undefined) isGone = true;
      else if (ms < SURELY_SYNCED_MS) acknowledged.push(device);
      if (acknowledged.length === killAfter) child.kill('SIGKILL');
    }
  };
  await Promise.all(Array.from({ length: 32 }, (_, name) => lane(name)));
  agent.destroy();
  return acknowledged;
}

test('a redirector that is killed with -9 under load, twice, has lost nothing it answered, and nothing counts twice', async () => {
  const acknowledged: string[] = [];
  for (const killAfter of [300, 600]) {
    const { url, child } = await startRedirector(main.url);
    await until(() => isReady(url));
    const exited = once(child, 'exit');
    acknowledged.push(...(await fireUntilGone(url, child, killAfter)));
    await exited;
  }
  const { url, child } = await startRedirector(main.url);
  await until(async () => {
    await isReady(url);
    return readdirSync(join(folder, 'spool'), { withFileTypes: true }).every((one) => !one.isFile());
  });
  const stored = await devicesOf();
  expect(stored.length).toBeGreaterThanOrEqual(acknowledged.length);
  expect(new Set(stored).size).toBe(stored.length);
  const before = stored.length;
  await ask(url, pixelOf('last'));
  await until(async () => (await devicesOf()).length === before + 1);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('a redirector answers while the main installation is down, also after a start, and hands everything over afterwards', async () => {
  const first = await startRedirector(main.url);
  await until(() => isReady(first.url));
  await ask(first.url, pixelOf('before'));
  first.child.kill('SIGTERM');
  await once(first.child, 'exit');
  const way = await openWay(Number(new URL(main.url).port));
  way.cut();
  const { url } = await startRedirector(`http://127.0.0.1:${way.port}`);
  const before = (await devicesOf()).length;
  expect((await ask(url, `/e/${ids.prefix}/host.example.com/1.mp3`)).status).toBe(302);
  expect((await ask(url, `/l/${ids.link}`)).headers.location).toContain('https://shop.example.com/offer');
  expect((await ask(url, pixelOf('meanwhile'))).status).toBe(200);
  way.mend();
  await until(async () => (await devicesOf()).length > before);
  await way.close();
});

test('that the main installation cannot be reached is said in one line with the fix, without a stack', async () => {
  const { child } = await startRedirector('http://127.0.0.1:1', 'warn');
  if (!(child.stderr instanceof Readable)) throw new Error('the log is not read');
  const [line] = (await once(createInterface({ input: child.stderr }), 'line')) as [string];
  const { reason, msg, err } = JSON.parse(line) as { reason?: string; msg: string; err?: unknown };
  expect(msg).toContain('public ids could not be fetched');
  expect(reason).toContain('http://127.0.0.1:1 does not take part');
  expect(reason).toContain('Let this machine reach EARSHOT_UPSTREAM_URL');
  expect([err, line.includes('    at ')]).toEqual([undefined, false]);
});

test('redirectors alone are let in, and a frame taken twice changes nothing', async () => {
  const own = inOwnFolder(context);
  const upstream = openUpstream(own.context, main.url);
  const edge = openPatientEdge(own.context, own.folder);
  await pullSnapshot(upstream, 'system', edge.snapshots);
  expect(edge.snapshots.find(ids.link)).toMatchObject({ kind: 'link' });
  await pullSnapshot(upstream, 'system', edge.snapshots);
  const before = (await devicesOf()).length;
  const record = {
    id: '0199b0c0-0000-7000-8000-00000000abcd',
    receivedAt: new Date().toISOString(),
    kind: 'pixel',
    publicId: ids.pixel,
    method: 'GET',
    target: `/i.gif?p=${ids.pixel}&did=twice`,
    ip: '203.0.113.9',
    headers: { 'user-agent': PHONE, 'x-earshot-token': 'valid' },
  };
  for (let time = 0; time < 2; time++) {
    await own.context.spool.append(JSON.stringify(record));
    await pushSpool(upstream, 'system');
  }
  expect(await own.context.spool.waiting()).toEqual([]);
  expect((await devicesOf()).length).toBe(before + 1);

  await own.remove();
});

/** Asks the main installation as a redirector does, with what an attacker would change. */
function asRedirector(change: { key?: Buffer; method?: string; path?: string; signed?: Uint8Array; atMs?: number } = {}) {
  const { key = context.edgeKey, method = 'POST', path = FRAMES_PATH, signed = new Uint8Array(), atMs = Date.now() } = change;
  return tokenOf(deriveKey(key, 'edge tokens'), { method, path }, hashOf(signed), atMs);
}
const post = (field: string | undefined, body: Uint8Array) =>
  main.send('POST', FRAMES_PATH, {
    body,
    headers: { 'content-type': 'application/octet-stream', ...(field === undefined ? {} : { authorization: field }) },
  });

test('only who has the edge key may ask, for the address, the body and the minutes that were signed', async () => {
  const frame = frameSealer(context)(['{}'], Date.now());
  const other = frameSealer(context)(['{"a":1}'], Date.now());
  expect((await post(asRedirector({ signed: frame }).field, frame)).status).toBe(200);
  for (const refused of [
    undefined,
    'Bearer x',
    asRedirector({ signed: frame }).field.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
    asRedirector({ method: 'GET', path: SNAPSHOT_PATH, signed: frame }).field,
    asRedirector({ path: SNAPSHOT_PATH, signed: frame }).field,
    asRedirector({ signed: other }).field,
    asRedirector({ signed: frame, atMs: Date.now() - 301_000 }).field,
    asRedirector({ signed: frame, atMs: Date.now() + 301_000 }).field,
    asRedirector({ signed: frame, key: Buffer.alloc(32) }).field,
    asRedirector({ signed: frame, key: context.sealingKey }).field,
  ])
    expect((await post(refused, frame)).status, refused).toBe(401);
  for (const path of [SNAPSHOT_PATH, `/edge/ids/${ids.link}`]) {
    expect((await main.send('GET', path)).status).toBe(401);
    const { field } = asRedirector({ method: 'GET', path });
    expect((await main.send('GET', `${path}?has=${'0'.repeat(64)}`, { headers: { authorization: field } })).status).toBe(401);
    expect((await main.send('GET', path, { headers: { authorization: field } })).status).toBe(200);
  }
  for (const content of [Buffer.from('no frame'), frame.subarray(0, -1), frameSealer({ edgeKey: Buffer.alloc(32) })(['x'], Date.now())])
    expect((await post(asRedirector({ signed: content }).field, content)).status).toBe(400);
});

test('what a redirector sent, sent once more by somebody who listened, changes nothing', async () => {
  const record = {
    id: '0199b0c0-0000-7000-8000-00000000abce',
    receivedAt: new Date().toISOString(),
    kind: 'pixel',
    publicId: ids.pixel,
    method: 'GET',
    target: pixelOf('replayed'),
    ip: '203.0.113.9',
    headers: { 'user-agent': PHONE, 'x-earshot-token': 'valid' },
  };
  const frame = frameSealer(context)([JSON.stringify(record)], Date.now());
  const { field } = asRedirector({ signed: frame });
  const before = (await devicesOf()).length;
  for (let time = 0; time < 3; time++) expect((await post(field, frame)).status).toBe(200);
  expect((await devicesOf()).length).toBe(before + 1);
});

test('who listens in between reads no public id and no destination', async () => {
  const seen: Buffer[] = [];
  const between = createServer((asked, answer) => {
    const handOn = async () => {
      const got = await fetch(main.url + (asked.url ?? ''), { headers: { authorization: String(asked.headers.authorization) } });
      const body = Buffer.from(await got.arrayBuffer());
      seen.push(body);
      answer.writeHead(got.status).end(body);
    };
    void handOn();
  }).listen(0, '127.0.0.1');
  await once(between, 'listening');
  const own = inOwnFolder(context);
  const edge = openPatientEdge(own.context, own.folder);
  const upstream = openUpstream(own.context, `http://127.0.0.1:${(between.address() as AddressInfo).port}`);
  await pullSnapshot(upstream, 'system', edge.snapshots);
  expect(edge.snapshots.find(ids.link)).toMatchObject({ redirectsTo: expect.stringContaining('https://shop.example.com') as string });
  expect(await askForEntry(upstream, 'system', ids.link)).toEqual(edge.snapshots.find(ids.link));
  expect(await askForEntry(upstream, 'system', '000000000000')).toBeUndefined();
  for (const body of seen) for (const text of [ids.link, ids.prefix, 'shop.example']) expect(body.includes(text)).toBe(false);
  between.close();
  await own.remove();
});

test('who answers in place of the main installation makes a redirector forget nothing, and leads no link elsewhere', async () => {
  let answerWith: (asked: IncomingMessage) => Buffer = () => Buffer.alloc(0);
  const impostor = createServer((asked, answer) => {
    asked.resume();
    asked.on('end', () => answer.writeHead(200).end(answerWith(asked)));
  }).listen(0, '127.0.0.1');
  await once(impostor, 'listening');
  const own = inOwnFolder(context);
  const edge = openPatientEdge(own.context, own.folder);
  const genuine = openUpstream(own.context, main.url);
  await pullSnapshot(genuine, 'system', edge.snapshots);
  const upstream = openUpstream(own.context, `http://127.0.0.1:${(impostor.address() as AddressInfo).port}`);
  const rows = Buffer.from(`[["${ids.link}","link","https://evil.example/"]]`);
  const key = deriveKey(context.edgeKey, 'edge answers');
  const earlier = asRedirector({ method: 'GET', path: SNAPSHOT_PATH, atMs: Date.now() - 1_000 });
  await own.context.spool.append('{}');
  const forgeries: (() => Buffer)[] = [
    () => Buffer.alloc(0),
    () => rows,
    () => seal(Buffer.alloc(32), `answer:${earlier.mark}`, rows),
    // What the main installation said to another question, at another time, sent once more.
    () => seal(key, `answer:${earlier.mark}`, rows),
  ];
  for (const forgery of forgeries) {
    answerWith = forgery;
    await expect(pullSnapshot(upstream, 'system', edge.snapshots)).rejects.toThrow('not the main installation');
    await expect(pushSpool(upstream, 'system')).rejects.toThrow('not the main installation');
  }
  expect(edge.snapshots.find(ids.link)?.redirectsTo).toContain('https://shop.example.com');
  expect(await own.context.spool.waiting()).toHaveLength(1);
  impostor.close();
  await own.remove();
});

test('with the edge key in place of the secret the keys of a tenant stay shut', async () => {
  expect(await getTenantKeys(context, 'system', tenant.tenantId)).toBeDefined();
  for (const sealingKey of [context.edgeKey, ...['sealing', 'edge', 'spool'].map((purpose) => deriveKey(context.edgeKey, purpose))])
    await expect(getTenantKeys({ ...context, sealingKey }, 'system', tenant.tenantId)).rejects.toThrow('cannot be opened');
});

test('a link that was made a moment ago leads there at once, and strangers drive no database', async () => {
  let asked = 0;
  const nowMs = Date.now();
  const own = inOwnFolder({ ...context, clock: () => nowMs });
  const edge = openPatientEdge(own.context, own.folder, (publicId) => {
    asked += 1;
    return lookUpEntry(context, 'system', publicId);
  });
  edge.snapshots.replace('[]');
  const redirector = await startEdgeServer(edge, { host: '127.0.0.1', port: 0 });
  const from = (ip: string, id: string) => ask(redirector.url, `/l/${id}`, { headers: { 'x-forwarded-for': ip } });
  expect((await from('203.0.113.1', ids.link)).headers.location).toContain('https://shop.example.com/offer');
  expect((await from('203.0.113.1', ids.link)).status).toBe(302);
  expect(asked).toBe(1);
  for (let count = 0; count < 40; count++) expect((await from('203.0.113.2', '000000000000')).status).toBe(404);
  expect(asked).toBe(1 + 10);
  for (let count = 0; count < 300; count++) await from(`203.0.113.${count % 250}`, '000000000000');
  expect(asked).toBe(200);
  await redirector.close();
  await own.remove();
});

test('a link of a tenant that is stopped is not looked up into life, and one that nobody can look up now is not found', async () => {
  await admin.query('update tenants set suspended_at = now() where tenant_id = $1', [tenant.tenantId]);
  expect(await lookUpEntry(context, 'system', ids.link)).toEqual({ publicId: ids.link, kind: 'link' });
  await admin.query('update tenants set suspended_at = null where tenant_id = $1', [tenant.tenantId]);
  const own = inOwnFolder(context);
  const edge = openPatientEdge(own.context, own.folder, () => Promise.reject(new Error('away')));
  edge.snapshots.replace('[]');
  const redirector = await startEdgeServer(edge, { host: '127.0.0.1', port: 0 });
  expect((await ask(redirector.url, `/l/${ids.link}`)).status).toBe(404);
  await redirector.close();
  await own.remove();
});
