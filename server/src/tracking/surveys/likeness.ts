import type { Candidate } from './schema.ts';

/** From so high a score on a person is asked whether an answer means a show. */
export const ASKS_FROM = 0.55;
/** Letters that changed places cost trigrams much, and Jaro–Winkler little: typing errors are what there is most of. */
const TRIGRAM_PART = 0.35;
const OTHER_LENGTH = 0.9;
const MOST_CANDIDATES = 5;
/** Of an answer, and of a name, so many words are compared, and of each run of them so many characters. */
const MOST_WORDS = 16;
const LONGEST_TEXT = 100;
/** Shows that share most trigrams with an answer, of all shows; only these are compared letter by letter. */
const MOST_COMPARED = 20;
const LEAST_SHARED = 0.15;

/** A show as answers are compared with it. */
export interface NamedShow {
  key: string;
  name: string;
}

interface IndexedShow extends NamedShow {
  words: readonly string[];
  /** How many trigrams it is found by. */
  marks: number;
}

/** Shows made ready once for all answers that are compared with them. */
export interface ShowIndex {
  shows: IndexedShow[];
  byTrigram: Map<string, number[]>;
  /** What comparing has cost so far: looks at shows that share a trigram, and comparisons of two texts. */
  work: { looks: number; comparisons: number };
}

/** An index without shows. */
export function createShowIndex(): ShowIndex {
  return { shows: [], byTrigram: new Map<string, number[]>(), work: { looks: 0, comparisons: 0 } };
}

function addTrigrams(text: string, to: Set<string>): Set<string> {
  const padded = `  ${text} `;
  for (let place = 0; place + 3 <= padded.length; place++) to.add(padded.slice(place, place + 3));
  return to;
}

/** What words are found by: the trigrams of each, and of all written together. */
function marksOf(words: readonly string[]): Set<string> {
  const marks = addTrigrams(words.join(''), new Set<string>());
  for (const word of words) addTrigrams(word, marks);
  return marks;
}

/** Makes a show, whose name has these words, known to an index. */
export function addShow({ shows, byTrigram }: ShowIndex, show: NamedShow, nameWords: readonly string[]): void {
  const words = nameWords.slice(0, MOST_WORDS);
  if (words.length === 0) return;
  const marks = marksOf(words);
  for (const mark of marks) {
    const known = byTrigram.get(mark);
    if (known) known.push(shows.length);
    else byTrigram.set(mark, [shows.length]);
  }
  shows.push({ ...show, words, marks: marks.size });
}

/** The shows that share most trigrams with these words, by part of their own, at most 20. */
function shortlistOf({ shows, byTrigram, work }: ShowIndex, words: readonly string[]): IndexedShow[] {
  const shared = new Map<number, number>();
  for (const mark of marksOf(words)) {
    const places = byTrigram.get(mark) ?? [];
    work.looks += places.length;
    for (const place of places) shared.set(place, (shared.get(place) ?? 0) + 1);
  }
  return [...shared]
    .map(([place, count]) => ({ show: shows[place], part: count / shows[place].marks }))
    .filter(({ part }) => part >= LEAST_SHARED)
    .sort((a, b) => b.part - a.part || (a.show.key < b.show.key ? -1 : 1))
    .slice(0, MOST_COMPARED)
    .map(({ show }) => show);
}

/** Shared trigrams of all (Dice): 1 for equal texts, 0 for those that share none. Source: L. R. Dice (1945), Ecology 26, 297–302. */
function trigramLikeness(a: string, b: string): number {
  const [own, other] = [addTrigrams(a, new Set()), addTrigrams(b, new Set())];
  const both = [...own].filter((trigram) => other.has(trigram)).length;
  return (2 * both) / (own.size + other.size);
}

function jaro(a: string, b: string): number {
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = new Set<number>();
  const matched: number[] = [];
  for (let place = 0; place < a.length; place++) {
    const to = Math.min(b.length - 1, place + reach);
    for (let other = Math.max(0, place - reach); other <= to; other++) {
      if (taken.has(other) || a[place] !== b[other]) continue;
      taken.add(other);
      matched.push(place);
      break;
    }
  }
  if (matched.length === 0) return 0;
  const inOther = [...taken].sort((x, y) => x - y);
  const crossed = matched.filter((place, order) => a[place] !== b[inOther[order]]).length / 2;
  return (matched.length / a.length + matched.length / b.length + (matched.length - crossed) / matched.length) / 3;
}

/** Likeness of two texts, 0 to 1, more where they begin alike. Source: W. E. Winkler (1990), Proc. Survey Research Methods, 354–359. */
function jaroWinkler(a: string, b: string): number {
  const plain = jaro(a, b);
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix += 1;
  return plain + prefix * 0.1 * (1 - plain);
}

/**
 * How well an answer's words tell of a show's name, 0 to 1: of all runs of words as long as the name, one word more or fewer, the
 * likeliest; equal words are 1, likeness is a weighted mean of trigrams and Jaro–Winkler.
 */
function likenessOf(words: readonly string[], name: readonly string[], work: ShowIndex['work']): number {
  let best = 0;
  for (const length of [name.length, name.length - 1, name.length + 1]) {
    // Words that are written together, or apart, are the same words; a word too few or too many is not.
    const [joint, weight] = length === name.length ? [' ', 1] : ['', OTHER_LENGTH];
    const wanted = name.join(joint).slice(0, LONGEST_TEXT);
    for (let from = 0; length > 0 && from + length <= words.length; from++) {
      const run = words
        .slice(from, from + length)
        .join(joint)
        .slice(0, LONGEST_TEXT);
      if (run === wanted) return 1;
      work.comparisons += 1;
      best = Math.max(best, weight * (TRIGRAM_PART * trigramLikeness(run, wanted) + (1 - TRIGRAM_PART) * jaroWinkler(run, wanted)));
    }
  }
  return best;
}

/** The shows that these words may mean, likeliest first, ties by key. What it costs grows little with the number of shows. */
export function likestShows(allWords: readonly string[], index: ShowIndex): Candidate[] {
  const words = allWords.slice(0, MOST_WORDS);
  return shortlistOf(index, words)
    .map(({ key, name, words: own }) => ({ show: key, name, score: Math.round(likenessOf(words, own, index.work) * 1_000) / 1_000 }))
    .filter(({ score }) => score >= ASKS_FROM)
    .sort((a, b) => b.score - a.score || (a.show < b.show ? -1 : 1))
    .slice(0, MOST_CANDIDATES);
}
