import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { startStopwatch } from '../platform/clock.ts';

/** Where a server is to listen for a host: `localhost` means each of its addresses, IPv4 first; anything else stands for itself. */
export async function addressesOf(host: string): Promise<[string, ...string[]]> {
  if (host !== 'localhost') return [host];
  const found = await lookup(host, { all: true, order: 'ipv4first' });
  const [first = '127.0.0.1', ...others] = new Set(found.map(({ address }) => address));
  return [first, ...others];
}

/**
 * How many connections may wait to be taken up. Of those that come at once beyond it the system lets the first packet fall, and their
 * clients try again only after one, three and seven seconds; Node's own 511 are few for a burst. The system's own limit (`somaxconn`,
 * 4,096 on Linux) holds where it is lower.
 */
export const BACKLOG = 4_096;

const LOOK_MS = 50;

/**
 * How long after a server began to stop connections may stay: on which nothing was said yet, whose request has not come as a whole, and
 * those that do not take their answer. Node itself ends none of these any more from then on.
 */
export interface Patience {
  silentMs: number;
  incompleteMs: number;
  longestMs: number;
}
const PATIENCE: Patience = { silentMs: 1_000, incompleteMs: 10_000, longestMs: 30_000 };

/** The connections of each server, and what was asked last on each. */
const connectionsOf = new WeakMap<Server, Map<Socket, IncomingMessage | undefined>>();

/** Has a server know its connections, so that it can end them when it stops; to be called before it listens. */
export function noteConnections(server: Server): void {
  const connections = new Map<Socket, IncomingMessage | undefined>();
  connectionsOf.set(server, connections);
  server.on('connection', (socket: Socket) => {
    connections.set(socket, undefined);
    socket.once('close', () => connections.delete(socket));
  });
  // The latest request of a connection is enough to know: what is idle after it ends on its own.
  server.prependListener('request', (request) => {
    if (connections.has(request.socket)) connections.set(request.socket, request);
  });
}

/** Whether a connection keeps a server from stopping for longer than is due to it. */
function isOverdue(socket: Socket, request: IncomingMessage | undefined, { passedMs, patience }: { passedMs: number; patience: Patience }) {
  if (passedMs > patience.longestMs) return true;
  if (request?.complete === true) return false;
  return passedMs > (socket.bytesRead === 0 ? patience.silentMs : patience.incompleteMs);
}

/**
 * Has a server that is about to close end each connection with the answer under way on it, and idle ones at once. A proxy keeps its
 * connections for as long as it has requests for them, and browsers open some before they have any, so that a server would never close
 * that waits for them to end.
 */
export function endConnections(server: Server, patience: Patience = PATIENCE): void {
  server.prependListener('request', (_request, response) => void response.setHeader('connection', 'close'));
  const passed = startStopwatch();
  const looking = setInterval(() => {
    server.closeIdleConnections();
    const passedMs = passed() * 1_000;
    for (const [socket, request] of connectionsOf.get(server) ?? [])
      if (isOverdue(socket, request, { passedMs, patience })) socket.destroy();
  }, LOOK_MS).unref();
  server.once('close', () => clearInterval(looking));
}

/** Answers what has begun, and nothing more; resolves when every connection has ended. */
export async function closeServer(server: Server, patience?: Patience): Promise<void> {
  const closed = once(server, 'close');
  endConnections(server, patience);
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
  noteConnections(beside);
  beside.on('clientError', (error: Error, socket: Socket) => void server.emit('clientError', error, socket));
  try {
    beside.listen((server.address() as AddressInfo).port, host, BACKLOG);
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
  return { close: async () => void (await Promise.all(opened.map((one) => closeServer(one)))) };
}
