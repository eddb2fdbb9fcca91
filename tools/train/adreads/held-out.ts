import { decode, type DecoderOptions } from '../../../server/src/ai/adreads/decode.ts';
import { logOddsOf } from '../../../server/src/ai/adreads/rules.ts';
import { type Example, learn, type LearnOptions } from './learn.ts';
import { type Agreement, agreementOf, fScore } from './measure.ts';
import { type CheckedEpisode, type CommunityAd, examplesOf, unrelated } from './read.ts';

/** The options in use; other orders of the examples move the figures by a few hundredths. */
export const LEARNING: LearnOptions = { rounds: 8, rate: 0.05, decay: 1e-4, seed: 1, orders: 5 };

const GRID: readonly DecoderOptions[] = [-0.5, 0, 0.5, 1].flatMap((shift) =>
  [6, 8, 10].flatMap((change) => [2, 3, 4].map((most) => ({ shift, change, most }))),
);
/** What an ad found in an episode without any costs when decoders are compared. */
const COST_OF_INVENTED = 0.05;

export function examplesFrom(episodes: readonly CheckedEpisode[], ads: readonly CommunityAd[]): Example[] {
  return [...episodes.flatMap(examplesOf), ...ads.flatMap(({ features }) => features.map((own) => ({ features: own, isAd: true })))];
}

/** How an episode comes out when nothing of its show, nor any ad that stands in it, was learned from. */
export interface HeldOut {
  episode: CheckedEpisode;
  logOdds: Float64Array;
}

export function holdOut(episodes: readonly CheckedEpisode[], ads: readonly CommunityAd[], onDone: (name: string) => void): HeldOut[] {
  return episodes.map((episode) => {
    const others = episodes.filter((other) => other !== episode);
    const logOdds = logOddsOf(episode.features, learn(examplesFrom(others, unrelated(ads, episode)), LEARNING));
    onDone(episode.name);
    return { episode, logOdds };
  });
}

export function agreementWith({ episode, logOdds }: HeldOut, decoder: DecoderOptions): Agreement {
  return agreementOf(decode(episode.sentences, logOdds, decoder), episode.truth);
}

function worthOf(held: readonly HeldOut[], decoder: DecoderOptions): number {
  const all = held.map((one) => agreementWith(one, decoder));
  const withAds = all.filter(({ truth }) => truth > 0);
  const invented = all.filter(({ truth }) => truth === 0).reduce((sum, { found }) => sum + found, 0);
  return withAds.reduce((sum, agreement) => sum + fScore(agreement, 0.5), 0) / withAds.length - COST_OF_INVENTED * invented;
}

/** The decoder that serves these episodes best. */
export function bestDecoder(held: readonly HeldOut[]): DecoderOptions {
  return GRID.reduce((best, one) => (worthOf(held, one) > worthOf(held, best) ? one : best));
}
