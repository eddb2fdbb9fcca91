import { z } from 'zod';
import { Month } from '../entries/schema.ts';

export const MarginQuery = z.strictObject({
  from: Month.optional().describe('the first month; the present one when left out'),
  to: Month.optional().describe('the last month, included; that of from when left out'),
});
export type MarginQuery = z.output<typeof MarginQuery>;

const MISSING = ['spend', 'flight', 'cost', 'allocation', 'stale', 'currency'] as const;
export type MissingPart = (typeof MISSING)[number];

const cost = z.object({
  currency: z.string(),
  directMinor: z.int().describe('of entries that name the campaign'),
  sharedMinor: z.int().describe('its part of the pools'),
});

export const CampaignMargin = z
  .object({
    campaign: z.string(),
    name: z.string().nullable(),
    advertiser: z.string().nullable(),
    spendMinor: z.int().nullable().describe('booked for the whole campaign; null when it is not known'),
    currency: z.string().nullable().describe('of spend, delivery cost and margin'),
    spendBasis: z
      .enum(['flight_days', 'whole', 'unknown'])
      .describe('flight_days: spread evenly over the flight; whole: the campaign has no flight to spread it over'),
    spendOfPeriodMinor: z
      .int()
      .nullable()
      .describe('what of the spend belongs to the days of the period that have begun; null when not known'),
    costs: z.array(cost).describe('by currency, from the latest splits of the months'),
    deliveryCostMinor: z
      .int()
      .nullable()
      .describe('direct and shared together, in the currency of the spend; null while it is not known, or where some is in another one'),
    marginMinor: z.int().nullable().describe('spend of the period less delivery cost; null when either is not known'),
    marginPercent: z.number().nullable().describe('of the spend of the period, to a hundredth; null where that is 0 or not known'),
    deliveries: z.int().nullable().describe('downloads and impressions in the period, in UTC days; null for who may not see attribution'),
    costPerThousandMinor: z.number().nullable().describe('delivery cost for a thousand deliveries, in minor units; null with them'),
    attributedConversions: z.number().nullable().describe("under the tenant's default model; null for who may not see attribution"),
    attributedValueMinor: z.int().nullable().describe('in the currency of the answer'),
    costPerConversionMinor: z.number().nullable().describe('delivery cost for a credited conversion, in minor units'),
    missing: z
      .array(z.enum(MISSING))
      .describe(
        'what a margin lacks. spend: none is booked; flight: no first and last day; cost: nothing is booked in the bill; allocation: a ' +
          'month is not split yet; stale: a month would be split otherwise now; ' +
          'currency: some cost is in another currency than the spend',
      ),
  })
  .meta({ id: 'CampaignMargin' });
export type CampaignMargin = z.infer<typeof CampaignMargin>;

export const Margins = z
  .object({
    from: z.string(),
    to: z.string(),
    until: z.string().describe('the last day of the period that has begun; the one before it while none has'),
    months: z
      .array(
        z.object({
          month: z.string(),
          isBooked: z.boolean().describe('whether anything stands in its bill'),
          allocation: z.uuid().nullable().describe('the latest split over campaigns'),
          version: z.int().nullable(),
        }),
      )
      .describe('of the period'),
    model: z.string().nullable().describe('by which conversions are credited'),
    valueCurrency: z.string().nullable(),
    unborne: z.array(z.object({ currency: z.string(), idleMinor: z.int(), unassignedMinor: z.int() })).describe('what no campaign bears'),
    items: z.array(CampaignMargin).describe('campaigns with spend, cost or deliveries, by key'),
  })
  .meta({ id: 'Margins' });
export type Margins = z.infer<typeof Margins>;
