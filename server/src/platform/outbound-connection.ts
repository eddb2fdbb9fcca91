import { lookup as systemLookup } from 'node:dns/promises';
import { connect as connectPlainly, isIP, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { OutboundError, reasonOf } from './outbound-error.ts';
import { type Network, standingOf } from './outbound-address.ts';

/** One address that a host name stands for. */
export interface Resolved {
  address: string;
  family: number;
}

/** Who may be connected to. */
export interface ConnectionGuard {
  /** What may be reached beside the public internet. */
  named: readonly Network[];
  lookup: (hostname: string) => Promise<Resolved[]>;
}

/** The machine's own resolver. */
export async function lookupByMachine(hostname: string): Promise<Resolved[]> {
  return systemLookup(hostname, { all: true, order: 'ipv4first' });
}

function blocked(hostname: string): OutboundError {
  const remedy = 'Whoever runs this installation can allow its network with EARSHOT_OUTBOUND_NETWORKS.';
  return new OutboundError('blocked', `The host "${hostname}" is not on the public internet, so Earshot does not call it. ${remedy}`);
}

/** Plain http shows what is sent to everybody on the way, so it goes nowhere but to networks the operator named. */
function check(url: URL, hostname: string, { address }: Resolved, { named }: ConnectionGuard): void {
  const standing = standingOf(address, named);
  if (standing === 'refused') throw blocked(hostname);
  if (standing === 'public' && url.protocol !== 'https:')
    throw new OutboundError('blocked', `The address "${url.origin}" is plain http; use https.`);
}

async function resolve(hostname: string, guard: ConnectionGuard): Promise<Resolved[]> {
  const family = isIP(hostname);
  if (family !== 0) return [{ address: hostname, family }];
  try {
    return await guard.lookup(hostname);
  } catch (cause) {
    throw new OutboundError('unreachable', `The host "${hostname}" cannot be found.`, { cause });
  }
}

/** Settles with the socket once `event` comes, and fails with its error before. */
async function untilEvent(socket: Socket, event: string, signal: AbortSignal): Promise<void> {
  await new Promise<void>((done, fail) => {
    const abort = () => fail(reasonOf(signal));
    signal.addEventListener('abort', abort, { once: true });
    socket.once('error', fail);
    socket.once('close', () => fail(new Error('the connection was closed')));
    socket.once(event, () => {
      signal.removeEventListener('abort', abort);
      done();
    });
    if (signal.aborted) abort();
  });
}

/** From here on whoever uses the socket hears of its errors; one that comes between two listeners must not end the process. */
function ignoreError(): void {
  return undefined;
}

/**
 * Connects to the host of `url`, http or https, and nowhere else: every address its name stands for is checked before, none is looked up
 * a second time, and the address at the other end is checked again before a byte is sent.
 * @throws OutboundError `blocked` or `unreachable`; the signal's reason once it aborts.
 */
export async function connectGuarded(url: URL, guard: ConnectionGuard, signal: AbortSignal): Promise<Socket> {
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const isSecure = url.protocol === 'https:';
  const resolved = await resolve(hostname, guard);
  signal.throwIfAborted();
  if (resolved.length === 0) throw new OutboundError('unreachable', `The host "${hostname}" cannot be found.`);
  for (const one of resolved) check(url, hostname, one, guard);
  const port = url.port === '' ? (isSecure ? 443 : 80) : Number(url.port);
  let socket = connectPlainly({ host: hostname, port, lookup: (_name, _options, done) => done(null, resolved) });
  socket.on('error', ignoreError);
  try {
    await untilEvent(socket, 'connect', signal);
    check(url, hostname, { address: socket.remoteAddress ?? '', family: 0 }, guard);
    if (!isSecure) return socket;
    socket = connectSecurely({ socket, host: hostname, servername: isIP(hostname) === 0 ? hostname : '', ALPNProtocols: ['http/1.1'] });
    socket.on('error', ignoreError);
    await untilEvent(socket, 'secureConnect', signal);
    return socket;
  } catch (cause) {
    socket.destroy();
    if (signal.aborted || cause instanceof OutboundError) throw cause;
    throw new OutboundError('unreachable', `The host "${hostname}" cannot be reached.`, { cause });
  }
}
