import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import { Name } from '../../platform/names.ts';

/** Where events and figures come from by themselves: shops and tools that call a webhook, and hosts that are asked. */
export const SOURCE_KINDS = [
  'shopify',
  'woocommerce',
  'stripe',
  'segment',
  'ga4',
  'meta',
  'podscribe',
  'transistor',
  'simplecast',
  'op3',
] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

export const REVENUES = ['gross', 'without_tax', 'without_tax_and_shipping'] as const;
export type Revenue = (typeof REVENUES)[number];

export const ORDER_IDS = ['number', 'name', 'id'] as const;
export type OrderIdField = (typeof ORDER_IDS)[number];

export const MOST_SHOWS = 500;

function isWebAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '';
}

const word = z.string().trim().min(1, 'must not be empty').max(200, 'has at most 200 characters');

/** What can be settled for a source; each option belongs to some kinds alone. */
export const SourceOptions = z
  .strictObject({
    shop: word
      .toLowerCase()
      .describe('the one shop whose deliveries are taken, such as my-shop.myshopify.com; all that are signed by default'),
    revenue: z.enum(REVENUES).describe('what of an order counts as its value; gross by default: all that was paid, with tax and shipping'),
    clickIdFields: z.array(word).min(1).max(20).describe('names of the order fields that carry a click id'),
    orderIdFrom: z
      .enum(ORDER_IDS)
      .describe('which field of an order the tag and your own systems call its id; number by default, such as 1001'),
    acceptsTests: z.boolean().describe('whether orders made in test mode count; false by default'),
    shows: z
      .record(z.string().min(1).max(200), CatalogKey)
      .refine((shows) => Object.keys(shows).length <= MOST_SHOWS, `has at most ${MOST_SHOWS} shows`)
      .describe("the tenant's show for each show of the host, by the host's id; a show that is not named here is not asked for"),
    sinceDays: z.int().min(1).max(400).describe('how far back figures are asked for at first; 30 by default'),
    apiUrl: z
      .string()
      .max(500)
      .refine(isWebAddress, 'must be an address like https://api.example.com, without name and password')
      .describe("the host's API, if it is not at its usual address"),
  })
  .partial()
  .meta({ id: 'SourceOptions' });
export type SourceOptions = z.output<typeof SourceOptions>;

/** The options with what holds by default. */
export interface SettledOptions {
  shop: string | null;
  revenue: Revenue;
  /** In lower case. */
  clickIdFields: readonly string[];
  orderIdFrom: OrderIdField;
  acceptsTests: boolean;
  shows: Readonly<Record<string, string>>;
  sinceDays: number;
  apiUrl: string | null;
}

const terms = {
  name: Name.nullable().default(null),
  isEnabled: z.boolean().default(true).describe('whether deliveries are taken, or the host is asked'),
  options: SourceOptions.prefault({}),
};

/** A secret as a shop or host hands it out. */
const Secret = z
  .string()
  .trim()
  .min(8, 'has at least 8 characters')
  .max(500, 'has at most 500 characters')
  .regex(/^[\x21-\x7e]*$/, 'must be visible ASCII characters')
  .describe('what deliveries are signed with, or the API key of the host; never shown again');

export const SourceKey = CatalogKey.regex(
  /^[a-z0-9][a-z0-9_-]*$/,
  'must be of a-z, 0-9, "-" and "_", and begin with a letter or digit',
).max(100, 'has at most 100 characters');

export const NewSource = z
  .strictObject({
    key: SourceKey.describe('your own name for it, in addresses'),
    kind: z.enum(SOURCE_KINDS),
    secret: Secret.optional().describe(
      'what the shop signs with, or the API key of the host; where you choose it yourself (woocommerce, segment, ga4, meta) it has at ' +
        'least 16 characters, and one is made if you leave it out',
    ),
    ...terms,
  })
  .meta({ id: 'NewSource' });
export type NewSource = z.output<typeof NewSource>;

export const SourceTerms = z.strictObject(terms).meta({ id: 'SourceTerms' });
export type SourceTerms = z.output<typeof SourceTerms>;

export const SecretChange = z
  .strictObject({
    secret: Secret.optional().describe(
      'the new one, of at least 16 characters where you choose it yourself; made there if you leave it out',
    ),
    previousWorksHours: z.int().min(0).max(720).default(24).describe('how long what is signed with the secret before is taken as well'),
  })
  .meta({ id: 'SourceSecretChange' });
export type SecretChange = z.output<typeof SecretChange>;

export const Source = z
  .object({
    key: z.string(),
    kind: z.enum(SOURCE_KINDS),
    name: z.string().nullable(),
    isEnabled: z.boolean(),
    options: SourceOptions,
    address: z.string().nullable().describe('where the shop or tool sends its deliveries; null for a host, which is asked'),
    publicId: z.string().nullable(),
    hasSecret: z.boolean(),
    previousSecretUntil: z.string().nullable(),
    lastReceivedAt: z.string().nullable().describe('when something came that was genuine; to ten seconds'),
    lastFailedAt: z.string().nullable(),
    lastFault: z.string().nullable().describe('why the last failure was one'),
    createdAt: z.string(),
  })
  .meta({ id: 'Source' });
export type Source = z.infer<typeof Source>;

export const SourceWithSecret = Source.extend({
  secret: z.string().nullable().describe('the secret that was made, shown this once; null when you sent your own'),
}).meta({ id: 'SourceWithSecret' });
export type SourceWithSecret = z.infer<typeof SourceWithSecret>;
