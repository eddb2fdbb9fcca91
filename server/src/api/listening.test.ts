import { readFileSync } from 'node:fs';
import { Agent, createServer, get } from 'node:http';
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { ask, inOwnFolder, openPatientEdge } from '../../test/edge-world.ts';
import { buildApp } from './app.ts';
import { startEdgeServer } from './edge-server.ts';
import { addressesOf, closeServer, endConnections, listenBeside, noteConnections } from './listening.ts';

const EPISODE = '/e/000000000000/host.example.com/1.mp3';
let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** Loopback has any number of IPv4 addresses, whether or not the machine speaks IPv6. */
const SECOND = '127.0.0.2';
const urlOf = (address: string, port: number) => `http://${address.includes(':') ? `[${address}]` : address}:${port}`;

test('localhost is every address that it stands for, IPv4 first; any other host is itself', async () => {
  const [first, ...others] = await addressesOf('localhost');
  expect(first).toBe('127.0.0.1');
  expect(others).not.toContain(first);
  expect(await addressesOf('0.0.0.0')).toEqual(['0.0.0.0']);
});

test('at each address of localhost the public addresses answer, and the API', async () => {
  const own = inOwnFolder(database.context);
  const app = await buildApp(own.context, { edge: openPatientEdge(own.context, own.folder) });
  const [first, ...others] = await addressesOf('localhost');
  await app.listen({ host: first, port: 0 });
  const beside = await listenBeside(app.server, [...others, SECOND]);
  const { port } = app.server.address() as AddressInfo;
  for (const address of [first, ...others, SECOND]) {
    expect(await ask(urlOf(address, port), EPISODE), address).toMatchObject({ status: 302 });
    expect(await ask(urlOf(address, port), '/i.gif'), address).toMatchObject({ status: 200 });
    expect(await ask(urlOf(address, port), '/health'), address).toMatchObject({ status: 200 });
  }
  await beside.close();
  await expect(ask(urlOf(SECOND, port), '/health')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await app.close();
  await own.remove();
});

test('a redirector on localhost answers at each of its addresses', async () => {
  const own = inOwnFolder(database.context);
  const server = await startEdgeServer(openPatientEdge(own.context, own.folder), { host: 'localhost', port: 0 });
  for (const address of await addressesOf('localhost'))
    expect(await ask(urlOf(address, Number(new URL(server.url).port)), EPISODE), address).toMatchObject({ status: 302 });
  await server.close();
  await own.remove();
});

/** How many connections wait at a port of this machine to be taken up, as Linux tells it. */
function waitingAt(port: number): number {
  const place = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const lines = readFileSync('/proc/net/tcp', 'utf8').split('\n');
  const [, , , , queues] =
    lines.map((line) => line.trim().split(/\s+/)).find(([, local, , state]) => local?.endsWith(place) && state === '0A') ?? [];
  return Number.parseInt(queues?.split(':')[1] ?? '', 16);
}

test.skipIf(process.platform !== 'linux')('a thousand connections that come at once wait, and none falls', async () => {
  const own = inOwnFolder(database.context);
  const server = await startEdgeServer(openPatientEdge(own.context, own.folder), { host: '127.0.0.1', port: 0 });
  const port = Number(new URL(server.url).port);
  const sockets = Array.from({ length: 1_000 }, () => connect(port, '127.0.0.1'));
  await new Promise<void>((begun) => process.nextTick(begun));
  // The server runs in this process: until it is given the floor, it takes none of them up.
  expect(waitingAt(port)).toBe(1_000);
  for (const socket of sockets) socket.destroy();
  await server.close();
  await own.remove();
});

test('an address that the machine does not have keeps nobody from the others', async () => {
  const server = createServer((_request, response) => response.end('here')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const beside = await listenBeside(server, ['203.0.113.1', SECOND]);
  const { port } = server.address() as AddressInfo;
  expect((await ask(urlOf(SECOND, port), '/')).body.toString()).toBe('here');
  await beside.close();
  server.close();
});

/** Asks over one connection, as a proxy does, until it is not answered any more; tells of each answer whether it was the last. */
async function askOnAndOn(url: string, onFirst: () => void): Promise<boolean[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const lasts: boolean[] = [];
  const askOnce = () =>
    new Promise<boolean>((resolve) => {
      const asked = get(url, { agent }, (response) => {
        response.resume().on('end', () => {
          lasts.push(response.headers.connection === 'close');
          if (lasts.length === 1) onFirst();
          resolve(true);
        });
      });
      asked.on('error', () => resolve(false));
    });
  while (await askOnce());
  agent.destroy();
  return lasts;
}

test('a server closes though a proxy has request after request for the connection that it keeps', async () => {
  const [begun, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const server = createServer((_request, response) => {
    begun.resolve();
    void released.promise.then(() => response.end('here'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const asking = askOnAndOn(urlOf('127.0.0.1', (server.address() as AddressInfo).port), () => undefined);
  await begun.promise;
  const closed = closeServer(server);
  released.resolve();
  await closed;
  // The answer under way was given, and at most one more: then the connection ended.
  expect((await asking).length).toBeLessThanOrEqual(2);
});

/** A connection on which this much is said. */
async function say(port: number, text: string) {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  await once(socket, 'connect');
  socket.resume().write(text);
  return once(socket, 'close');
}

test('a server closes though connections say nothing, or half of a request, and what is asked as a whole is answered', async () => {
  const begun = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    if (request.url !== '/') return;
    begun.resolve();
    void released.promise.then(() => response.end('here'));
  });
  noteConnections(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const half = 'POST /half HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nhalf';
  const [silent, beginning, body] = ['', 'GET / HT', half].map((text) => say(port, text));
  const asking = ask(urlOf('127.0.0.1', port), '/');
  await begun.promise;
  const closed = closeServer(server, { silentMs: 20, incompleteMs: 40, longestMs: 60_000 });
  await Promise.all([silent, beginning, body]);
  released.resolve();
  expect((await asking).body.toString()).toBe('here');
  await closed;
});

test('a server closes though somebody never takes the answer', async () => {
  const begun = Promise.withResolvers<void>();
  const server = createServer((_request, response) => {
    response.write('x'.repeat(64 * 1024 * 1024));
    begun.resolve();
  });
  noteConnections(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
  await begun.promise;
  await closeServer(server, { silentMs: 20, incompleteMs: 20, longestMs: 60 });
  expect(server.listening).toBe(false);
  socket.destroy();
});

test.each(['redirector', 'main installation'])(
  'a %s closes while listeners come through a proxy that keeps its connections',
  async (kind) => {
    const own = inOwnFolder(database.context);
    const edge = openPatientEdge(own.context, own.folder);
    const begin = async () => {
      if (kind === 'redirector') return startEdgeServer(edge, { host: '127.0.0.1', port: 0 });
      const app = await buildApp(own.context, { edge });
      const url = await app.listen({ host: '127.0.0.1', port: 0 });
      const close = async () => {
        endConnections(app.server);
        await app.close();
      };
      return { url, close };
    };
    const server = await begin();
    const began = Promise.withResolvers<void>();
    const asking = askOnAndOn(`${server.url}${EPISODE}`, began.resolve);
    await began.promise;
    await server.close();
    expect((await asking).length).toBeGreaterThan(0);
    await own.remove();
  },
);
