import { PUBLIC_ID } from '../../catalog/publicids/schema.ts';
import { newId } from '../../platform/chance.ts';
import { createSharedAllowance, type SharedAllowance } from '../../platform/allowance.ts';
import type { EdgeContext } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { listenerAddress } from '../../platform/forwarded.ts';
import { createMinuteLimit, type MinuteLimit } from '../../platform/minute-limit.ts';
import { countedAs } from '../../platform/networks.ts';
import { isPixelToken, pixelKeysOf } from '../../platform/pixel-token.ts';
import { deriveKey } from '../../platform/sealing.ts';
import type { SnapshotEntry } from '../snapshots/schema.ts';
import { openSnapshots, type Snapshots } from '../snapshots/service.ts';
import { CLICK_FIELD, clickIdOf, isAhead, keptFields, objects, TOKEN_FIELD, withParameter } from './rules.ts';
import { type EdgeAnswer, type EdgeCounts, type EdgeOutcome, ID_KINDS, type PublicRequest, type PublicRequestKind } from './schema.ts';
import { episodeTarget, mayLeadTo } from './targets.ts';

/** Of requests to ids that the snapshot does not have, so many of an address are kept a minute: one of them may be new. */
const STRANGERS_PER_MINUTE = 60;

/**
 * Of requests of an address so many are kept a minute, by kind. Behind one address there may be a company or a carrier; pixels come from ad
 * servers for many listeners, deliveries of webhooks from a system for many shops.
 */
const MOST_PER_MINUTE = { prefix: 6_000, pixel: 60_000, link: 600, beacon: 600, hook: 600, delivery: 6_000 } as const;
export type LimitName = keyof typeof MOST_PER_MINUTE;

/** Ids that the snapshot does not have may be new. So many a second are looked up, few of one address: strangers drive no database. */
const LOOK_UPS_PER_SECOND = { perName: 20, perAddress: 1 };

/** Nobody waits longer for the disk, where the request is kept all the same and counted as late, nor for such a look. */
const PATIENCE = { diskMs: 100, lookUpMs: 300 };

const EPISODE = /^\/e\/([0-9a-z]{12})\/(.*)$/s;
const LINK = /^\/l\/([0-9a-z]{12})\/?(?:\?.*)?$/s;
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

const ANYONE = { 'access-control-allow-origin': '*' } as const;
const REDIRECT = { ...ANYONE, 'content-length': 0, 'x-robots-tag': 'noindex, nofollow', 'x-content-type-options': 'nosniff' } as const;
const PIXEL_FIELDS = {
  ...ANYONE,
  'content-type': 'image/gif',
  'content-length': PIXEL.length,
  'cache-control': 'no-store, private',
  'cross-origin-resource-policy': 'cross-origin',
  'x-content-type-options': 'nosniff',
} as const;

/** What a request's arrival tells, as Node has it. */
export interface Arriving {
  method?: string | undefined;
  url?: string | undefined;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  socket: { remoteAddress?: string | undefined };
}

/** What a route knows of a public request beside its arrival. */
export interface Meant {
  kind: PublicRequestKind;
  publicId: string;
  body?: Uint8Array | undefined;
  /** Names of further fields of the header to keep, in lower case. */
  fields?: readonly string[] | undefined;
}

/** Whom a request is from: the connection says it, or the operator's own proxies where they handed it on. Empty where neither does. */
function addressOf({ trustedProxies }: Pick<EdgeContext, 'trustedProxies'>, { headers, socket }: Arriving): string {
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',');
  return listenerAddress(socket.remoteAddress, forwarded === '' ? undefined : forwarded, trustedProxies);
}

/** What all that one sender has open at a time is counted under: its IPv4 address, or the /48 of IPv6 that one customer can have. */
export function senderOf(context: Pick<EdgeContext, 'trustedProxies'>, _actor: 'public', arriving: Arriving): string {
  const { one, wide } = countedAs(addressOf(context, arriving));
  return wide ?? one;
}

