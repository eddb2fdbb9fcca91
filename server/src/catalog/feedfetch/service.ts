import { createHash } from 'node:crypto';
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { Context } from '../../platform/context.ts';
import type { OutboundAnswer } from '../../platform/outbound.ts';
import { OutboundError } from '../../platform/outbound-error.ts';
import { decodeFeed } from './encoding.ts';
import { createFeedReader, type Feed, FeedError } from './reader.ts';
import { freshSeconds, lastingAddress, meaningOf, retryAfterSeconds, storable } from './rules.ts';

const TIMEOUT_MS = 30_000;
/** The largest feeds of shows that publish daily for years have about 20 MiB. */
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_REDIRECTS = 5;
/** Characters that are read in one go, which takes about a millisecond. */
const PART_LENGTH = 64 * 1024;

/** Which feed is asked for, and what is known of it from before. */
export interface FeedRequest {
  url: string;
  etag?: string | null;
  lastModified?: string | null;
  /** SHA-256 of the body that was read last; an equal one is not read again. */
  contentHash?: Buffer | null;
  /** For everything together; 30 seconds by default. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

/** What came of asking for a feed. */
export type FeedAnswer =
  | {
      kind: 'read';
      feed: Feed;
      /** The address to ask from now on. */
      url: string;
      etag: string | undefined;
      lastModified: string | undefined;
      contentHash: Buffer;
      freshSeconds: number | undefined;
    }
  | { kind: 'unchanged'; freshSeconds: number | undefined }
  | { kind: 'gone' }
  | { kind: 'failed'; problem: string; retryAfterSeconds: number | undefined };

async function readBody(body: Buffer, contentType: string | undefined): Promise<Feed> {
  const text = decodeFeed(body, contentType);
  const reader = createFeedReader();
  for (let start = 0; start < text.length; start += PART_LENGTH) {
    reader.write(text.slice(start, start + PART_LENGTH));
    await othersTurn();
  }
  return reader.end();
}

async function read(request: FeedRequest, { headers, body, redirects }: OutboundAnswer): Promise<FeedAnswer> {
  const contentHash = createHash('sha256').update(body).digest();
  if (request.contentHash?.equals(contentHash) === true) return { kind: 'unchanged', freshSeconds: freshSeconds(headers) };
  return {
    kind: 'read',
    feed: await readBody(body, headers['content-type']),
    url: lastingAddress(request.url, redirects),
    etag: storable(headers.etag, 1_000),
    lastModified: storable(headers['last-modified'], 200),
    contentHash,
    freshSeconds: freshSeconds(headers),
  };
}

async function answerOf(request: FeedRequest, answer: OutboundAnswer, nowMs: number): Promise<FeedAnswer> {
  const { status, headers } = answer;
  switch (meaningOf(status)) {
    case 'read':
      return read(request, answer);
    case 'unchanged':
      return { kind: 'unchanged', freshSeconds: freshSeconds(headers) };
    case 'gone':
      return { kind: 'gone' };
    default:
      return { kind: 'failed', problem: `The host answers ${status}.`, retryAfterSeconds: retryAfterSeconds(headers, nowMs) };
  }
}

/**
 * Asks for a feed over http, with what makes its host answer "not modified" where that is known, and reads it. A feed is hostile input: at
 * most 32 MiB unpacked, 30 seconds, 5 redirects, public addresses alone, nothing expanded. Whatever is wrong with it is an answer.
 */
export async function fetchFeed(context: Context, _actor: 'system', request: FeedRequest): Promise<FeedAnswer> {
  const { url, etag, lastModified, signal, timeoutMs = TIMEOUT_MS } = request;
  const headers: Record<string, string> = { accept: 'application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1' };
  if (etag) headers['if-none-match'] = etag;
  if (lastModified) headers['if-modified-since'] = lastModified;
  try {
    const sent = { url, headers, timeoutMs, maxBytes: MOST_BYTES, maxRedirects: MOST_REDIRECTS, upgradesToHttps: true, signal };
    const answer = await context.outbound.send(sent);
    return await answerOf(request, answer, context.clock());
  } catch (error) {
    if (!(error instanceof OutboundError || error instanceof FeedError)) throw error;
    return { kind: 'failed', problem: error.message.slice(0, 500), retryAfterSeconds: undefined };
  }
}
