import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../platform/errors.ts';
import { parseStrictJson } from '../platform/strict-json.ts';

/** What a body may have where its route says nothing else. */
export const BODY_LIMIT = 4 * 1024 * 1024;

/** How long after its head a body may arrive for what was found at the head to hold, in milliseconds. */
const AT_ONCE_MS = 100;

/** Whether a request has a body that arrived well after its head. */
export function hasLateBody({ headers }: FastifyRequest, { elapsedTime }: FastifyReply): boolean {
  const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
  return hasBody && elapsedTime >= AT_ONCE_MS;
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