/** A request as it arrived, with a new id. Whom it is from the connection says, or the operator's own proxies where they handed it on. */
export function publicRequestOf(context: Pick<EdgeContext, 'clock' | 'trustedProxies'>, arriving: Arriving, meant: Meant): PublicRequest {
  const { method = 'GET', url = '', headers } = arriving;
  const request: PublicRequest = {
    id: newId(),
    receivedAt: new Date(context.clock()).toISOString(),
    kind: meant.kind,
    publicId: meant.publicId,
    method,
    target: url,
    ip: addressOf(context, arriving),
    headers: keptFields(headers, meant.fields),
  };
  return meant.body === undefined ? request : withBody(request, meant.body);
}

/** The same request with what was sent in it. */
export function withBody(request: PublicRequest, body: Uint8Array): PublicRequest {
  return { ...request, body: Buffer.from(body).toString('base64') };
}

/**
 * Keeps a public request until what it says is committed. Resolves once it is sealed and synced to disk: from then on it is not lost,
 * whatever dies.
 * @throws AppError `unavailable` when the spool is full or its disk fails; the request is counted as lost then; `rate_limited` when the
 * spool fills up and its owner, the public id unless another is given, has its part of it.
 */
export async function spoolRequest(
  { spool }: Pick<EdgeContext, 'spool'>,
  _actor: 'public',
  request: PublicRequest,
  owner: string = request.publicId,
): Promise<void> {
  await spool.append(JSON.stringify(request), owner);
}

/** What answers public addresses: by a snapshot, so that it needs no database. */
export interface Edge {
  context: EdgeContext;
  snapshots: Snapshots;
  /** Names under which this installation is reached; what leads to them leads back here. */
  hosts: readonly string[];
  clickKey: Buffer;
  pixelKeys: readonly Buffer[];
  strangers: MinuteLimit;
  limits: Readonly<Record<LimitName, MinuteLimit>>;
  counts: EdgeCounts;
  /** Tells what an id means that the snapshot does not have, undefined when nothing has it; unset where nobody can be asked. */
  lookUp?: (publicId: string) => Promise<SnapshotEntry | undefined>;
  lookUps: SharedAllowance;
  /** How long whoever asks waits. */
  patience: { diskMs: number; lookUpMs: number };
}

/** The edge of an installation, with the snapshot that its data folder keeps, and a way to look up what that lacks. */
export function openEdge(context: EdgeContext, dataDir: string, lookUp?: Edge['lookUp']): Edge {
  const { prefix, pixel, link, beacon, hook, delivery } = MOST_PER_MINUTE;
  const limits = {
    prefix: createMinuteLimit(prefix),
    pixel: createMinuteLimit(pixel),
    link: createMinuteLimit(link),
    beacon: createMinuteLimit(beacon),
  };
  return {
    context,
    snapshots: openSnapshots(context, dataDir),
    hosts: [new URL(context.publicUrl).hostname],
    clickKey: deriveKey(context.edgeKey, 'click ids'),
    pixelKeys: pixelKeysOf(context),
    strangers: createMinuteLimit(STRANGERS_PER_MINUTE),
    limits: { ...limits, hook: createMinuteLimit(hook), delivery: createMinuteLimit(delivery) },
    counts: new Map(),
    ...(lookUp && { lookUp }),
    lookUps: createSharedAllowance(LOOK_UPS_PER_SECOND),
    patience: PATIENCE,
  };
}

function count({ counts }: Edge, kind: PublicRequestKind, outcome: EdgeOutcome): void {
  const key = `${kind} ${outcome}` as const;
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function within<Value>(promise: Promise<Value>, ms: number, otherwise: Value): Promise<Value> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms, otherwise);
    void promise.then(resolve).finally(() => clearTimeout(timer));
  });
}

/** Of ids that nothing has there can be any number: together they have one part of the spool. */
function ownerOf({ snapshots }: Edge, { publicId }: PublicRequest): string {
  return snapshots.isThere() && snapshots.find(publicId) === undefined ? 'unknown' : publicId;
}

/**
 * Keeps a request for somebody who can send it again, and counts what became of it.
 * @throws as `spoolRequest`.
 */
