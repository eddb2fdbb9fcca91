import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** Where a server is to listen for a host: `localhost` means each of its addresses, IPv4 first; anything else stands for itself. */
export async function addressesOf(host: string): Promise<[string, ...string[]]> {
  if (host !== 'localhost') return [host];
  const found = await lookup(host, { all: true, order: 'ipv4first' });
  const [first = '127.0.0.1', ...others] = new Set(found.map(({ address }) => address));
  return [first, ...others];
}

const LOOK_MS = 50;

/**
 * Has a server that is about to close end each connection with the answer under way on it, and idle ones at once. A proxy keeps its
 * connections for as long as it has requests for them, so that a server would never close that waits for them to end.
 */
export function endConnections(server: Server): void {
  server.prependListener('request', (_request, response) => void response.setHeader('connection', 'close'));
  const looking = setInterval(() => server.closeIdleConnections(), LOOK_MS).unref();
  server.once('close', () => clearInterval(looking));
}

/** Answers what has begun, and nothing more; resolves when every connection has ended. */
export async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  endConnections(server);
  server.close();
  await closed;
}

/** Further addresses at which a server answers. */
export interface Beside {
  /** Answers what has begun, and nothing more. */
  close(): Promise<void>;
}

async function openBeside(server: Server, host: string): Promise<Server | undefined> {
  const { requestTimeout, headersTimeout, keepAliveTimeout, maxHeadersCount, timeout } = server;
  const options = { requestTimeout, headersTimeout, keepAliveTimeout, connectionsCheckingInterval: 2_000, maxHeaderSize: 16_384 };
  const beside = createServer(options, (request, response) => void server.emit('request', request, response));
  Object.assign(beside, { maxHeadersCount, timeout });
  beside.on('clientError', (error: Error, socket: Socket) => void server.emit('clientError', error, socket));
  try {
    beside.listen((server.address() as AddressInfo).port, host);
    await once(beside, 'listening');
    return beside;
  } catch {
    // The machine need not have every address of the name; the first one is enough to be reached.
    return undefined;
  }
}

/**
 * Lets a server that listens answer at further addresses, under the same port, with everything that it answers at its own. Addresses that
 * the machine does not have, or on which the port is taken, are passed over.
 */
export async function listenBeside(server: Server, hosts: readonly string[]): Promise<Beside> {
  const opened = (await Promise.all(hosts.map((host) => openBeside(server, host)))).filter((one) => one !== undefined);
  return { close: async () => void (await Promise.all(opened.map(closeServer))) };
}
