import type { Sentence } from '../adreads/sentences.ts';
import { isCommon, rarityOf, stemOf } from './background.ts';

/** A word or phrase that tells what an episode is about. */
export interface Keyword {
  phrase: string;
  count: number;
  /** When it is said first, in seconds. */
  start: number;
}

const MOST_WORDS = 3;
const FEWEST_TIMES = 2;
const DEFAULT_MOST = 15;
/** A name is telling whatever the words it is made of. */
const NAME_BONUS = 1.5;
/** A phrase that is said this often as part of a longer one is told by that. */
const NESTED_SHARE = 0.6;
const TOKEN = /[\p{L}\p{N}][\p{L}\p{N}'’-]*|[^\s\p{L}\p{N}]/gu;
/** What nouns do not end in, as a rule. */
const NO_NOUN = /(?:ly|ing|ed|n['’]t|['’](?:re|ve|ll|d|m))$/;

interface Token {
  text: string;
  word: string;
  isName: boolean;
}

interface Candidate {
  spellings: Map<string, number>;
  stems: string[];
  count: number;
  named: number;
  start: number;
}

/** Runs of words that may be a name or a term: none of them common, broken where others or punctuation stand between. */
function* runsIn({ text }: Sentence): Generator<Token[]> {
  let run: Token[] = [];
  let isFirst = true;
  for (const [piece] of text.matchAll(TOKEN)) {
    const word = piece.toLowerCase().replaceAll('’', "'");
    const isTerm = /^\p{L}/u.test(piece) && !isCommon(word.replace(/'s$/, ''));
    if (isTerm) run.push({ text: piece.replace(/['’]s$/, ''), word, isName: !isFirst && /^\p{Lu}/u.test(piece) });
    else if (run.length > 0) {
      yield run;
      run = [];
    }
    isFirst = false;
  }
  if (run.length > 0) yield run;
}

const isNounLike = (token: Token) => token.isName || !NO_NOUN.test(token.word);

function add(candidates: Map<string, Candidate>, tokens: readonly Token[], start: number): void {
  const stems = tokens.map(({ word }) => stemOf(word));
  const key = stems.join(' ');
  const found = candidates.get(key) ?? { spellings: new Map<string, number>(), stems, count: 0, named: 0, start };
  const spelling = tokens.map((token) => (token.isName ? token.text : token.text.toLowerCase())).join(' ');
  found.spellings.set(spelling, (found.spellings.get(spelling) ?? 0) + 1);
  found.count += 1;
  if (tokens.every(({ isName }) => isName)) found.named += 1;
  candidates.set(key, found);
}

function candidatesIn(sentences: readonly Sentence[]): Candidate[] {
  const candidates = new Map<string, Candidate>();
  for (const sentence of sentences) {
    for (const run of runsIn(sentence)) {
      for (let from = 0; from < run.length; from += 1) {
        for (let length = 1; length <= MOST_WORDS && from + length <= run.length; length += 1) {
          const tokens = run.slice(from, from + length);
          if (isNounLike(tokens[length - 1])) add(candidates, tokens, sentence.start);
        }
      }
    }
  }
  return [...candidates.values()].filter(({ count }) => count >= FEWEST_TIMES);
}

/** Tf-idf of a phrase: how often it is said, by how telling its words are, by how many they are. */
function scoreOf({ stems, count, named }: Candidate): number {
  const rarity = stems.reduce((sum, stem) => sum + rarityOf(stem), 0) / stems.length;
  return count * rarity * (1 + (stems.length - 1) / 2) * (named > count / 2 ? NAME_BONUS : 1);
}

const contains = (longer: readonly string[], shorter: readonly string[]) => ` ${longer.join(' ')} `.includes(` ${shorter.join(' ')} `);

/** The most frequent spelling, the first of several. */
function spellingOf({ spellings }: Candidate): string {
  return [...spellings].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}

/**
 * What sentences are about, the most telling first: words and phrases that are said at least twice and are no verbs or adverbs as far as
 * their endings tell, by tf-idf against talk of other shows. Of phrases within each other one is kept.
 */
export function keywordsOf(sentences: readonly Sentence[], most = DEFAULT_MOST): Keyword[] {
  const ranked = candidatesIn(sentences)
    .map((candidate) => ({ candidate, score: scoreOf(candidate) }))
    .sort((a, b) => b.score - a.score || a.candidate.start - b.candidate.start);
  const chosen: Candidate[] = [];
  for (const { candidate } of ranked) {
    if (chosen.length >= most) break;
    const isTold = chosen.some(
      (one) =>
        contains(candidate.stems, one.stems) || (contains(one.stems, candidate.stems) && one.count >= NESTED_SHARE * candidate.count),
    );
    if (!isTold) chosen.push(candidate);
  }
  return chosen.map((one) => ({ phrase: spellingOf(one), count: one.count, start: one.start }));
}
