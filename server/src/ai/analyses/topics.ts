import type { Sentence } from '../adreads/sentences.ts';
import { rarityOf, stemOf } from './background.ts';
import { APPLE_TOPICS, TOPIC_LINES } from './topic-words.ts';

/** A category of the IAB Content Taxonomy 3.1 that a programme speaks of. */
export interface Topic {
  id: string;
  name: string;
  /** The id of the category above; null of the first tier. */
  parentId: string | null;
  /** 0 to 1: which part of the programme speaks of it, as far as the words tell. */
  share: number;
  certainty: 'likely' | 'unsure';
  /** The words that spoke for it most. */
  words: string[];
  /** Seconds, where it is spoken of first. */
  start: number;
}

interface Category {
  id: string;
  name: string;
  parentId: string | null;
  words: ReadonlySet<string>;
}

const PIECE_WORDS = 200;
const FEWEST_PIECE_WORDS = 30;
/** Of talk about a category, this part is words of its list. */
const LISTED_PART = 0.02;
/** The most that a single word may weigh, in natural logs: a word that is said once is often said again. */
const MOST_WEIGHT = 3;
/** The most that the same word counts in a piece. */
const MOST_TIMES = 3;
/** Most pieces speak of nothing on our lists. */
const NOTHING_PRIOR = 1;
/** What the category of the show is worth: as much as one telling word. */
const SHOW_PRIOR = 4;
const [SMALLEST_SHARE, LIKELY_SHARE, LIKELY_WORDS, LIKELY_PIECES] = [0.08, 0.2, 5, 3];
const [MOST_TOPICS, MOST_WORDS] = [6, 8];
/** A common word of talk is said about so often in a piece of three minutes, the background's. */
const BACKGROUND_WORDS = 450;

const termOf = (word: string) => word.split('_').map(stemOf).join(' ');
const own = TOPIC_LINES.map(([id, parentId, name, words]) => ({ id, parentId, name, words: words.split(' ').map(termOf) }));

/** Of the first tier with the words of those below it, of the second each with its own. */
const CATEGORIES: readonly Category[] = own.map((one) => {
  const below = own.filter(({ parentId }) => parentId === one.id).flatMap(({ words }) => words);
  return { ...one, words: new Set([...one.words, ...below]) };
});
const FIRST_TIER = CATEGORIES.filter(({ parentId }) => parentId === null);
const BY_ID = new Map(CATEGORIES.map((one) => [one.id, one]));
const KNOWN_TERMS = new Set(CATEGORIES.flatMap(({ words }) => [...words]));

interface Piece {
  start: number;
  length: number;
  counts: Map<string, number>;
}

/** Stretches of at least 200 words with how often each word of our lists is said in them. */
function piecesOf(sentences: readonly Sentence[]): Piece[] {
  const pieces: Piece[] = [];
  for (const { words, start } of sentences) {
    let piece = pieces.at(-1);
    if (piece === undefined || piece.length >= PIECE_WORDS) pieces.push((piece = { start, length: 0, counts: new Map() }));
    piece.length += words.length;
    const stems = words.map(stemOf);
    for (let at = 0; at < stems.length; at += 1) {
      for (const term of [stems[at], `${stems[at]} ${stems[at + 1] ?? ''}`])
        if (KNOWN_TERMS.has(term)) piece.counts.set(term, (piece.counts.get(term) ?? 0) + 1);
    }
  }
  return pieces.filter(({ length }) => length >= FEWEST_PIECE_WORDS);
}

/** A word on a list tells something, however common it is in the ten shows that the background was counted in. */
const COMMONEST = 0.03;

/** How often a word is one of any talk: from in which share of three-minute pieces it is said, if it comes as by chance. */
function anyTalk(term: string): number {
  const rarest = Math.min(...term.split(' ').map((word) => Math.exp(-rarityOf(word))));
  return -Math.log(1 - Math.min(COMMONEST, rarest)) / BACKGROUND_WORDS;
}

/** The log of how much likelier a word is in talk about a category than in any talk. */
function weightOf(term: string, { words }: Category): number {
  const [any, listed] = [anyTalk(term), LISTED_PART / words.size];
  return Math.min(MOST_WEIGHT, Math.log((listed + (1 - LISTED_PART) * any) / any));
}

const WEIGHTS = new Map(CATEGORIES.map((one) => [one.id, new Map([...one.words].map((term) => [term, weightOf(term, one)]))]));

