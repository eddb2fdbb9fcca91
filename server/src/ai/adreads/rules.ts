import type { Segment } from '../transcripts/segments.ts';
import { decode, type DecoderOptions } from './decode.ts';
import { type FeatureSet, featuresOf } from './features.ts';
import { sentencesOf } from './sentences.ts';
import { sponsorOf } from './sponsor.ts';
import { shippedWeights } from './weights.ts';

/** An ad in a transcript. */
export interface AdRead {
  /** Seconds. */
  start: number;
  end: number;
  /** Whom it is for, as far as its words tell. */
  sponsor: string | undefined;
  /** 0 to 1: the mean probability of its sentences. */
  confidence: number;
}

export interface AdReadOptions {
  /** Names to look for before any other, such as the tenant's advertisers. */
  sponsors?: readonly string[];
}

/** Chosen by `npm run train:adreads`, which says on what. */
export const DECODER: DecoderOptions = { shift: 0.5, change: 10, most: 4 };

/** The log-odds of each sentence being part of an ad. */
export function logOddsOf(features: readonly FeatureSet[], weights: Float64Array): Float64Array {
  return Float64Array.from(features, (own) => own.reduce((sum, feature) => sum + weights[feature], 0));
}

/**
 * The ads of a transcript, in order: sentences by logistic regression on hashed words and cues, then the likeliest course of ad and
 * programme. Works without any key; what it reaches on shows it was not trained on is in docs/benchmarks.md.
 */
export function findAdReads(segments: readonly Segment[], { sponsors }: AdReadOptions = {}): AdRead[] {
  const sentences = sentencesOf(segments);
  const logOdds = logOddsOf(featuresOf(sentences), shippedWeights());
  return decode(sentences, logOdds, DECODER).map(({ start, end, confidence }) => {
    const own = sentences.filter((sentence) => sentence.start >= start && sentence.end <= end);
    return { start, end, sponsor: sponsorOf(own, sponsors), confidence };
  });
}
