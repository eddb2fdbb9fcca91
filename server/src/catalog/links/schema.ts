import { z } from 'zod';
import { PageQuery } from '../../platform/paging.ts';
import { CatalogKey } from '../campaigns/schema.ts';

function isDestination(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^https?:\/\//i.test(text) && ['http:', 'https:'].includes(url.protocol) && !/[\s\\]/.test(text);
}

function hasCredentials(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && (url.username !== '' || url.password !== '');
}

/** Where a link leads: an address of the web, in the form a browser would ask for. */
export const Destination = z
  .string()
  .trim()
  .max(2_000, 'has at most 2000 characters')
  .refine(isDestination, 'must be an address like https://shop.example/offer')
  .refine((text) => !hasCredentials(text), 'must not hold a name and password')
  .overwrite((text) => (isDestination(text) ? new URL(text).href : text))
  .refine((text) => text.length <= 2_000, 'has at most 2000 characters once it is escaped');

export const UTM_NAMES = ['source', 'medium', 'campaign', 'content', 'term'] as const;

const UtmValue = z.string().trim().min(1, 'must not be empty').max(200, 'has at most 200 characters').nullable();

export const Utm = z
  .object({ source: UtmValue, medium: UtmValue, campaign: UtmValue, content: UtmValue, term: UtmValue })
  .describe('what is added to the destination as utm_source and so on; null where nothing is')
  .meta({ id: 'Utm' });
export type Utm = z.infer<typeof Utm>;

export const Link = z
  .object({
    key: z.string(),
    campaign: z.string(),
    show: z.string().nullable(),
    destination: z.string(),
    utm: Utm,
    clickParameter: z.string().nullable().describe("under which name the destination is told the click's id; null when it is not"),
    publicId: z.string(),
    address: z.string().describe('what the ad names: it leads to `redirectsTo`'),
    redirectsTo: z.string().describe('the destination with its UTM parameters'),
    createdAt: z.string(),
  })
  .meta({ id: 'Link' });
export type Link = z.infer<typeof Link>;

export const LinkDetails = z
  .strictObject({
    campaign: CatalogKey,
    show: CatalogKey.nullable().default(null),
    destination: Destination.describe('http or https, without name and password'),
    utm: z
      .strictObject({ source: UtmValue, medium: UtmValue, campaign: UtmValue, content: UtmValue, term: UtmValue })
      .partial()
      .default({})
      .describe('left out: source podcast, medium audio, campaign the key of the show or else of the campaign; null: not added'),
    clickParameter: z
      .string()
      .regex(/^[A-Za-z0-9_.~-]{1,50}$/, 'must be 1 to 50 of the characters A-Z a-z 0-9 _ . ~ -')
      .nullable()
      .default('click_id')
      .describe("the destination is told the click's id under this name; null: it is not told"),
  })
  .meta({ id: 'LinkDetails' });
export type LinkDetails = z.output<typeof LinkDetails>;

export const LinkQuery = PageQuery.extend({ campaign: CatalogKey.optional(), show: CatalogKey.optional() });
export type LinkFilter = Pick<z.output<typeof LinkQuery>, 'campaign' | 'show'>;

/** Where a link leads, as a snapshot of all tenants' links holds it. */
export interface LinkDestination {
  publicId: string;
  tenantId: string;
  key: string;
  /** Complete, with the UTM parameters; the click's id is still to be added under `clickParameter`, if there is one. */
  redirectsTo: string;
  clickParameter: string | null;
}
