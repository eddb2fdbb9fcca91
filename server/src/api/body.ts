import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../platform/errors.ts';
import type { App } from '../platform/http.ts';
import { parseStrictJson } from '../platform/strict-json.ts';
import { callInThread } from '../platform/thread.ts';
import type { LargeBody } from './large-body.ts';

/** What a body may have where its route says nothing else. */
export const BODY_LIMIT = 4 * 1024 * 1024;

/** Before every turn. */
const BEFORE = -1;

let turn = 0;
let isCounting = false;

/** The present turn of the event loop; another number once what waits now has been done. */
function presentTurn(): number {
  if (!isCounting) {
    isCounting = true;
    setImmediate(() => {
      turn += 1;
      isCounting = false;
    });
  }
  return turn;
}

/** In which turn it was said who asks, or that everything of the request was there by then. */
const recognised = new WeakMap<FastifyRequest, number | 'whole'>();

/** Notes that it is said now who asks. */
export function noteRecognition(request: FastifyRequest): void {
  recognised.set(request, request.raw.complete ? 'whole' : presentTurn());
}

/** Notes that a request has waited since it was said who asks. */
export function noteWait(request: FastifyRequest): void {
  recognised.set(request, BEFORE);
}

/**
 * Whether the end of a request came after it was said who asks, or its tenant's turn did.
 * What comes in one piece with its head does not: it is read in one turn.
 */
export function cameLater(request: FastifyRequest): boolean {
  const when = recognised.get(request);
  return when !== 'whole' && when !== presentTurn();
}

/** How much of a body that is too large is read on, and thrown away, so that its sender hears why instead of finding the connection cut. */
const PATIENCE_BYTES = 16 * BODY_LIMIT;

function tooLarge(limit: number): AppError {
  const isForEvents = limit === BODY_LIMIT;
  const advice = isForEvents ? '4 MiB; send fewer events at a time.' : `${limit / 1024} KiB; send only what this address takes.`;
  return new AppError('too_large', `The body is larger than ${advice}`);
}

/** What bodies may come to together, in bytes, of all requests that are not answered yet. */
export interface BodyRoom {
  inAll: number;
  /** Of one tenant, or of one address where no tenant is known. */
  ofOne: number;
}

/** Beyond it memory would grow with what is asked at once. The largest body there is fits into what one may hold. */
const ROOM: BodyRoom = { inAll: 256 * 1024 * 1024, ofOne: 64 * 1024 * 1024 };

/** Room for a request's body. */
export interface Room {
  /** Takes so many more bytes; false where there is no room, and then nothing is taken. */
  take(bytes: number): boolean;
  /** Gives back what was taken. */
  free(): void;
}

/** What a body needs before it is read. */
export interface Admission {
  room?: Room;
  /** Is waited for once the bytes are there. */
  awaitTurn?: ((bodyBytes: number) => Promise<void>) | undefined;
}

const rooms = new WeakMap<FastifyRequest, Room>();
const WITHOUT_LIMIT: Room = { take: () => true, free: () => undefined };

/** Has the bodies of all requests that are not answered yet come to so many bytes together, at most; those beyond are refused. */
export function limitBodies(app: App, { inAll, ofOne }: BodyRoom = ROOM): void {
  const heldBy = new Map<string, number>();
  let heldBytes = 0;
  const add = (owner: string, bytes: number) => {
    heldBytes += bytes;
    const held = (heldBy.get(owner) ?? 0) + bytes;
    if (held > 0) heldBy.set(owner, held);
    else heldBy.delete(owner);
  };
  app.addHook('onRequest', async (request, { raw }) => {
    const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
    if (length === undefined && encoding === undefined) return;
    let owner: string | undefined;
    let own = 0;
    const free = () => {
      if (owner !== undefined) add(owner, -own);
      own = 0;
    };
    const take = (bytes: number) => {
      owner ??= request.actor?.tenantId ?? request.ip;
      if (raw.destroyed || heldBytes + bytes > inAll || (heldBy.get(owner) ?? 0) + bytes > ofOne) return false;
      own += bytes;
      add(owner, bytes);
      return true;
    };
    raw.once('close', free);
    rooms.set(request, { take, free });
  });
}

/** The room that a request's body may take. */
export function roomOf(request: FastifyRequest): Room {
  return rooms.get(request) ?? WITHOUT_LIMIT;
}

function noRoom(): AppError {
  const message = 'More is being sent than can be held at the moment; send it again shortly.';
  return new AppError('unavailable', message, { retryAfterSeconds: 1 });
}

/** By events: this stands before every event that comes in, and an iterator over the stream costs more than all the rest here. */
function readBody(payload: Readable, limit: number, room: Room): Promise<Buffer<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let length = 0;
    let hasRoom = true;
    payload.on('data', (chunk: Buffer) => {
      length += chunk.length;
      hasRoom &&= length > limit || room.take(chunk.length);
      if (length <= limit && hasRoom) chunks.push(chunk);
      else {
        chunks = [];
        room.free();
      }
      if (length > PATIENCE_BYTES) payload.destroy(tooLarge(limit));
    });
    payload.once('end', () => {
      if (length > limit) reject(tooLarge(limit));
      else if (!hasRoom) reject(noRoom());
      else resolve(Buffer.concat(chunks, length));
    });
    payload.once('error', (cause) => {
      reject(new AppError('malformed_request', 'The body did not arrive completely; send the request again.', { cause }));
    });
  });
}

const LARGE_BODY = new URL('./large-body.ts', import.meta.url).href;

/** Beyond what events come in, reading takes long enough to hold others up: a thread of its own does it. */
async function readInThread(bytes: Buffer<ArrayBuffer>): Promise<unknown> {
  const call = { module: LARGE_BODY, name: 'readLargeBody', input: bytes, transfer: [bytes.buffer] };
  const read = await callInThread<LargeBody>(call);
  if ('members' in read) return Object.fromEntries(read.members);
  throw new AppError('malformed_request', read.refusal);
}

/**
 * The value of a JSON body of at most `limit` bytes, read as `parseStrictJson` reads it; undefined for an empty one.
 * One beyond what events come in holds texts and numbers alone, and is read in a thread of its own.
 * @throws AppError `too_large` beyond the limit; `unavailable` where there is no room for it;
 * `malformed_request` for one that broke off or is not strict JSON.
 */
export async function readJsonBody(
  payload: Readable,
  limit: number,
  { room = WITHOUT_LIMIT, awaitTurn }: Admission = {},
): Promise<unknown> {
  const bytes = await readBody(payload, limit, room);
  await awaitTurn?.(bytes.length);
  if (bytes.length > BODY_LIMIT) return readInThread(bytes);
  return bytes.length === 0 ? undefined : parseStrictJson(bytes);
}
