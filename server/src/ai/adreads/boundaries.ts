import type { AdSpan } from './decode.ts';
import type { Sentence } from './sentences.ts';

/** How the beginning and the end of an ad are set right. */
export interface BoundaryOptions {
  /** Added to each sentence's own log-odds. */
  shift: number;
  /** What a silence before the first sentence, or after the last one, is worth. */
  pause: number;
  /** What a sentence is worth that is played again, as ads are. */
  repeated: number;
}

/** What is known of each sentence: the log-odds by itself alone, and which part of it is played again elsewhere. */
export interface BoundaryEvidence {
  logOdds: Float64Array;
  repeated: Float64Array;
}

/** Ads begin and end within so many sentences of where they were found, or inside. */
const REACH = 4;
const MOST = 4;
/** A silence of this length is heard as a break. */
const PAUSE_SECONDS = 0.8;
/** What is shorter than this is no ad. */
const SHORTEST_SECONDS = 7;

/**
 * Ads with their beginnings and ends where their own sentences tell: the stretch within reach whose sentences weigh most, each by itself,
 * with what silences and played-again text say. What surrounds a sentence finds ads and blurs where they begin, so only the sentence's own
 * words count here. In time that grows with the number of sentences.
 */
export function withBoundaries(
  spans: readonly AdSpan[],
  sentences: readonly Sentence[],
  { logOdds, repeated }: BoundaryEvidence,
  { shift, pause, repeated: worth }: BoundaryOptions,
): AdSpan[] {
  const isIn = ({ start, end }: Sentence, span: AdSpan) => (start + end) / 2 >= span.start && (start + end) / 2 <= span.end;
  const programme = repeated.filter((_, place) => !spans.some((span) => isIn(sentences[place], span)));
  // A show in which everything is said again says nothing by it.
  const usual = programme.reduce((sum, part) => sum + part, 0) / Math.max(1, programme.length);
  const weightOf = (place: number) =>
    Math.max(-MOST, Math.min(MOST, logOdds[place] + shift)) + worth * Math.max(0, repeated[place] - usual);
  const isBreak = (before: number) =>
    before < 0 || before + 1 >= sentences.length || sentences[before + 1].start - sentences[before].end >= PAUSE_SECONDS;
  return spans.flatMap((span) => {
    const first = sentences.findIndex((sentence) => isIn(sentence, span));
    const last = sentences.findLastIndex((sentence) => isIn(sentence, span));
    if (first < 0) return [span];
    const [from, upTo] = [Math.max(0, first - REACH), Math.min(sentences.length - 1, last + REACH)];
    let best = { sum: Number.NEGATIVE_INFINITY, first, last };
    let [open, openedAt] = [Number.NEGATIVE_INFINITY, from];
    for (let place = from; place <= upTo; place += 1) {
      const opening = isBreak(place - 1) ? pause : 0;
      if (opening > open) [open, openedAt] = [opening, place];
      open += weightOf(place);
      const sum = open + (isBreak(place) ? pause : 0);
      if (sum > best.sum) best = { sum, first: openedAt, last: place };
    }
    const [start, end] = [sentences[best.first].start, sentences[best.last].end];
    return end - start < SHORTEST_SECONDS ? [] : [{ ...span, start, end }];
  });
}
