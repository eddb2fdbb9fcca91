import { z } from 'zod';
import { Estimate } from '../../platform/estimates.ts';
import { Share } from '../../platform/intervals.ts';
import { SummaryQuery } from '../../tracking/surveys/schema.ts';
import { CREDIT_MODELS } from '../reports/options.ts';
import { CreditQuery, FitNote } from '../reports/schema.ts';

const CreditModelName = z.enum(CREDIT_MODELS, { error: `is not a model this version knows; send one of ${CREDIT_MODELS.join(', ')}` });

export const SurveyCreditQuery = CreditQuery.extend({
  model: CreditModelName.default('linear').describe('the model by which credit is shared'),
  from: SummaryQuery.shape.from,
  to: SummaryQuery.shape.to,
});
export type SurveyCreditQuery = z.output<typeof SurveyCreditQuery>;

export const SurveyCredits = z
  .object({
    from: z.string(),
    to: z.string(),
    model: CreditModelName,
    fit: FitNote.nullable().describe('what a data-driven model rests on; null for rules'),
    lookbackDays: z.int(),
    answers: z.int(),
    customers: z.int().describe('orders, and purchases without one, in the same time'),
    rows: z.array(
      z.object({
        show: z.string(),
        label: z.string(),
        share: Share.describe('answers that name the show, of all answers'),
        projected: Estimate.describe('customers it brought if those who answered are like the others: the share of all customers'),
        attributed: z.number().describe('purchases and subscriptions that the model credits to the show'),
        multiplier: Estimate.describe('projected / attributed; null where nothing is attributed. Its interval is that of the share'),
      }),
    ),
  })
  .meta({ id: 'SurveyCredits' });
export type SurveyCredits = z.infer<typeof SurveyCredits>;
