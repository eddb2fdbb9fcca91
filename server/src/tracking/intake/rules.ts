import { createHmac, type KeyObject } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import { canonical } from '../../platform/canonical.ts';
import { parseStrictJson } from '../../platform/strict-json.ts';
import type { TenantKeys } from '../../tenants/service.ts';
import type { Lists } from '../lists/rules.ts';
import type { SharedIdentity } from '../shares/rules.ts';
import { conversionFaults, isImpersonal, type Parsed, refused, timedFaults, touchpointFaults } from './faults.ts';
import { type DerivedFacts, derivedFacts, exposureEvidence } from './derived.ts';
import {
  type RefundKind,
  type ConsentState,
  ConversionInput,
  type ConversionSource,
  type ExposureEvidence,
  type Identity,
  orderIdOf,
  RefundInput,
  TouchpointInput,
} from './schema.ts';

export const CONNECTION_TYPES = ['household', 'mobile', 'business', 'relay', 'datacenter', 'unknown'] as const;
export type ConnectionType = (typeof CONNECTION_TYPES)[number];

/** Keyed hashes of an identity, 128 bits as 32 hexadecimal digits; undefined where the event did not carry the field. */
export interface HashedIdentity {
  addressKey?: string;
  agentKey?: string;
  userKey?: string;
  emailKey?: string;
  deviceKey?: string;
  clickKey?: string;
}

export interface EventRow extends HashedIdentity, DerivedFacts {
  tenantId: string;
  id: string;
  fingerprint: string;
  occurredAt: string;
  kind: string;
  consent: ConsentState;
  metadata?: string;
  /** The address as it is kept sealed for a few days; undefined where nothing may be kept of it. */
  address?: string | undefined;
  /** What the event is under the keys of matching shares it takes part in. */
  shared?: SharedIdentity[];
}

export interface TouchpointRow extends EventRow {
  priority: number;
  campaign?: string;
  channel?: string;
  show?: string;
  episode?: string;
  placement?: string;
  test?: string;
  arm?: string;
  /** How its delivery is known; undefined for what is no exposure. */
  deliveryEvidence?: ExposureEvidence | undefined;
}

export interface ConversionRow extends EventRow {
  priority: number;
  source: ConversionSource;
  valueMinor?: number;
  currency?: string;
  orderId?: string;
  promoCode?: string;
  isNewCustomer?: boolean;
}

/** Every field of an identity, empty. */
export const NO_IDENTITY: Record<keyof HashedIdentity, undefined> = {
  addressKey: undefined,
  agentKey: undefined,
  userKey: undefined,
  emailKey: undefined,
  deviceKey: undefined,
  clickKey: undefined,
};

export type { ConversionSource };

/** What identities are hashed with. */
export interface Hashing {
  keys: TenantKeys;
  /** Hashes of the user agents met in the batch so far, by user agent. */
  agentHashes: Map<string, string>;
}

/** Hashes events once more for the matching shares they take part in. */
export interface EventShares {
  ofTouchpoint(item: { campaign?: string; identity?: Identity }): SharedIdentity[] | undefined;
  ofConversion(item: { kind: string; promoCode?: string; identity?: Identity }): SharedIdentity[] | undefined;
}

/** What a batch of events is checked against. */
export interface Arrival extends Hashing {
  tenantId: string;
  nowMs: number;
  /** From when on the tenant keeps events; undefined while it keeps all. */
  keptFromMs?: number;
  /** True for history, of which events of any age are taken. */
  isHistory?: boolean;
  source: ConversionSource;
  /** True where an event that does not say what its person consented to is taken as if they had denied it. */
  dropsUnknown: boolean;
  /** The matching shares that the tenant takes part in. */
  shares?: EventShares;
  /** What addresses and user agents are looked up in. */
  lists: Lists;
  /** Whether the tenant has addresses kept for a few days. */
  keepsAddresses: boolean;
}

/** HMAC-SHA-256 of a text, cut to 128 bits, as 32 hexadecimal digits. */
export function hash(key: KeyObject, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex').slice(0, 32);
}

