import { z } from 'zod';
import { Estimate } from '../../platform/estimates.ts';
import { Share } from '../../platform/intervals.ts';
import { AnalyticsFrame, AnalyticsQuery } from '../analytics/schema.ts';
import { ReportQuery } from '../reports/schema.ts';

export const COHORT_GROUPINGS = ['show', 'all'] as const;

const { from, to } = ReportQuery.shape;

export const CohortQuery = AnalyticsQuery.extend({
  from: from.describe('households first reached from here on; a day or an instant'),
  to: to.describe('households first reached before here; a day or an instant'),
  groupBy: z
    .enum(COHORT_GROUPINGS, { error: `must be one of ${COHORT_GROUPINGS.join(', ')}` })
    .default('show')
    .describe('show: a row for each show of the first exposure and its month; all: for each month'),
  limit: z.coerce
    .number({ error: 'must be a number of rows' })
    .int('must be a whole number of rows')
    .min(1, 'must be at least 1')
    .max(500, 'must be at most 500')
    .default(100)
    .describe('rows, the largest cohorts first'),
});
export type CohortQuery = z.output<typeof CohortQuery>;

const Cell = z.object({
  monthsSince: z.int().describe('calendar months (UTC) from that of the first exposure to that of the conversion: 0 = in the same one'),
  isComplete: z.boolean().describe('false for the month that is under way, or where some of its events still wait'),
  converters: Share.describe('households with a conversion in that month, of the cohort'),
  convertersSoFar: Share.describe('households with a conversion in that month or before'),
  newCustomers: Share.describe('households whose first purchase or subscription came in that month, as far as is known'),
  conversions: z.int(),
  valueMinor: Estimate.describe('of these conversions, whole'),
});

export const Cohorts = AnalyticsFrame.extend({
  groupBy: z.enum(COHORT_GROUPINGS),
  rows: z.array(
    z.object({
      show: z.string().nullable(),
      label: z.string(),
      month: z.string().describe('UTC month of the first exposure, such as 2026-11'),
      households: z.int(),
      cells: z.array(Cell).describe('every month up to the present one'),
    }),
  ),
  omittedRows: z.int(),
  newCustomers: Share.describe('of the buying households of all cohorts, those that were new customers'),
  placedConversions: z.int().describe('conversions of households of the cohorts'),
  unplacedConversions: z.int().describe('attributed ones without an exposure on an address that may stand for a household'),
}).meta({ id: 'Cohorts' });
export type Cohorts = z.infer<typeof Cohorts>;
