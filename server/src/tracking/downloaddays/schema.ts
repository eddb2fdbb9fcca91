import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import { UnknownFilters } from '../../catalog/naming/schema.ts';
import { PageQuery, pageSchema } from '../../platform/paging.ts';
import { DOWNLOAD_WINDOWS } from '../../tenants/settings/schema.ts';

export const DOWNLOAD_GROUPS = ['show', 'episode', 'day'] as const;
export type DownloadGroup = (typeof DOWNLOAD_GROUPS)[number];

const Day = z.iso.date('must be a day, such as 2026-11-01');

function isGrouping(text: string): boolean {
  const parts = text.split(',');
  return new Set(parts).size === parts.length && parts.every((part) => (DOWNLOAD_GROUPS as readonly string[]).includes(part));
}

export const DownloadQuery = PageQuery.extend({
  groupBy: z
    .string()
    .max(40)
    .default('show,day')
    .refine(isGrouping, 'must be show, episode or day, or several of them separated by commas, each once')
    .describe('show, episode and day, separated by commas: one row for each of what is named; show,day by default'),
  show: CatalogKey.optional(),
  episode: CatalogKey.optional(),
  from: Day.optional().describe('first UTC day'),
  to: Day.optional().describe('UTC day before which it ends'),
}).refine(({ from, to }) => from === undefined || to === undefined || from < to, { message: 'must lie after from', path: ['to'] });
export type DownloadQuery = z.output<typeof DownloadQuery>;

/** Which downloads are listed, and by what they are summed up. */
export interface DownloadSelection {
  groupBy: readonly DownloadGroup[];
  show?: string | undefined;
  episode?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

export const DownloadRow = z
  .object({
    day: z.string().nullable().describe('UTC day; null where days are summed up'),
    show: z.string().nullable().describe('null where shows are summed up, and for requests that belong to none'),
    episode: z.string().nullable().describe('null where episodes are summed up, and for requests that belong to none'),
    downloads: z.int().describe('unique downloads that all rules left, as in the waterfall'),
    usable: z.int().describe('of these, those on an address that may stand for a household or a person'),
    requests: z.int().describe('all requests, before any rule'),
    evidence: z.record(z.string(), z.int()).describe('the downloads by how each is known: host_log_bytes, prefix_request'),
  })
  .meta({ id: 'DownloadRow' });
export type DownloadRow = z.infer<typeof DownloadRow>;

export const DownloadPage = pageSchema(DownloadRow).extend({
  window: z.enum(DOWNLOAD_WINDOWS).describe('which 24 hours make requests one download, by which all of it is counted'),
  waitingRequests: z.int().describe('requests that are still to be counted, of all shows; at most 100,000 are told'),
  unknown: UnknownFilters,
});
export type DownloadPage = z.infer<typeof DownloadPage>;
