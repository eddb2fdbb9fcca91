import { z } from 'zod';
import { MODEL_UNITS } from '../../tenants/models/schema.ts';
import { CONVERSION_KINDS } from '../../tracking/intake/schema.ts';
import { KNOWN_BY } from './people.ts';

/** What a data-driven model tells apart. */
export const FIT_UNITS = MODEL_UNITS;
export type FitUnit = (typeof FIT_UNITS)[number];

/** The models that are fitted to a tenant's events; `shapley` needs no fit. */
export const FITTED_MODELS = ['markov', 'hazard'] as const;
export type FittedModel = (typeof FITTED_MODELS)[number];

export const FIT_STATES = ['waiting', 'running', 'done', 'insufficient', 'failed'] as const;

const model = z.enum(FITTED_MODELS);
const unit = z.enum(FIT_UNITS);

export const NewFit = z
  .strictObject({
    model,
    unit: unit.default('show'),
    lookbackDays: z
      .int('must be a whole number of days')
      .min(1, 'must be at least 1')
      .max(90, 'must be at most 90')
      .optional()
      .describe("how long an exposure is watched; the tenant's setting when left out"),
    order: z.int().min(1, 'must be 1 or 2').max(2, 'must be 1 or 2').default(1).describe('of markov: on how many touches the next depends'),
  })
  .meta({ id: 'NewFit' });
export type NewFit = z.output<typeof NewFit>;

export const FitsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1_000).optional(),
  model: model.optional(),
  unit: unit.optional(),
});
export type FitsQuery = z.output<typeof FitsQuery>;

const Share = z.number().describe('0 to 1');

const FittedUnit = z.object({
  key: z.string().nullable().describe("the tenant's own key; null for exposures without one"),
  exposures: z.int(),
  effect: z
    .number()
    .describe('markov: the removal effect, 0 to 1; hazard: the conversions that one exposure adds in all the time after it'),
  halfLifeDays: z.number().nullable().describe('of hazard: how fast the effect fades'),
});

/** A model fitted to conversions of one kind, or of all kinds together. */
export const KindFit = z
  .object({
    conversionKind: z.enum(CONVERSION_KINDS).nullable().describe('null = all kinds together'),
    conversions: z.int().describe('that the fit stands on: with an exposure within the lookback before them'),
    nonConvertingPaths: z.int().nullable().describe('of markov'),
    conversionProbability: z.number().nullable().describe("of markov: the chain's own"),
    units: z.array(FittedUnit),
    baselinePerPersonYear: z.number().nullable().describe('of hazard: conversions that no ad earns'),
    personYears: z.number().nullable().describe('of hazard: the time people were watched'),
    organicShare: Share.nullable().describe('of hazard: of these conversions, those that no exposure earned (model estimate)'),
    organicInterval: z.object({ low: Share, high: Share }).nullable().describe('95 %, from leaving out a tenth of the people at a time'),
    organicSensitivity: z
      .object({ low: Share, high: Share })
      .nullable()
      .describe('the share when effects may last half as long, or twice as long, as 60 days by half-life'),
    iterations: z.int().nullable(),
    converged: z.boolean().nullable(),
    logLikelihood: z.number().nullable(),
    rates: z
      .object({ baseline: z.number(), effect: z.array(z.number()), decay: z.array(z.number()) })
      .nullable()
      .describe('of hazard: per millisecond, in the order of the units: what weights are computed from'),
  })
  .meta({ id: 'KindFit' });
export type KindFit = z.infer<typeof KindFit>;

/** People by how they are known. */
const PeopleKnownBy = z.object({
  knownBy: z
    .enum(KNOWN_BY)
    .describe('household: heard of at an address that may stand for one; person: by a key of their own alone; device: only away from any'),
  people: z.int(),
  exposures: z.int(),
  conversions: z.int().describe('that the fit stands on'),
  personYears: z.number().describe('the time they were watched'),
});

export const FitResult = z
  .object({
    engineVersion: z.string(),
    inputHash: z.string().describe('SHA-256 over what was watched; the same for the same events in whatever order'),
    people: z.int().describe('who are watched, households and people'),
    peopleKnownBy: z
      .array(PeopleKnownBy)
      .optional()
      .describe('who is watched, household and person; and who is left out, device; missing where a fit does not tell'),
    exposures: z.int().describe('of those who are watched'),
    unusableExposures: z.int().describe('on relays, data centres, crowded addresses, or without identity: not part of the fit'),
    conversions: z.int().describe('of all kinds, with an exposure within the lookback before them'),
    unwatchedConversions: z.int().describe('without one, or of nobody who is watched: not part of the fit'),
    dataUntil: z.string().nullable().describe('the last event; nobody is watched longer'),
    insufficient: z.string().nullable().describe('why there is not enough data; null when there is'),
    fits: z
      .array(KindFit)
      .describe('all kinds together first, then each kind with at least 100 conversions; empty when insufficient, and in lists'),
  })
  .meta({ id: 'FitResult' });
export type FitResult = z.infer<typeof FitResult>;

export const Fit = z
  .object({
    id: z.uuid(),
    createdAt: z.string(),
    createdBy: z.string(),
    state: z.enum(FIT_STATES),
    model,
    unit,
    lookbackDays: z.int(),
    order: z.int(),
    finishedAt: z.string().nullable(),
    result: FitResult.nullable().describe('null until it is done'),
    failure: z.string().nullable(),
  })
  .meta({ id: 'Fit' });
export type Fit = z.infer<typeof Fit>;
