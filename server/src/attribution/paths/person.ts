import { createHash } from 'node:crypto';
import type { ConversionEvidence, TouchpointEvidence } from '../../tracking/evidence/service.ts';
import { EVIDENCE_CLASSES } from './codes.ts';
import type { MatchedTouch } from './match.ts';

const BY_ADDRESS = EVIDENCE_CLASSES.indexOf('ip_user_agent');
const STRONG_FIELDS = ['userKey', 'emailKey', 'deviceKey'] as const;

/** The keys by which somebody is known. */
export type OwnKeys = Partial<Pick<TouchpointEvidence, (typeof STRONG_FIELDS)[number] | 'addressKey' | 'clickKey'>>;

/** What to tell people by where a conversion's keys are those of another tenant. */
export interface Naming {
  /** The conversion's keys by which its people are told apart. */
  own: OwnKeys;
  /** What a touchpoint's key is there. */
  nameOf: (key: string) => string;
}

function strongestOf(keys: OwnKeys): string | undefined {
  return keys.userKey ?? keys.emailKey ?? keys.deviceKey ?? keys.addressKey;
}

/** What both sides agree on: neither who sends orders nor who sends exposures can make up many people out of one. */
function agreedKey(conversion: ConversionEvidence, matched: readonly MatchedTouch[], { own, nameOf }: Naming): string | undefined {
  const isAgreed = (field: (typeof STRONG_FIELDS)[number]) =>
    conversion[field] !== undefined && matched.some(({ touchpoint }) => touchpoint[field] === conversion[field]);
  const field = STRONG_FIELDS.find(isAgreed);
  if (field) return own[field];
  if (matched.some(({ evidence }) => evidence >= BY_ADDRESS)) return own.addressKey;
  // Each click has an id of its own: who clicked ten times is one person by what else is known of the click.
  const clicked = matched[0]?.touchpoint;
  const key = clicked && (strongestOf(clicked) ?? clicked.clickKey);
  return key === undefined ? undefined : nameOf(key);
}

/**
 * A number, never 0, for the person or household that a conversion is matched with: by the user, e-mail, device or address that it shares
 * with its touches, by the click itself when there is nothing else. A conversion that only its promo code ties is of the person its own
 * keys name, or of nobody but itself. Equal numbers are taken for one person; 32 bits of a keyed hash.
 */
export function personOf(conversion: ConversionEvidence, matched: readonly MatchedTouch[], naming?: Naming): number {
  const named = naming ?? { own: conversion, nameOf: (key) => key };
  return personNumber(agreedKey(conversion, matched, named) ?? strongestOf(named.own), conversion.id);
}

/** The number of the person of a key, in hexadecimal digits; of a conversion without one the number of nobody but itself. */
export function personNumber(key: string | undefined, conversionId: string): number {
  const digits = key ?? createHash('sha256').update(conversionId).digest('hex');
  return Number.parseInt(digits.slice(0, 8), 16) || 1;
}
