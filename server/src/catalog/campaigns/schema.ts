import { z } from 'zod';
import { Currency } from '../../platform/money.ts';
import { ModelReference } from '../../tenants/schema.ts';

export const CatalogKey = z.string().min(1, 'must not be empty').max(200, 'has at most 200 characters');

export const CatalogName = z.string().trim().min(1, 'must not be empty').max(200, 'has at most 200 characters');

/** A day of a flight: a UTC day. */
export const FlightDay = z.iso.date({ error: 'must be a UTC day, such as 2026-11-01' });

export const AmountMinor = z.int('must be whole minor units').min(0, 'must not be negative').max(1_000_000_000_000_000, 'is too large');

export const Amount = z.int('must be a whole number').min(1, 'must be at least 1').max(1_000_000_000_000, 'is too large');

/** Whether a flight ends no earlier than it starts; an open end is never too early. */
export function isFlight({ startsOn, endsOn }: { startsOn: string | null; endsOn: string | null }): boolean {
  return startsOn === null || endsOn === null || startsOn <= endsOn;
}

export const GOALS = ['impressions', 'reach', 'clicks', 'conversions'] as const;

export const CampaignGoal = z
  .strictObject({ kind: z.enum(GOALS), count: Amount })
  .describe('what the campaign is to reach, and how much of it')
  .meta({ id: 'CampaignGoal' });

export const Campaign = z
  .object({
    key: z.string().describe("the tenant's own key, as events carry it"),
    name: z.string().nullable(),
    advertiser: z.string().nullable().describe('the key of whom it is for'),
    startsOn: z.string().nullable().describe('first UTC day of the flight; null when it is open'),
    endsOn: z.string().nullable().describe('last UTC day of the flight, included; null when it is open'),
    budgetMinor: z.int().nullable().describe('what may be spent, in minor units'),
    goal: CampaignGoal.nullable(),
    spendMinor: z.int().nullable().describe('booked spend of the whole campaign, in minor units'),
    currency: z.string().nullable().describe('of spend and budget alike'),
    defaultModel: z.string().nullable().describe("of views of this campaign alone that name none; null = the tenant's"),
    createdAt: z.string(),
  })
  .meta({ id: 'Campaign' });
export type Campaign = z.infer<typeof Campaign>;

export const CampaignDetails = z
  .strictObject({
    name: CatalogName.nullable().default(null),
    advertiser: CatalogKey.nullable().default(null).describe('the key of whom it is for; an unknown one becomes a stub'),
    startsOn: FlightDay.nullable().default(null),
    endsOn: FlightDay.nullable().default(null).describe('the last day, included'),
    budgetMinor: AmountMinor.nullable().default(null),
    goal: CampaignGoal.nullable().default(null),
    spendMinor: AmountMinor.nullable().default(null),
    currency: Currency.nullable().default(null),
    defaultModel: ModelReference.nullable().default(null).describe("of views of this campaign alone; the tenant's when left out"),
  })
  .refine((details) => (details.spendMinor === null && details.budgetMinor === null) === (details.currency === null), {
    message: 'belongs together with spendMinor and budgetMinor: send it with one of them, and leave it out with neither',
    path: ['currency'],
  })
  .refine(isFlight, { message: 'must not lie before startsOn', path: ['endsOn'] })
  .meta({ id: 'CampaignDetails' });
export type CampaignDetails = z.output<typeof CampaignDetails>;
