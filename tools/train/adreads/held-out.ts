import { type BoundaryOptions, withBoundaries } from '../../../server/src/ai/adreads/boundaries.ts';
import { decode, type DecoderOptions } from '../../../server/src/ai/adreads/decode.ts';
import { repeatedParts } from '../../../server/src/ai/adreads/repeats.ts';
import { logOddsOf } from '../../../server/src/ai/adreads/rules.ts';
import { type Example, learn, type LearnOptions } from './learn.ts';
import { type Agreement, agreementOf, fScore } from './measure.ts';
import { type CheckedEpisode, type CommunityAd, examplesOf, type Sight, unrelated } from './read.ts';

/** The options in use; other orders of the examples move the figures by a few hundredths. */
export const LEARNING: LearnOptions = { rounds: 8, rate: 0.05, decay: 1e-4, seed: 1, orders: 5 };

const GRID: readonly DecoderOptions[] = [-0.5, 0, 0.5, 1].flatMap((shift) =>
  [6, 8, 10].flatMap((change) => [2, 3, 4].map((most) => ({ shift, change, most }))),
);
const BOUNDARY_GRID: readonly BoundaryOptions[] = [0.5, 1].flatMap((shift) =>
  [1, 2, 3].flatMap((pause) => [1, 2, 3].map((repeated) => ({ shift, pause, repeated }))),
);
/** What a second is worth by which boundaries are off in the mean, when their options are compared. */
const COST_OF_SECOND = 0.01;
/** What an ad found in an episode without any costs when decoders are compared. */
const COST_OF_INVENTED = 0.05;

export function examplesFrom(episodes: readonly CheckedEpisode[], ads: readonly CommunityAd[], sight: Sight): Example[] {
  return [
    ...episodes.flatMap((one) => examplesOf(one, sight)),
    ...ads.flatMap((ad) => ad[sight].map((features) => ({ features, isAd: true }))),
  ];
}

/** How an episode comes out when nothing of its show, nor any ad that stands in it, was learned from. */
export interface HeldOut {
  episode: CheckedEpisode;
  logOdds: Float64Array;
  /** Of each sentence by itself, and which part of it is played again in the episode; other episodes of the show there are none. */
  own: { logOdds: Float64Array; repeated: Float64Array };
}

export function holdOut(episodes: readonly CheckedEpisode[], ads: readonly CommunityAd[], onDone: (name: string) => void): HeldOut[] {
  return episodes.map((episode) => {
    const others = episodes.filter((other) => other !== episode);
    const learned = (sight: Sight) => logOddsOf(episode[sight], learn(examplesFrom(others, unrelated(ads, episode), sight), LEARNING));
    const own = { logOdds: learned('own'), repeated: repeatedParts(episode.sentences, []) };
    onDone(episode.name);
    return { episode, logOdds: learned('features'), own };
  });
}

/** How a decoder finds the ads of an episode, and where they begin and end by these options, or as found where there are none. */
export function agreementWith({ episode, logOdds, own }: HeldOut, decoder: DecoderOptions, boundaries?: BoundaryOptions): Agreement {
  const found = decode(episode.sentences, logOdds, decoder);
  return agreementOf(boundaries === undefined ? found : withBoundaries(found, episode.sentences, own, boundaries), episode.truth);
}

function worthOf(all: readonly Agreement[]): number {
  const withAds = all.filter(({ truth }) => truth > 0);
  const invented = all.filter(({ truth }) => truth === 0).reduce((sum, { found }) => sum + found, 0);
  return withAds.reduce((sum, agreement) => sum + fScore(agreement, 0.5), 0) / withAds.length - COST_OF_INVENTED * invented;
}

function best<Options>(grid: readonly Options[], worth: (options: Options) => number): Options {
  const worths = grid.map(worth);
  return grid[worths.indexOf(Math.max(...worths))];
}

/** The decoder that serves these episodes best. */
export function bestDecoder(held: readonly HeldOut[]): DecoderOptions {
  return best(GRID, (decoder) => worthOf(held.map((one) => agreementWith(one, decoder))));
}

/** The options of boundaries that serve these episodes best with a decoder. */
export function bestBoundaries(held: readonly HeldOut[], decoder: DecoderOptions): BoundaryOptions {
  return best(BOUNDARY_GRID, (boundaries) => {
    const all = held.map((one) => agreementWith(one, decoder, boundaries));
    const off = all.flatMap(({ startOff, endOff }) => [...startOff, ...endOff]);
    return worthOf(all) - (COST_OF_SECOND * off.reduce((sum, seconds) => sum + seconds, 0)) / Math.max(1, off.length);
  });
}
