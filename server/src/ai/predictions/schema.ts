import { z } from 'zod';
import { Amount, AmountMinor, CatalogKey } from '../../catalog/campaigns/schema.ts';
import { PageQuery } from '../../platform/paging.ts';

export const PREDICTION_KINDS = ['campaign_outcome', 'episode_downloads', 'campaign_pacing'] as const;
export type PredictionKind = (typeof PREDICTION_KINDS)[number];

const Day = z.iso.date({ error: 'must be a UTC day, such as 2026-11-01' });

export const PlannedPlacement = z
  .strictObject({
    show: CatalogKey,
    impressions: Amount.describe('booked'),
    spendMinor: AmountMinor.nullable().default(null).describe("in minor units of the tenant's currency"),
  })
  .meta({ id: 'PlannedPlacement' });

const isCampaign = (kind: PredictionKind) => kind === 'campaign_outcome';

export const NewPrediction = z
  .strictObject({
    kind: z
      .enum(PREDICTION_KINDS)
      .describe(
        'campaign_outcome: how a campaign will come out, before it runs; episode_downloads: the downloads of an episode in 30 days; ' +
          'campaign_pacing: what a campaign under way will have delivered when its flights end',
      ),
    campaign: CatalogKey.optional().describe('one of the catalogue: of an outcome, with placements that have booked impressions'),
    episode: CatalogKey.optional(),
    placements: z
      .array(PlannedPlacement)
      .min(1, 'must not be empty; leave it out')
      .max(200, 'has at most 200 placements')
      .optional()
      .describe('of an outcome: a plan that is in no catalogue, in place of a campaign'),
    conversionValueMinor: AmountMinor.min(1, 'must be at least 1')
      .optional()
      .describe("of an outcome: what a conversion is worth, in the tenant's currency; left out, the history says it"),
    afterDays: z
      .literal([1, 3, 7], { error: 'must be 1, 3 or 7' })
      .optional()
      .describe('of downloads: from how many first days they are predicted; left out, from all whole days so far'),
    asOf: Day.optional().describe('nothing that happened on this UTC day or later is looked at; today when left out'),
  })
  .refine(
    ({ kind, campaign, placements }) =>
      isCampaign(kind) || (placements === undefined && (campaign !== undefined || kind !== 'campaign_pacing')),
    {
      path: ['placements'],
      error: 'belongs to campaign_outcome; campaign_pacing needs a campaign',
    },
  )
  .refine(({ kind, campaign, placements }) => !isCampaign(kind) || (campaign === undefined) !== (placements === undefined), {
    path: ['campaign'],
    error: 'is needed for campaign_outcome, or else placements are: one of the two',
  })
  .refine(({ kind, episode }) => (kind === 'episode_downloads') === (episode !== undefined), {
    path: ['episode'],
    error: 'belongs to episode_downloads, which needs it; leave it out for the others',
  })
  .refine(({ kind, campaign }) => kind !== 'episode_downloads' || campaign === undefined, {
    path: ['campaign'],
    error: 'does not belong to episode_downloads; leave it out',
  })
  .refine(({ kind, afterDays }) => kind === 'episode_downloads' || afterDays === undefined, {
    path: ['afterDays'],
    error: 'belongs to episode_downloads; leave it out for the others',
  })
  .refine(({ kind, conversionValueMinor }) => isCampaign(kind) || conversionValueMinor === undefined, {
    path: ['conversionValueMinor'],
    error: 'belongs to campaign_outcome; leave it out for the others',
  })
  .meta({ id: 'NewPrediction' });
export type NewPrediction = z.output<typeof NewPrediction>;

const share = z.number().describe('0 to 1');

const Coverage = z.object({
  count: z.int().describe('how many forecasts were held against what came'),
  covered50: share.describe('the share of outcomes inside the interval of 50 %'),
  covered80: share,
  covered95: share,
});

export const PredictionBacktest = Coverage.extend({
  crps: z.number().describe('continuous ranked probability score: lower is better'),
  baselines: z
    .array(z.object({ name: z.string(), crps: z.number() }))
    .describe('the same score of simpler forecasts made from the same, on the same outcomes'),
  sizes: z
    .array(Coverage.extend({ upTo: z.number(), crps: z.number() }))
    .describe('the same by size (impressions booked, or downloads so far), smallest third first'),
}).meta({ id: 'PredictionBacktest' });

