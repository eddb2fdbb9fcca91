import { isMostUsed, SEQUENCES } from './well-known.ts';

/** Long enough to be a few words; nothing is asked of the signs it is made of (NIST SP 800-63B-4 §3.1.1.2). */
export const MIN_PASSWORD = 12;
export const MAX_PASSWORD = 200;

/** Whose password it is to be: what everybody knows of them is no password. */
export interface Whose {
  email: string;
  name: string;
}

const LEFT_OVER = 8;
const LEET: Record<string, string> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i' };

function isRepetition(text: string): boolean {
  return /^(.{1,4})\1{2,}.{0,3}$/su.test(text);
}

function isSequence(text: string): boolean {
  const backwards = Array.from(text).toReversed().join('');
  return SEQUENCES.some((row) => row.includes(text) || row.includes(backwards));
}

/** Digits and signs around a word, or in the place of its letters, do not make another word of it. */
function isCommonWord(text: string): boolean {
  const bare = text.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const read = Array.from(bare, (sign) => LEET[sign] ?? sign).join('');
  return [text, bare, bare.replaceAll(/[^\p{L}]/gu, ''), read].some(isMostUsed);
}

/** Parts of a name or an address that are long enough to be recognised. */
function partsOf({ email, name }: Whose): string[] {
  const words = [email, ...email.split('@'), ...email.split(/[^\p{L}\p{N}]+/u), name, name.replaceAll(' ', ''), ...name.split(/\s+/)];
  return words
    .map((word) => word.toLowerCase())
    .filter((word) => word.length >= 3)
    .toSorted((a, b) => b.length - a.length);
}

function isOwnName(text: string, whose: Whose): boolean {
  let rest = text;
  for (const part of partsOf(whose)) rest = rest.replaceAll(part, '');
  return rest !== text && rest.length < LEFT_OVER;
}

/** What is wrong with a password that stands in a list of breaches. */
export const BREACHED = 'stands in a list of passwords that were stolen elsewhere, which attackers try; use another one, here and there';

/** What is wrong with a new password, as a sentence that says how to mend it; undefined when nothing is. */
export function passwordFault(password: string, whose: Whose): string | undefined {
  const { length } = Array.from(password);
  if (length < MIN_PASSWORD) return `must have at least ${MIN_PASSWORD} characters; a few words in a row are easy to keep in mind`;
  if (length > MAX_PASSWORD) return `must have at most ${MAX_PASSWORD} characters`;
  const text = password.normalize('NFKC').trim().toLowerCase();
  if (isRepetition(text) || isSequence(text))
    return 'repeats itself or follows the keys; use a few words that have nothing to do with each other';
  if (isCommonWord(text)) return 'is among those that attackers try first; use a few words that have nothing to do with each other';
  if (isOwnName(text, whose)) return 'is little more than your name or e-mail address; use something that nobody knows of you';
  return undefined;
}
