import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import { UnknownFilters } from '../../catalog/naming/schema.ts';
import { PageQuery, pageSchema } from '../../platform/paging.ts';
import { FILTER_REASONS } from '../downloads/schema.ts';
import { DELIVERY_EVIDENCE, REQUEST_SOURCES } from '../requests/schema.ts';

/** What can have become of a stored request; `waiting` stands for one that is to be counted. */
const REQUEST_FATES = ['download', 'repeat', 'not_counted_by_source', ...FILTER_REASONS] as const;

const Day = z.iso.date('must be a day, such as 2026-11-01');

export const RequestListQuery = PageQuery.extend({
  show: CatalogKey.optional(),
  episode: CatalogKey.optional(),
  fate: z
    .enum([...REQUEST_FATES, 'waiting'])
    .optional()
    .describe('only requests that this became of; waiting for those that are not counted yet'),
  from: Day.optional().describe('first UTC day'),
  to: Day.optional().describe('UTC day before which it ends'),
}).refine(({ from, to }) => from === undefined || to === undefined || from < to, { message: 'must lie after from', path: ['to'] });
export type RequestListQuery = z.output<typeof RequestListQuery>;

export const StoredEpisodeRequest = z
  .object({
    id: z.string(),
    occurredAt: z.string(),
    receivedAt: z.string(),
    source: z.enum(REQUEST_SOURCES),
    evidence: z.enum(DELIVERY_EVIDENCE),
    show: z.string().nullable(),
    episode: z.string().nullable(),
    player: z.string().nullable().describe('the program, as far as the lists know it'),
    userAgent: z.string().nullable(),
    connectionType: z.string().describe('household, mobile, business, relay, datacenter or unknown, by the lists'),
    asn: z.int().nullable().describe('the autonomous system of the address'),
    country: z.string().nullable(),
    method: z.string(),
    status: z.int().nullable(),
    range: z.string().nullable(),
    bytesSent: z.int().nullable(),
    fate: z.enum(REQUEST_FATES).nullable().describe('a download, a repeat, or why it is neither; null while it waits to be counted'),
    listVersion: z.string().nullable().describe('of the lists it was judged by'),
    touchpointIds: z.array(z.string()).describe('the touchpoints that stand for it'),
    isErased: z.boolean().describe('true for what is left of an erased person: the day, the episode and the fate'),
  })
  .meta({ id: 'StoredEpisodeRequest' });
export type StoredEpisodeRequest = z.infer<typeof StoredEpisodeRequest>;

export const RequestPage = pageSchema(StoredEpisodeRequest).extend({ unknown: UnknownFilters });
export type RequestPage = z.infer<typeof RequestPage>;