/** The log-odds of a piece for a category against any talk: naive Bayes, each word by itself. */
function logOddsOf({ counts, length }: Piece, { id }: Category): number {
  const weights = WEIGHTS.get(id);
  let [sum, listed] = [0, 0];
  for (const [term, count] of counts) {
    const weight = weights?.get(term);
    if (weight === undefined) continue;
    const times = Math.min(MOST_TIMES, count);
    sum += times * weight;
    listed += times;
  }
  return sum + (length - listed) * Math.log(1 - LISTED_PART);
}

/** Which part of a piece belongs to each of these categories; what is left belongs to none. */
function partsOf(piece: Piece, among: readonly Category[], priors: ReadonlyMap<string, number>): number[] {
  const odds = among.map((one) => ((priors.get(one.id) ?? 1) / among.length) * Math.exp(Math.min(500, logOddsOf(piece, one))));
  const all = odds.reduce((sum, one) => sum + one, NOTHING_PRIOR);
  return odds.map((one) => one / all);
}

/** What a show's categories, as Apple Podcasts names them, say of its episodes before a word is said. */
function priorsOf(appleCategories: readonly string[]): Map<string, number> {
  const priors = new Map<string, number>();
  for (const name of appleCategories) {
    const category = BY_ID.get(APPLE_TOPICS[name.trim().toLowerCase()] ?? '');
    if (category === undefined) continue;
    priors.set(category.id, SHOW_PRIOR);
    if (category.parentId !== null) priors.set(category.parentId, SHOW_PRIOR);
  }
  return priors;
}

/** What one category comes to over all pieces, each with the part that belongs to it. */
function topicOf(category: Category, pieces: readonly Piece[], parts: readonly number[]): Topic {
  const all = pieces.reduce((sum, { length }) => sum + length, 0);
  const share = parts.reduce((sum, part, place) => sum + part * pieces[place].length, 0) / all;
  const mostly = pieces.filter((_, place) => parts[place] >= 0.5);
  const weights = WEIGHTS.get(category.id);
  const worth = new Map<string, number>();
  pieces.forEach(({ counts }, place) => {
    for (const [term, count] of counts) worth.set(term, (worth.get(term) ?? 0) + count * parts[place] * (weights?.get(term) ?? 0));
  });
  const telling = [...worth].filter(([, sum]) => sum >= 1).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const isLikely = share >= LIKELY_SHARE && telling.length >= LIKELY_WORDS && mostly.length >= LIKELY_PIECES;
  const words = telling.slice(0, MOST_WORDS).map(([term]) => term);
  const { id, name, parentId } = category;
  return { id, name, parentId, share, certainty: isLikely ? 'likely' : 'unsure', words, start: (mostly.at(0) ?? pieces[0]).start };
}

/**
 * The categories of the IAB Content Taxonomy 3.1 that sentences speak of, those spoken of most first and each of the second tier after its
 * own: by naive Bayes over pieces of 200 words, each against talk of any kind, with our lists of words. The show's categories count as one
 * telling word. Lists know words and not what is meant, so a category with little or scattered talk is "unsure".
 */
export function topicsOf(sentences: readonly Sentence[], appleCategories: readonly string[] = []): Topic[] {
  const pieces = piecesOf(sentences);
  if (pieces.length === 0) return [];
  const priors = priorsOf(appleCategories);
  const firstParts = pieces.map((piece) => partsOf(piece, FIRST_TIER, priors));
  const first = FIRST_TIER.map((category, at) => {
    const parts = firstParts.map((one) => one[at]);
    return { parts, topic: topicOf(category, pieces, parts) };
  });
  const isShown = ({ share }: Topic) => share >= SMALLEST_SHARE;
  const byShare = (a: Topic, b: Topic) => b.share - a.share || (a.id < b.id ? -1 : 1);
  return first
    .filter(({ topic }) => isShown(topic))
    .sort((a, b) => byShare(a.topic, b.topic))
    .slice(0, MOST_TOPICS)
    .flatMap(({ topic, parts }) => {
      const children = CATEGORIES.filter(({ parentId }) => parentId === topic.id);
      const within = pieces.map((piece, place) => partsOf(piece, children, priors).map((part) => part * parts[place]));
      const below = children.map((child, at) =>
        topicOf(
          child,
          pieces,
          within.map((one) => one[at]),
        ),
      );
      return [topic, ...below.filter(isShown).sort(byShare)];
    });
}
