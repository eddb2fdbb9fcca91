import type { ConversionEvidence, TouchpointEvidence } from '../../tracking/evidence/service.ts';
import { EVIDENCE_CLASSES } from '../paths/codes.ts';
import { indexTouchpoints, matchPath } from '../paths/match.ts';

const EXPOSURES: readonly string[] = ['download', 'impression', 'click'];

/** The conversions as they would stand one lookback later: what lay after them now lies in the lookback before them. */
export function shifted(conversions: readonly ConversionEvidence[], lookbackMs: number): ConversionEvidence[] {
  return conversions.map((conversion) => ({ ...conversion, occurredAtMs: conversion.occurredAtMs + lookbackMs }));
}

/** What conversions are matched with, and how. */
export interface PlaceboMatching {
  conversions: readonly ConversionEvidence[];
  touchpoints: readonly TouchpointEvidence[];
  lookbackMs: number;
  /** True when the conversions are shifted: an exposure at the instant of the unshifted one still lies before it. */
  isShifted: boolean;
}

/**
 * How many conversions have an exposure in their lookback, by the strongest evidence each has (index as in `EVIDENCE_CLASSES`). The rules
 * are those of paths; codes, survey answers and vanity visits are no exposures.
 */
export function countMatched({ conversions, touchpoints, lookbackMs, isShifted }: PlaceboMatching): number[] {
  const counts = EVIDENCE_CLASSES.map(() => 0);
  const all = indexTouchpoints(touchpoints);
  const exposures = indexTouchpoints(touchpoints.filter(({ kind }) => EXPOSURES.includes(kind)));
  for (const conversion of conversions) {
    const ages = (touch: TouchpointEvidence) => conversion.occurredAtMs - touch.occurredAtMs;
    const isInside = (age: number) => (isShifted ? age < lookbackMs : age <= lookbackMs);
    const found = matchPath(conversion, exposures, all.addressKey).filter(({ touchpoint }) => isInside(ages(touchpoint)));
    if (found.length > 0) counts[Math.min(...found.map(({ evidence }) => evidence))] += 1;
  }
  return counts;
}
