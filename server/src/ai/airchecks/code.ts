import { isCommon } from '../analyses/background.ts';
import { fail, type Finding, pass, uncertain } from './findings.ts';
import { joinedText } from './names.ts';
import { nearness } from './sound.ts';
import { digitsSaid, isCounted, readAs, readingsAt } from './spoken.ts';
import type { Range, Token } from './tokens.ts';

/** A text that was given out as the code. */
interface Claim extends Range {
  /** How near it is to the code, 0 to 1. */
  near: number;
  /** right: the code; other: surely another one; near: it may have been the code. */
  kind: 'right' | 'other' | 'near';
}

const CUES = new Set(['code', 'codes', 'coupon', 'voucher', 'promo']);
const BEFORE_CODES = new Set(['enter', 'use', 'type', 'mention', 'apply', 'with']);
const STOPS = new Set(
  (
    'at for to and when or in on checkout get you your off that thats this so if as well save because by with from while before plus ' +
    'now today'
  ).split(' '),
);
const PADDING = new Set(
  (
    'code codes coupon voucher promo the is its a an our my that thats of word special discount offer all caps capital letters again ' +
    'which just simply called one more time then so um uh you know yes here s'
  ).split(' '),
);
/** How far from its code a word such as "code" may stand, in words. */
const [CUE_BEFORE, CUE_AFTER, MOST_PADDING, LONGEST_CLAIM] = [12, 8, 6, 8];
/** From the first on letters may have been heard wrongly; from the second on that is likelier than another code. */
const [NEAR, LIKELY] = [0.55, 0.75];

const isPiece = ({ text }: Token) => /^(?:\d+|\p{L})$/u.test(text) && text !== 'a' && text !== 'i';
const isNumber = (tokens: readonly Token[], at: number) => readingsAt(tokens, at).some((one) => !one.isLoose && /^\d+$/.test(one.text));

/** Whether words around it say that this is a code. */
function isCued(tokens: readonly Token[], { first, last }: Range): boolean {
  const before = tokens.slice(Math.max(0, first - CUE_BEFORE), first);
  const after = tokens.slice(last + 1, last + 1 + CUE_AFTER);
  return before.some(({ text }) => CUES.has(text)) || after.some(({ text }) => CUES.has(text) || text === 'checkout');
}

/** Where the words after "code" begin that are the code, as far as padding tells. */
function claimStart(tokens: readonly Token[], cue: number): number {
  let at = cue + 1;
  while (at < tokens.length && at <= cue + MOST_PADDING && PADDING.has(tokens[at].text)) at += 1;
  return at;
}

/** Whether more of a code follows or stands before, so that it is a longer one: TECH10 in "code X TECH 100". */
function extension(tokens: readonly Token[], { first, last }: Range): 'none' | 'sure' | 'likely' {
  const next = tokens[last + 1];
  const isOpen = next !== undefined && !tokens[last].isLast && next.startMs - tokens[last].endMs < 2_000;
  if (isOpen && next.isJoined && !['dot', 'slash', 'percent', 'and', 'at'].includes(next.text)) return 'sure';
  if (isOpen && (isPiece(next) || isNumber(tokens, last + 1)) && digitsSaid(tokens, last + 1).digits !== '') return 'sure';
  const cue = tokens.slice(Math.max(0, first - 4), first).findLastIndex(({ text }) => CUES.has(text));
  if (cue < 0) return 'none';
  const between = tokens.slice(claimStart(tokens, Math.max(0, first - 4) + cue), first);
  if (between.length === 0 || between.length > 2 || between.some(({ isLast }) => isLast)) return 'none';
  if (between.every(isPiece)) return 'sure';
  return between.every(({ text }) => isCommon(text)) ? 'none' : 'likely';
}

/** Where the code is said, as itself or as the beginning of a longer one. */
function exactClaims(tokens: readonly Token[], range: Range, wanted: string): Claim[] {
  const hasDigits = /\d/.test(wanted);
  const claims: Claim[] = [];
  for (let at = range.first; at <= range.last; at += 1) {
    const said = readAs(tokens, at, wanted);
    if (!said || said.next > range.last + 2) continue;
    const found = { first: at, last: said.next - 1 };
    const cued = isCued(tokens, found);
    if (said.isLoose && !cued) continue;
    const longer = extension(tokens, found);
    if (longer === 'sure') claims.push({ ...found, near: 1, kind: 'other' });
    else claims.push({ ...found, near: 1, kind: longer === 'likely' || (!hasDigits && !cued) ? 'near' : 'right' });
  }
  return claims;
}

/** Its letters with other digits behind them: TECH20 for TECH10. */
function otherDigits(tokens: readonly Token[], range: Range, wanted: string): Claim[] {
  const letters = /^\D+/.exec(wanted)?.[0] ?? '';
  const digits = /^\d+/.exec(wanted.slice(letters.length))?.[0] ?? '';
  if (letters.length < 2 || digits === '') return [];
  const claims: Claim[] = [];
  for (let at = range.first; at <= range.last; at += 1) {
    const prefix = readAs(tokens, at, letters);
    if (!prefix || prefix.next > range.last + 1) continue;
    const said = digitsSaid(tokens, prefix.next);
    const found = { first: at, last: Math.max(said.next, prefix.next) - 1 };
    if (said.digits === '' || readAs(tokens, prefix.next, digits) || tokens[prefix.next - 1].isLast) continue;
    if (prefix.isLoose && !isCued(tokens, found)) continue;
    claims.push({ ...found, near: 1, kind: 'other' });
  }
  return claims;
}

