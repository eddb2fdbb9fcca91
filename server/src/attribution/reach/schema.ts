import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import { UnknownFilters } from '../../catalog/naming/schema.ts';
import { Estimate } from '../../platform/estimates.ts';
import { Share } from '../../platform/intervals.ts';
import { AnalyticsFrame, AnalyticsQuery } from '../analytics/schema.ts';
import { ModelName, ReportQuery } from '../reports/schema.ts';

export const REACH_GROUPINGS = ['campaign', 'show', 'episode', 'placement', 'day', 'country', 'player'] as const;
export type ReachGrouping = (typeof REACH_GROUPINGS)[number];

const { from, to } = ReportQuery.shape;

export const ReachQuery = AnalyticsQuery.extend({
  model: ModelName.default('linear').describe('the rule by which credit is shared'),
  groupBy: z.enum(REACH_GROUPINGS, { error: `must be one of ${REACH_GROUPINGS.join(', ')}` }).default('campaign'),
  from: from.describe('exposures from here on; a day or an instant. What they led to may lie up to one lookback later'),
  to: to.describe('exposures before here; a day or an instant'),
  compareFrom: from.describe('a second period to compare with: exposures from here on; together with compareTo'),
  compareTo: to.describe('exposures of the second period before here'),
  campaign: CatalogKey.optional().describe('only exposures of this campaign'),
  show: CatalogKey.optional().describe('only exposures in this show'),
  limit: z.coerce
    .number({ error: 'must be a number of rows' })
    .int('must be a whole number of rows')
    .min(1, 'must be at least 1')
    .max(1_000, 'must be at most 1000')
    .default(200)
    .describe('rows, those with the most impressions first (days in their order)'),
});
export type ReachQuery = z.output<typeof ReachQuery>;

const Spend = z
  .object({
    minor: z.int(),
    basis: z
      .enum(['booked', 'delivered', 'mixed'])
      .describe('booked: of the whole campaign; delivered: what was delivered at the price of its placement; mixed: some of both'),
    isPartial: z
      .boolean()
      .describe('true where exposures of campaigns name no placement with a price in this currency: no ratio is made of it'),
  })
  .meta({ id: 'ReachSpend' });
export type Spend = z.infer<typeof Spend>;

export const ReachFigures = z
  .object({
    impressions: z.int().describe('downloads and impressions; a download is one, however many placements it delivered'),
    usableImpressions: z.int().describe('those of them on an address that may stand for a household'),
    reach: z.int().describe('distinct households; not additive: a household may be in several rows'),
    frequency: Estimate.describe('impressions of a household: usableImpressions / reach'),
    visitors: Share.describe('reached households with a visit that an exposure of the row may take credit for, of all reached'),
    leads: Share.describe('the same with a lead, a signup or an install'),
    buyers: Share.describe('the same with a purchase or a subscription'),
    buyersOfVisitors: Share.describe('visiting households that bought, too, of all visiting ones'),
    conversions: Estimate.describe('credited under the model, all kinds together'),
    purchases: Estimate.describe('credited purchases and subscriptions'),
    valueMinor: Estimate.describe('credited value'),
    modelled: z
      .object({
        unmatchableImpressions: z
          .int()
          .describe('impressions with nothing to match by: no key, and no address but a relay or a datacenter'),
        factor: z.number().nullable().describe('these by those that can be matched'),
        conversions: Estimate,
        valueMinor: Estimate,
      })
      .describe(
        'modelled, in no other figure: what impressions with nothing to match by would be credited with if they led to as much as those ' +
          'that can be matched; the interval is that of the observed credit and not of this assumption',
      ),
    aovMinor: Estimate.describe('credited value of purchases and subscriptions by their number'),
    spend: Spend.nullable(),
    cpmMinor: z.number().nullable().describe('spend for a thousand of the impressions it was for'),
    cpvMinor: Estimate.describe('spend for a visiting household'),
    cpaMinor: Estimate.describe('spend for a credited conversion'),
    roas: Estimate.describe('credited value by spend'),
  })
  .meta({ id: 'ReachFigures' });
export type ReachFigures = z.infer<typeof ReachFigures>;

/** A share of a comparison: how many points of the share more. */
export const ReachDifferences = z
  .object({
    impressions: z.int(),
    reach: z.int(),
    frequency: Estimate,
    visitors: Estimate,
    leads: Estimate,
    buyers: Estimate,
    buyersOfVisitors: Estimate,
    conversions: Estimate,
    purchases: Estimate,
    valueMinor: Estimate,
    aovMinor: Estimate,
    cpmMinor: z.number().nullable(),
    cpvMinor: Estimate,
    cpaMinor: Estimate,
    roas: Estimate,
  })
  .meta({ id: 'ReachDifferences' });
export type ReachDifferences = z.infer<typeof ReachDifferences>;

const Compared = {
  compared: ReachFigures.nullable().describe('of the second period; null without one'),
  differences: ReachDifferences.nullable().describe('the first period less the second, each with its interval'),
};

const Period = z.object({
  from: z.string().nullable(),
  to: z.string().nullable(),
  isFullyObserved: z.boolean().describe('false while some of its exposures are younger than one lookback: what they lead to is not all in'),
});

export const Reach = AnalyticsFrame.extend({
  model: ModelName,
  groupBy: z.enum(REACH_GROUPINGS),
  isReachAdditive: z.literal(false).describe('the reach of rows adds up to more than the total where a household is in several'),
  isFullyObserved: Period.shape.isFullyObserved,
  comparedWith: Period.nullable(),
  totals: ReachFigures.extend(Compared),
  rows: z.array(ReachFigures.extend({ key: z.string().nullable(), label: z.string(), ...Compared })),
  omittedRows: z.int().describe('how many rows more there are'),
  unknown: UnknownFilters,
}).meta({ id: 'Reach' });
export type Reach = z.infer<typeof Reach>;