export async function keepOrRefuse(edge: Edge, actor: 'public', request: PublicRequest): Promise<void> {
  try {
    await spoolRequest(edge.context, actor, request, ownerOf(edge, request));
    count(edge, request.kind, 'kept');
  } catch (error) {
    count(edge, request.kind, error instanceof AppError && error.code === 'rate_limited' ? 'crowded' : 'lost');
    throw error;
  }
}

/** Keeps a request, and waits for that as long as is reasonable: who listens is answered whatever the disk does. */
async function keepRequest(edge: Edge, request: PublicRequest): Promise<void> {
  const kept = keepOrRefuse(edge, 'public', request).then(
    () => true,
    () => true,
  );
  if (!(await within(kept, edge.patience.diskMs, false))) count(edge, request.kind, 'late');
}

function isWithin({ context }: Edge, limit: MinuteLimit, { ip }: PublicRequest): boolean {
  // An IPv4 address is its own name, and there are many of them.
  return limit.take(ip.includes(':') ? countedAs(ip).one : ip, context.clock());
}

/**
 * Whether a request is to be kept: within what is kept of its address, and of an id that is known, or may be new; of ids that nothing has,
 * a few of each address.
 */
export function isAdmitted(edge: Edge, _actor: 'public', request: PublicRequest, limit: LimitName = request.kind): boolean {
  const { kind, publicId } = request;
  if (!isWithin(edge, edge.limits[limit], request)) {
    count(edge, kind, 'limited');
    return false;
  }
  if (!edge.snapshots.isThere() || edge.snapshots.find(publicId)?.kind === ID_KINDS[kind]) return true;
  count(edge, kind, 'unknown');
  return isWithin(edge, edge.strangers, request);
}

/** Keeps a request that is to be kept. */
async function keepIfAdmitted(edge: Edge, request: PublicRequest): Promise<void> {
  if (isAdmitted(edge, 'public', request)) await keepRequest(edge, request);
}

function hostOf({ headers }: Arriving): string[] {
  const host = String(headers.host ?? '').replace(/:\d*$/, '');
  return host === '' ? [] : [host.toLowerCase()];
}

/**
 * Answers a request for an episode by its prefix: a redirect to what stands behind it. Listeners get there whatever becomes of the count.
 * @throws AppError `not_found` for what is no address of a file on the public web, or nothing this prefix may lead to.
 */
export async function answerEpisode(edge: Edge, _actor: 'public', arriving: Arriving): Promise<EdgeAnswer> {
  const [, publicId = '', rest = ''] = EPISODE.exec(arriving.url ?? '') ?? [];
  if (publicId === '') throw new AppError('not_found', 'An episode prefix is /e/ and its id of 12 letters and digits, then the address.');
  const target = episodeTarget(rest, [...edge.hosts, ...hostOf(arriving)]);
  if ('refusal' in target) {
    count(edge, 'prefix', 'refused');
    throw new AppError('not_found', target.refusal);
  }
  const isKnown = !edge.snapshots.isThere() || edge.snapshots.find(publicId)?.kind === 'prefix';
  const destination = [arriving.headers['sec-fetch-dest'] ?? []].flat()[0];
  if (!mayLeadTo(target, { isKnown, destination })) {
    count(edge, 'prefix', 'refused');
    throw new AppError('not_found', 'This prefix leads to files of sound and video alone.');
  }
  await keepIfAdmitted(edge, publicRequestOf(edge.context, arriving, { kind: 'prefix', publicId }));
  return { status: 302, headers: { ...REDIRECT, location: target.location, 'cache-control': 'private, no-cache' } };
}

