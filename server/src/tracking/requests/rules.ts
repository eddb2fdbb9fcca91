import type { KeyObject } from 'node:crypto';
import { type ConnectionType, fingerprintOf, type Hashing, hash, hashAgent, householdAddress } from '../intake/rules.ts';
import { type Parsed, refused, timedFaults } from '../intake/faults.ts';
import type { ConsentState } from '../intake/schema.ts';
import { episodeAddress, isHls } from '../downloads/delivery.ts';
import { type DeliveryEvidence, EpisodeRequestInput, type RequestSource } from './schema.ts';

/** What lists say of an address. */
export interface RequestNetwork {
  connectionType: ConnectionType;
  asn?: number | null | undefined;
  country?: string | null | undefined;
  region?: string | null | undefined;
  /** True for an address on the exclusion list, of which nothing is counted. */
  isExcluded?: boolean | undefined;
  /** True for an address on a safe list: many people stand behind it. */
  isShared?: boolean | undefined;
}

/** The episode that an address leads to. */
export interface KnownEpisode {
  show: string | null;
  key: string;
}

/** One request as it is stored. */
export interface EpisodeRequestRow {
  tenantId: string;
  id: string;
  fingerprint: string;
  occurredAt: string;
  source: RequestSource;
  evidence: DeliveryEvidence;
  priority: number;
  show?: string;
  episode?: string;
  itemKey: string;
  urlKey: string;
  /** What the request is found by when the catalogue learns of its file; undefined where it has it already. */
  unfiledKey?: string;
  /** True for a part of an HLS rendition. */
  isSegment: boolean;
  listenerKey: string;
  addressKey?: string;
  agentKey?: string;
  userAgent?: string;
  /** The address as it is kept sealed for a few days; undefined where nothing may be kept of it. */
  address?: string;
  network: RequestNetwork;
  method: string;
  status?: number;
  range?: string;
  bytesSent?: number;
  durationSeconds?: number;
  fileBytes?: number;
  headerBytes?: number;
  counted?: boolean;
  /** As JSON. */
  insertedAds?: string;
  consent: ConsentState;
}

/** How whoever sends requests reads them; it is no part of what they say, and so neither of their content. */
export interface RequestReading {
  /** Stands before addresses that are a path alone, such as https://cdn.example. */
  site?: string | undefined;
  /** The show they are for, whatever they say. */
  show?: string | undefined;
}

/** Where a request is for, as it is read. */
export function placeIn({ url, show }: { url: string; show?: string | undefined }, reading: RequestReading) {
  return { url: reading.site !== undefined && url.startsWith('/') ? reading.site + url : url, show: reading.show ?? show };
}

/** What requests are checked against. */
export interface RequestArrival extends Hashing {
  tenantId: string;
  nowMs: number;
  keptFromMs?: number | undefined;
  /** True where requests of any age are taken. */
  isHistory?: boolean;
  dropsUnknown: boolean;
  source: RequestSource;
  evidence?: DeliveryEvidence | undefined;
  reading: RequestReading;
  /** Hashes met in the batch so far, by what they are of. */
  hashes: Map<string, string>;
  networkOf(ip: string, atMs: number): RequestNetwork;
  /** What stays the same of a file's address, whoever measures it: host and path. */
  addressOf(url: string): string;
  /** The episode of this address, as `episodeAddress` of it has it, of a show or of any. */
  episodeOf(address: string, show: string | undefined): KnownEpisode | undefined;
}

const ADS_OF_SEGMENTS = 'ads lie in whole files; leave them out of the segments of HLS, whose bytes are counted from each one’s start';
const UNKNOWN_NETWORK: RequestNetwork = { connectionType: 'unknown' };
const MOST_HASHES = 200_000;

/** A hash that is remembered: few listeners and files send most of a batch. */
function remembered(text: string, { keys, hashes }: Pick<RequestArrival, 'keys' | 'hashes'>): string {
  let hashed = hashes.get(text);
  if (hashed === undefined) {
    if (hashes.size >= MOST_HASHES) hashes.clear();
    hashes.set(text, (hashed = hash(keys.identity, text)));
  }
  return hashed;
}

/** What the requests of one address and user agent are put together by. It follows from the two, so that an erasure finds it. */
export function listenerKeyOf(key: KeyObject, addressKey: string, agentKey: string): string {
  return hash(key, `listener\0${addressKey}\0${agentKey}`);
}

/**
 * What the requests of a listener of whom nothing may be kept are put together by: another hash each day, which no identity is held
 * against.
 */
export function dayListenerKeyOf(key: KeyObject, day: string, addressKey: string, agentKey: string): string {
  return hash(key, `listener of a day\0${day}\0${addressKey}\0${agentKey}`);
}

const episodeText = ({ show, episode }: { show: string; episode: string }) => `episode\0${show}\0${episode}`;
const fileText = (address: string) => `file address\0${address}`;

/** What the requests for one episode are put together by. */
export function episodeKeyOf(key: KeyObject, place: { show: string; episode: string }): string {
  return hash(key, episodeText(place));
}

