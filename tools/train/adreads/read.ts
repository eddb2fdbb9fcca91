import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FeatureSet, featuresOf, ownFeaturesOf } from '../../../server/src/ai/adreads/features.ts';
import { type Sentence, sentencesOf, wordsIn } from '../../../server/src/ai/adreads/sentences.ts';
import { type Segment, spokenSeconds } from '../../../server/src/ai/transcripts/segments.ts';
import type { Example } from './learn.ts';

export interface Span {
  start: number;
  end: number;
}

/** An episode whose ads people have checked. */
export interface CheckedEpisode {
  name: string;
  sentences: Sentence[];
  features: FeatureSet[];
  /** Of each sentence by itself. */
  own: FeatureSet[];
  truth: Span[];
}

/** The text of an ad that listeners handed in. */
export interface CommunityAd {
  words: string[];
  sentences: Sentence[];
  features: FeatureSet[];
  own: FeatureSet[];
}

/** Seconds of `[h:]mm:ss.ff`. */
const secondsOf = (clock: string) =>
  clock
    .trim()
    .split(':')
    .reduce((sum, part) => 60 * sum + Number(part), 0);

function spansOf(text: string): Span[] {
  const clocks = [...text.matchAll(/^(start|end):\s*([\d:.]+)/gm)];
  const starts = clocks.filter(([, word]) => word === 'start').map(([, , clock]) => secondsOf(clock));
  const ends = clocks.filter(([, word]) => word === 'end').map(([, , clock]) => secondsOf(clock));
  return starts.map((start, place) => ({ start, end: ends[place] }));
}

export function readEpisodes(folder: string): CheckedEpisode[] {
  return readdirSync(join(folder, 'episodes'))
    .toSorted()
    .map((name) => {
      const place = join(folder, 'episodes', name);
      const sentences = sentencesOf(JSON.parse(readFileSync(join(place, 'segments.json'), 'utf8')) as Segment[]);
      const truth = spansOf(readFileSync(join(place, 'truth.txt'), 'utf8'));
      return { name, sentences, features: featuresOf(sentences), own: ownFeaturesOf(sentences), truth };
    });
}

export function readCommunity(folder: string): CommunityAd[] {
  return readdirSync(join(folder, 'community'))
    .toSorted()
    .flatMap((name) => {
      const { text_template: text } = JSON.parse(readFileSync(join(folder, 'community', name), 'utf8')) as { text_template?: string };
      if (text === undefined) return [];
      // In the middle of an episode, so that its place says nothing.
      const sentences = sentencesOf([{ start: 1_000, end: 1_000 + spokenSeconds(text), text }]);
      const features = featuresOf([...sentences, { start: 9_000, end: 9_001, text: '', words: [] }]).slice(0, sentences.length);
      return [{ words: wordsIn(text), sentences, features, own: ownFeaturesOf(sentences) }];
    });
}

/** Which of its features an example is made of. */
export type Sight = 'features' | 'own';

export function examplesOf({ sentences, truth, ...seen }: CheckedEpisode, sight: Sight): Example[] {
  return sentences.map(({ start, end }, place) => {
    const middle = (start + end) / 2;
    return { features: seen[sight][place], isAd: truth.some((span) => middle >= span.start && middle <= span.end) };
  });
}

const RUN = 6;

/** Runs of six words, by which a text that stands in an episode is known. */
function runsOf(words: readonly string[]): Set<string> {
  return new Set(words.slice(RUN - 1).map((_, place) => words.slice(place, place + RUN).join(' ')));
}

/** The ads that share no run of six words with an episode. */
export function unrelated(ads: readonly CommunityAd[], { sentences }: CheckedEpisode): CommunityAd[] {
  const known = runsOf(sentences.flatMap(({ words }) => words));
  return ads.filter(({ words }) => [...runsOf(words)].every((run) => !known.has(run)));
}
