import type { CodeBook, PromoCode } from '../../catalog/codes/schema.ts';
import type { ConversionEvidence, History, TouchpointEvidence } from '../../tracking/evidence/service.ts';
import type { Slot } from '../reports/options.ts';
import type { Source } from '../slots/store.ts';
import { CONVERSION_KINDS, TOUCHPOINT_KINDS } from './codes.ts';
import { compareTouches, type MatchedTouch } from './match.ts';
import { CUSTOMER_KNOWN, CUSTOMER_NEW, CUSTOMER_UNKNOWN, packPath } from './packed.ts';
import { type Naming, personOf } from './person.ts';

/** Gives out a tenant's small numbers for slots and sources. */
export interface Numbering {
  slotOf(slot: Slot): number;
  sourceOf(kind: 'referrer' | 'utm', value: string | null): number;
}

/** A path as it is to be stored; a duplicate of another conversion of its order has no path of its own. */
export interface BuiltPath {
  conversionId: string;
  convertedAtMs: number;
  duplicateOf: string | null;
  packed: Buffer | null;
  touchpointIds: string[];
}

/** What one conversion's path is built from. */
export interface PathMaterial {
  conversion: ConversionEvidence;
  matched: MatchedTouch[];
  history: History;
  codes: CodeBook;
  /** What its person is told by, where the conversion is another tenant's. */
  naming?: Naming;
}

/** Where the visitor of a conversion came from, as far as it says. */
export function sourcesOf({ referrer, utm }: ConversionEvidence): Source[] {
  const sources: Source[] = [];
  if (referrer !== null) sources.push({ kind: 'referrer', value: referrer });
  if (utm !== null) sources.push({ kind: 'utm', value: utm });
  return sources;
}

/** The slot a touchpoint ran in. */
export function slotOfTouchpoint(touchpoint: TouchpointEvidence): Slot {
  const { campaign, channel, show, episode, placement, deliveryEvidence } = touchpoint;
  return { campaign, channel, show, episode, placement, deliveryEvidence };
}

/** The slot a promo code stands for: its campaign, and its show when it was given to one. */
export function slotOfCode(code: PromoCode): Slot {
  return { campaign: code.campaign, channel: null, show: code.show, episode: null, placement: null, deliveryEvidence: null };
}

/** The id of the touch that stands for a promo code no exposure explains. */
export function syntheticId(conversionId: string): string {
  return `promo:${conversionId}`;
}

function customerOf(isNewCustomer: boolean | null): number {
  if (isNewCustomer === null) return CUSTOMER_UNKNOWN;
  return isNewCustomer ? CUSTOMER_NEW : CUSTOMER_KNOWN;
}

/** The codes of a conversion that may count. */
export function codesTold({ promoCode, promoCodes }: ConversionEvidence): readonly string[] {
  return promoCodes ?? (promoCode === null ? [] : [promoCode]);
}

/** A conversion with the code that counts: the first of its order's that stands for a campaign at its time, or its own where none does. */
export function withCountedCode(conversion: ConversionEvidence, codes: PathMaterial['codes']): ConversionEvidence {
  const mapped = codesTold(conversion).find((code) => codes.at(code, conversion.occurredAtMs) !== undefined);
  return mapped === undefined ? conversion : { ...conversion, promoCode: mapped };
}

/** Builds the stored form of one conversion's path. The same material gives the same bytes, whatever order it came in. */
export function buildPath(material: PathMaterial, numbering: Numbering): BuiltPath {
  const { conversion, matched, history, codes, naming } = material;
  const synthetic = { id: syntheticId(conversion.id), occurredAtMs: conversion.occurredAtMs - 1 };
  const code = conversion.promoCode === null ? undefined : codes.at(conversion.promoCode, conversion.occurredAtMs);
  const packed = packPath({
    convertedAtMs: conversion.occurredAtMs,
    valueMinor: Math.max(0, (conversion.valueMinor ?? 0) - conversion.refundedMinor),
    currency: conversion.currency,
    kind: CONVERSION_KINDS.indexOf(conversion.kind),
    priorPurchaseAtMs: history.purchaseAtMs ?? 0,
    priorVisitAtMs: history.visitAtMs ?? 0,
    customer: customerOf(conversion.isNewCustomer),
    codeSlot: code ? numbering.slotOf(slotOfCode(code)) : -1,
    referrer: numbering.sourceOf('referrer', conversion.referrer),
    utm: numbering.sourceOf('utm', conversion.utm),
    syntheticRank: matched.filter(({ touchpoint }) => compareTouches(touchpoint, synthetic) < 0).length,
    person: matched.length > 0 || code ? personOf(conversion, matched, naming) : 0,
    touches: matched.map(({ touchpoint, evidence }) => ({
      ageMs: conversion.occurredAtMs - touchpoint.occurredAtMs,
      slot: numbering.slotOf(slotOfTouchpoint(touchpoint)),
      evidence,
      kind: TOUCHPOINT_KINDS.indexOf(touchpoint.kind),
    })),
  });
  return {
    conversionId: conversion.id,
    convertedAtMs: conversion.occurredAtMs,
    duplicateOf: null,
    packed,
    touchpointIds: matched.map(({ touchpoint }) => touchpoint.id),
  };
}

/** The stored form of a conversion that another one of the same order stands for. */
export function buildDuplicate(conversion: ConversionEvidence, keptId: string): BuiltPath {
  return { conversionId: conversion.id, convertedAtMs: conversion.occurredAtMs, duplicateOf: keptId, packed: null, touchpointIds: [] };
}

/** True when two stored forms say the same. */
export function isSamePath(a: BuiltPath, b: BuiltPath): boolean {
  const sameBytes = a.packed === null || b.packed === null ? a.packed === b.packed : a.packed.equals(b.packed);
  return sameBytes && a.duplicateOf === b.duplicateOf && a.touchpointIds.join('\n') === b.touchpointIds.join('\n');
}