/** The address as it identifies a household: IPv4 whole (also when mapped into IPv6), IPv6 cut to its /64 (METHOD §4). */
export function householdAddress(ip: string): string {
  if (!ip.includes(':')) return ip;
  const address = ipaddr.IPv6.parse(ip.split('%')[0]);
  if (address.isIPv4MappedAddress()) return address.toIPv4Address().toString();
  return `${address.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}

/** A user agent's hash, remembered for the rest of the batch: few programs send most of its events. */
export function hashAgent(userAgent: string, { keys, agentHashes }: Hashing): string {
  let hashed = agentHashes.get(userAgent);
  if (hashed === undefined) agentHashes.set(userAgent, (hashed = hash(keys.identity, `agent\0${userAgent}`)));
  return hashed;
}

/** Hashes each field under the tenant's key, each kind in a space of its own, so that equal texts of two kinds never meet. */
export function hashIdentity(identity: Identity, hashing: Hashing): HashedIdentity {
  const key = hashing.keys.identity;
  const hashed: HashedIdentity = {};
  if (identity.ip !== undefined) hashed.addressKey = hash(key, `address\0${householdAddress(identity.ip)}`);
  if (identity.userAgent !== undefined) hashed.agentKey = hashAgent(identity.userAgent, hashing);
  if (identity.userId !== undefined) hashed.userKey = hash(key, `user\0${identity.userId}`);
  if (identity.emailSha256 !== undefined) hashed.emailKey = hash(key, `email\0${identity.emailSha256}`);
  else if (identity.emailMd5 !== undefined) hashed.emailKey = hash(key, `email-md5\0${identity.emailMd5}`);
  if (identity.deviceId !== undefined) hashed.deviceKey = hash(key, `device\0${identity.deviceId}`);
  if (identity.clickId !== undefined) hashed.clickKey = hash(key, `click\0${identity.clickId}`);
  return hashed;
}

/** An MD5 stands at the end, and only where there is one: events that were stored before it could be sent keep their fingerprints. */
function fieldsOf({ ip, userAgent, userId, emailSha256, emailMd5, deviceId, clickId }: Identity): unknown[] {
  return [ip, userAgent, userId, emailSha256, deviceId, clickId, ...(emailMd5 === undefined ? [] : [emailMd5])];
}

/** Metadata as it is stored: an event whose e-mail address is known by its MD5 alone is marked as such. */
function storedMetadata(metadata: Record<string, unknown> | undefined, { emailSha256, emailMd5 }: Identity): string | undefined {
  const isMarked = emailMd5 !== undefined && emailSha256 === undefined;
  const kept = isMarked ? { ...metadata, emailHash: 'md5' } : metadata;
  return kept && JSON.stringify(canonical(kept));
}

/** Tells a repeated event from a changed one without keeping its content: an HMAC of all fields, in a fixed order. */
export function fingerprintOf(content: unknown[], key: KeyObject): string {
  return hash(key, JSON.stringify(content));
}

function connectionTypeOf(metadata: Record<string, unknown> | undefined): ConnectionType {
  const stated = metadata?.connectionType;
  return CONNECTION_TYPES.find((type) => type === stated) ?? 'unknown';
}

/** The address of an identity as it is kept for a few days; undefined where none is. */
function keptAddress({ ip }: Identity, { keepsAddresses }: Arrival): string | undefined {
  return keepsAddresses && ip !== undefined ? householdAddress(ip) : undefined;
}

const LONGEST_HOST = 253;

/** The host of a referrer given as an address or as a bare host; null when there is none, or one longer than a name may be (RFC 1035). */
export function referrerHost(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null;
  const text = value.includes('://') ? value : `https://${value}`;
  const host = URL.canParse(text) ? new URL(text).hostname.toLowerCase() : '';
  return host === '' || host.length > LONGEST_HOST ? null : host;
}

/** What of an event's metadata names nobody: where the visitor came from, without the rest of the address. */
function impersonalMetadata(metadata: Record<string, unknown> | undefined): Record<string, unknown> | undefined {
  const host = referrerHost(metadata?.referrer);
  const utm = metadata?.utm_source;
  const kept = { ...(host === null ? {} : { referrer: host }), ...(typeof utm === 'string' ? { utm_source: utm.slice(0, 200) } : {}) };
  return Object.keys(kept).length === 0 ? undefined : kept;
}

/**
 * Takes everything from an event that tells who was behind it: its identity, what was derived from the address, and the metadata except
 * where the visitor came from. What happened, when, where and for how much stays.
 */
export function dropIdentity(row: EventRow): void {
  const metadata = row.metadata === undefined ? undefined : (JSON.parse(row.metadata) as Record<string, unknown>);
  const kept = impersonalMetadata(metadata);
  const metadataText = kept && JSON.stringify(canonical(kept));
  const nothing = { country: undefined, region: undefined, asn: undefined, player: undefined, listVersion: undefined };
  Object.assign(row, NO_IDENTITY, nothing, { shared: undefined, address: undefined, connectionType: 'unknown', metadata: metadataText });
}

/** An item as it is kept: without identity where nothing may be kept of who was behind it. */
function consented<Item extends TouchpointInput | ConversionInput>(item: Item, arrival: Arrival): Item {
  return isImpersonal(item, arrival) ? { ...item, identity: undefined, metadata: impersonalMetadata(item.metadata) } : item;
}

/** What a fingerprint says of consent: nothing when it is not known, like events that were stored before it could be said. */
function consentContent({ consent }: TouchpointInput | ConversionInput): string[] {
  return consent === undefined || consent === 'unknown' ? [] : [consent];
}

