import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import { Currency } from '../../platform/money.ts';
import { ModelReference } from '../../tenants/schema.ts';
import { GROUPINGS } from '../reports/options.ts';
import { Moment } from '../reports/schema.ts';
import { NewRun } from '../runs/schema.ts';

/** So many models stand side by side on a page or in a mail. */
const MOST_MODELS = 8;

const options = NewRun.omit({ model: true, from: true, to: true, asOf: true }).shape;
const choices = {
  models: z
    .array(ModelReference)
    .min(1, 'must name at least one, or be left out')
    .max(MOST_MODELS, `names at most ${MOST_MODELS} models`)
    .optional()
    .describe("side by side: built in, or of your own, or NAME@VERSION; the tenant's default when left out"),
  groupBy: z.enum(GROUPINGS, { error: `must be one of ${GROUPINGS.join(', ')}` }).default('campaign'),
  days: z
    .int('must be a whole number of days')
    .min(1, 'must be at least 1')
    .max(400, 'must be at most 400')
    .optional()
    .describe('the last so many days of UTC, up to the one on which the report is read; excludes from and to'),
  currency: Currency.optional().describe("the tenant's, else the most frequent one, when left out"),
  creditDate: z.enum(['conversion', 'touchpoint'], { error: 'must be conversion or touchpoint' }).default('conversion'),
  campaign: CatalogKey.optional().describe('a campaign whose credit alone the report is of; excludes advertiser'),
  advertiser: CatalogKey.optional().describe('an advertiser, the credit of whose campaigns alone the report is of; excludes campaign'),
};

/** Which report others are shown: what a report can be asked for, with a period that may move with the day. */
export const ReportChoice = z
  .strictObject({
    ...options,
    ...choices,
    from: Moment.optional().describe('conversions from here on; a day means its start in UTC'),
    to: Moment.optional().describe('conversions before here'),
    asOf: Moment.optional().describe('what was known at this instant, for ever the same; what is known when it is read when left out'),
  })
  .refine(({ days, from, to }) => days === undefined || (from === undefined && to === undefined), {
    error: 'excludes from and to; send one of both',
    path: ['days'],
  })
  .refine(({ campaign, advertiser }) => campaign === undefined || advertiser === undefined, {
    error: 'excludes campaign; send one of both',
    path: ['advertiser'],
  })
  .meta({ id: 'ReportChoice' });
export type ReportChoice = z.output<typeof ReportChoice>;

/** The same as it is kept and told: instants as text. */
export const KeptReportChoice = z
  .object({ ...options, ...choices, from: z.string().optional(), to: z.string().optional(), asOf: z.string().optional() })
  .meta({ id: 'KeptReportChoice' });
export type KeptReportChoice = z.infer<typeof KeptReportChoice>;
