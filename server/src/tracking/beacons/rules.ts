import { Currency, minorAmount } from '../../platform/money.ts';
import { parseStrictJson } from '../../platform/strict-json.ts';
import { type ConsentState, type ConversionInput, type Identity, MAX_VALUE_MINOR, type TouchpointInput } from '../intake/schema.ts';
import type { PublicRequest } from '../edge/schema.ts';
import { pathsBySum, readSites, type Sites } from '../tags/rules.ts';
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

/**
 * Reads a beacon's body; of answers to a survey the first alone is taken. Undefined when it is no beacon at all. Never throws, and takes
 * time in proportion to the body.
 */
export function readBeacon(body: Buffer): ReadBeacon | undefined {
  if (body.length === 0 || body.length > MAX_BEACON_BYTES) return undefined;
  const parsed = Beacon.safeParse(jsonOf(body));
  if (!parsed.success) return undefined;
  let answers = 0;
  const events = parsed.data.events.flatMap((item) => {
    const event = BeaconEvent.safeParse(item).data;
    return event && (event.kind !== 'survey' || (answers += 1) === 1) ? [event] : [];
  });
  return { consent: parsed.data.consent, events, unreadable: parsed.data.events.length - events.length };
}

function jsonOf(body: Buffer): unknown {
  try {
    return parseStrictJson(body);
  } catch {
    return undefined;
  }
}

/** The terms of a site tag, read once for all of its beacons. */
export interface BeaconTerms {
  sites: Sites;
  /** Vanity paths by what a page tells of them; of two with the same checksum the first. */
  paths: ReadonlyMap<number, VanityPath>;
}

/** Reads the terms of a site tag. */
export function termsOf({ sites, paths }: { sites: readonly string[]; paths: readonly VanityPath[] }): BeaconTerms {
  return { sites: readSites(sites), paths: pathsBySum(paths) };
}

/** How a beacon arrived, and the terms of its tag. */
export interface BeaconArrival extends BeaconTerms {
  publicId: string;
  receivedAt: string;
  ip: string;
  userAgent: string | undefined;
  consent: ConsentState;
}

/** An answer to "how did you hear about us", as a page sent it. */
export interface BeaconAnswer {
  id: string;
  occurredAt: string;
  answer: string;
  consent: ConsentState;
  /** Only with an identity, by which the order is known to be of who answered. */
  orderId?: string;
  identity?: Identity;
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
  return { ip: ip === '' ? undefined : ip, userAgent: userAgent?.slice(0, 2_000) || undefined, clickId, userId, emailSha256 };
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
    const { answer, orderId } = event;
    if (answer === undefined) return {};
    const { ip, clickId, userId, emailSha256 } = identityOf(event, arrival) ?? {};
    const isKnown = (ip ?? clickId ?? userId ?? emailSha256) !== undefined;
    const who = isKnown ? { orderId, identity: { ip, clickId, userId, emailSha256 } } : {};
    return { answer: { id: `pixel:${id}`, occurredAt, answer, consent: arrival.consent, ...who } };
  }
  const isWithin = event.referrer !== undefined && arrival.sites.hasHost(event.referrer.toLowerCase());
  const metadata = { ...(event.referrer === undefined || isWithin ? {} : { referrer: event.referrer }), ...utmOf(event) };
  const landing = event.kind === 'view' && !isWithin ? event.landing : undefined;
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
    // The path may be mapped later: its checksum tells which visits began there.
    metadata: landing === undefined ? metadata : { ...metadata, landing },
  };
  const landed = landing === undefined ? undefined : arrival.paths.get(landing);
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
export function isFromSites(request: Pick<PublicRequest, 'headers'>, { sites }: Pick<BeaconTerms, 'sites'>): boolean {
  const origin = originOf(request);
  return origin !== undefined && sites.hasOrigin(origin);
}

/** All that a beacon becomes; undefined when it is none. A browser whose person asked not to be followed counts as consent denied. */
export function yieldsOf(request: PublicRequest, terms: BeaconTerms): BeaconYield[] | undefined {
  const beacon = readBeacon(Buffer.from(request.body ?? '', 'base64'));
  if (beacon === undefined) return undefined;
  const { publicId, receivedAt, ip, headers } = request;
  const consent = headers['sec-gpc'] === '1' ? 'denied' : beacon.consent;
  const arrival = { publicId, receivedAt, ip, userAgent: headers['user-agent'], consent, ...terms };
  return beacon.events.map((event) => yieldOf(event, arrival));
}