/** Checks one touchpoint and makes of it what is stored: identity hashed, times in milliseconds UTC, a fingerprint of the content. */
export function parseTouchpoint(input: unknown, arrival: Arrival): Parsed<TouchpointRow> {
  const parsed = TouchpointInput.safeParse(input, { reportInput: true });
  const faults = touchpointFaults(input, parsed.error, arrival);
  if (!parsed.success || faults.length > 0) return refused(faults);
  const item = consented(parsed.data, arrival);
  const occurredAtMs = Date.parse(item.occurredAt);
  const { identity = {}, metadata } = item;
  const metadataText = metadata && JSON.stringify(canonical(metadata));
  const occurredAt = new Date(occurredAtMs).toISOString();
  const place = [item.campaign, item.channel, item.show, item.episode, item.placement, item.test, item.arm];
  const content = ['touchpoint', occurredAt, item.kind, place, fieldsOf(identity), metadataText, ...consentContent(item)];
  return {
    row: {
      ...hashIdentity(identity, arrival),
      ...derivedFacts(identity, connectionTypeOf(metadata), occurredAtMs, arrival.lists),
      address: keptAddress(identity, arrival),
      tenantId: arrival.tenantId,
      id: item.id,
      fingerprint: fingerprintOf(content, arrival.keys.fingerprint),
      occurredAt,
      kind: item.kind,
      priority: arrival.source === 'import' ? 1 : 0,
      campaign: item.campaign,
      channel: item.channel,
      show: item.show,
      episode: item.episode,
      placement: item.placement,
      test: item.test,
      arm: item.arm,
      deliveryEvidence: exposureEvidence(item.kind, parsed.data.metadata),
      consent: item.consent ?? 'unknown',
      metadata: storedMetadata(metadata, identity),
      shared: arrival.shares?.ofTouchpoint(item),
    },
  };
}

/** Checks one conversion and makes of it what is stored. A value needs a currency, and the other way round. */
export function parseConversion(input: unknown, arrival: Arrival): Parsed<ConversionRow> {
  const parsed = ConversionInput.safeParse(input, { reportInput: true });
  const faults = conversionFaults(input, parsed.error, arrival);
  if (!parsed.success || faults.length > 0) return refused(faults);
  const item = consented(parsed.data, arrival);
  const occurredAtMs = Date.parse(item.occurredAt);
  const { identity = {}, metadata } = item;
  const metadataText = metadata && JSON.stringify(canonical(metadata));
  const occurredAt = new Date(occurredAtMs).toISOString();
  const sale = [item.valueMinor, item.currency, item.orderId, item.promoCode, item.isNewCustomer];
  const content = ['conversion', occurredAt, item.kind, sale, fieldsOf(identity), metadataText, ...consentContent(item)];
  return {
    row: {
      ...hashIdentity(identity, arrival),
      ...derivedFacts(identity, connectionTypeOf(metadata), occurredAtMs, arrival.lists),
      address: keptAddress(identity, arrival),
      tenantId: arrival.tenantId,
      id: item.id,
      fingerprint: fingerprintOf(content, arrival.keys.fingerprint),
      occurredAt,
      kind: item.kind,
      priority: arrival.source === 'import' ? 1 : 0,
      source: arrival.source,
      valueMinor: item.valueMinor,
      currency: item.currency,
      orderId: item.orderId === undefined ? undefined : orderIdOf(item.orderId),
      promoCode: item.promoCode,
      isNewCustomer: item.isNewCustomer,
      consent: item.consent ?? 'unknown',
      metadata: storedMetadata(metadata, identity),
      shared: arrival.shares?.ofConversion(item),
    },
  };
}

/** One refund as it is stored. */
export interface RefundRow {
  id: string;
  fingerprint: string;
  occurredAt: string;
  valueMinor: number;
  /** What was paid back, where how much of it counts follows from its order. */
  paidMinor?: number | undefined;
  /** Whether it gives back all of its sale, whatever that comes to. */
  isWhole?: boolean | undefined;
  kind: RefundKind;
}

/** What a refund says, to be told apart by; `value` is below zero for what gives something back. */
export function refundContent(occurredAt: string, value: number | 'all', kind: RefundKind): unknown[] {
  return kind === 'refund' ? ['refund', occurredAt, value] : ['refund', occurredAt, value, kind];
}

/** Checks one refund of a conversion. */
export function parseRefund(input: unknown, arrival: Pick<Arrival, 'keys' | 'nowMs'>): Parsed<RefundRow> {
  const parsed = RefundInput.safeParse(input, { reportInput: true });
  const faults = timedFaults(input, parsed.error, arrival);
  if (!parsed.success || faults.length > 0) return refused(faults);
  const { id, kind = 'refund' } = parsed.data;
  const valueMinor = kind === 'chargeback_reversal' ? 0 - parsed.data.valueMinor : parsed.data.valueMinor;
  const occurredAt = new Date(parsed.data.occurredAt).toISOString();
  const fingerprint = fingerprintOf(refundContent(occurredAt, valueMinor, kind), arrival.keys.fingerprint);
  return { row: { id, occurredAt, valueMinor, kind, fingerprint } };
}

/**
 * One line of an NDJSON file as an item to be accepted, read as strictly as a request's body.
 * @throws AppError `malformed_request` that says what is wrong with it.
 */
export function parseLine(line: string): unknown {
  return parseStrictJson(Buffer.from(line));
}
