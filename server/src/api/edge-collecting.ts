import type { IncomingMessage, ServerResponse } from 'node:http';
import { startStopwatch } from '../platform/clock.ts';
import { AppError } from '../platform/errors.ts';
import { admitHook, keepHook } from '../integrations/hooks/service.ts';
import { BEACON_FIELDS, BEACON_PREFLIGHT_FIELDS, MAX_BEACON_BYTES } from '../tracking/beacons/schema.ts';
import { keepBeacon } from '../tracking/beacons/service.ts';
import { MOST_BODY_BYTES } from '../tracking/deliveries/service.ts';
import type { EdgeAnswer } from '../tracking/edge/schema.ts';
import { type Edge, senderOf, withBody } from '../tracking/edge/service.ts';
import { type EdgeListener, problemAnswer } from './edge.ts';
import { siteTagAnswer } from './site-tag.ts';

/**
 * Bodies that are read at the same time come to no more than this: many that are sent slowly must not fill the memory, and those of
 * deliveries, of which each may be large, leave pages their room. One sender has a quarter of it, so that the others have the rest.
 */
const MOST_BYTES_READ = { beacons: 16 * 1024 * 1024, deliveries: 48 * 1024 * 1024 };
const HOOK = /^\/hooks\/[a-z0-9]+\/([^/?]+)(?:\?.*)?$/s;

const PART_OF_ONE_SENDER = 1 / 4;

/** A body that arrives, from whom, and how large it may be. */
interface ArrivingBody {
  request: IncomingMessage;
  sender: string;
  most: number;
}

/** Reads bodies, of which only so many bytes are held at a time, and of one sender a part of them. */
function createBodyReader(mostHeld: number) {
  let held = 0;
  const heldBySender = new Map<string, number>();
  const hold = (sender: string, bytes: number) => {
    held += bytes;
    const own = (heldBySender.get(sender) ?? 0) + bytes;
    if (own === 0) heldBySender.delete(sender);
    else heldBySender.set(sender, own);
    return own;
  };
  return async function read<Result>(body: ArrivingBody, work: (body: Buffer) => Promise<Result>): Promise<Result> {
    const { request, sender, most } = body;
    const parts: Buffer[] = [];
    let size = 0;
    try {
      // What is too much is not read on, and answered all the same.
      for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        size += part.length;
        const own = hold(sender, part.length);
        if (size > most) throw new AppError('too_large', `The body is larger than ${most} bytes.`);
        if (own > mostHeld * PART_OF_ONE_SENDER)
          throw new AppError('rate_limited', 'Too much is being sent at once from this address.', { retryAfterSeconds: 5 });
        if (held > mostHeld) throw new AppError('unavailable', 'Too much is being sent at once.', { retryAfterSeconds: 5 });
        parts.push(part);
      }
      return await work(Buffer.concat(parts));
    } finally {
      hold(sender, -size);
    }
  };
}

/** What reads the bodies of each kind. */
type Readers = Record<keyof typeof MOST_BYTES_READ, ReturnType<typeof createBodyReader>>;

function allowed(request: IncomingMessage, methods: readonly string[]): void {
  if (methods.includes(request.method ?? '')) return;
  throw new AppError('method_not_allowed', `This address answers to ${methods.join(' and ')}, not to ${request.method}.`);
}

async function answerTag(_edge: Edge, request: IncomingMessage): Promise<EdgeAnswer> {
  allowed(request, ['GET', 'HEAD']);
  return siteTagAnswer(request.headers);
}

async function answerBeacon(edge: Edge, request: IncomingMessage, read: Readers): Promise<EdgeAnswer> {
  if (request.method === 'OPTIONS') return { status: 204, headers: BEACON_PREFLIGHT_FIELDS };
  allowed(request, ['POST']);
  const [, query = ''] = (request.url ?? '').split(/\?(.*)/s, 2);
  const publicId = new URLSearchParams(query).get('p') ?? '';
  const arriving = { request, sender: senderOf(edge.context, 'public', request), most: MAX_BEACON_BYTES };
  await read.beacons(arriving, (body) => keepBeacon(edge.context, 'public', request, { publicId, body, edge }));
  return { status: 204, headers: BEACON_FIELDS };
}

async function answerHook(edge: Edge, request: IncomingMessage, read: Readers): Promise<EdgeAnswer> {
  allowed(request, ['POST']);
  const [, publicId = ''] = HOOK.exec(request.url ?? '') ?? [];
  const delivery = await admitHook(edge.context, 'public', request, { publicId, edge });
  const arriving = { request, sender: senderOf(edge.context, 'public', request), most: MOST_BODY_BYTES };
  await read.deliveries(arriving, (body) => keepHook(edge, 'public', withBody(delivery, body)));
  const body = Buffer.from(JSON.stringify({ received: true }));
  const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length, 'cache-control': 'no-store' };
  return { status: 200, headers, body };
}

function answererOf(url: string) {
  const path = url.split('?', 1)[0];
  if (path === '/t.js') return answerTag;
  if (path === '/c') return answerBeacon;
  return path.startsWith('/hooks/') ? answerHook : undefined;
}

async function answerOf(answer: Promise<EdgeAnswer>): Promise<EdgeAnswer> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { status, headers, body } = problemAnswer(error);
    // What of the body still comes is not read.
    return { status, body, headers: error.code === 'too_large' ? { ...headers, connection: 'close' } : headers };
  }
}

/**
 * Answers, without a database, the addresses that are sent something: `/c` and `/hooks/…`; and `/t.js`, by which pages learn to send. What
 * arrives is kept in the spool before it is answered; whether it counts, and whether it is genuine, is judged when it is taken.
 */
export function collectingListener(edge: Edge, observe: (seconds: number, status: number) => void): EdgeListener {
  const read: Readers = {
    beacons: createBodyReader(MOST_BYTES_READ.beacons),
    deliveries: createBodyReader(MOST_BYTES_READ.deliveries),
  };
  return (request: IncomingMessage, response: ServerResponse) => {
    const answerer = answererOf(request.url ?? '');
    if (!answerer) return false;
    const seconds = startStopwatch();
    const finish = ({ status, headers, body }: EdgeAnswer) => {
      request.resume();
      response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : body);
      observe(seconds(), status);
    };
    answerOf(answerer(edge, request, read)).then(finish, (error: unknown) => {
      // A body that was broken off has nobody left to be answered.
      if (!request.complete) return void response.destroy();
      edge.context.log.error({ err: error }, 'a public address could not be answered');
      return finish({ status: 500, headers: { 'content-length': 0, 'cache-control': 'no-store' } });
    });
    return true;
  };
}
