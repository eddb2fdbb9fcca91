import { CONVERSION_KINDS, TOUCHPOINT_KINDS } from '../../tracking/intake/schema.ts';

/** Evidence classes, strongest first; a class's place in this list is how it is stored. */
export const EVIDENCE_CLASSES = [
  'click_id',
  'user_id',
  'email_hash',
  'device_id',
  'promo_code',
  'survey',
  'ip_user_agent',
  'household_ip',
] as const;
export type EvidenceClass = (typeof EVIDENCE_CLASSES)[number];

/** Strength by class: user, e-mail and device are equally strong; a smaller number is stronger. */
export const TIER = Int32Array.of(0, 1, 1, 1, 2, 3, 4, 5);

export const CLASS_PROMO_CODE = EVIDENCE_CLASSES.indexOf('promo_code');
export const CLASS_SURVEY = EVIDENCE_CLASSES.indexOf('survey');

const KIND_PROMO_CODE = TOUCHPOINT_KINDS.indexOf('promo_code');
const KIND_SURVEY = TOUCHPOINT_KINDS.indexOf('survey');
const KIND_VANITY_VISIT = TOUCHPOINT_KINDS.indexOf('vanity_visit');

export { CONVERSION_KINDS, KIND_PROMO_CODE, TOUCHPOINT_KINDS };

/** True for kinds that tell of an exposure rather than being one (METHOD §4). */
export function isSignal(kind: number): boolean {
  return kind === KIND_PROMO_CODE || kind === KIND_SURVEY || kind === KIND_VANITY_VISIT;
}

/**
 * The class a signal lends to the exposures of its campaign: codes and survey answers their own, a vanity visit the one it was matched by.
 */
export function lentClass(kind: number, matchedClass: number): number {
  if (kind === KIND_PROMO_CODE) return TIER[matchedClass] < TIER[CLASS_PROMO_CODE] ? matchedClass : CLASS_PROMO_CODE;
  if (kind === KIND_SURVEY) return TIER[matchedClass] < TIER[CLASS_SURVEY] ? matchedClass : CLASS_SURVEY;
  return matchedClass;
}

/** A currency as one number, 0 for none. */
export function currencyCode(currency: string | null): number {
  if (currency === null) return 0;
  return (currency.charCodeAt(0) << 16) | (currency.charCodeAt(1) << 8) | currency.charCodeAt(2);
}

/** The currency that `currencyCode` made the number of; '' for none. */
export function currencyName(code: number): string {
  return code === 0 ? '' : String.fromCharCode((code >> 16) & 255, (code >> 8) & 255, code & 255);
}
