import { z } from 'zod';
import { Estimate } from '../../platform/estimates.ts';
import { Share } from '../../platform/intervals.ts';
import { AnalyticsFrame, AnalyticsQuery } from '../analytics/schema.ts';
import { DIMENSIONS } from '../reports/options.ts';

export const LAG_GROUPINGS = ['all', ...DIMENSIONS] as const;
export type LagGrouping = (typeof LAG_GROUPINGS)[number];

export const LagQuery = AnalyticsQuery.extend({
  groupBy: z
    .enum(LAG_GROUPINGS, { error: `must be one of ${LAG_GROUPINGS.join(', ')}` })
    .default('all')
    .describe("all: from a path's first and last touch; else from its first and last touch of each key"),
  limit: z.coerce
    .number({ error: 'must be a number of rows' })
    .int('must be a whole number of rows')
    .min(1, 'must be at least 1')
    .max(50, 'must be at most 50')
    .default(10)
    .describe('rows, those with the most conversions first'),
});
export type LagQuery = z.output<typeof LagQuery>;

const LagCurve = z
  .object({
    medianDays: Estimate.describe(
      'half of the conversions came sooner; the interval holds for any distribution, and is null for fewer than 6',
    ),
    days: z
      .array(
        z.object({
          day: z.int().describe('whole days from the touch to the conversion: 0 = less than a day'),
          share: Share.describe('of the conversions of the row'),
          cumulative: Share.describe('those of this day or sooner'),
        }),
      )
      .describe('up to the last day with a conversion'),
  })
  .meta({ id: 'LagCurve' });
export type LagCurve = z.infer<typeof LagCurve>;

const LagRow = z.object({
  key: z.string().nullable(),
  label: z.string(),
  conversions: z.int().describe('with a touch of the row; those with touches of several rows are in each'),
  sinceFirst: LagCurve.describe('from the first touch of the row'),
  sinceLast: LagCurve.describe('from the last touch of the row'),
});

export const Lag = AnalyticsFrame.extend({
  groupBy: z.enum(LAG_GROUPINGS),
  conversions: z.int().describe('attributed ones: with a touch that may take credit'),
  unattributedConversions: z.int().describe('they have no touch to count from, and are in no curve'),
  excludedConversions: z.int(),
  rows: z.array(LagRow),
  omittedRows: z.int().describe('how many rows more there are'),
}).meta({ id: 'Lag' });
export type Lag = z.infer<typeof Lag>;
