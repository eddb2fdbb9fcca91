import { z } from 'zod';
import { OwnModel } from '../../tenants/models/schema.ts';
import { ModelOrigin } from '../../tenants/schema.ts';
import { AnalyticsFrame } from '../analytics/schema.ts';
import { FitNote, ReportQuery } from '../reports/schema.ts';

/** What a campaign's credit can be divided by. */
export const CAMPAIGN_GROUPINGS = ['show', 'episode', 'placement', 'channel', 'day'] as const;

export const CampaignCreditQuery = ReportQuery.omit({ placebo: true, calibrate: true }).extend({
  groupBy: z.enum(CAMPAIGN_GROUPINGS, { error: `must be one of ${CAMPAIGN_GROUPINGS.join(', ')}` }).default('show'),
});
export type CampaignCreditQuery = z.output<typeof CampaignCreditQuery>;

const credited = { conversions: z.number(), valueMinor: z.int() };

export const CampaignCredit = AnalyticsFrame.extend({
  campaign: z.string(),
  label: z.string(),
  model: z.string().describe('of your own, with the version that was meant'),
  modelOrigin: ModelOrigin,
  ownModels: z.array(OwnModel).describe('the version of your own model that these figures are under'),
  fit: FitNote.nullable().describe('what a data-driven model rests on; null for rules'),
  groupBy: z.enum(CAMPAIGN_GROUPINGS),
  asOf: z.string().nullable().describe('the instant of the last change that is in the figures; null when all are'),
  otherCurrencies: AnalyticsFrame.shape.otherCurrencies.describe('conversions of all campaigns in other currencies, in no figure here'),
  totals: z
    .object({
      ...credited,
      spendMinor: z.int().nullable().describe('as booked; null without one in this currency, and for a part of the time'),
      roas: z.number().nullable().describe('value per spend'),
      cpaMinor: z.number().nullable().describe('spend per conversion'),
    })
    .describe("the campaign's row of a report"),
  rows: z.array(z.object({ key: z.string().nullable(), label: z.string(), ...credited })).describe('they sum to the totals'),
}).meta({ id: 'CampaignCredit' });
export type CampaignCredit = z.infer<typeof CampaignCredit>;
