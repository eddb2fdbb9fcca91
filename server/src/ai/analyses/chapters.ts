import type { Sentence } from '../adreads/sentences.ts';
import { isCommon, rarityOf, stemOf } from './background.ts';
import { keywordsOf } from './keywords.ts';

/** A stretch about one thing, in seconds. */
export interface Chapter {
  start: number;
  end: number;
  /** Words that are said in it and less elsewhere. */
  title: string;
}

/** Talk is compared in blocks of so many words, so many of them on each side of a place; chosen by `npm run bench -- analyses`. */
const [BLOCK_WORDS, BLOCKS_BESIDE] = [60, 12];
const SHORTEST_SECONDS = 240;
/** How far beyond the mean a change must stand out, in standard deviations. */
const THRESHOLD = 1.2;
const TITLE_PHRASES = 2;

interface Block {
  start: number;
  terms: Map<string, number>;
}

function blocksOf(sentences: readonly Sentence[]): Block[] {
  const blocks: Block[] = [];
  let words = Number.POSITIVE_INFINITY;
  for (const sentence of sentences) {
    if (words >= BLOCK_WORDS) {
      blocks.push({ start: sentence.start, terms: new Map() });
      words = 0;
    }
    const { terms } = blocks[blocks.length - 1];
    for (const word of sentence.words) {
      if (word === '#' || isCommon(word)) continue;
      const stem = stemOf(word);
      terms.set(stem, (terms.get(stem) ?? 0) + rarityOf(stem));
    }
    words += sentence.words.length;
  }
  return blocks;
}

function summed(blocks: readonly Block[]): Map<string, number> {
  const sum = new Map<string, number>();
  for (const { terms } of blocks) for (const [term, weight] of terms) sum.set(term, (sum.get(term) ?? 0) + weight);
  return sum;
}

const lengthOf = (terms: ReadonlyMap<string, number>) => Math.sqrt([...terms.values()].reduce((sum, weight) => sum + weight * weight, 0));

function cosine(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let product = 0;
  for (const [term, weight] of a) product += weight * (b.get(term) ?? 0);
  const lengths = lengthOf(a) * lengthOf(b);
  return lengths === 0 ? 0 : product / lengths;
}

/** Between any two blocks, how alike the talk before and after is. */
function likenessOf(blocks: readonly Block[]): number[] {
  return blocks.slice(1).map((_, place) => {
    const at = place + 1;
    return cosine(summed(blocks.slice(Math.max(0, at - BLOCKS_BESIDE), at)), summed(blocks.slice(at, at + BLOCKS_BESIDE)));
  });
}

/** How deep likeness falls at each place, against the nearest heights on both sides. */
function depthsOf(likeness: readonly number[]): number[] {
  return likeness.map((value, place) => {
    let [left, right] = [value, value];
    for (let at = place - 1; at >= 0 && likeness[at] >= left; at -= 1) left = likeness[at];
    for (let at = place + 1; at < likeness.length && likeness[at] >= right; at += 1) right = likeness[at];
    return left + right - 2 * value;
  });
}

/** When the talk turns to something else, in order: nowhere within four minutes of another turn, the beginning or the end. */
export function turnsOf(sentences: readonly Sentence[]): number[] {
  const blocks = blocksOf(sentences);
  const depths = depthsOf(likenessOf(blocks));
  const mean = depths.reduce((sum, depth) => sum + depth, 0) / Math.max(1, depths.length);
  const deviation = Math.sqrt(depths.reduce((sum, depth) => sum + (depth - mean) ** 2, 0) / Math.max(1, depths.length));
  const places = depths.map((depth, place) => ({ depth, start: blocks[place + 1].start })).sort((a, b) => b.depth - a.depth);
  const taken = [sentences.at(0)?.start ?? 0, sentences.at(-1)?.end ?? 0];
  const turns: number[] = [];
  for (const { depth, start } of places) {
    if (depth <= mean + THRESHOLD * deviation) break;
    if (taken.some((other) => Math.abs(other - start) < SHORTEST_SECONDS)) continue;
    taken.push(start);
    turns.push(start);
  }
  return turns.sort((a, b) => a - b);
}

/**
 * The chapters of an episode from its beginning to `end`, by where the words change that are spoken of (TextTiling, M. A. Hearst 1997),
 * each called by its most telling phrases. One chapter where nothing changes.
 */
export function chaptersOf(sentences: readonly Sentence[], end: number): Chapter[] {
  const turns = turnsOf(sentences);
  const starts = [0, ...turns];
  return starts.map((start, place) => {
    const until = starts[place + 1] ?? Math.max(end, start);
    const own = sentences.filter((sentence) => sentence.start >= start && sentence.start < until);
    const phrases = keywordsOf(own, TITLE_PHRASES).map(({ phrase }) => phrase);
    return { start, end: until, title: phrases.join(', ') };
  });
}
