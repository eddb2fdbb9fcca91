import { z } from 'zod';
import { Month } from '../entries/schema.ts';

const Amount = z.string().describe('exact decimal');

export const CostForecastQuery = z.strictObject({
  month: Month.optional().describe('the present or the next one; the present by default'),
});

const Figure = z.object({
  estimate: z.string(),
  low: z.string().describe('lower end of the 80 % interval'),
  high: z.string().describe('its upper end'),
});

export const CostForecast = z
  .object({
    month: z.string(),
    timeZone: z.string(),
    today: z.string(),
    currencies: z.array(
      z.object({
        currency: z.string(),
        soFar: Amount.describe('booked for days of the month until now'),
        forecast: Figure.describe('by the end of the month; the ends of the meters are added, so the interval is cautious').nullable(),
        baseline: z
          .string()
          .nullable()
          .describe('what has been used, at the pace of the month until yesterday; never below what is charged already'),
      }),
    ),
    meters: z.array(
      z.object({
        meter: z.string(),
        unit: z.string(),
        soFar: z.string().describe('quantity of the month until now'),
        quantity: Figure.nullable().describe('by the end of the month; null with fewer than three days of data'),
        currency: z.string().nullable().describe('of the first day to come that has a price; null for a meter without one'),
        cost: Figure.nullable().describe(
          'what that quantity costs, each day at the price that holds on it, with tiers and included quantities',
        ),
        daysOfData: z.int(),
      }),
    ),
    missing: z.array(z.string()).describe('priced meters with fewer than three days of data: the forecast holds what they cost until now'),
  })
  .meta({ id: 'CostForecast' });
export type CostForecast = z.infer<typeof CostForecast>;
