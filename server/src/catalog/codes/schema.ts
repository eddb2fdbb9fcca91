import { z } from 'zod';
import { PageQuery } from '../../platform/paging.ts';
import { CatalogKey } from '../campaigns/schema.ts';

/** An instant of a code's period; the second counts, and what is finer to the millisecond. */
const NOT_AN_INSTANT = 'must be an instant with a zone, such as 2027-01-31T00:00:00Z';

export const CodeInstant = z.iso
  .datetime({ offset: true, error: NOT_AN_INSTANT, abort: true })
  .refine((text) => new Date(text).toISOString().length === '2027-01-31T00:00:00.000Z'.length, NOT_AN_INSTANT)
  .refine((text) => Date.parse(text) >= 0, 'must not lie before 1970');

export const PromoCode = z
  .object({
    code: z.string().describe('upper case; codes are compared without regard to case'),
    campaign: z.string(),
    show: z.string().nullable().describe('the show this code was given to; null when it serves the whole campaign'),
    validFrom: z.string().nullable().describe('from when on it stands for this campaign; null when it always did'),
    validUntil: z.string().nullable().describe('until when, excluded; null when it goes on'),
    createdAt: z.string(),
  })
  .meta({ id: 'PromoCode' });
export type PromoCode = z.infer<typeof PromoCode>;

export const PromoCodeDetails = z
  .strictObject({
    show: CatalogKey.nullable().default(null),
    validFrom: CodeInstant.nullable().default(null),
    validUntil: CodeInstant.nullable().default(null).describe('excluded'),
  })
  .refine(({ validFrom, validUntil }) => validFrom === null || validUntil === null || Date.parse(validFrom) < Date.parse(validUntil), {
    message: 'must lie after validFrom',
    path: ['validUntil'],
  })
  .meta({ id: 'PromoCodeDetails' });
export type PromoCodeDetails = z.output<typeof PromoCodeDetails>;

/** The length is that in upper case, which some letters grow by. */
export const CodeText = z.string().trim().min(1, 'must not be empty').toUpperCase().max(100, 'has at most 100 characters in upper case');

export const CodeQuery = PageQuery.extend({
  campaign: CatalogKey.optional(),
  show: CatalogKey.optional(),
  code: CodeText.optional(),
  validAt: CodeInstant.optional().describe('only what is valid at this instant'),
});
export type CodeFilter = Pick<z.output<typeof CodeQuery>, 'campaign' | 'show' | 'code' | 'validAt'>;

/** What codes stand for, and when. */
export interface CodeBook {
  /** What a code stands for at an instant, in milliseconds since 1970; undefined when it stands for nothing then. */
  at(code: string, atMs: number): PromoCode | undefined;
}
