import type { ConversionEvidence, TouchpointEvidence } from '../../tracking/evidence/service.ts';
import { EVIDENCE_CLASSES, type EvidenceClass } from './codes.ts';

export const LOOKBACK_DAYS = 90;
const DAY_MS = 86_400_000;
const LOOKBACK_MS = LOOKBACK_DAYS * DAY_MS;
export const DEVICE_SPAN_DAYS = 30;
const DEVICE_SPAN_MS = DEVICE_SPAN_DAYS * DAY_MS;
export const MOST_DEVICES = 20;

const FIELDS = ['clickKey', 'userKey', 'emailKey', 'deviceKey', 'addressKey'] as const;
type Field = (typeof FIELDS)[number];

/** Touchpoints by each of their keys. */
export type TouchpointIndex = Record<Field, Map<string, TouchpointEvidence[]>>;

/** A touchpoint that belongs to a conversion, by its strongest class. */
export interface MatchedTouch {
  touchpoint: TouchpointEvidence;
  evidence: number;
}

/** Touchpoints by key, for matching many conversions against them; each touchpoint must be given once. */
export function indexTouchpoints(touchpoints: readonly TouchpointEvidence[]): TouchpointIndex {
  const index: TouchpointIndex = {
    clickKey: new Map(),
    userKey: new Map(),
    emailKey: new Map(),
    deviceKey: new Map(),
    addressKey: new Map(),
  };
  for (const touchpoint of touchpoints) {
    for (const field of FIELDS) {
      const key = touchpoint[field];
      if (key === undefined) continue;
      const list = index[field].get(key);
      if (list) list.push(touchpoint);
      else index[field].set(key, [touchpoint]);
    }
  }
  return index;
}

const code = (name: EvidenceClass) => EVIDENCE_CLASSES.indexOf(name);
const CLICK_ID = code('click_id');
const USER_ID = code('user_id');
const EMAIL_HASH = code('email_hash');
const DEVICE_ID = code('device_id');
const IP_USER_AGENT = code('ip_user_agent');
const HOUSEHOLD_IP = code('household_ip');

type HasConnection = Pick<TouchpointEvidence, 'connectionType'>;

function isNeverByAddress({ connectionType }: HasConnection): boolean {
  return connectionType === 'relay' || connectionType === 'datacenter';
}

function mayBeHousehold({ connectionType }: HasConnection): boolean {
  return connectionType === 'household' || connectionType === 'unknown';
}

/** Distinct user agents among the touchpoints on an address in the 30 days up to the conversion, both ends included. */
export function countDevices(onAddress: readonly TouchpointEvidence[], convertedAtMs: number): number {
  const agents = new Set<string>();
  for (const { occurredAtMs, agentKey } of onAddress) {
    if (agentKey !== undefined && occurredAtMs <= convertedAtMs && occurredAtMs >= convertedAtMs - DEVICE_SPAN_MS) agents.add(agentKey);
  }
  return agents.size;
}

function classOf(conversion: ConversionEvidence, touchpoint: TouchpointEvidence, householdAllowed: boolean): number {
  const same = (field: Field | 'agentKey') => conversion[field] !== undefined && conversion[field] === touchpoint[field];
  if (same('clickKey')) return CLICK_ID;
  if (same('userKey')) return USER_ID;
  if (same('emailKey')) return EMAIL_HASH;
  if (same('deviceKey')) return DEVICE_ID;
  if (!same('addressKey') || isNeverByAddress(conversion) || isNeverByAddress(touchpoint)) return -1;
  if (same('agentKey')) return IP_USER_AGENT;
  return householdAllowed && mayBeHousehold(conversion) && mayBeHousehold(touchpoint) ? HOUSEHOLD_IP : -1;
}

/**
 * The touchpoints that belong to a conversion: those that share a key with it directly, at most 90 days before it, both ends included; each
 * once, by its strongest class; oldest first, ties by id in code-unit order. The same whatever the order of the index.
 * An address stands for a household only while at most 20 devices were seen on it (METHOD §4), among all touchpoints there (`byAddress`),
 * also those that are not matched: those of people who did not hear the ad (`isControl`) never are.
 */
