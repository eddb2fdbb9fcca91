import { fail, type Finding, pass, uncertain } from './findings.ts';
import { heardNames, soughtName } from './names.ts';
import type { KnownAd, Read } from './read.ts';
import type { Range, Token } from './tokens.ts';

/** Times of a transcript, and how far they can be relied on. */
export interface Timing {
  tokens: readonly Token[];
  ads: readonly KnownAd[];
  /** Of the audio, as far as it is known. */
  durationMs: number;
  /** Whether the transcript's times follow from its words alone. */
  isEstimated: boolean;
}

const MINUTE_MS = 60_000;
/** With less programme before it a read is at the beginning (`analyses` holds to the same), with more than the second surely not. */
const [NEAR_MS, FAR_MS, FAR_SHARE] = [MINUTE_MS, 3 * MINUTE_MS, 0.15];
const NAMES = { pre_roll: 'pre-roll', mid_roll: 'mid-roll', post_roll: 'post-roll' } as const;
type Position = keyof typeof NAMES;

export const clockOf = (ms: number): string => {
  const seconds = Math.floor(ms / 1_000);
  const two = (part: number) => String(part).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
};

const lengthText = (ms: number) => (ms < 90_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / MINUTE_MS)} min`);

/** Programme within a stretch of time: its length without the ads in it. */
function programmeMs(fromMs: number, upToMs: number, ads: readonly KnownAd[]): number {
  const inAds = ads.reduce((sum, { startMs, endMs }) => sum + Math.max(0, Math.min(endMs, upToMs) - Math.max(startMs, fromMs)), 0);
  return Math.max(0, upToMs - fromMs - inAds);
}

interface Around {
  beforeMs: number;
  afterMs: number;
  farMs: number;
}

export function programmeAround({ tokens, ads, durationMs }: Timing, { first, last }: Range): Around {
  const [startMs, endMs] = [tokens[first].startMs, tokens[last].endMs];
  return {
    beforeMs: programmeMs(0, startMs, ads),
    afterMs: programmeMs(endMs, durationMs, ads),
    farMs: Math.max(NEAR_MS, Math.min(FAR_MS, FAR_SHARE * durationMs)),
  };
}

/** Whether a read stands where it is wanted: surely, surely not, or between the two. */
export function placeVerdict({ beforeMs, afterMs, farMs }: Around, wanted: Position): Finding['verdict'] {
  const [isFirst, isLast] = [beforeMs < NEAR_MS, afterMs < NEAR_MS];
  const [isNotFirst, isNotLast] = [beforeMs >= farMs, afterMs >= farMs];
  if (wanted === 'pre_roll') return isFirst && !(isLast && !isFirst) ? 'pass' : isNotFirst ? 'fail' : 'uncertain';
  if (wanted === 'post_roll') return isLast && !isFirst ? 'pass' : isNotLast || isFirst ? 'fail' : 'uncertain';
  if (isFirst || isLast) return 'fail';
  return isNotFirst && isNotLast ? 'pass' : 'uncertain';
}

/** Whether a read stands before the programme, in it, or after it. */
export function checkPosition(timing: Timing, { inner }: Read, wanted: Position): Finding {
  const around = programmeAround(timing, inner);
  const at = { first: inner.first, last: inner.first };
  const why =
    `It begins at ${clockOf(timing.tokens[inner.first].startMs)} of ${clockOf(timing.durationMs)}: ${lengthText(around.beforeMs)} of ` +
    `programme before it, ${lengthText(around.afterMs)} after it.`;
  if (timing.isEstimated) return uncertain(`${why} The transcript states no times; these are estimated.`, at);
  return { verdict: placeVerdict(around, wanted), why: `${why} Wanted is ${NAMES[wanted]}.`, at };
}

/** How much longer a read may be at an end that no sign of a sentence's end tells. */
const OPEN_SECONDS = 5;

/** Whether a read is as long as it has to be. */
export function checkLength({ tokens, isEstimated }: Timing, { inner, outer }: Read, leastSeconds: number): Finding {
  const secondsOf = ({ first, last }: Range) => Math.round((tokens[last].endMs - tokens[first].startMs) / 1_000);
  const openEnds = [inner.first > 0 && !tokens[inner.first - 1].isLast, !tokens[inner.last].isLast].filter((isOpen) => isOpen).length;
  const [least, most] = [secondsOf(inner), secondsOf(outer) + OPEN_SECONDS * openEnds];
  const why = least === most ? `It takes ${least} s.` : `It takes between ${least} and ${most} s.`;
  if (isEstimated) return uncertain(`${why} The transcript states no times; this is estimated.`, inner);
  if (least >= leastSeconds) return pass(why, inner);
  return most < leastSeconds ? fail(why, inner) : uncertain(`${why} Where it begins and ends is not heard for sure.`, inner);
}

const CALLS = new Set('sponsor sponsored sponsors brought presented code promo visit slash checkout partner partners'.split(' '));
const CALL_WORDS = 25;

/** Whether words around a name speak as an ad does. */
function isAdvertised(tokens: readonly Token[], { first, last }: Range): boolean {
  return tokens.slice(Math.max(0, first - CALL_WORDS), last + CALL_WORDS).some(({ text }, place, all) => {
    return CALLS.has(text) || (text === 'dot' && all[place + 1]?.text === 'com');
  });
}

/** Whether the ads of a competitor keep their distance from a read. */
export function checkSeparation({ tokens, ads, isEstimated }: Timing, read: Read, competitor: string, minutes: number): Finding {
  const farMs = minutes * MINUTE_MS;
  const [innerMs, outerMs] = [read.inner, read.outer].map(({ first, last }) => [tokens[first].startMs, tokens[last].endMs]);
  const gapMs = ([startMs, endMs]: number[], fromMs: number, toMs: number) => Math.max(0, fromMs - endMs, startMs - toMs);
  let perhaps: Finding | undefined;
  let nearest: { gap: number; at: Range } | undefined;
  for (const heard of heardNames(tokens, [soughtName(competitor)])) {
    if (heard.match === 'near') continue;
    const [fromMs, toMs] = [tokens[heard.first].startMs, tokens[heard.last].endMs];
    const ad = ads.find((one) => one.startMs < toMs && fromMs < one.endMs);
    const edge = ad ?? { startMs: fromMs, endMs: toMs };
    const gap = gapMs(innerMs, fromMs, toMs);
    if (gapMs(outerMs, edge.startMs, edge.endMs) >= farMs) {
      if (!nearest || gap < nearest.gap) nearest = { gap, at: heard };
      continue;
    }
    const isOwn = heard.first >= read.own.first && heard.last <= read.own.last;
    if (isOwn) perhaps ??= uncertain('It is named in the read itself.', heard);
    else if (gap >= farMs) perhaps ??= uncertain(`Its ad may be nearer than ${minutes} min.`, heard);
    else if (isEstimated) perhaps ??= uncertain('It is named nearby; the transcript states no times.', heard);
    else if (ad !== undefined || isAdvertised(tokens, heard)) return fail(`Its ad is ${lengthText(gap)} away.`, heard);
    else perhaps ??= uncertain(`It is named ${lengthText(gap)} away, outside of any ad that was found.`, heard);
  }
  if (perhaps) return perhaps;
  return pass(nearest ? `Its nearest mention is ${lengthText(nearest.gap)} away.` : 'It is not named.', nearest?.at);
}