/** What requests for a file, or for the segments in a folder, are found by once the catalogue has it. */
export function fileKeyOf(key: KeyObject, address: string): string {
  return hash(key, fileText(address));
}

/** What the requests for one episode, or for one file of an unknown episode, are put together by. */
function itemKeyOf(place: { show?: string; episode?: string; address: string }, arrival: RequestArrival): string {
  const { show = '', episode, address } = place;
  return remembered(episode === undefined ? `file\0${show}\0${address}` : episodeText({ show, episode }), arrival);
}

/** True where nothing may be kept of who was behind a request. */
function isImpersonal({ consent = 'unknown' }: EpisodeRequestInput, { dropsUnknown }: RequestArrival): boolean {
  return consent === 'denied' || (consent === 'unknown' && dropsUnknown);
}

type Listener = Pick<EpisodeRequestRow, 'listenerKey' | 'addressKey' | 'agentKey' | 'address' | 'userAgent'>;

function listenerOf(item: EpisodeRequestInput, arrival: RequestArrival): Listener {
  const userAgent = item.userAgent === undefined || item.userAgent === '' ? undefined : item.userAgent;
  const agentKey = userAgent === undefined ? undefined : hashAgent(userAgent, arrival);
  const address = item.ip === undefined ? undefined : householdAddress(item.ip);
  const hashed = remembered(address === undefined ? `exported address\0${item.ipHash}` : `address\0${address}`, arrival);
  if (isImpersonal(item, arrival)) {
    const listenerKey = dayListenerKeyOf(arrival.keys.identity, item.occurredAt.slice(0, 10), hashed, agentKey ?? '');
    return { listenerKey, agentKey, userAgent };
  }
  const listenerKey = remembered(`listener\0${hashed}\0${agentKey ?? ''}`, arrival);
  return { listenerKey, agentKey, userAgent, ...(address === undefined ? {} : { address, addressKey: hashed }) };
}

function contentOf(item: EpisodeRequestInput, occurredAt: string): unknown[] {
  const { url, ip, ipHash, userAgent, method, status, range, bytesSent, durationSeconds, fileBytes, headerBytes } = item;
  const asked = [url, ip, ipHash, userAgent, method, range];
  const answered = [status, bytesSent, durationSeconds, fileBytes, headerBytes];
  const place = [item.show, item.episode, item.evidence, item.counted, item.consent];
  return ['request', occurredAt, asked, answered, ...place, ...(item.ads === undefined ? [] : [item.ads])];
}

/** Checks one request and makes of it what is stored: the listener hashed, times in milliseconds UTC, a fingerprint of the content. */
export function parseEpisodeRequest(input: unknown, arrival: RequestArrival): Parsed<EpisodeRequestRow> {
  const parsed = EpisodeRequestInput.safeParse(input, { reportInput: true });
  const faults = timedFaults(input, parsed.error, arrival);
  if (!parsed.success || faults.length > 0) return refused(faults);
  const occurredAtMs = Date.parse(parsed.data.occurredAt);
  const occurredAt = new Date(occurredAtMs).toISOString();
  const item = { ...parsed.data, occurredAt, method: parsed.data.method.toUpperCase() };
  const stated = placeIn(item, arrival.reading);
  const file = arrival.addressOf(stated.url);
  const address = episodeAddress(file);
  if (item.ads !== undefined && isHls(file)) return refused([{ code: 'invalid', pointer: '/ads', detail: ADS_OF_SEGMENTS }]);
  const known = arrival.episodeOf(address, stated.show);
  const show = stated.show ?? known?.show ?? undefined;
  // An export has names of its own for episodes; the file is the same in all of them.
  const episode = known?.key ?? item.episode;
  const measured = item.bytesSent === undefined ? 'prefix_request' : 'host_log_bytes';
  return {
    row: {
      ...listenerOf(item, arrival),
      tenantId: arrival.tenantId,
      id: item.id,
      fingerprint: fingerprintOf(contentOf(item, occurredAt), arrival.keys.fingerprint),
      occurredAt,
      source: arrival.source,
      evidence: item.evidence ?? arrival.evidence ?? measured,
      priority: arrival.source === 'host_log' || arrival.source === 'export' ? 1 : 0,
      show,
      episode,
      urlKey: remembered(fileText(file), arrival),
      ...(known === undefined ? { unfiledKey: remembered(fileText(address), arrival) } : {}),
      isSegment: isHls(file),
      itemKey: itemKeyOf({ show, episode, address }, arrival),
      network: item.ip === undefined ? UNKNOWN_NETWORK : arrival.networkOf(item.ip, occurredAtMs),
      method: item.method,
      status: item.status,
      range: item.range,
      bytesSent: item.bytesSent,
      durationSeconds: item.durationSeconds,
      fileBytes: item.fileBytes,
      headerBytes: item.headerBytes,
      counted: item.counted,
      ...(item.ads === undefined ? {} : { insertedAds: JSON.stringify(item.ads) }),
      consent: item.consent ?? 'unknown',
    },
  };
}