/** The words after "code", up to one that goes on with the sentence. */
function claimedWords(tokens: readonly Token[], start: number): Range | undefined {
  let last = start - 1;
  for (let at = start; at < tokens.length && at < start + LONGEST_CLAIM; at += 1) {
    if (at > start && STOPS.has(tokens[at].text)) break;
    if (isCounted(tokens, at) || (isNumber(tokens, at) && isCounted(tokens, at + 1))) break;
    last = at;
    if (tokens[at].isLast) break;
  }
  return last < start ? undefined : { first: start, last };
}

/** Whether words look like a code rather than like talk: figures, capitals, letters one by one. */
function looksLikeCode(words: readonly Token[]): boolean {
  return words.some(({ isCapitals, text }) => isCapitals || /\d/.test(text)) || words.filter(isPiece).length >= 2;
}

/** A text with its numbers in figures. */
function figuresOf(tokens: readonly Token[], { first, last }: Range): string {
  let text = '';
  for (let at = first; at <= last;) {
    const number = readingsAt(tokens, at).find((one) => !one.isLoose && /^\d+$/.test(one.text) && one.next <= last + 1);
    text += number?.text ?? tokens[at].text;
    at = number?.next ?? at + 1;
  }
  return text;
}

const digitsOf = (text: string) => text.replace(/\D/g, '');

/** What else is given out as a code. */
function otherClaims(tokens: readonly Token[], range: Range, wanted: string): Claim[] {
  const claims: Claim[] = [];
  for (let at = range.first; at <= range.last; at += 1) {
    const { text } = tokens[at];
    const isCheckout = BEFORE_CODES.has(text) && tokens.slice(at + 2, at + 7).some((one) => one.text === 'checkout');
    if (!CUES.has(text) && !isCheckout) continue;
    const words = claimedWords(tokens, claimStart(tokens, at));
    if (!words || words.first > range.last) continue;
    const all = tokens.slice(words.first, words.last + 1);
    const near = Math.max(
      ...all.map((_, length) => {
        const own = figuresOf(tokens, { first: words.first, last: words.first + length });
        return digitsOf(own) === digitsOf(wanted) ? nearness(own, wanted) : 0;
      }),
    );
    if (near >= NEAR) claims.push({ ...words, near, kind: 'near' });
    else if (looksLikeCode(all) || isNumber(tokens, words.first)) claims.push({ ...words, near, kind: 'other' });
  }
  return claims;
}

/** Words by which another ad begins, or that are of its address. */
const OTHER_ADS = new Set('dot slash dotcom sponsor sponsored sponsors supported brought presented partner partners'.split(' '));
/** How many words behind its last sign an ad may go on. */
const MOST_BEHIND = 30;

/** Whether words stand in this ad, or right behind it before another one begins. */
function isOfThisAd(tokens: readonly Token[], { first, last }: Range, own: Range): boolean {
  if (first >= own.first && last <= own.last) return true;
  const isBehind = first >= own.first && first <= own.last + MOST_BEHIND;
  return isBehind && !tokens.slice(own.last + 1, first).some(({ text }) => OTHER_ADS.has(text));
}

const meets = (one: Range, other: Range) => one.first <= other.last && other.first <= one.last;

/** What else was given out in an ad in which the code was. */
function besideRight(tokens: readonly Token[], others: readonly Claim[], own: Range): Finding | undefined {
  const all = others.filter((one) => isOfThisAd(tokens, one, own));
  const other = all.find(({ kind, near }) => kind === 'other' || near < LIKELY);
  if (other) return fail('Another code is given out beside it.', other);
  return all.length > 0 ? uncertain('It is given out, and once something like it; the recording decides.', all[0]) : undefined;
}

/**
 * Whether the code was given out, and no other one. A number that differs is never taken for a slip of the machine that wrote it down: it
 * fails. Letters that differ a little are uncertain.
 * @param own from the first to the last word that is surely of this ad
 */
export function checkCode(tokens: readonly Token[], range: Range, own: Range, code: string): Finding {
  const wanted = joinedText(code);
  const exact = exactClaims(tokens, range, wanted);
  const right = exact.find(({ kind }) => kind === 'right');
  const wrong = [...exact.filter(({ kind }) => kind === 'other'), ...otherDigits(tokens, range, wanted)].at(0);
  if (wrong) return fail(right ? 'Another code is given out beside it.' : 'Another code is given out.', wrong);
  const others = otherClaims(tokens, range, wanted).filter((one) => !exact.some((said) => meets(said, one)));
  if (right) return besideRight(tokens, others, own) ?? pass('The code is given out.', right);
  const near = [...exact, ...others].find(({ kind }) => kind === 'near');
  if (near) return uncertain('Something like the code is given out; the recording decides.', near);
  if (others.length > 0) return fail('Another code is given out.', others[0]);
  return loose(tokens, range, wanted) ?? fail('No code is given out.');
}

/** Its digits after "code", behind letters that say nothing alike: heard wrongly, or another code. */
function loose(tokens: readonly Token[], range: Range, wanted: string): Finding | undefined {
  for (let at = range.first; at <= range.last; at += 1) {
    if (!CUES.has(tokens[at].text)) continue;
    const words = claimedWords(tokens, claimStart(tokens, at));
    if (!words) continue;
    const own = figuresOf(tokens, words);
    if (nearness(own, wanted) >= NEAR && digitsOf(own) === digitsOf(wanted))
      return uncertain('Something like the code is given out; the recording decides.', words);
    if (digitsOf(own) !== '') return fail('Another code is given out.', words);
  }
  return undefined;
}
