import { z } from 'zod';
import { OwnModel } from '../../tenants/models/schema.ts';
import { ModelOrigin } from '../../tenants/schema.ts';
import { AnalyticsFrame } from '../analytics/schema.ts';
import { FitNote, ReportQuery } from '../reports/schema.ts';

/** What a campaign's credit can be divided by. */
export const CAMPAIGN_GROUPINGS = ['show', 'episode', 'placement', 'channel', 'day'] as const;
/** What a show's credit can be divided by. */
export const SHOW_GROUPINGS = ['campaign', 'episode', 'placement', 'channel', 'day'] as const;

const grouping = <Grouping extends string>(names: readonly [Grouping, ...Grouping[]]) =>
  z.enum(names, { error: `must be one of ${names.join(', ')}` });

const options = ReportQuery.omit({ placebo: true, calibrate: true });

export const CampaignCreditQuery = options.extend({ groupBy: grouping(CAMPAIGN_GROUPINGS).default('show') });
export type CampaignCreditQuery = z.output<typeof CampaignCreditQuery>;

export const ShowCreditQuery = options.extend({ groupBy: grouping(SHOW_GROUPINGS).default('campaign') });
export type ShowCreditQuery = z.output<typeof ShowCreditQuery>;

export type SingleCreditQuery = CampaignCreditQuery | ShowCreditQuery;

const credited = { conversions: z.number(), valueMinor: z.int() };

const totals = (spend: string, says: string) =>
  z
    .object({
      ...credited,
      spendMinor: z.int().nullable().describe(spend),
      roas: z.number().nullable().describe('value per spend'),
      cpaMinor: z.number().nullable().describe('spend per conversion'),
    })
    .describe(says);

const answer = AnalyticsFrame.extend({
  label: z.string(),
  model: z.string().describe('of your own, with the version that was meant'),
  modelOrigin: ModelOrigin,
  ownModels: z.array(OwnModel).describe('the version of your own model that these figures are under'),
  fit: FitNote.nullable().describe('what a data-driven model rests on; null for rules'),
  asOf: z.string().nullable().describe('the instant of the last change that is in the figures; null when all are'),
  otherCurrencies: AnalyticsFrame.shape.otherCurrencies.describe(
    'conversions of all campaigns and shows in other currencies, in no figure here',
  ),
  rows: z.array(z.object({ key: z.string().nullable(), label: z.string(), ...credited })).describe('they sum to the totals'),
});

export const CampaignCredit = answer
  .extend({
    campaign: z.string(),
    groupBy: grouping(CAMPAIGN_GROUPINGS),
    totals: totals('as booked; null without one in this currency, and for a part of the time', "the campaign's row of a report"),
  })
  .meta({ id: 'CampaignCredit' });
export type CampaignCredit = z.infer<typeof CampaignCredit>;

export const ShowCredit = answer
  .extend({
    show: z.string(),
    groupBy: grouping(SHOW_GROUPINGS),
    totals: totals('null: what is spent is booked for campaigns', "the show's row of a report by show"),
  })
  .meta({ id: 'ShowCredit' });
export type ShowCredit = z.infer<typeof ShowCredit>;
