import type { Sentence } from './sentences.ts';

/** What turns scores of sentences into spans. */
export interface DecoderOptions {
  /** Added to each sentence's log-odds: what an ad costs less or more than the classifier says. */
  shift: number;
  /** The log of the odds against a change between ad and programme after any sentence. */
  change: number;
  /** The most that one sentence may weigh. */
  most: number;
}

/** Seconds of an ad, and how sure it is: 0 to 1, the mean probability of its sentences. */
export interface AdSpan {
  start: number;
  end: number;
  confidence: number;
}

/** Shorter pauses between ads are the same break; shorter ads are no ads. */
const [MERGED_SECONDS, SHORTEST_SECONDS] = [15, 7];

const probabilityOf = (logOdds: number) => 1 / (1 + Math.exp(-logOdds));

/** The likeliest course of ad and programme over sentences with these log-odds (A. Viterbi 1967). */
function course(logOdds: Float64Array, { shift, change, most }: DecoderOptions): Uint8Array {
  const wasAd = [new Uint8Array(logOdds.length), new Uint8Array(logOdds.length)];
  let [programme, ad] = [0, -change / 2];
  logOdds.forEach((value, place) => {
    const weight = Math.max(-most, Math.min(most, value + shift)) / 2;
    wasAd[0][place] = ad - change > programme ? 1 : 0;
    wasAd[1][place] = ad >= programme - change ? 1 : 0;
    [programme, ad] = [Math.max(programme, ad - change) - weight, Math.max(ad, programme - change) + weight];
  });
  const isAd = new Uint8Array(logOdds.length);
  let state = ad > programme ? 1 : 0;
  for (let place = logOdds.length - 1; place >= 0; place -= 1) {
    isAd[place] = state;
    state = wasAd[state][place];
  }
  return isAd;
}

/** Spans of ads from the log-odds of sentences. */
export function decode(sentences: readonly Sentence[], logOdds: Float64Array, options: DecoderOptions): AdSpan[] {
  const isAd = course(logOdds, options);
  const spans: { start: number; end: number; sum: number; count: number }[] = [];
  sentences.forEach(({ start, end }, place) => {
    if (isAd[place] === 0) return;
    const last = spans.at(-1);
    const probability = probabilityOf(logOdds[place]);
    if (last === undefined || start - last.end >= MERGED_SECONDS) spans.push({ start, end, sum: probability, count: 1 });
    else Object.assign(last, { end, sum: last.sum + probability, count: last.count + 1 });
  });
  return spans
    .filter(({ start, end }) => end - start >= SHORTEST_SECONDS)
    .map(({ start, end, sum, count }) => ({ start, end, confidence: sum / count }));
}
