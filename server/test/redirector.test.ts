import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import type { Context } from '../src/platform/context.ts';
import { databaseUrl } from '../src/platform/postgres/connection.ts';
import { deriveKey } from '../src/platform/sealing.ts';
import { frameSealer } from '../src/platform/spool-frames.ts';
import { openEdge } from '../src/tracking/edge/service.ts';
import { linkTaker, pixelTaker, prefixTaker } from '../src/tracking/exposures/service.ts';
import { refreshSnapshots } from '../src/tracking/snapshots/service.ts';
import { FRAMES_PATH, openUpstream, pullSnapshot, pushSpool, SNAPSHOT_PATH } from '../src/tracking/upstream/service.ts';
import { tokenOf } from '../src/tracking/upstream/rules.ts';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from './database.ts';
import { ask, createPublicAddresses, inOwnFolder, PHONE, type PublicAddresses } from './edge-world.ts';
import { startTestServer, type TestServer } from './http.ts';

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
  const edge = openEdge(context, place.folder);
  await refreshSnapshots(context, 'system', edge.snapshots);
  return startTestServer(context, { edge, takers: TAKERS });
}

/** A redirector as a process of its own over the data folder of this test. */
async function startRedirector(upstream: string): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [MAIN, 'serve', '--role', 'tracking', '--json'], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      EARSHOT_DATA_DIR: folder,
      EARSHOT_SECRET_KEY: inject('postgres').secretKey,
      EARSHOT_UPSTREAM_URL: upstream,
      LOG_LEVEL: 'fatal',
      PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
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

/** Asks for a pixel; resolves with how long the answer took, or undefined without one. */
function fire(agent: Agent, url: string, device: string): Promise<number | undefined> {
  const { hostname, port } = new URL(url);
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const sent = httpRequest(
      { hostname, port, agent, path: `/i.gif?p=${ids.pixel}&did=${device}`, headers: { 'user-agent': PHONE } },
      (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode === 200 ? performance.now() - startedAt : undefined));
        answer.on('error', () => resolve(undefined));
      },
    );
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
  await ask(url, `/i.gif?p=${ids.pixel}&did=last`);
  await until(async () => (await devicesOf()).length === before + 1);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('a redirector answers while the main installation is down, also after a start, and hands everything over afterwards', async () => {
  const first = await startRedirector(main.url);
  await until(() => isReady(first.url));
  await ask(first.url, `/i.gif?p=${ids.pixel}&did=before`);
  first.child.kill('SIGTERM');
  await once(first.child, 'exit');
  const { port } = new URL(main.url);
  await main.close();
  const { url } = await startRedirector(`http://127.0.0.1:${port}`);
  const before = (await devicesOf()).length;
  expect((await ask(url, `/e/${ids.prefix}/host.example.com/1.mp3`)).status).toBe(302);
  expect((await ask(url, `/l/${ids.link}`)).headers.location).toContain('https://shop.example.com/offer');
  expect((await ask(url, `/i.gif?p=${ids.pixel}&did=meanwhile`)).status).toBe(200);
  const edge = openEdge(context, place.folder);
  const { buildApp } = await import('../src/api/app.ts');
  const app = await buildApp(context, { edge, takers: TAKERS });
  await app.listen({ host: '127.0.0.1', port: Number(port) });
  await until(async () => (await devicesOf()).length > before);
  await app.close();
  main = await startMain();
});

test('redirectors alone are let in, and a frame taken twice changes nothing', async () => {
  const own = inOwnFolder(context);
  const upstream = openUpstream(own.context, main.url);
  const edge = openEdge(own.context, own.folder);
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
    headers: { 'user-agent': PHONE },
  };
  for (let time = 0; time < 2; time++) {
    await own.context.spool.append(JSON.stringify(record));
    await pushSpool(upstream, 'system');
  }
  expect(await own.context.spool.waiting()).toEqual([]);
  expect((await devicesOf()).length).toBe(before + 1);

  const nowMs = Date.now();
  const key = deriveKey(context.sealingKey, 'edge tokens');
  const body = frameSealer(context)([JSON.stringify(record)], nowMs);
  const send = (authorization: string | undefined, content: Uint8Array = body) =>
    main.send('POST', FRAMES_PATH, {
      body: content,
      headers: { 'content-type': 'application/octet-stream', ...(authorization === undefined ? {} : { authorization }) },
    });
  const good = tokenOf(key, { method: 'POST', path: FRAMES_PATH }, nowMs);
  expect((await send(good)).status).toBe(200);
  for (const refused of [
    undefined,
    'Bearer x',
    good.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
    tokenOf(key, { method: 'GET', path: SNAPSHOT_PATH }, nowMs),
    tokenOf(key, { method: 'POST', path: FRAMES_PATH }, nowMs - 3_600_000),
    tokenOf(deriveKey(Buffer.alloc(32), 'edge tokens'), { method: 'POST', path: FRAMES_PATH }, nowMs),
  ])
    expect((await send(refused)).status, refused).toBe(401);
  expect((await main.send('GET', SNAPSHOT_PATH)).status).toBe(401);
  for (const content of [Buffer.from('no frame'), body.subarray(0, -1), frameSealer({ sealingKey: Buffer.alloc(32) })(['x'], nowMs)])
    expect((await send(good, content)).status).toBe(400);
  await own.remove();
});
