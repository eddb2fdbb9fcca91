import { z } from 'zod';

export const PromoCode = z
  .object({
    code: z.string().describe('upper case; codes are compared without regard to case'),
    campaign: z.string(),
    show: z.string().nullable().describe('the show this code was given to; null when it serves the whole campaign'),
    createdAt: z.string(),
  })
  .meta({ id: 'PromoCode' });
export type PromoCode = z.infer<typeof PromoCode>;

export const PromoCodeDetails = z
  .strictObject({
    show: z.string().min(1, 'must not be empty').max(200, 'has at most 200 characters').nullable().default(null),
  })
  .meta({ id: 'PromoCodeDetails' });
export type PromoCodeDetails = z.output<typeof PromoCodeDetails>;

/** The length is that in upper case, which some letters grow by. */
export const CodeText = z.string().trim().min(1, 'must not be empty').toUpperCase().max(100, 'has at most 100 characters in upper case');
