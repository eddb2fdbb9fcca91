import type { Sentence } from './sentences.ts';

/** So many words in a row are the same text; fewer are a turn of phrase. */
const RUN = 8;
/** The same run of an episode counts as repeated only from this far on: within it a speaker repeats himself. */
const APART_SECONDS = 60;

/** Runs of eight words, each as a number of 32 bits (FNV-1a over the words' own). */
function runsOf(words: readonly string[]): Uint32Array {
  const hashes = words.map((word) => {
    let hash = 0x811c9dc5;
    for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
    return hash;
  });
  return Uint32Array.from({ length: Math.max(0, words.length - RUN + 1) }, (_, from) => {
    let hash = 0x811c9dc5;
    for (let at = from; at < from + RUN; at += 1) hash = Math.imul(hash ^ hashes[at], 0x01000193);
    return hash >>> 0;
  });
}

/** The runs of words of an episode, by which its text is known again in another one. */
export function runsOfSentences(sentences: readonly Sentence[]): Uint32Array {
  return runsOf(sentences.flatMap(({ words }) => words));
}

/**
 * Which part of each sentence, 0 to 1, is said word for word in another episode of the show, or in this one more than a minute apart. Ads
 * that are played again are, and so are the show's own beginnings and endings.
 */
export function repeatedParts(sentences: readonly Sentence[], others: readonly Uint32Array[]): Float64Array {
  const known = new Set<number>();
  for (const runs of others) for (const run of runs) known.add(run);
  const owners = sentences.flatMap(({ words }, place) => words.map(() => place));
  const runs = runsOfSentences(sentences);
  const times = new Map<number, { first: number; last: number }>();
  runs.forEach((run, at) => {
    const { start } = sentences[owners[at]];
    times.set(run, { first: times.get(run)?.first ?? start, last: start });
  });
  const isRepeated = new Uint8Array(owners.length);
  runs.forEach((run, at) => {
    const { first, last } = times.get(run) ?? { first: 0, last: 0 };
    if (known.has(run) || last - first >= APART_SECONDS) isRepeated.fill(1, at, at + RUN);
  });
  const counts = new Uint32Array(sentences.length);
  owners.forEach((place, at) => {
    counts[place] += isRepeated[at];
  });
  return Float64Array.from(counts, (count, place) => count / Math.max(1, sentences[place].words.length));
}
