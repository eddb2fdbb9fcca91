import type { FastifyReply, FastifyRequest } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import type { App } from '../platform/http.ts';
import { authenticateApiKey } from '../security/keyuse/service.ts';
import { sessionCookieName } from '../security/sessions/routes.ts';
import { authenticateSession } from '../security/sessions/service.ts';
import { type Actor, TIER_REQUESTS_PER_MINUTE, type Tier, unauthenticated } from '../tenants/authorize.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** True for the few routes that answer without credentials. */
    public?: boolean;
  }
}

const WINDOW_SECONDS = 60;
/** Of requests without credentials, or with refused ones, from one address. */
const STRANGER_REQUESTS_PER_MINUTE = 600;
const MOST_OWN_LIMITS = 1_000;
const BEARER = /^Bearer +(\S+)$/i;

interface Limiters {
  tiers: Map<Tier, RateLimiterMemory>;
  /** Of keys that have a limit of their own, by that limit. */
  own: Map<number, RateLimiterMemory>;
  strangers: RateLimiterMemory;
}

function openLimiters(): Limiters {
  const tiers: Limiters['tiers'] = new Map();
  for (const [tier, points] of Object.entries(TIER_REQUESTS_PER_MINUTE)) {
    if (points > 0) tiers.set(tier as Tier, new RateLimiterMemory({ points, duration: WINDOW_SECONDS, keyPrefix: tier }));
  }
  const strangers = new RateLimiterMemory({ points: STRANGER_REQUESTS_PER_MINUTE, duration: WINDOW_SECONDS, keyPrefix: 'stranger' });
  return { tiers, own: new Map(), strangers };
}

function announce(reply: FastifyReply, quota: number, state: RateLimiterRes): void {
  const seconds = Math.ceil(state.msBeforeNext / 1_000);
  void reply.header('ratelimit-policy', `"default";q=${quota};w=${WINDOW_SECONDS}`);
  void reply.header('ratelimit', `"default";r=${Math.max(state.remainingPoints, 0)};t=${seconds}`);
}

async function consume(limiter: RateLimiterMemory, key: string, { reply, limit }: { reply: FastifyReply; limit: string }) {
  try {
    return await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    announce(reply, limiter.points, refusal);
    const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000));
    throw new AppError('rate_limited', `${limit} Try again in ${seconds} seconds.`, { retryAfterSeconds: seconds, cause: refusal });
  }
}

/**
 * A session's share is that of its address: many people may be signed in by one key, as the visitors of the demo are. What a key is limited
 * to beyond its tier, all its sessions share.
 */
function whoCounts({ kind, name, apiKeyId, requestsPerMinute }: Actor, address: string): string {
  if (requestsPerMinute !== undefined) return `api_key:${apiKeyId}`;
  return kind === 'session' ? `${name} ${address}` : name;
}

function ownLimiter({ own }: Limiters, points: number): RateLimiterMemory {
  const known = own.get(points);
  if (known) return known;
  if (own.size >= MOST_OWN_LIMITS) own.clear();
  const limiter = new RateLimiterMemory({ points, duration: WINDOW_SECONDS, keyPrefix: 'key' });
  own.set(points, limiter);
  return limiter;
}

async function countRequest(limiters: Limiters, actor: Actor, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const own = actor.requestsPerMinute;
  const limiter = own === undefined ? limiters.tiers.get(actor.tier) : ownLimiter(limiters, own);
  if (!limiter) return;
  const who = actor.kind === 'session' && own === undefined ? 'A session of this key and address' : 'This key';
  const limit = `${who} may make ${limiter.points} requests a minute${own === undefined ? ` on the tier "${actor.tier}"` : ''}.`;
  announce(reply, limiter.points, await consume(limiter, whoCounts(actor, request.ip), { reply, limit }));
}

/** Nobody is told how many of these are left: whoever holds a key has no use for it. */
async function countStranger({ strangers }: Limiters, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const limit = `An address may make ${strangers.points} requests a minute without a valid API key or session.`;
  await consume(strangers, request.ip, { reply, limit });
}

async function identify(context: Context, request: FastifyRequest, cookieName: string): Promise<Actor | undefined> {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const token = BEARER.exec(authorization)?.[1];
    if (token === undefined) throw unauthenticated();
    return authenticateApiKey(context, 'public', token, request.ip);
  }
  const token = request.cookies[cookieName];
  return token === undefined ? undefined : authenticateSession(context, 'public', token, request.ip);
}

/**
 * The door of `/api/v1`: says who asks, from an API key or a session cookie, and counts the request against the tier's limit, or against
 * its address's when it carries no credentials or refused ones. `secure` tells the session cookie's name.
 * A route marked `public` is let through without credentials, and with a session that is over as if there were none.
 */
export function addDoor(app: App, context: Context, { secure }: { secure: boolean }): void {
  const cookieName = sessionCookieName(secure);
  const limiters = openLimiters();
  app.decorateRequest('actor', undefined);
  app.addHook('onRequest', async (request, reply) => {
    const isPublic = request.routeOptions.config.public === true;
    try {
      request.actor = await identify(context, request, cookieName);
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'unauthenticated')) throw error;
      await countStranger(limiters, request, reply);
      if (!isPublic) throw error;
      return;
    }
    if (request.actor) return countRequest(limiters, request.actor, request, reply);
    await countStranger(limiters, request, reply);
    if (!isPublic && request.routeOptions.url !== undefined) throw unauthenticated();
  });
}
