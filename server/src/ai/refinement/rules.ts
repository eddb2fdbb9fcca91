import { z } from 'zod';
import { READ_TYPES } from '../adreads/read-type.ts';
import { spelled } from '../analyses/known-sponsors.ts';
import { missingQuotes, type Task } from '../asking/rules.ts';
import type { Window, WindowAd } from './windows.ts';

const Seconds = z.number().min(0).max(10_000_000);

/** What a model answers of a window. Nothing of it is shown to anybody but the brand, which has to be said in the window. */
const WindowAnswer = z.strictObject({
  ads: z
    .array(
      z.strictObject({
        startSeconds: Seconds.describe('when its first sentence begins, as the line says'),
        endSeconds: Seconds.describe('when its last sentence ends, as the line says'),
        firstWords: z.string().min(1).max(120).describe('its first three to ten words, letter for letter'),
        lastWords: z.string().min(1).max(120).describe('its last three to ten words, letter for letter'),
        brand: z.string().min(1).max(80).nullable().describe('whom it is for, as it is said in the ad; null where it is not said'),
        readType: z.enum(READ_TYPES).describe('host_read where somebody of the show speaks, produced where a spot is played'),
      }),
    )
    .max(20),
});
export type WindowAnswer = z.infer<typeof WindowAnswer>;

const INSTRUCTIONS = [
  'The material is a part of the transcript of a podcast episode, a sentence in each line behind its beginning and end in seconds.',
  'Find the paid advertisements in it: sponsored reads by the host, played spots, promotions of other shows.',
  'Each advertisement is one entry, from its first sentence, with what leads over to it, to its last one.',
  'Advertisements for different brands that follow each other are entries of their own.',
  'Talk about products or companies that nobody paid for is no advertisement, and neither is thanking listeners.',
  'Where there is none, the list is empty. Copy times, words and brands from the lines.',
].join(' ');

/** How far a time may lie outside the window: what rounding to tenths comes to, and a little. */
const SLACK_SECONDS = 0.2;
const SHORTEST_SECONDS = 3;

/** Text without the times before each line: what was said. */
const saidIn = (text: string) => text.replaceAll(/^\[[\d.]+ - [\d.]+\] /gm, '').replaceAll('\n', ' ');

/** What of an answer does not stand on the window: times outside it, an end before the beginning, words that are not said in it. */
function faultsOf({ ads }: WindowAnswer, { start, end, text }: Window): string[] {
  const said = saidIn(text);
  return ads.flatMap((ad, place) => {
    const name = `ad ${place + 1}`;
    const isOutside = ad.startSeconds < start - SLACK_SECONDS || ad.endSeconds > end + SLACK_SECONDS;
    return [
      ...(isOutside ? [`${name} lies outside the window`] : []),
      ...(ad.endSeconds - ad.startSeconds < SHORTEST_SECONDS ? [`${name} ends before it has begun`] : []),
      ...missingQuotes([ad.firstWords, ad.lastWords], said).map((quote) => `${name} quotes what is not said: ${quote}`),
      ...(ad.brand !== null && !spelled(said).includes(spelled(ad.brand)) ? [`${name} is for a brand that is not said`] : []),
    ];
  });
}

/** The question for the ads of a window. Our own methods answer it with none: what they found stands where no model answers. */
export function adTask(window: Window): Task<WindowAnswer> {
  return {
    name: 'ad_reads',
    promptVersion: 1,
    schemaVersion: 1,
    instructions: INSTRUCTIONS,
    schema: WindowAnswer,
    maxOutputTokens: 4_000,
    timeoutMs: 60_000,
    isKept: true,
    faults: (answer) => faultsOf(answer, window),
    offline: () => ({ ads: [] }),
  };
}

/** The ads of an answer within the window. */
export function adsOf({ ads }: WindowAnswer, { start, end }: Window): WindowAd[] {
  return ads.map(({ startSeconds, endSeconds, brand, readType }) => ({
    start: Math.max(start, startSeconds),
    end: Math.min(end, endSeconds),
    brand,
    readType,
  }));
}
