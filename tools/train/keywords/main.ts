import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CheckedEpisode, readEpisodes } from '../adreads/read.ts';

const BACKGROUND = fileURLToPath(new URL('../../../server/src/ai/analyses/background.json', import.meta.url));
const NOTICE =
  'Counted in transcripts of MinusPod (github ttlequals0/MinusPod), Copyright (c) 2025 Hemant Kumar, MIT licence: in how many pieces of ' +
  'three minutes, without ads, a word was said. Holds single words alone.';
const PIECE_SECONDS = 180;
/** A word of fewer pieces is as telling as one that was never said, and may be a name. */
const FEWEST = 3;
const FEWEST_EPISODES = 2;

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: npm run train:keywords -- FOLDER   (a folder with episodes/)');

/** The distinct words of each piece of an episode, without its ads. */
function piecesOf({ sentences, truth }: CheckedEpisode): Set<string>[] {
  const pieces = new Map<number, Set<string>>();
  for (const { start, end, words } of sentences) {
    const middle = (start + end) / 2;
    if (truth.some((ad) => middle >= ad.start && middle <= ad.end)) continue;
    const piece = Math.floor(start / PIECE_SECONDS);
    const said = pieces.get(piece) ?? new Set();
    for (const word of words) said.add(word);
    pieces.set(piece, said);
  }
  return [...pieces.values()];
}

const episodes = readEpisodes(resolve(process.env.INIT_CWD ?? process.cwd(), folder)).map(piecesOf);
const pieces = episodes.flat();
const counted = new Map<string, number>();
for (const said of pieces) for (const word of said) counted.set(word, (counted.get(word) ?? 0) + 1);
const isInSeveral = (word: string) => episodes.filter((own) => own.some((said) => said.has(word))).length >= FEWEST_EPISODES;
const kept = [...counted].filter(([word, count]) => count >= FEWEST && /^[\p{L}'’-]+$/u.test(word) && isInSeveral(word));
const words = Object.fromEntries(kept.toSorted(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(BACKGROUND, `${JSON.stringify({ notice: NOTICE, pieces: pieces.length, words })}\n`);
process.stdout.write(`${pieces.length} pieces of ${episodes.length} episodes counted, ${kept.length} words kept; ${BACKGROUND} written\n`);
