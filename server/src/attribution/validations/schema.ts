import { z } from 'zod';
import { DATA_DRIVEN_MODEL_NAMES, MODEL_NAMES } from '../../../../engine/src/index.ts';
import { WORLD_NAMES } from '../../../../simulator/src/index.ts';
import { EVIDENCE_CLASSES } from '../paths/codes.ts';

/** Every model that is validated, in the order in which they are listed. */
export const VALIDATED_MODELS = [...MODEL_NAMES, ...DATA_DRIVEN_MODEL_NAMES] as const;
export const ValidatedModel = z.enum(VALIDATED_MODELS);
export type ValidatedModel = z.infer<typeof ValidatedModel>;

/** What a validation holds models against: simulated worlds, or the tenant's own exposures with conversions planted into them. */
const VALIDATED_ON = ['worlds', 'own_data'] as const;
/** Units of own data that effects are planted by. */
export const PLANTED_UNITS = ['campaign', 'show'] as const;
/** How planted conversions come about. */
export const PLANTED_WORLDS = ['planted-fading', 'planted-threshold', 'planted-delay'] as const;
export type PlantedWorld = (typeof PLANTED_WORLDS)[number];

const WorldOrPlanted = z.enum([...WORLD_NAMES, ...PLANTED_WORLDS]);
export type ValidatedWorld = z.infer<typeof WorldOrPlanted>;

/** The least and the most that each option of a validation may be. */
export const OPTION_RANGES = {
  seed: [0, 4_294_967_295],
  households: [100, 100_000],
  days: [35, 400],
  runs: [1, 100],
  replicates: [0, 1_000],
} as const;

type Ranges = Readonly<Record<keyof typeof OPTION_RANGES, readonly [number, number]>>;

/** Over HTTP each may ask for less, so that one validation takes minutes at most. */
const ASKED_RANGES: Ranges = { ...OPTION_RANGES, households: [100, 5_000], days: [35, 180], runs: [1, 5], replicates: [0, 100] };

function optionsWithin(ranges: Ranges) {
  const option = (name: keyof Ranges) => {
    const [least, most] = ranges[name];
    const range = `must be a whole number from ${least} to ${most}`;
    return z
      .int({ error: ({ input }) => (input === undefined ? undefined : range) })
      .min(least, range)
      .max(most, range);
  };
  const members = {
    on: z.enum(VALIDATED_ON).optional().describe('simulated worlds, as when left out, or own exposures with planted effects'),
    unit: z.enum(PLANTED_UNITS).optional().describe('of own data, what effects are planted by; campaign when left out'),
    lookbackDays: z
      .int('must be a whole number of days')
      .min(1, 'must be at least 1')
      .max(90, 'must be at most 90')
      .optional()
      .describe('of own data, how long before a conversion an exposure may lie; 30 when left out'),
    seed: option('seed').describe('which worlds, or which effects; further runs take the seeds that follow'),
    households: option('households').describe('in each world; of own data, how many people at most'),
    days: option('days').default(84).describe('of own data, the last so many'),
    runs: option('runs').default(1).describe('how often, each with another seed; from 2 on standard errors are known'),
    replicates: option('replicates')
      .default(40)
      .refine((count) => count !== 1, 'must be 0, or at least 2')
      .describe('resampled worlds for each interval; 0 leaves intervals out'),
  };
  return z
    .strictObject(members)
    .refine(({ on, unit }) => on === 'own_data' || unit === undefined, {
      path: ['unit'],
      error: 'must be left out unless "on" is "own_data": worlds have campaigns',
    })
    .refine(({ on, lookbackDays }) => on === 'own_data' || lookbackDays === undefined, {
      path: ['lookbackDays'],
      error: 'must be left out unless "on" is "own_data": worlds are looked at with 30 days',
    });
}

/** What decides a validation; the same options give the same figures. */
export const ValidationOptions = optionsWithin(OPTION_RANGES).meta({ id: 'ValidationOptions' });
export type ValidationOptions = z.output<typeof ValidationOptions>;

const Figure = z.number().nullable();

export const ModelScores = z
  .object({
    bias: Figure.describe('all credit by all that was caused, less 1'),
    rankCorrelation: Figure.describe('Spearman’s over campaigns, with what each caused'),
    creditToZeroEffect: Figure.describe('share of all credit that campaigns have which cause nothing'),
    totalVariation: Figure.describe('half the sum of the differences of shares, 0 to 1'),
  })
  .meta({ id: 'ModelScores' });
export type ModelScores = z.infer<typeof ModelScores>;

const Coverage = {
  coverage90: Figure.describe('share of the 90 % intervals of campaigns’ credit that hold what the campaign caused'),
  coverage95: Figure.describe('the same of 95 % intervals'),
};

