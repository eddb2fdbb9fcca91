import type { FastifyReply, FastifyRequest } from 'fastify';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../platform/errors.ts';
import { countedAs } from '../platform/networks.ts';

const WINDOW_SECONDS = 60;
/** Of requests without credentials, or with refused ones, from one address. */
const STRANGER_REQUESTS_PER_MINUTE = 600;
/** Credentials that are looked up for an address all the same once that is used up: somebody else may share it, and hold good ones. */
const LAST_LOOKUPS_PER_MINUTE = 60;
/** How many times what one device may do a network of IPv6, as customers have them, may do. */
const WIDE_SHARES = 4;

/** What a limit lets through, and what its refusal says: in words, and in members of the answer that say the same to programs. */
export interface Limit {
  points: number;
  refusal: string;
  tell?: (msBeforeNext: number) => Record<string, unknown>;
}

/** How far a limit is used up. */
interface Usage {
  remaining: number;
  msBeforeNext: number;
}

/** Counts of the last minute, each for itself, however many there are and whatever limit it is held against. */
export type Counts = RateLimiterMemory;

/** Counts nothing yet. */
export function openCounts(): Counts {
  // What is allowed is compared where it is known: one count serves limits of any size.
  return new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: WINDOW_SECONDS });
}

function announceUsage(reply: FastifyReply, quota: number, { remaining, msBeforeNext }: Usage): void {
  void reply.header('ratelimit-policy', `"default";q=${quota};w=${WINDOW_SECONDS}`);
  void reply.header('ratelimit', `"default";r=${remaining};t=${Math.ceil(msBeforeNext / 1_000)}`);
}

function hold({ consumedPoints, msBeforeNext }: RateLimiterRes, { points, refusal, tell }: Limit, reply: FastifyReply): Usage {
  const usage = { remaining: Math.max(points - consumedPoints, 0), msBeforeNext };
  if (consumedPoints <= points) return usage;
  announceUsage(reply, points, usage);
  const retryAfterSeconds = Math.max(1, Math.ceil(msBeforeNext / 1_000));
  const message = `${refusal} Try again in ${retryAfterSeconds} seconds.`;
  throw new AppError('rate_limited', message, { retryAfterSeconds, extensions: tell?.(msBeforeNext) });
}

/** Counts one more under `name`. @throws AppError `rate_limited` beyond the limit, with the RateLimit fields set. */
export async function countOne(counts: Counts, name: string, limit: Limit, reply: FastifyReply): Promise<Usage> {
  return hold(await counts.consume(name), limit, reply);
}

/** Counts one more, and tells whoever asks how many are left. @throws AppError as `countOne`. */
export async function countAndAnnounce(counts: Counts, name: string, limit: Limit, reply: FastifyReply): Promise<void> {
  announceUsage(reply, limit.points, await countOne(counts, name, limit, reply));
}

interface Named {
  name: string;
  limit: Limit;
}

function strangerLimits(address: string): Named[] {
  const { one, wide } = countedAs(address);
  const of = (who: string, points: number): Limit => {
    return { points, refusal: `${who} may make ${points} requests a minute without a valid API key or session.` };
  };
  const own = { name: one, limit: of('An address', STRANGER_REQUESTS_PER_MINUTE) };
  return wide === undefined ? [own] : [own, { name: wide, limit: of('A network', STRANGER_REQUESTS_PER_MINUTE * WIDE_SHARES) }];
}

/** Counts a request against its address's limit. Nobody is told how many are left: whoever holds a key has no use for it. */
export async function countStranger(counts: Counts, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  for (const { name, limit } of strangerLimits(request.ip)) await countOne(counts, name, limit, reply);
}

/**
 * Keeps credentials that were not seen to be good from being looked up without end for an address whose limit is used up.
 * @throws AppError `rate_limited`.
 */
export async function countLookup(counts: Counts, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  for (const { name, limit } of strangerLimits(request.ip)) {
    const used = await counts.get(name);
    if (used === null || used.consumedPoints < limit.points) continue;
    const points = (limit.points / STRANGER_REQUESTS_PER_MINUTE) * LAST_LOOKUPS_PER_MINUTE;
    await countOne(counts, `lookup ${name}`, { ...limit, points }, reply);
  }
}
