import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import { PageQuery } from '../../platform/paging.ts';
import { BANDS } from '../analyses/sentiment-bands.ts';
import { TRANSCRIPT_FORMATS } from './segments.ts';

export const TRANSCRIPT_SOURCES = ['upload', 'feed', 'address', 'audio'] as const;
export type TranscriptSource = (typeof TRANSCRIPT_SOURCES)[number];

export const TRANSCRIPT_COPIES = ['episode_file', 'creative', 'capture'] as const;

const NOT_AN_INSTANT = 'must be an instant with a zone, such as 2026-11-01T09:00:00Z';

/** Which copy of an episode a text or an audio file is of. */
export const COPY_FIELDS = {
  copy: z
    .enum(TRANSCRIPT_COPIES)
    .optional()
    .describe(
      'which copy it is of: the file that everybody gets, a creative as it was delivered, or a capture of what one listener got; ' +
        'episode_file when left out',
    ),
  capturedAt: z.iso
    .datetime({ offset: true, error: NOT_AN_INSTANT, abort: true })
    .refine((text) => /^\d{4}-/.test(new Date(text).toISOString()) && Date.parse(text) >= 0, 'must lie in the years 1970 to 9999')
    .optional()
    .describe('of a capture: when it was taken'),
  copyNote: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(200, 'has at most 200 characters')
    .optional()
    .describe('of a creative or a capture: which one, such as "spring creative, 30 seconds" or "by phone, in Lyon"'),
};

interface CopyGiven {
  copy?: (typeof TRANSCRIPT_COPIES)[number] | undefined;
  capturedAt?: string | undefined;
  copyNote?: string | undefined;
}

/** Whether a capture has its time, and nothing else has one. */
export const hasItsTime = ({ copy, capturedAt }: CopyGiven) => (copy === 'capture') === (capturedAt !== undefined);
/** Whether a note is of a copy that may have one. */
export const hasItsNote = ({ copy = 'episode_file', copyNote }: CopyGiven) => copyNote === undefined || copy !== 'episode_file';
export const TIME_FAULT = { path: ['capturedAt'], error: 'belongs to the copy "capture", which needs it; leave it out for the others' };
export const NOTE_FAULT = { path: ['copyNote'], error: 'belongs to the copies "creative" and "capture"; leave it out for the others' };

export const Language = z
  .string()
  .regex(/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}$/, 'must be a language, such as en or en-GB')
  .max(35, 'has at most 35 characters');

export const NewTranscript = z
  .strictObject({
    episode: CatalogKey.describe('key of an episode that is in the catalogue'),
    source: z
      .enum(['upload', 'feed', 'address'])
      .describe("upload: the text is sent; feed: the best of the episode's podcast:transcript is asked for; address: a file on the web is"),
    text: z.string().min(1, 'must not be empty').optional().describe('of an upload: WebVTT, SubRip, JSON, HTML or plain text, up to 50 MB'),
    url: z.string().max(2_000, 'has at most 2,000 characters').optional().describe('of an address: where the file is'),
    language: Language.optional().describe('of what is said; of a feed, which of its transcripts is wanted'),
    ...COPY_FIELDS,
  })
  .refine(({ source, text }) => (source === 'upload') === (text !== undefined), {
    path: ['text'],
    error: 'belongs to the source "upload", which needs it; leave it out for the others',
  })
  .refine(({ source, url }) => (source === 'address') === (url !== undefined), {
    path: ['url'],
    error: 'belongs to the source "address", which needs it; leave it out for the others',
  })
  .refine(({ source, copy = 'episode_file' }) => source !== 'feed' || copy === 'episode_file', {
    path: ['copy'],
    error: 'must be left out for the source "feed": what a feed names is of the episode\'s file',
  })
  .refine(hasItsTime, TIME_FAULT)
  .refine(hasItsNote, NOTE_FAULT)
  .meta({ id: 'NewTranscript' });
export type NewTranscript = z.output<typeof NewTranscript>;

export const EpisodeTranscript = z
  .object({
    id: z.uuid(),
    episode: z.string(),
    episodeName: z.string().nullable(),
    source: z.enum(TRANSCRIPT_SOURCES),
    url: z.string().nullable().describe('where it was read'),
    copy: z.enum(TRANSCRIPT_COPIES).describe('which copy of the episode it is of'),
    capturedAt: z.string().nullable().describe('of a capture: when it was taken'),
    copyNote: z.string().nullable().describe('of a creative or a capture: which one'),
    method: z.enum(['given', 'speech_recognition']).describe('how the text was made: it came as a text, or a model heard it'),
    provider: z.string().nullable().describe("the tenant's key of the provider that heard it"),
    model: z.string().nullable().describe('the model that heard it'),
    language: z.string().nullable(),
    format: z.enum(TRANSCRIPT_FORMATS),
    timing: z.enum(['stated', 'estimated']).describe('estimated: the file states no times, or only some; they follow from the words'),
    version: z.int().describe('one more with each other content of the same source and copy'),
    contentSha256: z.string().describe('of the text as it came; the same content is the same version'),
    segmentCount: z.int(),
    durationMs: z.int().describe('until the end of what was said last'),
    warnings: z.array(z.string()).describe('what of the file was passed over, with its place'),
    analysis: z.enum(['none', 'waiting', 'done', 'failed']).describe('none: it was kept before there was any; send it again'),
    createdAt: z.string(),
    createdBy: z.string(),
    readAt: z.string().describe('when it was sent or read last'),
    changedAt: z.string().describe('since when it has this content'),
  })
  .meta({ id: 'EpisodeTranscript' });
export type EpisodeTranscript = z.infer<typeof EpisodeTranscript>;

export const TranscriptSegment = z
  .object({ startMs: z.int(), endMs: z.int(), text: z.string(), speaker: z.string().nullable() })
  .extend({ sentiment: z.enum(BANDS).nullable().describe('by a list of words, which is weak; null while it was not analysed') })
  .meta({ id: 'TranscriptSegment' });
export type TranscriptSegment = z.infer<typeof TranscriptSegment>;

export const TranscriptQuery = PageQuery.extend({ episode: CatalogKey.optional().describe('only those of this episode') });