export const ModelInWorld = ModelScores.extend({
  model: ValidatedModel,
  ...Coverage,
  organicConversions: Figure.describe('purchases that earn no campaign credit: unmatched ones, and what a model itself calls organic'),
  deviations: ModelScores.describe('standard deviations between runs; null for one run'),
  knownPeople: ModelScores.describe('the same if every household had signed in everywhere: what is left is the model’s own error'),
}).meta({ id: 'ModelInWorld' });
export type ModelInWorld = z.infer<typeof ModelInWorld>;

export const EvidenceReliability = z
  .object({
    evidence: z.enum(EVIDENCE_CLASSES),
    touches: z.number().describe('matched exposures, on average over runs'),
    ownShare: z.number().describe('share of them that the buyer’s own household heard'),
  })
  .meta({ id: 'EvidenceReliability' });

export const WorldValidation = z
  .object({
    world: WorldOrPlanted,
    response: z.string().describe('how people come to buy'),
    hasFittedForm: z.boolean().describe('true where people respond as hazard takes it'),
    purchases: z.number(),
    causedConversions: z.number(),
    organicConversions: z.number(),
    matching: z.object({
      matchedShare: Figure.describe('share of purchases with a matched exposure; all shares are null where conversions were planted'),
      ownShare: Figure.describe('share of matched exposures that the buyer’s own household heard'),
      foundShare: Figure.describe('share of exposures of buyers’ households that were matched'),
      byEvidence: z.array(EvidenceReliability),
    }),
    models: z.array(ModelInWorld),
  })
  .meta({ id: 'WorldValidation' });
export type WorldValidation = z.infer<typeof WorldValidation>;

const Worst = z.object({ world: WorldOrPlanted, value: z.number() }).nullable();

export const ModelValidation = ModelScores.extend({
  model: ValidatedModel,
  ...Coverage,
  standardErrors: ModelScores.describe('of the means over runs; null for one run'),
  knownPeople: ModelScores.describe('if every household had signed in everywhere'),
  worst: z
    .object({ bias: Worst, rankCorrelation: Worst, creditToZeroEffect: Worst, totalVariation: Worst })
    .describe('the world in which each figure is worst'),
  trust: z.string().describe('when to trust the model, as the figures say'),
}).meta({ id: 'ModelValidation' });
export type ModelValidation = z.infer<typeof ModelValidation>;

export const PlantedGround = z
  .object({
    unit: z.enum(PLANTED_UNITS),
    people: z.int().describe('who are watched, in the first run'),
    exposures: z.int().describe('theirs'),
    units: z.int().describe('campaigns or shows of these exposures'),
    organicPerPersonYear: z.number().describe('the rate at which conversions without an ad are planted'),
    isRateAssumed: z.boolean().describe('true where nobody who is watched converted, so that there is no rate of their own'),
    insufficient: z.string().nullable().describe('why there is not enough data, and how much is needed; models and worlds are empty then'),
  })
  .meta({ id: 'PlantedGround' });
export type PlantedGround = z.infer<typeof PlantedGround>;

export const Validation = z
  .object({
    isSimulated: z.literal(true).describe('conversions are, and in worlds all else, too'),
    options: ValidationOptions,
    ownData: PlantedGround.optional().describe('what effects were planted into; only on own data'),
    models: z
      .array(ModelValidation)
      .describe('over all worlds: bias, credit to zero effect and coverage of their sums, the others on average'),
    worlds: z.array(WorldValidation),
  })
  .meta({ id: 'Validation' });
export type Validation = z.infer<typeof Validation>;

/** What a validation is asked for over HTTP. */
export const NewValidation = optionsWithin(ASKED_RANGES).meta({ id: 'NewValidation' });
export type NewValidation = z.output<typeof NewValidation>;

export const ValidationSummary = z
  .object({
    id: z.string(),
    createdAt: z.string(),
    createdBy: z.string(),
    state: z.enum(['waiting', 'running', 'done', 'failed']),
    options: ValidationOptions,
    worldsDone: z.int(),
    worldsInAll: z.int(),
    startedAt: z.string().nullable(),
    finishedAt: z.string().nullable(),
    failure: z.string().nullable().describe('why it failed, and what to do'),
  })
  .meta({ id: 'ValidationSummary' });
export type ValidationSummary = z.infer<typeof ValidationSummary>;

export const StoredValidation = ValidationSummary.extend({
  figures: Validation.nullable().describe('null until it is done'),
}).meta({ id: 'StoredValidation' });
export type StoredValidation = z.infer<typeof StoredValidation>;
