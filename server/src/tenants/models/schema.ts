import { z } from 'zod';
import { DATA_DRIVEN_MODEL_NAMES, MODEL_NAMES } from '../../../../engine/src/index.ts';
import { MIN_EVIDENCE } from '../settings/schema.ts';

/** What a model of a tenant's own may be based on. */
export const BASES = [...MODEL_NAMES, ...DATA_DRIVEN_MODEL_NAMES, 'custom'] as const;
export type Base = (typeof BASES)[number];

/** What a data-driven model tells apart. */
export const MODEL_UNITS = ['show', 'campaign', 'channel', 'placement'] as const;

/** Names that mean something already. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set([
  ...MODEL_NAMES,
  ...DATA_DRIVEN_MODEL_NAMES,
  'custom',
  'all',
  'default',
  'none',
]);

const SAYS = 'must be 1 to 63 of a–z, 0–9, _ and -, the first one a letter';
const NAME = /^[a-z][a-z0-9_-]{0,62}$/;

/** The name of a model of one's own. */
export const OwnModelName = z
  .string()
  .regex(NAME, SAYS)
  .refine((name) => !RESERVED_NAMES.has(name), 'is the name of a built-in model, or reserved; choose another one');

const Version = z.coerce
  .number('must be a whole number')
  .int('must be a whole number')
  .min(1, 'must be at least 1')
  .max(1_000, 'must be at most 1000');

/** Which version of a model is meant; the newest one when left out. */
export const VersionQuery = z.strictObject({ version: Version.optional().describe('the newest one when left out') });

/** Which versions of a model are compared. */
export const DifferenceQuery = z.strictObject({
  from: Version.optional().describe('the one before `to` when left out'),
  to: Version.optional().describe('the newest one when left out'),
});
export type DifferenceQuery = z.output<typeof DifferenceQuery>;

const share = z.number('must be a number').min(0, 'must be at least 0').max(1, 'must be at most 1');
const relative = z
  .number('must be a number')
  .refine((weight) => weight === 0 || (weight >= 1e-9 && weight <= 1e9), 'must be 0, or between 0.000000001 and 1000000000');

const MOST_PLACEMENTS = 200;

/** The parameters of a model of one's own; what does not belong to its base is refused. */
export const OwnModelParameters = z
  .strictObject({
    halfLifeDays: z
      .number('must be a number of days')
      .min(0.01, 'must be at least 0.01')
      .max(365, 'must be at most 365')
      .optional()
      .describe('of time_decay; 7 when left out'),
    firstShare: share.optional().describe('of position_based; 0.4 when left out'),
    lastShare: share.optional().describe('of position_based; 0.4 when left out'),
    positions: z
      .array(relative)
      .min(1, 'must hold a weight')
      .max(100, 'holds at most 100 weights')
      .refine((weights) => weights.some((weight) => weight > 0), 'must hold a weight above 0')
      .optional()
      .describe('of custom: relative weights from the first touch to the last; other lengths of path take the list stretched or shrunk'),
    placements: z
      .record(z.string().min(1, 'must not be empty').max(200, 'has at most 200 characters'), relative)
      .refine((weights) => Object.keys(weights).length <= MOST_PLACEMENTS, `names at most ${MOST_PLACEMENTS} placements`)
      .optional()
      .describe('of custom: relative weights by key of the placement'),
    otherPlacements: relative
      .optional()
      .describe('of custom, with placements: the weight of all others, and of touches without one; 1 when left out'),
    unit: z
      .enum(MODEL_UNITS, { error: `must be one of ${MODEL_UNITS.join(', ')}` })
      .optional()
      .describe('of markov, shapley and hazard: what they tell apart; show when left out'),
    lookbackDays: z
      .int('must be a whole number of days')
      .min(1, 'must be at least 1')
      .max(90, 'must be at most 90')
      .optional()
      .describe('how long before a conversion a touch may lie; left open, a report chooses it'),
    minEvidence: z
      .enum(MIN_EVIDENCE, { error: `must be one of ${MIN_EVIDENCE.join(', ')}` })
      .optional()
      .describe('the weakest evidence that counts; left open, a report chooses it'),
    repeats: z
      .enum(['every', 'unique'], { error: 'must be every or unique' })
      .optional()
      .describe('unique counts the first touch per campaign and UTC day; left open, a report chooses it'),
  })
  .meta({ id: 'OwnModelParameters' });
export type OwnModelParameters = z.output<typeof OwnModelParameters>;

export const OwnModelDetails = z
  .strictObject({
    base: z.enum(BASES, { error: ({ input }) => `${input === undefined ? 'is missing; it ' : ''}must be one of ${BASES.join(', ')}` }),
    parameters: OwnModelParameters.default({}),
  })
  .meta({ id: 'OwnModelDetails' });
export type OwnModelDetails = z.output<typeof OwnModelDetails>;

/** One version of a model of a tenant's own. */
export const OwnModel = z
  .object({
    name: z.string(),
    version: z.int().describe('from 1 on; a version never changes'),
    base: z.enum(BASES),
    parameters: OwnModelParameters,
    createdAt: z.string(),
    createdBy: z.string(),
    archivedAt: z.string().nullable().describe('of the newest version: since when the model is out of use'),
  })
  .meta({ id: 'OwnModel' });
export type OwnModel = z.infer<typeof OwnModel>;

const ParameterValue = z.union([z.string(), z.number(), z.array(z.number())]).nullable();

export const ModelDifference = z
  .object({
    name: z.string(),
    from: z.int(),
    to: z.int(),
    differences: z
      .array(
        z.object({
          parameter: z.string().describe('base, or the name of a parameter; placements one by one, as placements.KEY'),
          from: ParameterValue.describe('null where the earlier version leaves it open'),
          to: ParameterValue.describe('null where the later version leaves it open'),
        }),
      )
      .describe('empty when both say the same'),
  })
  .meta({ id: 'ModelDifference' });
export type ModelDifference = z.infer<typeof ModelDifference>;
