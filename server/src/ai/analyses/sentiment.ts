import { wordsIn } from '../adreads/sentences.ts';
import type { Band } from './sentiment-bands.ts';
import { SENTIMENT_WORDS } from './sentiment-words.ts';

const EXACT = new Map<string, number>();
const BY_START: [start: string, value: number][] = [];
for (const [value, words] of SENTIMENT_WORDS) {
  for (const word of words.split(' ')) {
    if (word.endsWith('*')) BY_START.push([word.slice(0, -1), value]);
    else EXACT.set(word, value);
  }
}

const NEGATIONS = new Set('not no never nobody nothing neither nor without hardly barely cannot none'.split(' '));
const BOOSTERS = new Set('very really extremely absolutely totally completely so incredibly super truly deeply especially'.split(' '));
const DAMPERS = new Set('slightly somewhat kinda sorta partly almost barely fairly'.split(' '));
/** Of VADER (C. J. Hutto and E. Gilbert 2014), on our scale from -3 to 3. */
const [BOOST, NEGATED, BEFORE_BUT, AFTER_BUT, NORMAL] = [0.3, -0.74, 0.5, 1.5, 15];
/** Within this of nothing, words are neutral: wider than VADER's 0.05, which calls most talk one or the other. */
const NEUTRAL_WITHIN = 0.3;
const REACH = 3;

function valueOf(word: string): number {
  const exact = EXACT.get(word);
  if (exact !== undefined) return exact;
  return BY_START.find(([start]) => word.startsWith(start) && word.length <= start.length + 4)?.[1] ?? 0;
}

const isNegation = (word: string) => NEGATIONS.has(word) || word.endsWith("n't");

/** How strongly a text speaks for or against, from -1 to 1. */
function strengthOf(words: readonly string[]): number {
  const but = words.lastIndexOf('but');
  let sum = 0;
  words.forEach((word, place) => {
    // "Like" and "so" of every second sentence, and "kind of", say nothing.
    if (word === 'like' || (word === 'kind' && words[place + 1] === 'of')) return;
    let value = valueOf(word);
    if (value === 0) return;
    for (const before of words.slice(Math.max(0, place - REACH), place)) {
      if (BOOSTERS.has(before)) value += Math.sign(value) * BOOST;
      else if (DAMPERS.has(before)) value -= Math.sign(value) * BOOST;
      else if (isNegation(before)) value *= NEGATED;
    }
    sum += value * (but < 0 ? 1 : place < but ? BEFORE_BUT : AFTER_BUT);
  });
  return sum / Math.sqrt(sum * sum + NORMAL);
}

/** The band of a text: by a list of words with what strengthens, weakens and turns them around. */
export function bandOf(text: string): Band {
  const strength = strengthOf(wordsIn(text));
  if (Math.abs(strength) <= NEUTRAL_WITHIN) return 'neutral';
  return strength < 0 ? 'negative' : 'positive';
}
