import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { OutboundError } from './outbound-error.ts';

/** How an answer may be packed; the value of `accept-encoding`. */
export const ENCODINGS = 'gzip, deflate, br';

function inflaterOf(encoding: string) {
  // Small pieces, so that a bomb is noticed before much of it is inflated.
  const options = { chunkSize: 16 * 1024 };
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip(options);
    case 'deflate':
      return createInflate(options);
    case 'br':
      return createBrotliDecompress(options);
    default:
      throw new OutboundError('malformed', `The answer is packed as "${encoding}", which nobody asked for.`);
  }
}

function inflated(answer: IncomingMessage): Readable {
  const encoding = (answer.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '') return answer;
  // The loop over the result hears of every failure, so the callback has nothing to add.
  return pipeline(answer, inflaterOf(encoding), () => undefined);
}

/** A failure of whoever takes an answer, which is not the host's. */
export class TakerError extends Error {}

async function taken(onPart: PartTaker, part: Buffer): Promise<void> {
  try {
    await onPart(part);
  } catch (cause) {
    throw new TakerError('what was read could not be taken', { cause });
  }
}

/** Takes a body part by part; the next one is read once it is done. */
export type PartTaker = (part: Buffer) => Promise<void>;

/**
 * The whole body, unpacked; nothing of it where each part is taken as it comes. Reading stops as soon as more than `maxBytes` have come
 * out, however little came in.
 * @throws OutboundError `too_large`, or `malformed` for a body that cannot be unpacked.
 */
export async function readBody(answer: IncomingMessage, maxBytes: number, onPart?: PartTaker): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  const body = inflated(answer);
  try {
    for await (const part of body as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > maxBytes) throw new OutboundError('too_large', `The answer has more than ${maxBytes} bytes.`);
      if (onPart === undefined) parts.push(part);
      else await taken(onPart, part);
    }
  } catch (cause) {
    if (cause instanceof OutboundError || cause instanceof TakerError) throw cause;
    throw new OutboundError('malformed', 'The answer broke off or cannot be unpacked.', { cause });
  } finally {
    body.destroy();
    answer.destroy();
  }
  return Buffer.concat(parts);
}
