import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../platform/errors.ts';
import { parseStrictJson } from '../platform/strict-json.ts';

/** What a body may have where its route says nothing else. */
export const BODY_LIMIT = 4 * 1024 * 1024;

const ARRIVED = new WeakSet<FastifyRequest>();

/** Notes, once it is said who asks, whether all of the request was there by then; what arrives in one piece with its head is. */
export function noteArrival(request: FastifyRequest): void {
  if (request.raw.complete) ARRIVED.add(request);
}

/** Whether the end of a request came only after it was said who asks. */
export function cameLater(request: FastifyRequest): boolean {
  return !ARRIVED.has(request);
}

/** How much of a body that is too large is read on, and thrown away, so that its sender hears why instead of finding the connection cut. */
const PATIENCE_BYTES = 16 * BODY_LIMIT;

function tooLarge(limit: number): AppError {
  const isForEvents = limit === BODY_LIMIT;
  const advice = isForEvents ? '4 MiB; send fewer events at a time.' : `${limit / 1024} KiB; send only what this address takes.`;
  return new AppError('too_large', `The body is larger than ${advice}`);
}

/** By events: this stands before every event that comes in, and an iterator over the stream costs more than all the rest here. */
function readBody(payload: Readable, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let length = 0;
    payload.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limit) chunks.push(chunk);
      else chunks = [];
      if (length > PATIENCE_BYTES) payload.destroy(tooLarge(limit));
    });
    payload.once('end', () => (length > limit ? reject(tooLarge(limit)) : resolve(Buffer.concat(chunks, length))));
    payload.once('error', (cause) => {
      reject(new AppError('malformed_request', 'The body did not arrive completely; send the request again.', { cause }));
    });
  });
}

/**
 * The value of a JSON body of at most `limit` bytes, read as `parseStrictJson` reads it; undefined for an empty one.
 * @throws AppError `too_large` beyond the limit; `malformed_request` for one that broke off or is not strict JSON.
 */
export async function readJsonBody(payload: Readable, limit: number): Promise<unknown> {
  const bytes = await readBody(payload, limit);
  return bytes.length === 0 ? undefined : parseStrictJson(bytes);
}
