import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import { Instant } from '../../platform/item-batch.ts';
import { MeterKey, WhenUnknown } from '../usage/schema.ts';

export const ENTITIES = ['tenant', 'campaign', 'feature'] as const;
export type EntityType = (typeof ENTITIES)[number];

export const PERIODS = ['day', 'month'] as const;

/** A tenant has so many limits at most: each is looked at whenever its meter counts. */
export const MOST_LIMITS = 100;

export const LimitKey = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_.-]{0,99}$/,
    'must hold small letters, digits, "_", "." and "-" alone, at most 100, and begin with a letter or digit',
  );

/** An exact amount of a meter: text, since numbers of JSON are read as floating point. */
export const Quantity = z
  .string({
    error: ({ input }) =>
      input === undefined
        ? 'is missing: send a decimal number in quotes'
        : 'must be a decimal number in quotes, such as "12.5", to the last digit',
  })
  .regex(
    /^\d{1,15}(\.\d{1,10})?$/,
    'must be a plain decimal number in quotes, such as "12.5", not negative and below 10^15, with at most ten decimals: no exponent, ' +
      'not NaN, not infinity',
  );

export const FeatureName = z
  .string()
  .min(1, 'must not be empty')
  .max(200, 'has at most 200 characters')
  .regex(/^[^\p{Cc}]*$/u, 'must not hold control characters');

const ENTITY_FAULT = { error: 'must be {"type": "tenant"}, or name a campaign or feature by {"type": "campaign", "key": "spring-26"}' };

export const EntityInput = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('tenant') }),
    z.strictObject({ type: z.literal('campaign'), key: CatalogKey }),
    z.strictObject({ type: z.literal('feature'), key: FeatureName }),
  ],
  ENTITY_FAULT,
);
export type EntityInput = z.output<typeof EntityInput>;

export const LimitInput = z
  .strictObject({
    meter: MeterKey.describe('of one whose quantity is a sum or a count'),
    entity: EntityInput.default({ type: 'tenant' }).describe('of whose use it is: all of the tenant, or one campaign or feature'),
    period: z.enum(PERIODS, { error: 'must be day or month' }).describe("in the tenant's time zone, as it is when the limit is set"),
    soft: Quantity.nullable().default(null).describe('people are told once a period when it is reached; work goes on'),
    hard: Quantity.nullable().default(null).describe('work that would pass it is refused before it begins'),
    gracePercent: z
      .int('must be a whole number from 0 to 100')
      .min(0, 'must be a whole number from 0 to 100')
      .max(100, 'must be a whole number from 0 to 100')
      .default(0)
      .describe('how far beyond the hard limit work may go, with a warning'),
    graceUntil: Instant.nullable()
      .default(null)
      .describe(
        'until then the hard limit only warns; with gracePercent, so far beyond it alone. After it the hard limit holds as it stands',
      ),
  })
  .superRefine(({ soft, hard, gracePercent, graceUntil }, { addIssue }) => {
    const wrong = (field: string, message: string) => addIssue({ code: 'custom', path: [field], message });
    if (soft === null && hard === null) wrong('hard', 'is missing: give a soft limit, a hard one or both');
    if (hard === null && gracePercent > 0) wrong('gracePercent', 'needs a hard limit: grace is what lies beyond it');
    if (hard === null && graceUntil !== null) wrong('graceUntil', 'needs a hard limit: grace is what lies beyond it');
  })
  .meta({ id: 'NewLimit' });
export type LimitInput = z.output<typeof LimitInput>;

export const STANDINGS = ['below', 'soft', 'grace', 'hard'] as const;

export const Limit = z
  .object({
    key: z.string(),
    meter: z.string(),
    unit: z.string(),
    entity: z.object({ type: z.enum(ENTITIES), key: z.string().nullable().describe('null for all of the tenant') }),
    period: z.enum(PERIODS),
    timeZone: z.string(),
    soft: z.string().nullable(),
    hard: z.string().nullable(),
    gracePercent: z.int(),
    graceUntil: z.string().nullable(),
    allowed: z.string().nullable().describe('up to where work may begin now, grace included; null where nothing is refused'),
    used: z.string().describe('exact: all that was counted in this period'),
    reserved: z.string().describe('exact: what is set aside for work under way'),
    percent: z.int().describe('used and reserved of the hard limit, or of the soft one where there is no hard one; at most 1000000'),
    standing: z.enum(STANDINGS).describe('which limit is reached by what is used and reserved; grace: beyond hard and still allowed'),
    periodStartsAt: z.string(),
    resetsAt: z.string().describe('when counting begins anew'),
    whenUnknown: WhenUnknown.describe('what becomes of work when the limit cannot be looked up'),
  })
  .meta({ id: 'Limit' });
export type Limit = z.infer<typeof Limit>;

export const Limits = z.object({ items: z.array(Limit).describe('by key') }).meta({ id: 'Limits' });
