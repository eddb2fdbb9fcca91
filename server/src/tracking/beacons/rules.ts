import { Currency, minorAmount } from '../../platform/money.ts';
import { parseStrictJson } from '../../platform/strict-json.ts';
import { type ConsentState, type ConversionInput, type Identity, MAX_VALUE_MINOR, type TouchpointInput } from '../intake/schema.ts';
import type { PublicRequest } from '../edge/schema.ts';
import { isHostOfSite, isOfSite, pathChecksum } from '../tags/rules.ts';
import type { VanityPath } from '../tags/schema.ts';
import { Beacon, BeaconEvent, MAX_BEACON_BYTES } from './schema.ts';

const DAY_MS = 86_400_000;
const CONVERSION_KIND = { view: 'visit', lead: 'lead', signup: 'signup', purchase: 'purchase' } as const;

/** What a beacon said, as far as it could be read. */
export interface ReadBeacon {
  consent: ConsentState;
  events: BeaconEvent[];
  /** How many of its events were none. */
  unreadable: number;
}

/** Reads a beacon's body; undefined when it is no beacon at all. Never throws, and takes time in proportion to the body. */
export function readBeacon(body: Buffer): ReadBeacon | undefined {
  if (body.length === 0 || body.length > MAX_BEACON_BYTES) return undefined;
  const parsed = Beacon.safeParse(jsonOf(body));
  if (!parsed.success) return undefined;
  const events = parsed.data.events.flatMap((event) => BeaconEvent.safeParse(event).data ?? []);
  return { consent: parsed.data.consent, events, unreadable: parsed.data.events.length - events.length };
}

function jsonOf(body: Buffer): unknown {
  try {
    return parseStrictJson(body);
  } catch {
    return undefined;
  }
}

/** How a beacon arrived, and the terms of its tag. */
export interface BeaconArrival {
  publicId: string;
  receivedAt: string;
  ip: string;
  userAgent: string | undefined;
  consent: ConsentState;
  sites: readonly string[];
  paths: readonly VanityPath[];
}

/** An answer to "how did you hear about us", as a page sent it. */
export interface BeaconAnswer {
  id: string;
  occurredAt: string;
  answer: string;
  orderId?: string;
}

/** What one event of a page becomes. */
export interface BeaconYield {
  conversion?: ConversionInput;
  touchpoint?: TouchpointInput;
  answer?: BeaconAnswer;
}

function identityOf(event: BeaconEvent, { ip, userAgent, consent }: BeaconArrival): Identity | undefined {
  if (consent === 'denied') return undefined;
  const { clickId, userId, emailSha256 } = event;
  return { ip, userAgent: userAgent?.slice(0, 2_000) || undefined, clickId, userId, emailSha256 };
}

function utmOf({ utm }: BeaconEvent): Record<string, string> {
  return Object.fromEntries(Object.entries(utm ?? {}).flatMap(([name, value]) => (value ? [[`utm_${name}`, value]] : [])));
}

function saleOf({ value, currency }: BeaconEvent): Pick<ConversionInput, 'valueMinor' | 'currency'> {
  const code = Currency.safeParse(currency).data;
  const valueMinor = code === undefined ? undefined : minorAmount(value, code);
  return valueMinor === undefined || valueMinor > MAX_VALUE_MINOR ? {} : { valueMinor, currency: code };
}

/**
 * What one event of a page becomes: a view a visit (and, where it began at a mapped path, a vanity visit), the others what they are called.
 * Ids come from the event's own, under a prefix no other source has, so that the same event sent twice is a duplicate and a page cannot
 * take another event's place. The time is that of receipt less the event's age, whatever the clock of the page says.
 */
export function yieldOf(event: BeaconEvent, arrival: BeaconArrival): BeaconYield {
  const occurredAt = new Date(Date.parse(arrival.receivedAt) - Math.min(event.age, DAY_MS)).toISOString();
  const id = `${arrival.publicId}:${event.id}`;
  if (event.kind === 'survey') {
    return event.answer === undefined ? {} : { answer: { id: `pixel:${id}`, occurredAt, answer: event.answer, orderId: event.orderId } };
  }
  const isWithin = event.referrer !== undefined && isHostOfSite(event.referrer.toLowerCase(), arrival.sites);
  const metadata = { ...(event.referrer === undefined || isWithin ? {} : { referrer: event.referrer }), ...utmOf(event) };
  const { consent } = arrival;
  const identity = identityOf(event, arrival);
  const { orderId, promoCode, isNewCustomer } = event;
  const conversion: ConversionInput = {
    id: `pixel:${id}`,
    occurredAt,
    kind: CONVERSION_KIND[event.kind],
    ...saleOf(event),
    orderId,
    promoCode,
    isNewCustomer,
    identity,
    consent,
    metadata,
  };
  const landed = event.kind !== 'view' || isWithin ? undefined : arrival.paths.find(({ path }) => pathChecksum(path) === event.landing);
  if (!landed) return { conversion };
  const { campaign, show } = landed;
  const touchpoint: TouchpointInput = {
    id: `vanity:${id}`,
    occurredAt,
    kind: 'vanity_visit',
    campaign,
    channel: 'podcast',
    show: show ?? undefined,
    identity,
    consent,
    metadata,
  };
  return { conversion, touchpoint };
}

/** The origin that a beacon says its page has: browsers name it in `Origin`, which no script of a page can change. */
function originOf({ headers }: Pick<PublicRequest, 'headers'>): string | undefined {
  const { origin, referer } = headers;
  if (origin !== undefined) return origin;
  return referer !== undefined && URL.canParse(referer) ? new URL(referer).origin : undefined;
}

/** Whether a beacon comes from a page of one of these sites; one that names no page at all comes from none. */
export function isFromSites(request: Pick<PublicRequest, 'headers'>, sites: readonly string[]): boolean {
  const origin = originOf(request);
  return origin !== undefined && isOfSite(origin, sites);
}

/** All that a beacon becomes; undefined when it is none. A browser whose person asked not to be followed counts as consent denied. */
export function yieldsOf(request: PublicRequest, { sites, paths }: Pick<BeaconArrival, 'sites' | 'paths'>): BeaconYield[] | undefined {
  const beacon = readBeacon(Buffer.from(request.body ?? '', 'base64'));
  if (beacon === undefined) return undefined;
  const { publicId, receivedAt, ip, headers } = request;
  const consent = headers['sec-gpc'] === '1' ? 'denied' : beacon.consent;
  const arrival = { publicId, receivedAt, ip, userAgent: headers['user-agent'], consent, sites, paths };
  return beacon.events.map((event) => yieldOf(event, arrival));
}

/** Lets so many through in each second, by name; a quiet second saves up for up to ten. */
export interface Allowance {
  /** Whether one more may come. */
  take(name: string, nowMs: number): boolean;
}

const MOST_NAMES = 20_000;
const SAVED_SECONDS = 10;

/** An allowance that forgets names when they become too many. */
export function createAllowance(perSecond: number): Allowance {
  const left = new Map<string, { tokens: number; atMs: number }>();
  return {
    take(name, nowMs) {
      const known = left.get(name);
      const most = perSecond * SAVED_SECONDS;
      const tokens = known ? Math.min(most, known.tokens + (Math.max(0, nowMs - known.atMs) / 1_000) * perSecond) : most;
      if (!known && left.size >= MOST_NAMES) left.clear();
      left.set(name, { tokens: tokens >= 1 ? tokens - 1 : tokens, atMs: nowMs });
      return tokens >= 1;
    },
  };
}
