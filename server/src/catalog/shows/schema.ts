import { z } from 'zod';

/** Somebody who is heard, as a feed's podcast:person names them. */
export const Person = z
  .object({
    name: z.string(),
    role: z.string().describe('such as host or guest'),
    group: z.string().describe('such as cast or writing'),
    link: z.string().nullable(),
    imageUrl: z.string().nullable(),
  })
  .meta({ id: 'Person' });
export type Person = z.infer<typeof Person>;

export const FeedStanding = z
  .object({
    state: z
      .enum(['waiting', 'fresh', 'failing', 'gone'])
      .describe('not read yet, read as it should be, not to be read at present, or taken away by its host (410) and read no more'),
    fetchedAt: z.string().nullable().describe('when the feed was last read, changed or not'),
    changedAt: z.string().nullable().describe('when it last held something new'),
    dueAt: z.string().nullable().describe('when it is read next; null when it is gone'),
    failures: z.int().describe('how often in a row reading it failed'),
    problem: z.string().nullable().describe('why reading it failed last'),
  })
  .meta({ id: 'FeedStanding' });
export type FeedStanding = z.infer<typeof FeedStanding>;

const TranscriptImports = z
  .object({
    waiting: z.int().describe('episodes whose transcripts are still to be read, or to be tried again'),
    failing: z.int().describe('episodes whose transcripts could not be read last'),
    problem: z.string().nullable().describe('why one of them could not'),
  })
  .meta({ id: 'TranscriptImports' });

export const Show = z
  .object({
    key: z.string().describe("the tenant's own key, as events carry it"),
    name: z.string().nullable().describe("what the tenant calls it, else the feed's title"),
    title: z.string().nullable().describe('as the feed has it'),
    feedUrl: z.string().nullable(),
    podcastGuid: z.string().nullable().describe('podcast:guid of the feed, or derived from its address as that standard says'),
    author: z.string().nullable(),
    category: z.string().nullable().describe('the first one that the feed names (itunes:category)'),
    link: z.string().nullable(),
    imageUrl: z.string().nullable(),
    language: z.string().nullable(),
    persons: z.array(Person),
    ownership: z.enum(['verified', 'unverified']).describe("verified while the feed holds the tenant's token in podcast:txt"),
    verifiedAt: z.string().nullable().describe('since when'),
    ownershipToken: z
      .string()
      .nullable()
      .describe('what the owner puts into <podcast:txt purpose="verify"> of the feed; null before the first feed'),
    trackingPrefix: z
      .string()
      .nullable()
      .describe("what stands before every enclosure's address so that its downloads are counted; null of a stub that nobody completed"),
    feed: FeedStanding.nullable(),
    importsTranscripts: z.boolean().describe('whether transcripts that its feed names are kept and analysed as they come'),
    transcriptImports: TranscriptImports.nullable().describe('how that stands; null where they are not'),
    createdAt: z.string(),
  })
  .meta({ id: 'Show' });
export type Show = z.infer<typeof Show>;

export const ShowDetails = z
  .strictObject({
    name: z.string().trim().min(1, 'must not be empty').max(200, 'has at most 200 characters').nullable().default(null),
  })
  .meta({ id: 'ShowDetails' });
export type ShowDetails = z.output<typeof ShowDetails>;
