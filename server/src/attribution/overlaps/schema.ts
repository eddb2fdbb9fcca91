import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import { UnknownFilters } from '../../catalog/naming/schema.ts';
import { Estimate } from '../../platform/estimates.ts';
import { Share } from '../../platform/intervals.ts';
import { ReportQuery } from '../reports/schema.ts';

export const OVERLAP_GROUPINGS = ['show', 'campaign'] as const;
export type OverlapGrouping = (typeof OVERLAP_GROUPINGS)[number];

const { from, to, touchpointKind } = ReportQuery.shape;

export const OverlapQuery = z.strictObject({
  from: from.describe('exposures from here on; a day or an instant'),
  to: to.describe('exposures before here; a day or an instant'),
  touchpointKind: touchpointKind.describe('only exposures of these kinds: download, impression; separated by commas'),
  groupBy: z
    .enum(OVERLAP_GROUPINGS, { error: `must be one of ${OVERLAP_GROUPINGS.join(', ')}` })
    .default('show')
    .describe('between what'),
  campaign: CatalogKey.optional().describe('only exposures of this campaign'),
  show: CatalogKey.optional().describe('only exposures in this show'),
  limit: z.coerce
    .number({ error: 'must be a number of rows' })
    .int('must be a whole number of rows')
    .min(2, 'must be at least 2')
    .max(50, 'must be at most 50')
    .default(20)
    .describe('how many are set against one another, those with the most reach first'),
});
export type OverlapQuery = z.output<typeof OverlapQuery>;

export const Overlap = z
  .object({
    groupBy: z.enum(OVERLAP_GROUPINGS),
    from: z.string().nullable(),
    to: z.string().nullable(),
    reach: z.int().describe('households that any exposure of a show (or campaign) reached: what expectations are of'),
    rows: z.array(
      z.object({
        key: z.string(),
        label: z.string(),
        reach: z.int(),
        share: Share.describe('of all households that were reached'),
        exclusive: Share.describe('of its reach, the households that no other one reached, shown here or not'),
      }),
    ),
    pairs: z
      .array(
        z.object({
          a: z.string(),
          b: z.string(),
          shared: z.int().describe('households that both reached'),
          shareOfA: Share.describe("of a's reach"),
          shareOfB: Share.describe("of b's reach"),
          expected: z.number().describe('households that both would reach if either reached its part of all regardless of the other'),
          lift: Estimate.describe(
            'shared / expected, with the interval of its share: above 1 they meet the same households more than by chance',
          ),
        }),
      )
      .describe('every two rows once, those with the most shared households first'),
    omittedRows: z.int().describe('how many rows more there are'),
    unknown: UnknownFilters,
  })
  .meta({ id: 'Overlap' });
export type Overlap = z.infer<typeof Overlap>;
