import type { ConnectionType, ConversionSource, HashedIdentity } from '../intake/rules.ts';
import type { CONVERSION_KINDS, TOUCHPOINT_KINDS } from '../intake/schema.ts';

export type TouchpointKind = (typeof TOUCHPOINT_KINDS)[number];
export type ConversionKind = (typeof CONVERSION_KINDS)[number];

/** A stored touchpoint as matching sees it: opaque identity keys, an instant in milliseconds, and where the ad ran. */
export interface TouchpointEvidence extends HashedIdentity {
  id: string;
  occurredAtMs: number;
  kind: TouchpointKind;
  campaign: string | null;
  channel: string | null;
  show: string | null;
  episode: string | null;
  placement: string | null;
  connectionType: ConnectionType;
}

/** A stored conversion as matching sees it; `refundedMinor` is the sum of its refunds so far. */
export interface ConversionEvidence extends HashedIdentity {
  id: string;
  occurredAtMs: number;
  kind: ConversionKind;
  source: ConversionSource;
  valueMinor: number | null;
  currency: string | null;
  orderId: string | null;
  promoCode: string | null;
  isNewCustomer: boolean | null;
  connectionType: ConnectionType;
  /** Host of the page the visitor came from, lower case. */
  referrer: string | null;
  /** utm_source of the landing page, lower case. */
  utm: string | null;
  refundedMinor: number;
}

/** The earliest purchase or subscription, and the earliest visit, on record under one identity key. */
export interface History {
  purchaseAtMs: number | undefined;
  visitAtMs: number | undefined;
}

/** The identity fields that tie events together, in the order of their columns. */
export const KEY_FIELDS = ['addressKey', 'userKey', 'emailKey', 'deviceKey', 'clickKey'] as const;
export type KeyField = (typeof KEY_FIELDS)[number];

/** An identity key and the span of time in which touchpoints under it matter. */
export interface KeySpan {
  key: string;
  fromMs: number;
  toMs: number;
}

/**
 * For each identity field, the keys these conversions carry, each with the span from the earliest conversion's lookback to the latest
 * conversion.
 */
export function keySpans(conversions: ConversionEvidence[], lookbackMs: number): Record<KeyField, KeySpan[]> {
  const spans = { addressKey: [], userKey: [], emailKey: [], deviceKey: [], clickKey: [] } as Record<KeyField, KeySpan[]>;
  for (const field of KEY_FIELDS) {
    const byKey = new Map<string, KeySpan>();
    for (const conversion of conversions) {
      const key = conversion[field];
      if (key === undefined) continue;
      const span = byKey.get(key) ?? { key, fromMs: Infinity, toMs: -Infinity };
      span.fromMs = Math.min(span.fromMs, conversion.occurredAtMs - lookbackMs);
      span.toMs = Math.max(span.toMs, conversion.occurredAtMs);
      byKey.set(key, span);
    }
    spans[field] = [...byKey.values()];
  }
  return spans;
}

/** The host of a referrer given as an address or as a bare host; null when there is none to read. */
export function referrerHost(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null;
  const text = value.includes('://') ? value : `https://${value}`;
  return URL.canParse(text) ? new URL(text).hostname.toLowerCase() : null;
}
