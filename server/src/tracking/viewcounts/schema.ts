import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import { UnknownName } from '../../catalog/naming/schema.ts';
import { PageQuery } from '../../platform/paging.ts';

export const PLATFORMS = ['youtube', 'spotify'] as const;
export const MOST_COUNTS = 1_000;

const Day = z.iso.date('must be a day, such as 2026-11-01').describe('UTC day');

/** How often the videos of a show, or of one of its episodes, were viewed in a day, as their platform counted it. */
export const ViewCount = z
  .strictObject({
    platform: z.enum(PLATFORMS),
    show: CatalogKey.describe('its key, or a name that only one show bears'),
    episode: CatalogKey.nullable().default(null).describe('its key, or a name that only one episode bears; null for the whole show'),
    day: Day,
    views: z.int('must be a whole number').min(0, 'must not be negative').max(1_000_000_000_000).nullable().describe('null takes it back'),
  })
  .meta({ id: 'ViewCount' });
export type ViewCount = z.output<typeof ViewCount>;

export const ViewCounts = z.strictObject({ counts: z.array(ViewCount).min(1).max(MOST_COUNTS) }).meta({ id: 'ViewCounts' });

export const StoredCounts = z
  .object({
    stored: z.int(),
    removed: z.int(),
    unknown: z
      .array(UnknownName)
      .describe('shows and episodes among those stored that the catalogue does not have: nothing stands beside them until it does'),
  })
  .meta({ id: 'StoredViewCounts' });
export type StoredCounts = z.infer<typeof StoredCounts>;

export const ViewCountQuery = PageQuery.extend({
  show: CatalogKey.optional(),
  from: Day.optional(),
  to: Day.optional().describe('excluded'),
});

/** Which days are listed. */
export interface ViewFilter {
  show?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

export const ViewDay = z
  .object({
    show: z.string(),
    episode: z.string().nullable(),
    day: z.string(),
    views: z.record(z.string(), z.int()).describe('by platform; modelled: nobody stands behind them who could be matched'),
    downloads: z.int().describe('counted here on that day, of the same show or episode; observed'),
    evidence: z.literal('view_count'),
    isModelled: z.literal(true),
  })
  .meta({ id: 'ViewDay' });
export type ViewDay = z.infer<typeof ViewDay>;
