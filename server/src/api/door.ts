import type { FastifyReply, FastifyRequest } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Context } from '../platform/context.ts';
import { AppError, type ErrorCode } from '../platform/errors.ts';
import type { App } from '../platform/http.ts';
import { authenticateApiKey } from '../security/keyuse/service.ts';
import { authenticateAccessToken, isAccessToken } from '../security/oauthartifacts/service.ts';
import { sessionCookieName } from '../security/sessions/routes.ts';
import { admitPerson, identifyVisitor, refuseUnready } from '../security/visitors/service.ts';
import { type Actor, unauthenticated } from '../tenants/authorize.ts';
import { admit, type Standing } from '../tenants/standing/service.ts';
import { hasAwaitedBody } from './body.ts';
import { refuseCrossSite } from './cross-site.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** True for the few routes that answer without credentials. */
    public?: boolean;
    /** True for the routes of a person's own account, which need no tenant to act in. */
    person?: boolean;
  }
}

const WINDOW_SECONDS = 60;
/** Of requests without credentials, or with refused ones, from one address. */
const STRANGER_REQUESTS_PER_MINUTE = 600;
const MOST_LIMITS = 1_000;
/** How many times what one key may make all credentials of a tenant may make together. */
const TENANT_SHARES = 10;
/** What is wrong with credentials that were refused. */
const REFUSALS: readonly ErrorCode[] = ['unauthenticated', 'suspended'];
/** Who may make so many requests, where it is not a key. */
const WHO: Partial<Record<Actor['kind'], string>> = { session: 'A session of this key and address', member: 'A person', oauth: 'A client' };
const BEARER = /^Bearer +(\S+)$/i;

/** Who makes a request, as its tenant stands. */
interface Admitted {
  actor: Actor;
  standing: Standing;
  nowMs: number;
}

interface Limiters {
  /** By whose limit it is, and how many requests a minute that lets through. */
  ofKeys: Map<string, RateLimiterMemory>;
  strangers: RateLimiterMemory;
}

function openLimiters(): Limiters {
  const strangers = new RateLimiterMemory({ points: STRANGER_REQUESTS_PER_MINUTE, duration: WINDOW_SECONDS, keyPrefix: 'stranger' });
  return { ofKeys: new Map(), strangers };
}

function limiterOf({ ofKeys }: Limiters, points: number, whose: 'tier' | 'key' | 'tenant'): RateLimiterMemory {
  const name = `${whose} ${points}`;
  const known = ofKeys.get(name);
  if (known) return known;
  if (ofKeys.size >= MOST_LIMITS) ofKeys.clear();
  const limiter = new RateLimiterMemory({ points, duration: WINDOW_SECONDS, keyPrefix: name });
  ofKeys.set(name, limiter);
  return limiter;
}

function announce(reply: FastifyReply, quota: number, state: RateLimiterRes): void {
  const seconds = Math.ceil(state.msBeforeNext / 1_000);
  void reply.header('ratelimit-policy', `"default";q=${quota};w=${WINDOW_SECONDS}`);
  void reply.header('ratelimit', `"default";r=${Math.max(state.remainingPoints, 0)};t=${seconds}`);
}

/** What a refusal says: the limit in words, and members of the answer that say the same to programs. */
interface Announcement {
  reply: FastifyReply;
  limit: string;
  tell?: (msBeforeNext: number) => Record<string, unknown>;
}

async function consume(limiter: RateLimiterMemory, key: string, { reply, limit, tell }: Announcement) {
  try {
    return await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    announce(reply, limiter.points, refusal);
    const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000));
    throw new AppError('rate_limited', `${limit} Try again in ${seconds} seconds.`, {
      retryAfterSeconds: seconds,
      cause: refusal,
      extensions: tell?.(refusal.msBeforeNext),
    });
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

async function countRequest(
  limiters: Limiters,
  { actor, standing, nowMs }: Admitted,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const own = actor.requestsPerMinute;
  const points = own ?? standing.limits.api_calls_per_minute;
  if (points === null) return;
  const limiter = limiterOf(limiters, points, own === undefined ? 'tier' : 'key');
  const who = WHO[own === undefined ? actor.kind : 'api_key'] ?? 'This key';
  const limit = `${who} may make ${points} requests a minute${own === undefined ? ` on the tier "${actor.tier}"` : ''}.`;
  const tell = (msBeforeNext: number) => ({
    quota: 'api_calls_per_minute',
    limit: points,
    used: points,
    resetsAt: new Date(nowMs + msBeforeNext).toISOString(),
  });
  announce(reply, points, await consume(limiter, whoCounts(actor, request.ip), { reply, limit, tell }));
}

