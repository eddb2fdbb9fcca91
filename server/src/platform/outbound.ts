import { type IncomingHttpHeaders, type IncomingMessage, request as sendPlainly } from 'node:http';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readNetworks } from './outbound-address.ts';
import { ENCODINGS, type PartTaker, readBody, TakerError } from './outbound-body.ts';
import { type ConnectionGuard, connectGuarded, lookupByMachine, type Resolved } from './outbound-connection.ts';
import { OutboundError, reasonOf } from './outbound-error.ts';

/** What an installation's outgoing requests may reach. */
export interface OutboundOptions {
  /** Addresses and CIDR ranges that may be called beside the public internet, over plain http too; none by default. */
  networks?: readonly string[];
  /** How names are looked up; the machine's own resolver by default. */
  lookup?: (hostname: string) => Promise<Resolved[]>;
}

/** A body that is read as it is sent, anew for each attempt. */
export interface StreamedBody {
  byteLength: number;
  read(): AsyncIterable<Uint8Array>;
}

export interface OutboundRequest {
  url: string;
  /** GET by default. */
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array | StreamedBody;
  /** Takes the answer's body, unpacked, as it comes; the answer then holds none. What a redirect says is not taken. */
  onPart?: PartTaker;
  /** For everything together, redirects too; 15 seconds by default. */
  timeoutMs?: number;
  /** Of the answer's body, unpacked; 1 MiB by default. */
  maxBytes?: number;
  /** How many redirects are followed, of GET and HEAD alone. By default none: the answer is then the redirect itself. */
  maxRedirects?: number;
  /** Asks the public internet over https where an address, or a redirect, says plain http; by default that is refused. */
  upgradesToHttps?: boolean;
  signal?: AbortSignal;
}

export interface OutboundAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** The redirects that were followed, with the address each led to. */
  redirects: Redirect[];
}

export interface Redirect {
  status: number;
  url: string;
}

/** The one way out: every request to an address that somebody chose goes through here. */
export interface Outbound {
  /** @throws OutboundError when there is no answer. A status that speaks of failure is an answer. */
  send(request: OutboundRequest): Promise<OutboundAnswer>;
  /** The same in the shape of the platform's `fetch`, for libraries that take one; fails as theirs does, with a TypeError. */
  fetch: typeof fetch;
  /** As `fetch`, for answers that take longer than 15 seconds, or have more than 1 MiB. */
  fetchWithin(limits: FetchLimits): typeof fetch;
}

/** How long a request may take with everything, and how long its answer's body may be. */
export type FetchLimits = Required<Pick<OutboundRequest, 'timeoutMs' | 'maxBytes'>>;

const TIMEOUT_MS = 15_000;
const MAX_BYTES = 1024 * 1024;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
const BODILESS: readonly number[] = [101, 204, 205, 304];

function readUrl(text: string, base?: URL): URL {
  const url = URL.canParse(text, base?.href) ? new URL(text, base) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) throw new OutboundError('malformed', 'This is not a web address.');
  if (url.username !== '' || url.password !== '') throw new OutboundError('malformed', 'A web address must not hold a name and password.');
  return url;
}

type Body = OutboundRequest['body'];

const isStreamed = (body: Body): body is StreamedBody => typeof body === 'object' && 'read' in body;
const lengthOf = (body: NonNullable<Body>) => (isStreamed(body) ? body.byteLength : Buffer.byteLength(body));

function answerOn(socket: Socket, url: URL, request: OutboundRequest, signal: AbortSignal): Promise<IncomingMessage> {
  const { method = 'GET', headers = {}, body } = request;
  return new Promise((resolve, reject) => {
    const sent = sendPlainly({
      createConnection: () => socket,
      host: url.hostname,
      path: url.pathname + url.search,
      method,
      headers: { 'user-agent': 'Earshot', 'accept-encoding': ENCODINGS, ...headers, host: url.host, connection: 'close' },
      signal,
    });
    sent.once('error', reject);
    sent.once('response', resolve);
    // An offer to speak another protocol on the connection is no answer.
    sent.once('upgrade', () => reject(new Error('the answer changes the protocol')));
    if (body !== undefined && !('content-length' in headers)) sent.setHeader('content-length', lengthOf(body));
    if (!isStreamed(body)) sent.end(body);
    // An answer may come before all was sent, and then what is left is of no use to anybody.
    else
      pipeline(Readable.from(body.read()), sent).catch((cause: unknown) =>
        reject(cause instanceof Error ? cause : new Error(String(cause))),
      );
  });
}

type BareAnswer = Omit<OutboundAnswer, 'redirects'>;

async function sendOnce(url: URL, request: OutboundRequest, guard: ConnectionGuard, signal: AbortSignal): Promise<BareAnswer> {
  const socket = await connectGuarded(url, guard, signal);
  try {
    const answer = await answerOn(socket, url, request, signal);
    const status = answer.statusCode ?? 0;
    const body = await readBody(answer, request.maxBytes ?? MAX_BYTES, status === 200 ? request.onPart : undefined);
    return { status, headers: answer.headers, body };
  } catch (cause) {
    if (signal.aborted) throw cause;
    if (cause instanceof TakerError) throw cause.cause;
    if (cause instanceof OutboundError) throw new OutboundError(cause.fault, cause.message, { cause: cause.cause, isSent: true });
    throw new OutboundError('unreachable', `The host "${url.hostname}" gave no answer.`, { cause, isSent: true });
  } finally {
    socket.destroy();
  }
}

