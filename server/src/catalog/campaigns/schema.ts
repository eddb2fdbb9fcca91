import { z } from 'zod';
import { Currency } from '../../platform/money.ts';

export const CatalogKey = z.string().min(1, 'must not be empty').max(200, 'has at most 200 characters');

export const Campaign = z
  .object({
    key: z.string().describe("the tenant's own key, as events carry it"),
    name: z.string().nullable(),
    spendMinor: z.int().nullable().describe('booked spend of the whole campaign, in minor units'),
    currency: z.string().nullable(),
    createdAt: z.string(),
  })
  .meta({ id: 'Campaign' });
export type Campaign = z.infer<typeof Campaign>;

export const CampaignDetails = z
  .strictObject({
    name: z.string().trim().min(1, 'must not be empty').max(200, 'has at most 200 characters').nullable().default(null),
    spendMinor: z
      .int('must be whole minor units')
      .min(0, 'must not be negative')
      .max(1_000_000_000_000_000, 'is too large')
      .nullable()
      .default(null),
    currency: Currency.nullable().default(null),
  })
  .refine((details) => (details.spendMinor === null) === (details.currency === null), {
    message: 'spendMinor and currency belong together: send both or neither',
    path: ['currency'],
  })
  .meta({ id: 'CampaignDetails' });
export type CampaignDetails = z.output<typeof CampaignDetails>;
