import type { Sentence } from '../adreads/sentences.ts';
import { HARMLESS_PHRASES, SAFETY_CATEGORIES, SAFETY_WORDS, type SafetyCategory } from './safety-words.ts';

/** A sentence with words that advertisers may want to stay away from. */
export interface SafetyFlag {
  category: SafetyCategory;
  /** Seconds. */
  start: number;
  end: number;
  /** As it was said; cut around the words where it is long. */
  quote: string;
  /** The words, in small letters. */
  terms: string[];
}

const QUOTE_LENGTH = 240;

function patternOf(phrases: readonly string[]): RegExp {
  const parts = phrases.map((phrase) => phrase.replaceAll(/[.-]/g, '[ -]?').replaceAll(' ', '\\s+').replaceAll('*', "[\\p{L}'’]*"));
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${parts.toSorted((a, b) => b.length - a.length).join('|')})(?![\\p{L}\\p{N}])`, 'giu');
}

const HARMLESS = patternOf(HARMLESS_PHRASES);
const PATTERNS = SAFETY_CATEGORIES.map((category) => [category, patternOf(SAFETY_WORDS[category])] as const);

/** The part of a text around a place, whole words alone. */
function quoteAround(text: string, place: number): string {
  if (text.length <= QUOTE_LENGTH) return text;
  const from = Math.max(0, Math.min(place - QUOTE_LENGTH / 2, text.length - QUOTE_LENGTH));
  const start = from === 0 ? 0 : text.indexOf(' ', from) + 1;
  const end = start + QUOTE_LENGTH >= text.length ? text.length : text.lastIndexOf(' ', start + QUOTE_LENGTH);
  return text.slice(start, end > start ? end : start + QUOTE_LENGTH).toWellFormed();
}

/**
 * Sentences with words on the lists of our categories, in order, one flag for each category; phrases in which such a word means something
 * else are passed over. A list knows words, not what is meant: a flag asks for a look.
 */
export function safetyFlagsOf(sentences: readonly Sentence[]): SafetyFlag[] {
  return sentences.flatMap(({ text, start, end }) => {
    const bare = text.replace(HARMLESS, (phrase) => '_'.repeat(phrase.length));
    return PATTERNS.flatMap(([category, pattern]): SafetyFlag[] => {
      const found = [...bare.matchAll(pattern)];
      if (found.length === 0) return [];
      const terms = [...new Set(found.map(([term]) => term.toLowerCase()))];
      return [{ category, start, end, quote: quoteAround(text, found[0].index), terms }];
    });
  });
}
