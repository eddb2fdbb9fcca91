import type { Segment } from '../transcripts/segments.ts';
import { type BoundaryOptions, withBoundaries } from './boundaries.ts';
import { type AdSpan, decode, type DecoderOptions } from './decode.ts';
import { type FeatureSet, featuresOf, ownFeaturesOf } from './features.ts';
import { repeatedParts, runsOfSentences } from './repeats.ts';
import { type Sentence, sentencesOf } from './sentences.ts';
import { sponsorOf } from './sponsor.ts';
import { shippedBoundaryWeights, shippedWeights } from './weights.ts';

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
  /** Other episodes of the show, by which text that is played again is known. */
  others?: readonly (readonly Segment[])[];
}

/** Chosen by `npm run train:adreads`, which says on what. */
export const DECODER: DecoderOptions = { shift: 0.5, change: 10, most: 4 };
export const BOUNDARIES: BoundaryOptions = { shift: 0.5, pause: 3, repeated: 2 };
/** Asks of more than it finds: what somebody else is to look at. */
const PROPOSING: DecoderOptions = { shift: 2, change: 6, most: 4 };

/** The log-odds of each sentence being part of an ad. */
export function logOddsOf(features: readonly FeatureSet[], weights: Float64Array): Float64Array {
  return Float64Array.from(features, (own) => own.reduce((sum, feature) => sum + weights[feature], 0));
}

/** What a transcript's sentences say of ads: each with what is beside it, and which part of it is played again elsewhere. */
export interface ReadSentences {
  sentences: Sentence[];
  logOdds: Float64Array;
  repeated: Float64Array;
}

/** Reads a transcript for ads. */
export function readSentences(segments: readonly Segment[], others: readonly (readonly Segment[])[] = []): ReadSentences {
  const sentences = sentencesOf(segments);
  const runs = others.map((one) => runsOfSentences(sentencesOf(one)));
  return { sentences, logOdds: logOddsOf(featuresOf(sentences), shippedWeights()), repeated: repeatedParts(sentences, runs) };
}

/** Stretches in which there may be an ad, more of them than there are ads. */
export function proposedSpans({ sentences, logOdds }: ReadSentences): AdSpan[] {
  return decode(sentences, logOdds, PROPOSING);
}

/** The ads of a transcript that was read, in order. */
export function adReadsOf({ sentences, logOdds, repeated }: ReadSentences, sponsors: readonly string[] = []): AdRead[] {
  const own = { logOdds: logOddsOf(ownFeaturesOf(sentences), shippedBoundaryWeights()), repeated };
  return withBoundaries(decode(sentences, logOdds, DECODER), sentences, own, BOUNDARIES).map(({ start, end, confidence }) => {
    const said = sentences.filter((sentence) => sentence.start >= start && sentence.end <= end);
    return { start, end, sponsor: sponsorOf(said, sponsors), confidence };
  });
}

/**
 * The ads of a transcript, in order: sentences by logistic regression on hashed words and cues, then the likeliest course of ad and
 * programme, then where each begins and ends by its own sentences, silences and what is played again. Works without any key; what it
 * reaches on shows it was not trained on is in docs/benchmarks.md.
 */
export function findAdReads(segments: readonly Segment[], { sponsors, others }: AdReadOptions = {}): AdRead[] {
  return adReadsOf(readSentences(segments, others), sponsors);
}
