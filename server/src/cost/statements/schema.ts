import { z } from 'zod';
import { KINDS, Month } from '../entries/schema.ts';

export const STATEMENT_FORMATS = ['json', 'csv'] as const;
export const StatementQuery = z.strictObject({ month: Month.describe('whose bill'), format: z.enum(STATEMENT_FORMATS).default('json') });

export const StatementLine = z
  .object({
    kind: z.enum(KINDS),
    meter: z.string().nullable(),
    description: z.string().describe('what a meter counts, or what was noted of an entry'),
    correctsMonth: z.string().nullable().describe('the closed month that the line sets right'),
    quantity: z.string().nullable().describe('exact'),
    unit: z.string().nullable(),
    tier: z.int().nullable().describe('of the price, from 1; 0 is the included quantity'),
    price: z.string().nullable().describe('of the tier'),
    unitQuantity: z.string().nullable().describe('what that price is for'),
    exact: z.string().describe('the amount as it is booked, to ten digits'),
    amount: z.string().describe("the amount in the currency's smallest unit; the lines sum to the total"),
  })
  .meta({ id: 'StatementLine' });
export type StatementLine = z.infer<typeof StatementLine>;

export const Statement = z
  .object({
    month: z.string(),
    tenant: z.object({ id: z.string(), name: z.string() }),
    issuer: z.string().describe('who runs the installation: the host of its public address'),
    timeZone: z.string(),
    status: z.enum(['open', 'closed']).describe('closed: nothing will be booked in it any more'),
    closesAt: z.string().describe('12 hours after the end of the month'),
    asOf: z.string().describe('it holds what was booked until then'),
    currencies: z
      .array(
        z.object({
          currency: z.string(),
          lines: z.array(StatementLine),
          net: z.string().describe('of everything but taxes'),
          tax: z.string(),
          total: z.string(),
        }),
      )
      .describe('each is a bill of its own: nothing is converted'),
    unpriced: z
      .array(z.object({ meter: z.string(), quantity: z.string(), unit: z.string() }))
      .describe('what was used on days without a price: it is not billed'),
  })
  .meta({ id: 'Statement' });
export type Statement = z.infer<typeof Statement>;