export function matchPath(
  conversion: ConversionEvidence,
  index: TouchpointIndex,
  byAddress: TouchpointIndex['addressKey'] = index.addressKey,
): MatchedTouch[] {
  const onAddress = conversion.addressKey === undefined ? [] : (byAddress.get(conversion.addressKey) ?? []);
  const householdAllowed = countDevices(onAddress, conversion.occurredAtMs) <= MOST_DEVICES;
  const matched = new Map<string, MatchedTouch>();
  for (const field of FIELDS) {
    const key = conversion[field];
    for (const touchpoint of (key !== undefined && index[field].get(key)) || []) {
      const age = conversion.occurredAtMs - touchpoint.occurredAtMs;
      if (touchpoint.isControl === true || age < 0 || age > LOOKBACK_MS || matched.has(touchpoint.id)) continue;
      const evidence = classOf(conversion, touchpoint, householdAllowed);
      if (evidence >= 0) matched.set(touchpoint.id, { touchpoint, evidence });
    }
  }
  return [...matched.values()].sort((a, b) => compareTouches(a.touchpoint, b.touchpoint));
}

/**
 * The touchpoints that belong to an order: those of each of its records, by that record's own keys, at most 90 days before the one that
 * counts; each once, by its strongest class. The records tell of one purchase, so that what a page knew of its visitor (a click id) is not
 * lost when the shop's record counts.
 */
export function matchOrder(
  kept: ConversionEvidence,
  records: readonly ConversionEvidence[],
  index: TouchpointIndex,
  byAddress: TouchpointIndex['addressKey'] = index.addressKey,
): MatchedTouch[] {
  const matched = new Map<string, MatchedTouch>();
  for (const one of records.flatMap((record) => matchPath(record, index, byAddress))) {
    const age = kept.occurredAtMs - one.touchpoint.occurredAtMs;
    const known = matched.get(one.touchpoint.id);
    if (age < 0 || age > LOOKBACK_MS || (known !== undefined && known.evidence <= one.evidence)) continue;
    matched.set(one.touchpoint.id, one);
  }
  return [...matched.values()].sort((a, b) => compareTouches(a.touchpoint, b.touchpoint));
}

/** Time first, then id by code units: the order of every path. */
export function compareTouches(a: { occurredAtMs: number; id: string }, b: { occurredAtMs: number; id: string }): number {
  if (a.occurredAtMs !== b.occurredAtMs) return a.occurredAtMs - b.occurredAtMs;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

const SOURCE_RANK = { webhook: 0, server: 1, import: 2, pixel: 3 } as const;

/** The conversions of one order, the one that counts first: by source, then the earliest, then the smallest id (METHOD §1). */
export function inOrderOfTrust(conversions: readonly ConversionEvidence[]): ConversionEvidence[] {
  return conversions.toSorted((a, b) => SOURCE_RANK[a.source] - SOURCE_RANK[b.source] || compareTouches(a, b));
}

/** The record of an order that counts, with what it leaves unsaid and another one says, the more trusted first: code, customer, origin. */
export function completed(kept: ConversionEvidence, records: readonly ConversionEvidence[]): ConversionEvidence {
  const firstOf = <Fact extends 'promoCode' | 'isNewCustomer' | 'referrer' | 'utm'>(field: Fact) =>
    [kept, ...records].find((record) => record[field] !== null)?.[field] ?? null;
  const [promoCode, isNewCustomer, referrer, utm] = [firstOf('promoCode'), firstOf('isNewCustomer'), firstOf('referrer'), firstOf('utm')];
  const promoCodes = [kept, ...records].find((record) => record.promoCode !== null)?.promoCodes;
  return { ...kept, promoCode, promoCodes, isNewCustomer, referrer, utm };
}
