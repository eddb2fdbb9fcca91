import type { Sentence } from '../adreads/sentences.ts';
import { isCommon, rarityOf, stemOf } from './background.ts';

const MOST = 5;
const [FEWEST_WORDS, MOST_WORDS] = [9, 40];
/** Sentences with more of their words in common say the same. */
const SAME_SHARE = 0.4;
/** The beginning of an episode tells more often what it is about. */
const [EARLY_SHARE, EARLY_BONUS] = [0.15, 1.3];
/** A sentence that leans on the one before it cannot stand alone, and talk that only fills time tells nothing. */
const LEANING =
  /^(?:and|but|so|or|because|he|she|they|it|it's|that|that's|this|those|these|him|her|yeah|no|oh|well|okay|like|which|i mean)\b/i;
const [LEANING_PART, QUESTION_PART, FILLER_PART] = [0.6, 0.5, 0.6];
const FILLERS = /\b(?:you know|i mean|kind of|sort of|like,|um|uh)\b/gi;

interface Scored {
  sentence: Sentence;
  terms: Set<string>;
  score: number;
}

function termsOf({ words }: Sentence): Set<string> {
  return new Set(words.filter((word) => word !== '#' && !isCommon(word)).map(stemOf));
}

function weightsOf(all: readonly Set<string>[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const terms of all) for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return new Map([...counts].map(([term, count]) => [term, count < 2 ? 0 : Math.log(1 + count) * rarityOf(term)]));
}

function partOf({ text, start }: Sentence, earlyUntil: number): number {
  const fillers = text.match(FILLERS)?.length ?? 0;
  return (
    (start <= earlyUntil ? EARLY_BONUS : 1) *
    (LEANING.test(text) ? LEANING_PART : 1) *
    (text.endsWith('?') ? QUESTION_PART : 1) *
    FILLER_PART ** fillers
  );
}

function sharedPart(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((term) => b.has(term)).length;
  return shared / Math.max(1, Math.min(a.size, b.size));
}

/**
 * Up to five sentences that hold most of what is spoken of again and again, word for word and in their order (H. P. Luhn 1958, with the
 * rarity of words in other talk): those that can stand alone rather than those that lean on others, none that says what another says.
 */
export function summaryOf(sentences: readonly Sentence[]): Sentence[] {
  const terms = sentences.map(termsOf);
  const weights = weightsOf(terms);
  const earlyUntil = EARLY_SHARE * (sentences.at(-1)?.end ?? 0);
  const scored = sentences.flatMap((sentence, place): Scored[] => {
    const { length } = sentence.words;
    if (length < FEWEST_WORDS || length > MOST_WORDS) return [];
    const sum = [...terms[place]].reduce((total, term) => total + (weights.get(term) ?? 0), 0);
    return [{ sentence, terms: terms[place], score: (sum / Math.sqrt(length)) * partOf(sentence, earlyUntil) }];
  });
  scored.sort((a, b) => b.score - a.score || a.sentence.start - b.sentence.start);
  const chosen: Scored[] = [];
  for (const one of scored) {
    if (chosen.length >= MOST || one.score <= 0) break;
    if (chosen.every((other) => sharedPart(one.terms, other.terms) <= SAME_SHARE)) chosen.push(one);
  }
  return chosen.map(({ sentence }) => sentence).sort((a, b) => a.start - b.start);
}
