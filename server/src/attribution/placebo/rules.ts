import type { ConversionEvidence, TouchpointEvidence } from '../../tracking/evidence/service.ts';
import { EVIDENCE_CLASSES } from '../paths/codes.ts';
import { indexTouchpoints, type MatchedTouch, matchOrder } from '../paths/match.ts';

const EXPOSURES: readonly string[] = ['download', 'impression', 'click'];

/** The conversions as they would stand one lookback later: what lay after them now lies in the lookback before them. */
export function shifted(conversions: readonly ConversionEvidence[], lookbackMs: number): ConversionEvidence[] {
  return conversions.map((conversion) => ({ ...conversion, occurredAtMs: conversion.occurredAtMs + lookbackMs }));
}

/** What orders are matched with, and how. */
export interface PlaceboMatching {
  /** The records of each, the one that counts first. */
  orders: readonly (readonly ConversionEvidence[])[];
  /** Ids of records that a restriction keeps out of matching, and their orders with them. */
  restricted: ReadonlySet<string>;
  touchpoints: readonly TouchpointEvidence[];
  lookbackMs: number;
  /** True when the records are shifted: an exposure at the instant of the unshifted one still lies before it. */
  isShifted: boolean;
}

/** Of each order, the exposures in its lookback with the class each is matched by; undefined for one that a restriction keeps out. */
function matchesOf({ orders, restricted, touchpoints, lookbackMs, isShifted }: PlaceboMatching): (MatchedTouch[] | undefined)[] {
  const all = indexTouchpoints(touchpoints);
  const exposures = indexTouchpoints(touchpoints.filter(({ kind }) => EXPOSURES.includes(kind)));
  return orders.map((records) => {
    const [kept] = records;
    if (records.some(({ id }) => restricted.has(id))) return undefined;
    const isInside = (age: number) => (isShifted ? age < lookbackMs : age <= lookbackMs);
    const found = matchOrder(kept, records, exposures, all.addressKey);
    return found.filter(({ touchpoint }) => isInside(kept.occurredAtMs - touchpoint.occurredAtMs));
  });
}

/** The exposures of each order that lie in its lookback; undefined for an order that a restriction keeps out of matching. */
export function matchedExposures(matching: PlaceboMatching): (TouchpointEvidence[] | undefined)[] {
  return matchesOf(matching).map((found) => found?.map(({ touchpoint }) => touchpoint));
}

/**
 * How many orders have an exposure in their lookback, by the strongest evidence each has (index as in `EVIDENCE_CLASSES`). The rules are
 * those of paths, by the keys of all records of an order; codes, survey answers and vanity visits are no exposures.
 */
export function countMatched(matching: PlaceboMatching): number[] {
  const counts = EVIDENCE_CLASSES.map(() => 0);
  for (const found of matchesOf(matching)) {
    if (found !== undefined && found.length > 0) counts[Math.min(...found.map(({ evidence }) => evidence))] += 1;
  }
  return counts;
}
