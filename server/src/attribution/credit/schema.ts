import { z } from 'zod';
import { MODEL_NAMES } from '../../../../engine/src/index.ts';
import { Currency } from '../../platform/money.ts';
import { Instant, MAX_VALUE_MINOR } from '../../tracking/intake/schema.ts';
import { ModelName } from '../reports/schema.ts';

export const MAX_PATHS = 1_000;
export const MAX_TOUCHPOINTS = 1_000;
/** Touchpoints of all paths together times models: every touchpoint is answered once per model. */
export const MAX_CREDITS = 20_000;

const share = z.number().min(0, 'must be at least 0').max(1, 'must be at most 1');

const PathInput = z.strictObject({
  touchpoints: z
    .array(z.strictObject({ key: z.string().min(1, 'must not be empty').max(200, 'has at most 200 characters'), occurredAt: Instant }))
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

function creditsAsked(paths: readonly PathInput[], models: readonly string[]): number {
  return paths.reduce((sum, { touchpoints }) => sum + touchpoints.length, 0) * new Set(models).size;
}

export const CreditRequest = z
  .strictObject({
    models: z
      .array(ModelName)
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
    paths: z.array(PathInput).min(1, 'must hold a path').max(MAX_PATHS, `holds at most ${MAX_PATHS} paths`),
  })
  .refine(({ paths, models }) => creditsAsked(paths, models) <= MAX_CREDITS, {
    path: ['paths'],
    message: `holds more than ${MAX_CREDITS} touchpoints, times models, together; send fewer paths at a time, or ask for fewer models`,
  })
  .meta({ id: 'CreditRequest' });
export type CreditRequest = z.output<typeof CreditRequest>;

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
        credits: z.array(z.object({ model: ModelName, touchpoints: z.array(CreditedKey) })).describe('no touchpoints = unattributed'),
      }),
    ),
  })
  .meta({ id: 'CreditAnswer' });
export type CreditAnswer = z.infer<typeof CreditAnswer>;
