import type { Transcript as FeedTranscript } from '../../catalog/episodes/schema.ts';

/** By how much they tell: times and speakers first, pages and texts last. */
const TYPES: readonly RegExp[] = [/vtt/, /subrip|srt/, /json/, /html/];
const MOST_TRIED = 3;

function rankOf({ type, url }: FeedTranscript): number {
  const names = `${type} ${url.replace(/[?#].*/s, '').toLowerCase()}`;
  const rank = TYPES.findIndex((pattern) => pattern.test(names));
  return rank < 0 ? TYPES.length : rank;
}

/** Whether a language is another one's, with or without its region: `en` is met by `en-GB`. */
function isIn({ language }: FeedTranscript, wanted: string): boolean {
  const [of, asked] = [language?.toLowerCase(), wanted.toLowerCase()];
  return of !== undefined && (of === asked || of.startsWith(`${asked}-`));
}

/** The transcripts of a feed that are worth asking for, the best first, at most three: those in a language, when one is wanted. */
export function candidatesOf(transcripts: readonly FeedTranscript[], language?: string): FeedTranscript[] {
  const fitting = language === undefined ? [...transcripts] : transcripts.filter((one) => isIn(one, language));
  return fitting.sort((a, b) => rankOf(a) - rankOf(b)).slice(0, MOST_TRIED);
}

/** The languages of these transcripts in words. */
export function languagesOf(transcripts: readonly FeedTranscript[]): string {
  return [...new Set(transcripts.map(({ language }) => language ?? 'one that it does not name'))].join(', ');
}
