import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import { PageQuery } from '../../platform/paging.ts';

/** An episode as a host names it, and which of the tenant's it is. */
export const HostEpisode = z
  .object({
    host: z.string(),
    id: z.string().describe("the host's own"),
    show: z.string(),
    guid: z.string().nullable(),
    enclosure: z.string().nullable().describe('the address of its file, as the host tells it'),
    title: z.string().nullable(),
    publishedAt: z.string().nullable(),
    episode: z.string().nullable().describe('the key of yours that it is; its figures stand under "host:id" while none is found'),
  })
  .meta({ id: 'HostEpisode' });
export type HostEpisode = z.infer<typeof HostEpisode>;

export const HostEpisodeQuery = PageQuery.extend({
  show: CatalogKey.optional(),
  isMapped: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .describe('only those that are one of yours, or only those that are none yet'),
});
export type HostEpisodeFilter = Pick<z.output<typeof HostEpisodeQuery>, 'show' | 'isMapped'>;
