import { z } from 'zod';
import { base64Bytes } from '../../platform/base64-bytes.ts';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import { PageQuery } from '../../platform/paging.ts';
import { ProviderKey } from '../providers/schema.ts';
import { COPY_FIELDS, hasItsNote, hasItsTime, Language, NOTE_FAULT, TIME_FAULT, TRANSCRIPT_COPIES } from '../transcripts/schema.ts';

/** A longer file is refused: ten hours at 107 kbit/s. */
export const MOST_AUDIO_BYTES = 500_000_000;
/** The bytes of one part of an upload; the last one may have fewer. */
export const PART_BYTES = 1_048_576;

const SOURCES = ['enclosure', 'address', 'upload'] as const;
const STATES = ['expecting', 'waiting', 'fetching', 'transcribing', 'done', 'failed'] as const;

export const NewTranscription = z
  .strictObject({
    episode: CatalogKey.describe('key of an episode that is in the catalogue'),
    source: z
      .enum(SOURCES)
      .describe("enclosure: the episode's file, as its feed names it; address: a file on the web; upload: its bytes are sent in parts"),
    url: z.string().max(2_000, 'has at most 2,000 characters').optional().describe('of an address: where the file is'),
    bytes: z
      .int()
      .min(1, 'must not be empty')
      .max(MOST_AUDIO_BYTES, 'must be at most 500 MB; cut the file, or make it an MP3 of 64 kbit/s')
      .optional()
      .describe('of an upload: how many bytes the file has'),
    language: Language.optional().describe('of what is said; a model that is told hears better'),
    provider: ProviderKey.optional().describe('only this provider is asked; by default all with models that hear, in their order'),
    model: z.string().min(1).max(200).optional().describe("one of the providers' models that hear; each provider's first by default"),
    ...COPY_FIELDS,
  })
  .refine(({ source, url }) => (source === 'address') === (url !== undefined), {
    path: ['url'],
    error: 'belongs to the source "address", which needs it; leave it out for the others',
  })
  .refine(({ source, bytes }) => (source === 'upload') === (bytes !== undefined), {
    path: ['bytes'],
    error: 'belongs to the source "upload", which needs it; leave it out for the others',
  })
  .refine(hasItsTime, TIME_FAULT)
  .refine(hasItsNote, NOTE_FAULT)
  .meta({ id: 'NewTranscription' });
export type NewTranscription = z.output<typeof NewTranscription>;

export const AudioPart = z
  .strictObject({
    base64: base64Bytes(PART_BYTES).describe('1,048,576 bytes of the file, and of the last part those that are left'),
  })
  .meta({ id: 'AudioPart' });
export type AudioPart = z.infer<typeof AudioPart>;

export const Transcription = z
  .object({
    id: z.uuid(),
    episode: z.string(),
    episodeName: z.string().nullable(),
    source: z.enum(SOURCES),
    url: z.string().nullable(),
    language: z.string().nullable(),
    copy: z.enum(TRANSCRIPT_COPIES),
    capturedAt: z.string().nullable(),
    copyNote: z.string().nullable(),
    state: z.enum(STATES).describe('expecting: parts of the file are still to be sent'),
    failure: z.string().nullable().describe('why it failed, and what helps'),
    bytes: z.int().nullable().describe('of the file; null until it is known'),
    receivedBytes: z.int(),
    audioMs: z.int().nullable().describe('how long the file sounds; null until that is known'),
    heardMs: z.int().describe('how much of it was heard so far'),
    pieces: z.int().nullable().describe('how many pieces it is heard in; null while the file is not cut, and once all is heard'),
    heardPieces: z.int().nullable().describe('how many of them were heard so far'),
    provider: z.string().nullable().describe('who hears it'),
    model: z.string().nullable(),
    calls: z.int(),
    costMicros: z.int().describe('what it cost so far, in millionths of a US dollar'),
    transcriptId: z.uuid().nullable().describe('the transcript it became'),
    createdAt: z.string(),
    createdBy: z.string(),
    updatedAt: z.string(),
  })
  .meta({ id: 'Transcription' });
export type Transcription = z.infer<typeof Transcription>;

export const TranscriptionQuery = PageQuery.extend({ episode: CatalogKey.optional().describe('only those of this episode') });
