import type { Sentence } from '../adreads/sentences.ts';
import table from './background.json' with { type: 'json' };

const WORDS: ReadonlyMap<string, number> = new Map(Object.entries(table.words));
/** A word of more pieces of any talk tells nothing of one. */
const COMMON_SHARE = 0.1;
/** Of the words of English talk, about half are said in half of all pieces; of other languages', hardly any. */
const [EVERYWHERE_SHARE, ENGLISH_SHARE] = [0.5, 0.2];

/** In which share of other talk a word is said, 0 to 1. */
function shareOf(word: string): number {
  return (WORDS.get(word) ?? 0) / table.pieces;
}

/** Whether a word is one of those that any talk is made of. */
export function isCommon(word: string): boolean {
  return word.length < 3 || shareOf(word) >= COMMON_SHARE;
}

/** How telling a word is: the log of in how few pieces of other talk it is said (K. Spärck Jones 1972). */
export function rarityOf(word: string): number {
  return Math.log((table.pieces + 1) / ((WORDS.get(word) ?? 0) + 1));
}

/** Whether sentences are English, by the words that English cannot do without. */
export function isEnglish(sentences: readonly Sentence[]): boolean {
  let [all, everywhere] = [0, 0];
  for (const { words } of sentences) {
    all += words.length;
    for (const word of words) if (shareOf(word) >= EVERYWHERE_SHARE) everywhere += 1;
  }
  return all > 0 && everywhere / all >= ENGLISH_SHARE;
}

/** The stem by which singular and plural are one word. */
export function stemOf(word: string): string {
  const bare = word.replace(/['’]s$/, '');
  if (bare.length > 4 && bare.endsWith('ies')) return `${bare.slice(0, -3)}y`;
  return bare.length > 3 && /[^su]s$/.test(bare) ? bare.slice(0, -1) : bare;
}
