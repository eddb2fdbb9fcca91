import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/database.ts';
import { ask, inOwnFolder, openPatientEdge } from '../../test/edge-world.ts';
import { buildApp } from './app.ts';
import { startEdgeServer } from './edge-server.ts';
import { addressesOf, listenBeside } from './listening.ts';

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

test('an address that the machine does not have keeps nobody from the others', async () => {
  const server = createServer((_request, response) => response.end('here')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const beside = await listenBeside(server, ['203.0.113.1', SECOND]);
  const { port } = server.address() as AddressInfo;
  expect((await ask(urlOf(SECOND, port), '/')).body.toString()).toBe('here');
  await beside.close();
  server.close();
});
