import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../platform/context.ts';
import { AppError, type ErrorCode } from '../platform/errors.ts';
import type { App } from '../platform/http.ts';
import { countedAs } from '../platform/networks.ts';
import { authenticateApiKey } from '../security/keyuse/service.ts';
import { authenticateAccessToken, isAccessToken } from '../security/oauthartifacts/service.ts';
import { sessionCookieName } from '../security/sessions/routes.ts';
import { admitPerson, identifyVisitor, refuseUnready } from '../security/visitors/service.ts';
import { type Actor, unauthenticated } from '../tenants/authorize.ts';
import { admit, type Standing } from '../tenants/standing/service.ts';
import { cameLater, noteRecognition } from './body.ts';
import { refuseCrossSite } from './cross-site.ts';
import { type Counts, countAndAnnounce, countLookup, countOne, countStranger, openCounts } from './limits.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** True for the few routes that answer without credentials. */
    public?: boolean;
    /** True for the routes of a person's own account, which need no tenant to act in. */
    person?: boolean;
  }
}

/** Credentials that were good a while ago, of which so many are remembered, by hash. */
const MOST_REMEMBERED = 10_000;
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

interface Limits {
  /** Of keys, people and tokens, and of tenants. */
  holders: Counts;
  strangers: Counts;
  /** Credentials that were good when they came last, by hash, oldest first. */
  remembered: Set<string>;
}

function openLimits(): Limits {
  return { holders: openCounts(), strangers: openCounts(), remembered: new Set() };
}

/**
 * A session's share is that of its address: many people may be signed in by one key, as the visitors of the demo are. What a key is limited
 * to beyond its tier, all its sessions share.
 */
function whoCounts({ kind, name, apiKeyId, requestsPerMinute }: Actor, address: string): string {
  if (requestsPerMinute !== undefined) return `api_key:${apiKeyId}`;
  return kind === 'session' ? `${name} ${countedAs(address).one}` : name;
}

async function countRequest(limits: Limits, { actor, standing, nowMs }: Admitted, request: FastifyRequest, reply: FastifyReply) {
  const own = actor.requestsPerMinute;
  const points = own ?? standing.limits.api_calls_per_minute;
  if (points === null) return;
  const who = WHO[own === undefined ? actor.kind : 'api_key'] ?? 'This key';
  const refusal = `${who} may make ${points} requests a minute${own === undefined ? ` on the tier "${actor.tier}"` : ''}.`;
  const tell = (msBeforeNext: number) => ({
    quota: 'api_calls_per_minute',
    limit: points,
    used: points,
    resetsAt: new Date(nowMs + msBeforeNext).toISOString(),
  });
  await countAndAnnounce(limits.holders, whoCounts(actor, request.ip), { points, refusal, tell }, reply);
}

/** What keys, people and tokens of one tenant make together, so that more of them do not come to more without end. */
async function countOfTenant({ holders }: Limits, { actor, standing }: Admitted, reply: FastifyReply): Promise<void> {
  const ofOne = standing.limits.api_calls_per_minute;
  if (ofOne === null) return;
  const points = ofOne * TENANT_SHARES;
  const refusal = `All keys, people and tokens of this tenant together may make ${points} requests a minute.`;
  await countOne(holders, `tenant:${actor.tenantId}`, { points, refusal }, reply);
}

/** What a request says that it is from; undefined when it says nothing. @throws AppError `unauthenticated` for what is no bearer token. */
function credentialOf(request: FastifyRequest, cookieName: string): string | undefined {
  const { authorization } = request.headers;
  if (authorization === undefined) return request.cookies[cookieName];
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined) throw unauthenticated();
  return token;
}

async function identify(context: Context, request: FastifyRequest, token: string): Promise<Actor | undefined> {
  if (request.headers.authorization !== undefined) {
    if (isAccessToken(token)) return authenticateAccessToken(context, 'public', token);
    return authenticateApiKey(context, 'public', token, request.ip);
  }
  request.visitor = await identifyVisitor(context, 'public', token, request.ip);
  request.person = request.visitor.person;
  return request.visitor.actor;
}

/** Remembers that a credential was good; the one that has not come for longest is forgotten first. */
function remember({ remembered }: Limits, name: string): void {
  remembered.delete(name);
  remembered.add(name);
  if (remembered.size <= MOST_REMEMBERED) return;
  const [oldest] = remembered;
  remembered.delete(oldest);
}

/**
 * Who a credential stands for. One that was good before is looked up whatever others at its address do; of those that never were, an
 * address whose limit is used up has few looked up.
 */
async function lookUp(
  context: Context,
  limits: Limits,
  credential: string,
  { request, reply }: Pick<AtDoor, 'request' | 'reply'>,
): Promise<Actor | undefined> {
  const name = createHash('sha256').update(credential).digest('base64');
  if (!limits.remembered.has(name)) await countLookup(limits.strangers, request, reply);
  try {
    const actor = await identify(context, request, credential);
    remember(limits, name);
    return actor;
  } catch (error) {
    limits.remembered.delete(name);
    throw error;
  }
}

/** A request as it stands at the door. */
interface AtDoor {
  request: FastifyRequest;
  reply: FastifyReply;
  cookieName: string;
}

/** Says who asks, as their credentials and their tenant stand now; what was found before is forgotten first. */
async function recognise(context: Context, limits: Limits, atDoor: AtDoor): Promise<Omit<Admitted, 'nowMs'> | undefined> {
  const { request, cookieName } = atDoor;
  request.actor = undefined;
  request.person = undefined;
  request.visitor = undefined;
  const credential = credentialOf(request, cookieName);
  const found = credential === undefined ? undefined : await lookUp(context, limits, credential, atDoor);
  const admitted = found && (await admit(context, 'public', found));
  request.actor = admitted?.actor;
  noteRecognition(request);
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
 * needs a person who is signed in. A body may take seconds to arrive; once one that did is there, the door says again who asks: credentials
 * that ended meanwhile change nothing. Nothing that changes something is taken from another site's page on the strength of a cookie.
 */
export function addDoor(app: App, context: Context, { secure }: { secure: boolean }): void {
  const cookieName = sessionCookieName(secure);
  const limits = openLimits();
  for (const name of ['actor', 'person', 'visitor']) app.decorateRequest(name, undefined);
  app.addHook('onRequest', async (request, reply) => {
    try {
      const admitted = await recognise(context, limits, { request, reply, cookieName });
      if (admitted) {
        const counted = { ...admitted, nowMs: context.clock() };
        await countRequest(limits, counted, request, reply);
        await countOfTenant(limits, counted, reply);
      } else await countStranger(limits.strangers, request, reply);
    } catch (error) {
      if (!(error instanceof AppError && REFUSALS.includes(error.code))) throw error;
      await countStranger(limits.strangers, request, reply);
      refuseUnlessOpen(request, error);
    }
    refuseCrossSite(request, context.publicUrl);
    letThrough(request);
  });
  app.addHook('preValidation', async (request, reply) => {
    if (!cameLater(request)) return;
    await recognise(context, limits, { request, reply, cookieName }).catch((error: unknown) => refuseUnlessOpen(request, error));
    letThrough(request);
  });
}

/** Counts every request of these routes against its address's limit, for routes that say themselves who may ask. */
export function limitStrangers(app: App): void {
  const counts = openCounts();
  app.addHook('onRequest', (request, reply) => countStranger(counts, request, reply));
}