/** As `sendOnce`, over https where that is wanted instead of plain http to the public internet, which is never sent. */
async function sendUpgraded(url: URL, request: OutboundRequest, guard: ConnectionGuard, signal: AbortSignal): Promise<BareAnswer> {
  try {
    return await sendOnce(url, request, guard, signal);
  } catch (cause) {
    const isPlain = cause instanceof OutboundError && cause.fault === 'blocked' && url.protocol === 'http:';
    if (!isPlain || request.upgradesToHttps !== true) throw cause;
    url.protocol = 'https:';
    return sendOnce(url, request, guard, signal);
  }
}

/** What a redirect asks for. Credentials stay with the host they were meant for. */
function redirected(from: URL, to: URL, request: OutboundRequest): OutboundRequest {
  if (from.origin === to.origin) return request;
  const kept = Object.entries(request.headers ?? {}).filter(([name]) => !/^(authorization|cookie|proxy-authorization)$/i.test(name));
  return { ...request, headers: Object.fromEntries(kept) };
}

async function follow(request: OutboundRequest, guard: ConnectionGuard, signal: AbortSignal): Promise<OutboundAnswer> {
  const canFollow = ['GET', 'HEAD'].includes(request.method ?? 'GET');
  let left = canFollow ? (request.maxRedirects ?? 0) : 0;
  let url = readUrl(request.url);
  let asked = request;
  const redirects: Redirect[] = [];
  for (;;) {
    const answer = await sendUpgraded(url, asked, guard, signal);
    const { location } = answer.headers;
    if (!REDIRECTS.includes(answer.status) || location === undefined || !canFollow || !request.maxRedirects)
      return { ...answer, redirects };
    if (left === 0) throw new OutboundError('too_many_redirects', `The address redirects more than ${request.maxRedirects} times.`);
    left -= 1;
    const next = readUrl(location, url);
    if (url.protocol === 'https:' && next.protocol === 'http:') {
      if (request.upgradesToHttps !== true) throw new OutboundError('blocked', 'The address redirects from https to plain http.');
      next.protocol = 'https:';
    }
    redirects.push({ status: answer.status, url: next.href });
    asked = redirected(url, next, asked);
    url = next;
  }
}

async function send(request: OutboundRequest, guard: ConnectionGuard): Promise<OutboundAnswer> {
  const timeoutMs = request.timeoutMs ?? TIMEOUT_MS;
  const deadline = AbortSignal.timeout(timeoutMs);
  const signal = request.signal ? AbortSignal.any([request.signal, deadline]) : deadline;
  const given = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(reasonOf(signal)), { once: true });
  });
  try {
    request.signal?.throwIfAborted();
    // A look-up cannot be called off, so the deadline does not wait for one.
    return await Promise.race([follow(request, guard, signal), given]);
  } catch (cause) {
    if (deadline.aborted && request.signal?.aborted !== true)
      throw new OutboundError('too_slow', `The address gave no answer within ${timeoutMs / 1_000} seconds.`, { cause });
    throw cause;
  }
}

async function fetchGuarded(asked: Request, guard: ConnectionGuard, limits: Partial<FetchLimits> = {}): Promise<Response> {
  const body = asked.body === null ? undefined : new Uint8Array(await asked.arrayBuffer());
  const { url, method, signal } = asked;
  const maxRedirects = asked.redirect === 'follow' ? 5 : 0;
  try {
    const answer = await send({ url, method, headers: Object.fromEntries(asked.headers), body, signal, maxRedirects, ...limits }, guard);
    if (asked.redirect === 'error' && REDIRECTS.includes(answer.status))
      throw new OutboundError('too_many_redirects', 'The address redirects.');
    const headers = new Headers();
    for (const [name, value] of Object.entries(answer.headers)) {
      // The body is unpacked already.
      if (name === 'content-encoding' || name === 'content-length') continue;
      for (const one of [value ?? []].flat()) headers.append(name, one);
    }
    return new Response(BODILESS.includes(answer.status) ? null : Uint8Array.from(answer.body), { status: answer.status, headers });
  } catch (cause) {
    if (cause instanceof OutboundError) throw new TypeError(cause.message, { cause });
    throw cause;
  }
}

/**
 * Makes the way out of an installation. It reaches the public internet over https, and the named networks. Whatever a name, a spelling of
 * an address or a redirect leads to is checked where the connection is made.
 */
export function openOutbound({ networks = [], lookup = lookupByMachine }: OutboundOptions = {}): Outbound {
  const guard: ConnectionGuard = { named: readNetworks(networks), lookup };
  return {
    send: (request) => send(request, guard),
    fetch: (input, init) => fetchGuarded(new Request(input, init), guard),
    fetchWithin: (limits) => (input, init) => fetchGuarded(new Request(input, init), guard, limits),
  };
}
