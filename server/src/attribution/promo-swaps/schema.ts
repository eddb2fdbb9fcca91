import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import { UnknownFilters } from '../../catalog/naming/schema.ts';
import { Share } from '../../platform/intervals.ts';
import { ReportQuery } from '../reports/schema.ts';

const { from, to } = ReportQuery.shape;

export const PromoSwapQuery = z.strictObject({
  showA: CatalogKey.describe('one of the two shows'),
  showB: CatalogKey.describe('the other one'),
  promoOfA: CatalogKey.describe('the campaign that promotes show A in show B'),
  promoOfB: CatalogKey.describe('the campaign that promotes show B in show A'),
  from,
  to,
  windowDays: z.coerce
    .number({ error: 'must be a number of days' })
    .int('must be a whole number of days')
    .min(1, 'must be at least 1')
    .max(90, 'must be at most 90')
    .default(14)
    .describe('how long after the first exposure a download of the promoted show is an arrival'),
});
export type PromoSwapQuery = z.output<typeof PromoSwapQuery>;

const Direction = z.object({
  campaign: z.string(),
  ranIn: z.string().describe('the show whose listeners heard the promotion'),
  promoted: z.string().describe('the show it was for'),
  exposedHouseholds: z.int().describe('distinct addresses that may stand for a household and had an exposure of the campaign in that show'),
  arrived: Share.describe('of these, with a download of the promoted show in the window after their first exposure'),
  newListeners: Share.describe('of those observed before without a download of it in as long a time before, the ones that arrived'),
  before: Share.describe('of those observed before, with a download of it in as long a time before: listeners it had already'),
  unobservedBefore: z
    .int()
    .describe(
      'exposed households that nothing is known of before: no download of the promoted show was measured by then, of anybody; left out ' +
        'of newListeners and before',
    ),
  measuredFrom: z
    .string()
    .nullable()
    .describe('first measured download of the promoted show since one window before the first exposure; null = not enough measured before'),
});

export const PromoSwap = z
  .object({
    from: z.string().nullable(),
    to: z.string().describe('exposures before here: at the latest one window ago, so that each had its whole window'),
    windowDays: z.int(),
    directions: z.array(Direction).length(2).describe('show B promoted in show A, then show A promoted in show B'),
    unknown: UnknownFilters,
  })
  .meta({ id: 'PromoSwap' });
export type PromoSwap = z.infer<typeof PromoSwap>;
