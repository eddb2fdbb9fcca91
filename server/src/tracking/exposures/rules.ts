import type { Link } from '../../catalog/links/schema.ts';
import type { Placement } from '../../catalog/placements/schema.ts';
import { networkOf } from '../../platform/networks.ts';
import { standingOf } from '../../platform/outbound-address.ts';
import { CLICK_FIELD, isAhead, objects, TOKEN_FIELD } from '../edge/rules.ts';
import type { PublicRequest } from '../edge/schema.ts';
import { episodeTarget } from '../edge/targets.ts';
import { referrerHost } from '../intake/rules.ts';
import type { Identity, TouchpointInput } from '../intake/schema.ts';
import type { Lists } from '../lists/rules.ts';
import type { EpisodeRequestInput } from '../requests/schema.ts';

/** Why a request makes no touchpoint. */
export type Uncounted = 'ahead' | 'not_get' | 'bot' | 'no_address';

const DAY_MS = 86_400_000;
/** Clocks of ad servers may be so far ahead. */
const SKEW_MS = 5 * 60_000;
const LONGEST_AGENT = 2_000;
const LONGEST_KEY = 200;
const LONGEST_ADDRESS = 4_000;
const LONGEST_RANGE = 500;
/** What stands before the episode's own address in a request by prefix. */
const PREFIX = /^\/e\/[^/]*\//;
/** A macro that nobody filled in: `%%X%%`, `[X]`, `{X}`, `${X}`, `@X@`, `(x-y)` or `<X>`, as ad servers write them. */
const UNFILLED = /^(?:%%.*%%|\[.*\]|\$?\{.*\}|@[^@]*@|\([\w-]+\)|<.*>)$/s;
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const CONTROL = /[\u0000-\u001f\u007f]/;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (cause) {
    if (cause instanceof URIError) return text;
    throw cause;
  }
}

/** The parameters of a pixel that were filled in; of one that stands there twice the first. */
export function pixelParameters(target: string): Map<string, string> {
  const found = new Map<string, string>();
  const [, query = ''] = target.split(/\?(.*)/s, 2);
  for (const part of query.split('&')) {
    const [name, raw = ''] = part.split(/=(.*)/s, 2);
    const value = decoded(raw).trim();
    const isFilled = value !== '' && !UNFILLED.test(raw) && !UNFILLED.test(value) && !CONTROL.test(value);
    if (isFilled && !found.has(name)) found.set(name, value);
  }
  return found;
}

/** Whether a page of a browser asks: its visitor, or its author, may write into the address whatever they like. */
function isOfPage({ headers }: PublicRequest): boolean {
  return ['sec-fetch-mode', 'sec-fetch-dest', 'sec-fetch-site', 'origin', 'referer'].some((name) => headers[name] !== undefined);
}

/** Whether what a pixel's address says of the listener is an ad server's word: it shows the token of its address, and is in no page. */
function isOfAdServer(request: PublicRequest): boolean {
  return request.headers[TOKEN_FIELD] === 'valid' && !isOfPage(request);
}

/** Listener's address and program as an ad server says them, of public addresses alone. */
function forwardedOf(parameters: ReadonlyMap<string, string>): { ip?: string; userAgent?: string } {
  const ip = parameters.get('ip');
  if (ip === undefined || ip.includes('/') || networkOf(ip) === undefined || standingOf(ip, []) !== 'public') return {};
  const userAgent = parameters.get('ua');
  return userAgent === undefined ? { ip } : { ip, userAgent };
}

function identityOf(fields: { ip?: string; userAgent?: string | undefined; deviceId?: string | undefined; clickId?: string }): Identity {
  const { ip, userAgent, deviceId, clickId } = fields;
  return {
    ...(ip === undefined || ip === '' ? {} : { ip }),
    ...(userAgent === undefined || userAgent === '' ? {} : { userAgent: userAgent.slice(0, LONGEST_AGENT) }),
    ...(deviceId === undefined ? {} : { deviceId: deviceId.slice(0, 500) }),
    ...(clickId === undefined ? {} : { clickId }),
  };
}

/** When an impression was: what the ad server says, if that is within the last day; otherwise when the request arrived. */
function occurredAt(text: string | undefined, receivedAt: string): string {
  const receivedMs = Date.parse(receivedAt);
  const seconds = /^\d{10}(?:\.\d+)?$/.test(text ?? '') ? Number(text) * 1_000 : undefined;
  const milliseconds = /^\d{13}$/.test(text ?? '') ? Number(text) : undefined;
  const instant = text !== undefined && /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : undefined;
  const toldMs = seconds ?? milliseconds ?? instant;
  if (toldMs === undefined || !(toldMs >= receivedMs - DAY_MS && toldMs <= receivedMs + SKEW_MS)) return receivedAt;
  return new Date(Math.min(toldMs, receivedMs)).toISOString();
}

function key(text: string | undefined): string | undefined {
  return text !== undefined && text.length <= LONGEST_KEY ? text : undefined;
}

