import type { Sentence } from './sentences.ts';

/** How many hashed features there are: a power of two. */
export const FEATURE_COUNT = 1 << 15;

/** A pattern of any of these. */
const anyOf = (...patterns: string[]) => new RegExp(patterns.join('|'), 'g');
const wordsOf = (...patterns: string[]) => `\\b(?:${patterns.join('|')})\\b`;

/** What the words of ads have in common, whatever is advertised. */
const CUES: readonly RegExp[] = [
  anyOf(
    wordsOf('sponsor(?:ed|s|ing)?', 'brought to you', 'support(?:ed)? (?:for|by|comes)', 'advertis\\w*', 'partner(?:s|ed)? with'),
    wordsOf('thanks to', 'presented by', 'paid'),
  ),
  anyOf('\\b[a-z\\d-]+(?:\\.| dot )(?:com|org|net|co|io|gov|edu|app|fm|shop)\\b', wordsOf('slash', 'www')),
  anyOf(wordsOf('promo', 'code', 'coupon', 'checkout', 'use (?:my|our|the) (?:code|link)')),
  anyOf(
    '(?:\\d ?%|\\bpercent) off',
    wordsOf('free (?:trial|shipping|delivery|month|week|gift|quote)', 'discount', 'save', 'sale', 'deal', 'offer', 'bonus'),
    wordsOf('limited time', 'guarantee'),
  ),
  anyOf(
    wordsOf('visit', 'go to', 'head (?:over )?to', 'check (?:out|them)', 'sign up', 'get started', 'download', 'try (?:it|for)'),
    wordsOf('learn more', 'shop (?:now|at)', 'call', 'text', 'click'),
  ),
  anyOf(
    wordsOf("we'll be right back", 'after (?:this|the) break', 'quick break', 'welcome back', 'back to the show', 'and now'),
    wordsOf('stay tuned', "we're back", "let's get back"),
  ),
  anyOf(
    wordsOf('terms', 'conditions', 'apply', 'subject to', 'restrictions', 'void where', 'member fdic', 'eligib\\w*', 'availability'),
    wordsOf('rates may', 'see (?:site|details|store)', 'licensed'),
  ),
  anyOf(
    wordsOf('listeners', 'exclusive', 'only at', 'available (?:now|at|on)', 'new customers?', 'today only', 'your first'),
    wordsOf('per month', 'a month', 'starting at', 'as low as'),
  ),
];
const [NEAR, FAR] = [3, 8];
const START_BOUNDS = [15, 60, 120, 300];
const END_BOUNDS = [30, 90, 180];

/** 32-bit FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo), folded to the number of features. */
function placeOf(feature: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < feature.length; at += 1) hash = Math.imul(hash ^ feature.charCodeAt(at), 0x01000193);
  hash ^= hash >>> 15;
  return (hash >>> 0) & (FEATURE_COUNT - 1);
}

const bucketOf = (value: number, bounds: readonly number[]) => bounds.filter((bound) => value >= bound).length;

/** How often each kind of cue stands in a sentence, at most three times. */
function cuesOf({ text }: Sentence): number[] {
  const words = text.toLowerCase().replaceAll('’', "'");
  return CUES.map((cue) => Math.min(3, words.match(cue)?.length ?? 0));
}

/** Places of the features of one sentence, each once. */
export type FeatureSet = Int32Array;

/** The words of a sentence, pairs of them and how many they are. */
function wordFeaturesOf({ words }: Sentence): Set<number> {
  const found = new Set<number>([placeOf('bias'), placeOf(`length ${bucketOf(words.length, [3, 8, 15, 25])}`)]);
  words.forEach((word, at) => {
    found.add(placeOf(`w ${word}`));
    if (at > 0) found.add(placeOf(`b ${words[at - 1]} ${word}`));
  });
  return found;
}

/** What a classifier sees of each sentence by itself: its words, pairs of them and the cues in it, nothing of what is said beside it. */
export function ownFeaturesOf(sentences: readonly Sentence[]): FeatureSet[] {
  return sentences.map((sentence) => {
    const found = wordFeaturesOf(sentence);
    cuesOf(sentence).forEach((count, cue) => {
      for (let many = 1; many <= count; many += 1) found.add(placeOf(`c ${cue} ${many}`));
    });
    return Int32Array.from(found);
  });
}

/** The sentences beside one, at most so many on each side, from `Math.max` to `Math.min` of the list. */
const around = (place: number, count: number, reach: number) => [Math.max(0, place - reach), Math.min(count - 1, place + reach)] as const;

/**
 * What a classifier sees of each sentence: its words and pairs of words, the words near it, the cues in it, near it and farther off, and
 * where in the episode it stands.
 */
export function featuresOf(sentences: readonly Sentence[]): FeatureSet[] {
  const cues = sentences.map(cuesOf);
  const lastEnd = sentences.length === 0 ? 0 : sentences[sentences.length - 1].end;
  const cuesWithin = (place: number, reach: number, cue: number) => {
    const [from, upTo] = around(place, sentences.length, reach);
    let sum = 0;
    for (let at = from; at <= upTo; at += 1) sum += cues[at][cue];
    return sum;
  };
  return sentences.map((sentence, place) => {
    const { start, end } = sentence;
    const found = wordFeaturesOf(sentence);
    const [from, upTo] = around(place, sentences.length, NEAR);
    for (let at = from; at <= upTo; at += 1) if (at !== place) for (const word of sentences[at].words) found.add(placeOf(`n ${word}`));
    CUES.forEach((_, cue) => {
      if (cues[place][cue] > 0) found.add(placeOf(`c ${cue}`));
      for (const reach of [NEAR, FAR]) {
        const sum = Math.min(4, cuesWithin(place, reach, cue));
        for (let many = 1; many <= sum; many += 1) found.add(placeOf(`c${reach} ${cue} ${many}`));
      }
    });
    const kinds = CUES.filter((_, cue) => cuesWithin(place, NEAR, cue) > 0).length;
    for (let many = 1; many <= kinds; many += 1) found.add(placeOf(`kinds ${many}`));
    found.add(placeOf(`from start ${bucketOf(start, START_BOUNDS)}`));
    found.add(placeOf(`to end ${bucketOf(lastEnd - end, END_BOUNDS)}`));
    return Int32Array.from(found);
  });
}