export const PredictionMeasure = z
  .object({
    measure: z.enum(['impressions', 'visits', 'conversions', 'revenue', 'cpa', 'downloads', 'spend']),
    intervals: z
      .array(
        z.object({ level: z.int(), low: z.number(), high: z.number().nullable().describe('null = without bound: no conversion may come') }),
      )
      .nullable()
      .describe('of 50, 80 and 95 %; null where there is nothing to predict from'),
    median: z.number().nullable().describe('null without history, which no point is told of'),
    missing: z.string().nullable().describe('why there is no interval'),
    backtest: PredictionBacktest.nullable().describe(
      'rolling origin: earlier outcomes forecast from those before them; null while too few, and of cpa and spend, which follow',
    ),
    outcome: z.number().nullable().describe('what came; null until it is known'),
    insideLevels: z.array(z.int()).nullable().describe('of which intervals the outcome lies inside; null until it is known'),
  })
  .meta({ id: 'PredictionMeasure' });
export type PredictionMeasure = z.infer<typeof PredictionMeasure>;

const Subject = z.object({
  type: z.enum(['campaign', 'episode', 'plan']),
  key: z.string().nullable(),
  name: z.string().nullable(),
  show: z.string().nullable().describe('of an episode: its show, where a feed tells it'),
});

const summary = {
  id: z.uuid(),
  kind: z.enum(PREDICTION_KINDS),
  subject: Subject,
  asOf: z.string().describe('the UTC day before which everything lies that it was made from'),
  label: z.enum(['from_history', 'no_history']).describe('no_history: the intervals are a prior alone'),
  history: z.int().describe('finished campaigns, whole episodes or ended placements that it rests on'),
  currency: z.string().nullable().describe('of revenue, spend and the cost of a conversion'),
  dueOn: z.string().nullable().describe('the UTC day from which its outcome is known; null of a plan'),
  outcomeAt: z.string().nullable(),
  createdAt: z.string(),
  createdBy: z.string(),
};

export const PredictionSummary = z
  .object({ ...summary, headline: PredictionMeasure.omit({ backtest: true }).describe('conversions, downloads or impressions') })
  .meta({ id: 'PredictionSummary' });
export type PredictionSummary = z.infer<typeof PredictionSummary>;

export const PredictionBand = z.object({
  day: z.string(),
  low: z.number().describe('by the end of the day: what was counted, or the ends of the interval of 80 %'),
  median: z.number().nullable(),
  high: z.number(),
  isForecast: z.boolean(),
});

export const Prediction = z
  .object({
    ...summary,
    method: z.string(),
    model: z.string(),
    plan: z
      .object({
        placements: z.array(z.object({ show: z.string(), impressions: z.number() })),
        spendMinor: z.int().nullable(),
        conversionValueMinor: z.int().nullable(),
      })
      .nullable()
      .describe('of an outcome: what was known before the launch'),
    measures: z.array(PredictionMeasure),
    bands: z.array(PredictionBand).describe('day by day, of downloads and pacing'),
    booked: z.number().nullable().describe('of pacing'),
    chanceUnder: z.number().nullable().describe('of pacing: that less than 95 % of what is booked will be delivered'),
    chanceOver: z.number().nullable().describe('that more than 105 % will be'),
    notes: z.array(z.string()).describe('what the figures mean, and what they do not'),
  })
  .meta({ id: 'Prediction' });
export type Prediction = z.infer<typeof Prediction>;

export const PredictionQuery = PageQuery.extend({
  kind: z.enum(PREDICTION_KINDS).optional(),
  campaign: CatalogKey.optional(),
  episode: CatalogKey.optional(),
  show: CatalogKey.optional().describe(
    'of its newest 1,000 episodes, of campaigns that were planned in it, and of the pacing of those booked in it',
  ),
});
export type PredictionFilter = Pick<z.output<typeof PredictionQuery>, 'kind' | 'campaign' | 'episode' | 'show'>;
