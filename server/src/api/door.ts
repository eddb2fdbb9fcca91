import type { FastifyReply, FastifyRequest } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import type { App } from '../platform/http.ts';
import { authenticateApiKey } from '../security/apikeys/service.ts';
import { SESSION_COOKIE } from '../security/sessions/routes.ts';
import { authenticateSession } from '../security/sessions/service.ts';
import { type Actor, TIER_REQUESTS_PER_MINUTE, type Tier, unauthenticated } from '../tenants/authorize.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** True for the few routes that answer without credentials. */
    public?: boolean;
  }
}

const WINDOW_SECONDS = 60;
const BEARER = /^Bearer +(\S+)$/i;

type Limiters = Map<Tier, RateLimiterMemory>;

function openLimiters(): Limiters {
  const limiters: Limiters = new Map();
  for (const [tier, points] of Object.entries(TIER_REQUESTS_PER_MINUTE)) {
    if (points > 0) limiters.set(tier as Tier, new RateLimiterMemory({ points, duration: WINDOW_SECONDS, keyPrefix: tier }));
  }
  return limiters;
}

function announce(reply: FastifyReply, quota: number, state: RateLimiterRes): void {
  const seconds = Math.ceil(state.msBeforeNext / 1_000);
  void reply.header('ratelimit-policy', `"default";q=${quota};w=${WINDOW_SECONDS}`);
  void reply.header('ratelimit', `"default";r=${Math.max(state.remainingPoints, 0)};t=${seconds}`);
}

async function countRequest(limiters: Limiters, actor: Actor, reply: FastifyReply): Promise<void> {
  const limiter = limiters.get(actor.tier);
  if (!limiter) return;
  try {
    announce(reply, limiter.points, await limiter.consume(actor.name));
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    announce(reply, limiter.points, refusal);
    const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000));
    const detail = `This key may make ${limiter.points} requests a minute on the tier "${actor.tier}". Try again in ${seconds} seconds.`;
    throw new AppError('rate_limited', detail, { retryAfterSeconds: seconds, cause: refusal });
  }
}

async function identify(context: Context, request: FastifyRequest): Promise<Actor | undefined> {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const token = BEARER.exec(authorization)?.[1];
    if (token === undefined) throw unauthenticated();
    return authenticateApiKey(context, 'public', token);
  }
  const token = request.cookies[SESSION_COOKIE];
  return token === undefined ? undefined : authenticateSession(context, 'public', token);
}

/**
 * The door of `/api/v1`: says who asks, from an API key or a session cookie, and counts the request against the tier's limit.
 * A route marked `public` is let through without credentials, and with a session that is over as if there were none.
 */
export function addDoor(app: App, context: Context): void {
  const limiters = openLimiters();
  app.decorateRequest('actor', undefined);
  app.addHook('onRequest', async (request, reply) => {
    const isPublic = request.routeOptions.config.public === true;
    try {
      request.actor = await identify(context, request);
    } catch (error) {
      if (!(isPublic && error instanceof AppError && error.code === 'unauthenticated')) throw error;
    }
    if (request.actor) await countRequest(limiters, request.actor, reply);
    else if (!isPublic && request.routeOptions.url !== undefined) throw unauthenticated();
  });
}
