import { z } from 'zod';
import { CONVERSION_KINDS, EVIDENCE_CLASSES, TOUCHPOINT_KINDS } from '../paths/codes.ts';
import { type Chosen, CreditQuery, ReportQuery } from '../reports/schema.ts';

const { from, to, conversionKind, currency } = ReportQuery.shape;

/** The options that all analyses share with reports, under the same names and with the same meaning. */
export const AnalyticsQuery = CreditQuery.extend({ from, to, conversionKind, currency });
export type AnalyticsQuery = z.output<typeof AnalyticsQuery>;

/** A query of an analysis with nothing left open. */
export type AnalyticsRequest = Chosen<AnalyticsQuery>;

/** What every analysis says of itself. */
export const AnalyticsFrame = z.object({
  lookbackDays: z.int(),
  currency: z.string().nullable().describe('null while no conversion has a value'),
  from: z.string().nullable(),
  to: z.string().nullable(),
  options: z.object({
    conversionKind: z.array(z.enum(CONVERSION_KINDS)).nullable().describe('null = all kinds'),
    touchpointKind: z.array(z.enum(TOUCHPOINT_KINDS)).nullable().describe('null = all kinds'),
    minEvidence: z.enum(EVIDENCE_CLASSES),
    repeats: z.enum(['every', 'unique']),
    responseSignals: z.enum(['evidence', 'touchpoint']),
    newCustomersOnly: z.boolean(),
    exclude: z.array(z.string()),
  }),
  waitingConversions: z.int().describe('conversions, touchpoints and codes still to be matched; 0 = these figures are complete'),
  eventsKeptFrom: z.string().nullable().describe('from when on events are kept: what was before is in no analysis; null = all are kept'),
  otherCurrencies: z
    .array(z.object({ currency: z.string(), conversions: z.int(), valueMinor: z.int() }))
    .describe('conversions in other currencies, in no figure'),
});
export type AnalyticsFrame = z.infer<typeof AnalyticsFrame>;