/** Answers a request for a pixel: always with the picture, whatever the address says, and whether or not its token is right. */
export async function answerPixel(edge: Edge, _actor: 'public', arriving: Arriving): Promise<EdgeAnswer> {
  const [, query = ''] = (arriving.url ?? '').split(/\?(.*)/s, 2);
  const parameters = new URLSearchParams(query);
  const publicId = parameters.get('p') ?? '';
  if (arriving.method === 'GET') {
    if (PUBLIC_ID.test(publicId)) {
      const request = publicRequestOf(edge.context, arriving, { kind: 'pixel', publicId });
      if (isPixelToken(edge.pixelKeys, publicId, parameters.get('k') ?? '')) request.headers[TOKEN_FIELD] = 'valid';
      await keepIfAdmitted(edge, request);
    } else count(edge, 'pixel', 'refused');
  }
  return { status: 200, headers: PIXEL_FIELDS, body: PIXEL };
}

/**
 * What an id means by the snapshot; one that it does not have is looked up where and as often as that may be, and then known. `untold` when
 * nobody could say in time whether anything has it.
 */
async function findEntry(edge: Edge, { publicId, ip }: PublicRequest): Promise<SnapshotEntry | 'absent' | 'untold'> {
  const known = edge.snapshots.find(publicId);
  const { context, lookUp, lookUps, snapshots } = edge;
  if (known) return known;
  if (!lookUp || !lookUps.take('all', ip, context.clock())) return 'untold';
  const seen = snapshots.seen();
  const told = lookUp(publicId).then(
    (entry) => entry ?? 'absent',
    (error: unknown) => {
      context.log.debug({ err: error }, 'a public id could not be looked up');
      return 'untold' as const;
    },
  );
  const found = await within<SnapshotEntry | 'absent' | 'untold'>(told, edge.patience.lookUpMs, 'untold');
  if (typeof found === 'object') snapshots.add(found, seen);
  return found;
}

/** Whether it is certain that nothing takes requests of this kind at this id. */
export async function isAbsent(edge: Edge, _actor: 'public', request: PublicRequest): Promise<boolean> {
  const found = await findEntry(edge, request);
  return found === 'absent' || (found !== 'untold' && found.kind !== ID_KINDS[request.kind]);
}

/** Where a link leads. */
async function findLink(edge: Edge, request: PublicRequest): Promise<{ redirectsTo: string; clickParameter?: string | undefined }> {
  const found = await findEntry(edge, request);
  if (typeof found === 'object' && found.redirectsTo !== undefined) return { redirectsTo: found.redirectsTo, ...found };
  count(edge, 'link', 'unknown');
  if (edge.snapshots.isThere()) throw new AppError('not_found', 'This link leads nowhere, or no longer.');
  throw new AppError('unavailable', 'Where this link leads is not known at the moment; try again shortly.', { retryAfterSeconds: 5 });
}

/**
 * Answers a request for a tracking link: a redirect to the destination that its tenant gave it, and to none other, with the id of the click
 * unless the person objects to being followed.
 * @throws AppError `not_found`; `unavailable` before the first snapshot.
 */
export async function answerLink(edge: Edge, _actor: 'public', arriving: Arriving): Promise<EdgeAnswer> {
  const [, publicId = ''] = LINK.exec(arriving.url ?? '') ?? [];
  if (publicId === '') throw new AppError('not_found', 'A link is /l/ and its id of 12 letters and digits.');
  const request = publicRequestOf(edge.context, arriving, { kind: 'link', publicId });
  const { redirectsTo, clickParameter } = await findLink(edge, request);
  const headers = { ...REDIRECT, 'cache-control': 'private, no-store' };
  if (objects(arriving.headers)) {
    // An id that follows from address and program would be a name for the person: this click has none, and keeps no address.
    if (isAdmitted(edge, 'public', request)) await keepRequest(edge, { ...request, ip: '' });
    return { status: 302, headers: { ...headers, location: redirectsTo } };
  }
  const clickId = clickIdOf(edge.clickKey, { ...request, userAgent: request.headers['user-agent'] ?? '' });
  request.headers[CLICK_FIELD] = clickId;
  await keepIfAdmitted(edge, request);
  const isTold = clickParameter !== undefined && !isAhead(arriving.headers);
  const location = isTold ? withParameter(redirectsTo, clickParameter, clickId) : redirectsTo;
  return { status: 302, headers: { ...headers, location } };
}