/** What keys, people and tokens of one tenant make together, so that more of them do not come to more without end. */
async function countOfTenant(limiters: Limiters, { actor, standing }: Admitted, reply: FastifyReply): Promise<void> {
  const ofOne = standing.limits.api_calls_per_minute;
  if (ofOne === null) return;
  const points = ofOne * TENANT_SHARES;
  const limit = `All keys, people and tokens of this tenant together may make ${points} requests a minute.`;
  await consume(limiterOf(limiters, points, 'tenant'), actor.tenantId, { reply, limit });
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
    if (isAccessToken(token)) return authenticateAccessToken(context, 'public', token);
    return authenticateApiKey(context, 'public', token, request.ip);
  }
  const token = request.cookies[cookieName];
  if (token === undefined) return undefined;
  request.visitor = await identifyVisitor(context, 'public', token, request.ip);
  request.person = request.visitor.person;
  return request.visitor.actor;
}

/** Says who asks, as their credentials and their tenant stand now; what was found before is forgotten first. */
async function recognise(context: Context, request: FastifyRequest, cookieName: string): Promise<Omit<Admitted, 'nowMs'> | undefined> {
  request.actor = undefined;
  request.person = undefined;
  request.visitor = undefined;
  const found = await identify(context, request, cookieName);
  const admitted = found && (await admit(context, 'public', found));
  request.actor = admitted?.actor;
  return admitted;
}

/** Lets through what a route takes: anybody, a person in their own account, or whoever acts in a tenant. */
function letThrough(request: FastifyRequest): void {
  const { config, url } = request.routeOptions;
  if (config.public === true || url === undefined) return;
  if (config.person === true) return admitPerson(request);
  if (!request.actor) refuseUnready(request.visitor);
}

/** Whether a request with refused credentials goes on as if it had none, or with the person alone. */
function goesOn(request: FastifyRequest, code: ErrorCode): boolean {
  const { config } = request.routeOptions;
  // Who is suspended may still sign out, or sign in elsewhere, and a person keeps their own account.
  if (code === 'suspended' && request.person) return config.public === true || config.person === true;
  return config.public === true && !(code === 'suspended' && request.method === 'GET');
}

/** Lets a request with refused credentials go on where it may, and refuses it everywhere else. */
function refuseUnlessOpen(request: FastifyRequest, error: unknown): void {
  if (!(error instanceof AppError && REFUSALS.includes(error.code) && goesOn(request, error.code))) throw error;
}

/**
 * The door of `/api/v1`: says who asks, from an API key, an access token or a session cookie, and counts the request against the tier's
 * limit, or against its address's when it carries no credentials or refused ones. `secure` tells the session cookie's name.
 * A route marked `public` is let through without credentials, and with a session that is over as if there were none; one marked `person`
 * needs a person who is signed in. A body may take seconds to arrive, so once it is there the door says again who asks: credentials that
 * ended meanwhile change nothing. Nothing that changes something is taken from another site's page on the strength of a cookie.
 */
export function addDoor(app: App, context: Context, { secure }: { secure: boolean }): void {
  const cookieName = sessionCookieName(secure);
  const limiters = openLimiters();
  for (const name of ['actor', 'person', 'visitor']) app.decorateRequest(name, undefined);
  app.addHook('onRequest', async (request, reply) => {
    try {
      const admitted = await recognise(context, request, cookieName);
      if (admitted) {
        const counted = { ...admitted, nowMs: context.clock() };
        await countRequest(limiters, counted, request, reply);
        await countOfTenant(limiters, counted, reply);
      } else await countStranger(limiters, request, reply);
    } catch (error) {
      if (!(error instanceof AppError && REFUSALS.includes(error.code))) throw error;
      await countStranger(limiters, request, reply);
      refuseUnlessOpen(request, error);
    }
    refuseCrossSite(request, context.publicUrl);
    letThrough(request);
  });
  app.addHook('preValidation', async (request) => {
    if (!hasAwaitedBody(request)) return;
    await recognise(context, request, cookieName).catch((error: unknown) => refuseUnlessOpen(request, error));
    letThrough(request);
  });
}

/** Counts every request of these routes against its address's limit, for routes that say themselves who may ask. */
export function limitStrangers(app: App): void {
  const limiters = openLimiters();
  app.addHook('onRequest', (request, reply) => countStranger(limiters, request, reply));
}
