import type { StoredSegment } from '../transcripts/parts.ts';

/** A word of what was said, or a sign within one that is said as a word: `.` is "dot", `/` is "slash". */
export interface Token {
  /** In small letters, without accents and apostrophes. */
  text: string;
  segment: number;
  /** Where it stands in its segment's text. */
  from: number;
  to: number;
  startMs: number;
  endMs: number;
  /** Whether a sentence ends with it, as far as its signs tell. */
  isLast: boolean;
  /** Whether no space stands between it and the one before. */
  isJoined: boolean;
  /** Whether it is written in capitals alone, as codes are. */
  isCapitals: boolean;
}

/** Tokens from one to another, which it includes. */
export interface Range {
  first: number;
  last: number;
}

const PIECE = /\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)*|\p{N}+(?:,\p{N}{3})*|[./@&%$€£]/gu;
const SIGNS: Readonly<Record<string, string>> = {
  '.': 'dot',
  '/': 'slash',
  '@': 'at',
  '&': 'and',
  '%': 'percent',
  $: 'dollars',
  '€': 'euros',
  '£': 'pounds',
};
const WORD_CHARACTER = /[\p{L}\p{N}]/u;
const ENDS = /^["'”’)\]]*[.?!…]+["'”’)\]]*(?:\s|$)/;
const ABBREVIATIONS = new Set(['mr', 'mrs', 'ms', 'dr', 'st', 'vs', 'jr', 'sr', 'inc', 'ltd', 'no']);
const LONGEST_SENTENCE = 60;
const LONGEST_QUOTE = 400;

/** A word as it is compared: small letters, no accents, no apostrophe, no "'s". */
export function plainWord(word: string): string {
  const plain = word
    .toLowerCase()
    .replace(/['’]s$/, '')
    .replace(/['’,]/g, '');
  // eslint-disable-next-line no-control-regex
  return /^[\u0000-\u007f]*$/.test(plain) ? plain : plain.normalize('NFKD').replace(/\p{M}/gu, '');
}

function isSentenceEnd(text: string, word: string, at: number): boolean {
  if (!ENDS.test(text.slice(at, at + 8))) return false;
  const isInitial = word.length === 1 && text[at] === '.' && !/\d/.test(word);
  return !isInitial && !ABBREVIATIONS.has(word);
}

function tokensOf(segment: StoredSegment, place: number, tokens: Token[]): void {
  const { text, startMs, endMs } = segment;
  const timeAt = (at: number) => Math.round(startMs + ((endMs - startMs) * at) / Math.max(1, text.length));
  let lastTo = -1;
  for (const { 0: piece, index } of text.matchAll(PIECE)) {
    const to = index + piece.length;
    const sign = SIGNS[piece];
    const isWithin = WORD_CHARACTER.test(text[index - 1] ?? '') && WORD_CHARACTER.test(text[to] ?? '');
    if (sign !== undefined && (piece === '.' || piece === '/') && !isWithin) continue;
    const word = sign ?? plainWord(piece);
    tokens.push({
      text: word,
      segment: place,
      from: index,
      to,
      startMs: timeAt(index),
      endMs: timeAt(to),
      isLast: isSentenceEnd(text, word, to),
      isJoined: index === lastTo,
      isCapitals: piece.length >= 3 && sign === undefined && /^\p{Lu}+$/u.test(piece),
    });
    lastTo = to;
  }
}

/** The words of a transcript in order, each with the share of its segment's time that its letters take. */
export function wordsSaid(segments: readonly StoredSegment[]): Token[] {
  const tokens: Token[] = [];
  segments.forEach((segment, place) => tokensOf(segment, place, tokens));
  return tokens;
}

/** The sentence around a range, at most 60 words to either side. */
export function sentenceAround(tokens: readonly Token[], { first, last }: Range): Range {
  let [from, to] = [first, last];
  while (from > 0 && first - from < LONGEST_SENTENCE && !tokens[from - 1].isLast) from -= 1;
  while (to < tokens.length - 1 && to - last < LONGEST_SENTENCE && !tokens[to].isLast) to += 1;
  return { first: from, last: to };
}

/** The sentence around a range, where it ends within some words; else no more than the range: not every transcript has signs. */
export function endedSentence(tokens: readonly Token[], range: Range, within: number): Range {
  const { first, last } = sentenceAround(tokens, range);
  return {
    first: range.first - first <= within ? first : range.first,
    last: last - range.last <= within ? last : range.last,
  };
}

/** What was said in a range, word for word, with the sign that ends it; cut at 400 characters. */
export function quoteOf(segments: readonly StoredSegment[], tokens: readonly Token[], { first, last }: Range): string {
  const [start, end] = [tokens[first], tokens[last]];
  const texts: string[] = [];
  for (let place = start.segment; place <= end.segment; place += 1) {
    const { text } = segments[place];
    const from = place === start.segment ? start.from : 0;
    const sign = /^["'”’)\].?!…]{1,3}/.exec(text.slice(end.to, end.to + 3))?.[0] ?? '';
    texts.push(text.slice(from, place === end.segment ? end.to + sign.length : text.length));
  }
  const quote = texts.join(' ');
  return quote.length <= LONGEST_QUOTE ? quote : `${quote.slice(0, LONGEST_QUOTE).toWellFormed()}…`;
}
