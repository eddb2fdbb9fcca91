import type { Sentence } from '../adreads/sentences.ts';

/** A stretch of an episode that a model is shown, with the sentences in it. Seconds. */
export interface Window {
  start: number;
  end: number;
  text: string;
}

/** Ten minutes with three of overlap, as MinusPod (github ttlequals0/MinusPod) shows them: most ads stand in one of them as a whole. */
const [LENGTH, STEP] = [600, 420];
/** A day of talk; what is behind it keeps what the classifier found. */
const MOST_WINDOWS = 206;

const tenths = (seconds: number) => Math.round(10 * seconds) / 10;

/** A line for each sentence, with when it begins and ends. */
function lineOf({ start, end, text }: Sentence): string {
  return `[${tenths(start)} - ${tenths(end)}] ${text.replaceAll(/\s+/g, ' ')}`;
}

/** The windows of an episode, each with the sentences that lie in it for their greater part. */
export function windowsOf(sentences: readonly Sentence[]): Window[] {
  const last = sentences.at(-1)?.end ?? 0;
  const windows: Window[] = [];
  let from = 0;
  for (let start = 0; start < last && windows.length < MOST_WINDOWS; start += STEP) {
    const end = start + LENGTH;
    while (from < sentences.length && (sentences[from].start + sentences[from].end) / 2 < start) from += 1;
    let upTo = from;
    while (upTo < sentences.length && (sentences[upTo].start + sentences[upTo].end) / 2 < end) upTo += 1;
    const own = sentences.slice(from, upTo);
    const isNew = windows.length === 0 || (own.at(-1)?.end ?? 0) > windows[windows.length - 1].end;
    if (own.length > 0 && isNew) windows.push({ start: own[0].start, end: own[own.length - 1].end, text: own.map(lineOf).join('\n') });
  }
  return windows;
}

/** An ad as a model found it in one window. */
export interface WindowAd {
  start: number;
  end: number;
  brand: string | null;
  readType: 'host_read' | 'produced' | 'unsure';
}

const overlapOf = (a: { start: number; end: number }, b: { start: number; end: number }) =>
  Math.min(a.end, b.end) - Math.max(a.start, b.start);
const SAME_PART = 0.5;

/**
 * The ads of windows that overlap as ads of the episode, in order: what two windows found of one ad is one, from its first beginning to its
 * last end, since the edge of a window may have cut it. Two ads of one window stay two.
 */
export function stitched(byWindow: readonly (readonly WindowAd[])[]): WindowAd[] {
  const whole: WindowAd[] = [];
  for (const found of byWindow) {
    const before = whole.length;
    for (const ad of found) {
      const at = whole.findIndex((one, place) => {
        const shorter = Math.min(one.end - one.start, ad.end - ad.start);
        return place < before && overlapOf(one, ad) > SAME_PART * shorter;
      });
      if (at < 0) whole.push({ ...ad });
      else {
        const one = whole[at];
        const isLonger = ad.end - ad.start > one.end - one.start;
        const told = isLonger ? ad : one;
        whole[at] = {
          ...told,
          brand: told.brand ?? (isLonger ? one.brand : ad.brand),
          start: Math.min(one.start, ad.start),
          end: Math.max(one.end, ad.end),
        };
      }
    }
  }
  return whole.sort((a, b) => a.start - b.start || a.end - b.end);
}