function consentOf({ headers }: PublicRequest): { consent?: 'denied' } {
  return objects(headers) ? { consent: 'denied' } : {};
}

/** The episode that a pixel's address names; undefined where it names none. */
export function episodeNamed({ target }: PublicRequest): string | undefined {
  return key(pixelParameters(target).get('ep'));
}

/** What requests are read with: the lists, and which of the episodes they name the tenant has. */
export interface ExposureTerms {
  lists: Lists;
  episodes: ReadonlySet<string>;
}

/** Where and when the impression of a pixel's request was, or would have been; in an episode that it names only if the tenant has it. */
export function pixelPlace(request: PublicRequest, placement: Placement, { episodes }: Pick<ExposureTerms, 'episodes'>) {
  const { key: name, campaign, show, episode: only } = placement;
  const named = episodeNamed(request);
  const episode = only ?? (named !== undefined && episodes.has(named) ? named : undefined);
  const at = occurredAt(pixelParameters(request.target).get('ts'), request.receivedAt);
  return { occurredAt: at, campaign, show, ...(episode === undefined ? {} : { episode }), placement: name };
}

/**
 * What a pixel's request says: an impression of its placement, or why it is none. Listener and device that its address names are believed
 * with the token of the pixel alone; without it the impression is of whoever asked, and marked unproven.
 */
export function impressionOf(request: PublicRequest, placement: Placement, terms: ExposureTerms): TouchpointInput | Uncounted {
  if (request.method !== 'GET') return 'not_get';
  if (isAhead(request.headers)) return 'ahead';
  const parameters = pixelParameters(request.target);
  const isProven = isOfAdServer(request);
  const forwarded = isProven ? forwardedOf(parameters) : {};
  const own = { ip: request.ip, userAgent: request.headers['user-agent'] };
  const { ip, userAgent } = forwarded.ip === undefined ? own : forwarded;
  const receivedMs = Date.parse(request.receivedAt);
  if (terms.lists.agent(userAgent ?? null, receivedMs).class === 'bot') return 'bot';
  const identity = identityOf({ ip, userAgent, deviceId: isProven ? parameters.get('did') : undefined });
  if (Object.keys(identity).length === 0) return 'no_address';
  const arm = key(parameters.get('arm'));
  const test = key(parameters.get('test'));
  return {
    id: `impression:${request.id}`,
    kind: 'impression',
    channel: 'podcast',
    ...pixelPlace(request, placement, terms),
    ...(test === undefined ? {} : { test }),
    ...(test === undefined || arm === undefined ? {} : { arm }),
    identity,
    ...consentOf(request),
    metadata: { evidence: 'ad_pixel', pixel: isProven ? 'proven' : 'unproven' },
  };
}

/** What a link's request says: a click, the same one for all requests of one address and program within an hour, or why it is none. */
export function clickOf(request: PublicRequest, link: Link, { lists }: Pick<ExposureTerms, 'lists'>): TouchpointInput | Uncounted {
  if (request.method !== 'GET') return 'not_get';
  if (isAhead(request.headers)) return 'ahead';
  const userAgent = request.headers['user-agent'];
  const receivedMs = Date.parse(request.receivedAt);
  if (['bot', 'library'].includes(lists.agent(userAgent ?? null, receivedMs).class)) return 'bot';
  const clickId = request.headers[CLICK_FIELD] ?? request.id;
  const referrer = referrerHost(request.headers.referer);
  return {
    id: `click:${clickId}`,
    occurredAt: request.receivedAt,
    kind: 'click',
    campaign: link.campaign,
    channel: 'podcast',
    ...(link.show === null ? {} : { show: link.show }),
    identity: identityOf({ ip: request.ip, userAgent, clickId }),
    ...consentOf(request),
    metadata: {
      link: link.key,
      ...(referrer === null ? {} : { referrer }),
    },
  };
}

/** The whole address behind a prefix, as the listener was sent there: a host's log of the same request names the same file. */
function fileAsked(target: string): string {
  const rest = target.replace(PREFIX, '');
  const led = episodeTarget(rest, []);
  return 'location' in led ? led.location : rest;
}

/**
 * What a request by prefix says: that a listener asked for a file of its show. Whether it is a download, those who count decide; what asks
 * ahead of a page is kept like all else. A request without an address cannot be put together with others.
 */
export function episodeRequestOf(request: PublicRequest, show: string): Partial<EpisodeRequestInput> | Uncounted {
  if (request.ip === '') return 'no_address';
  const { 'user-agent': userAgent, range } = request.headers;
  return {
    id: request.id,
    occurredAt: request.receivedAt,
    url: fileAsked(request.target).slice(0, LONGEST_ADDRESS),
    ip: request.ip,
    ...(userAgent === undefined ? {} : { userAgent: userAgent.slice(0, LONGEST_AGENT) }),
    method: request.method,
    ...(range === undefined ? {} : { range: range.slice(0, LONGEST_RANGE) }),
    show,
    ...consentOf(request),
  };
}
