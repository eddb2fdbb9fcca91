import { z } from 'zod';
import { Instant } from '../../platform/item-batch.ts';
import { MODEL_NAMES } from '../../../../engine/src/index.ts';
import { Currency } from '../../platform/money.ts';
import { OwnModelDetails } from '../../tenants/models/schema.ts';
import { MAX_VALUE_MINOR } from '../../tracking/intake/schema.ts';

/** The models that follow from paths alone: rules, and those that follow from all paths of a request together. */
const PATH_MODELS = [...MODEL_NAMES, 'markov', 'shapley'] as const;

const NEEDS_TIME =
  'cannot be computed from paths alone: it needs to know how long people were watched; POST /attribution/fits fits it to your events';
const PathModelName = z.enum(PATH_MODELS, {
  error: ({ input }) => (input === 'hazard' ? NEEDS_TIME : `is not a model that follows from paths; send one of ${PATH_MODELS.join(', ')}`),
});

export const MAX_PATHS = 1_000;
export const MAX_TOUCHPOINTS = 1_000;
/** Touchpoints of all paths together times models: every touchpoint is answered once per model. */
export const MAX_CREDITS = 20_000;

const share = z.number().min(0, 'must be at least 0').max(1, 'must be at most 1');

const Key = z.string().min(1, 'must not be empty').max(200, 'has at most 200 characters');

const PathInput = z.strictObject({
  touchpoints: z
    .array(z.strictObject({ key: Key, occurredAt: Instant, placement: Key.optional().describe('of an `own` model by placement') }))
    .max(MAX_TOUCHPOINTS, `has at most ${MAX_TOUCHPOINTS} touchpoints`),
  convertedAt: Instant,
  valueMinor: z
    .int('must be a whole number of minor units (cents)')
    .min(0, 'must not be negative')
    .max(MAX_VALUE_MINOR, `must be at most ${MAX_VALUE_MINOR}`)
    .default(0),
  currency: Currency.optional(),
});
export type PathInput = z.output<typeof PathInput>;

const NonConverting = z.strictObject({
  keys: z.array(Key).min(1, 'must hold a key').max(MAX_TOUCHPOINTS, `has at most ${MAX_TOUCHPOINTS} keys`).describe('oldest first'),
  count: z
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(1_000_000_000, 'must be at most 1000000000')
    .default(1)
    .describe('how often'),
});

function creditsAsked(paths: readonly PathInput[], models: readonly string[], own: unknown): number {
  const asked = new Set(models).size + (own === undefined ? 0 : 1);
  return paths.reduce((sum, { touchpoints }) => sum + touchpoints.length, 0) * asked;
}

export const CreditRequest = z
  .strictObject({
    models: z
      .array(PathModelName)
      .min(1, 'must name a model')
      .max(20, 'names too many models')
      .default([...MODEL_NAMES]),
    lookbackDays: z
      .int('must be a whole number of days')
      .min(1, 'must be at least 1')
      .max(90, 'must be at most 90')
      .optional()
      .describe('drops older touchpoints; all count when left out'),
    halfLifeDays: z.number().min(0.01, 'must be at least 0.01').max(365, 'must be at most 365').default(7).describe('of time_decay'),
    firstShare: share.default(0.4).describe('of position_based'),
    lastShare: share.default(0.4).describe('of position_based'),
    own: OwnModelDetails.optional().describe('a model to try out beside them before it is kept, a rule or custom; answered as `own`'),
    nonConverting: z
      .array(NonConverting)
      .max(MAX_PATHS, `holds at most ${MAX_PATHS} paths`)
      .default([])
      .describe('paths that ended without a conversion; of markov, which takes the paths that converted for all there were without them'),
    paths: z.array(PathInput).min(1, 'must hold a path').max(MAX_PATHS, `holds at most ${MAX_PATHS} paths`),
  })
  .refine(({ nonConverting }) => nonConverting.reduce((sum, { keys }) => sum + keys.length, 0) <= MAX_CREDITS, {
    path: ['nonConverting'],
    message: `holds more than ${MAX_CREDITS} keys together; count equal paths as one`,
  })
  .refine(({ paths, models, own }) => creditsAsked(paths, models, own) <= MAX_CREDITS, {
    path: ['paths'],
    message: `holds more than ${MAX_CREDITS} touchpoints, times models, together; send fewer paths at a time, or ask for fewer models`,
  })
  .meta({ id: 'CreditRequest' });
export type CreditRequest = z.output<typeof CreditRequest>;

/** What a path is credited by: one that follows from paths, or the model that is tried out. */
const CreditedModel = z.enum([...PATH_MODELS, 'own']);
export type CreditedModel = z.output<typeof CreditedModel>;

const CreditedKey = z.object({
  key: z.string(),
  occurredAt: z.string(),
  weight: z.number(),
  creditMinor: z.int(),
  creditConversions: z.number(),
});

export const CreditAnswer = z
  .object({
    paths: z.array(
      z.object({
        convertedAt: z.string(),
        valueMinor: z.int(),
        currency: z.string().nullable(),
        credits: z.array(z.object({ model: CreditedModel, touchpoints: z.array(CreditedKey) })).describe('no touchpoints = unattributed'),
      }),
    ),
  })
  .meta({ id: 'CreditAnswer' });
export type CreditAnswer = z.infer<typeof CreditAnswer>;
