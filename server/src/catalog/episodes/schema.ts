import { z } from 'zod';
import { PageQuery } from '../../platform/paging.ts';
import { CatalogKey } from '../campaigns/schema.ts';
import { Person } from '../shows/schema.ts';

export const Transcript = z
  .object({
    url: z.string(),
    type: z.string().describe('such as text/vtt'),
    language: z.string().nullable(),
    isCaptions: z.boolean().describe('whether it has times'),
  })
  .meta({ id: 'Transcript' });
export type Transcript = z.infer<typeof Transcript>;

export const Episode = z
  .object({
    key: z.string().describe("the tenant's own key, as events carry it; of an episode that a feed brought, its guid"),
    name: z.string().nullable().describe("what the tenant calls it, else the feed's title"),
    show: z.string().nullable().describe('key of the show whose feed has it'),
    guid: z.string().nullable().describe('as the feed has it'),
    title: z.string().nullable().describe('as the feed has it'),
    publishedAt: z.string().nullable(),
    durationSeconds: z.int().nullable(),
    enclosureUrl: z.string().nullable().describe('the address of its file, measurement prefixes included'),
    enclosureType: z.string().nullable(),
    fileBytes: z.int().nullable(),
    link: z.string().nullable(),
    persons: z.array(Person).describe("its own, else the show's"),
    transcripts: z.array(Transcript),
    isListed: z.boolean().describe('whether the feed had it when it was last read; what a feed drops stays here'),
    createdAt: z.string(),
  })
  .meta({ id: 'Episode' });
export type Episode = z.infer<typeof Episode>;

export const Enclosure = z
  .object({
    address: z.string().describe('host and path alone: without scheme, query and measurement prefixes'),
    type: z.string().nullable(),
    fileBytes: z.int().nullable(),
    seenAt: z.string().describe('when the feed was last read with it'),
  })
  .meta({ id: 'Enclosure' });
export type Enclosure = z.infer<typeof Enclosure>;

export const EpisodeWithEnclosures = Episode.extend({
  enclosures: z.array(Enclosure).describe('every address its file has or had, alternate ones included'),
}).meta({ id: 'EpisodeWithEnclosures' });
export type EpisodeWithEnclosures = z.infer<typeof EpisodeWithEnclosures>;

export const EpisodeDetails = z
  .strictObject({
    name: z.string().trim().min(1, 'must not be empty').max(200, 'has at most 200 characters').nullable().default(null),
  })
  .meta({ id: 'EpisodeDetails' });
export type EpisodeDetails = z.output<typeof EpisodeDetails>;

export const EpisodeQuery = PageQuery.extend({
  show: CatalogKey.optional().describe('only episodes of this show, the newest first'),
  enclosure: z
    .string()
    .max(2_000)
    .optional()
    .describe('only the episode whose file is at this address, with prefixes and query or without'),
});

/** Which episodes are asked for; all without it. */
export interface EpisodeFilter {
  show?: string | undefined;
  enclosure?: string | undefined;
}

/** What is known of an episode's file; null = unknown. */
export interface EpisodeSizes {
  durationSeconds: number | null;
  fileBytes: number | null;
  headerBytes: null;
}

/** The episode that an address leads to, with what a request for it is judged by. */
export interface EpisodeAtAddress {
  key: string;
  show: string | null;
  publishedAt: string | null;
  durationSeconds: number | null;
  /** Of the file at this very address. */
  fileBytes: number | null;
}
