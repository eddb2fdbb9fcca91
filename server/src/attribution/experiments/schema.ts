import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import { Currency } from '../../platform/money.ts';
import { Name } from '../../platform/names.ts';
import { CONVERSION_KINDS } from '../paths/codes.ts';

/** How arms are told apart: by whom, by where, or by when an ad runs. */
export const DESIGNS = ['audience_split', 'psa', 'variants', 'geo', 'switchback'] as const;
export type Design = (typeof DESIGNS)[number];

export const STATES = ['draft', 'running', 'stopped', 'archived'] as const;
export type ExperimentState = (typeof STATES)[number];

export const MEASURES = ['rate', 'value'] as const;

const Day = z.iso.date('must be a UTC day, such as 2026-11-01');
const RegionCode = z
  .string()
  .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'must be a country (US) or a part of one by ISO 3166-2 (US-CA), in capitals');

const ArmDetails = z
  .strictObject({
    name: CatalogKey.describe('as touchpoints carry it in arm'),
    share: z.number('must be a number').gt(0, 'must be above 0').lt(1, 'must be below 1').optional().describe('of all participants'),
    regions: z.array(RegionCode).min(1, 'must name at least one').max(500).optional().describe('only with design geo'),
  })
  .meta({ id: 'ArmDetails' });

export const Arm = z
  .object({
    name: z.string(),
    isControl: z.boolean(),
    share: z.number().nullable().describe('of all participants, as planned; null where arms are no parts of the audience'),
    regions: z.array(z.string()).nullable(),
  })
  .meta({ id: 'ExperimentArm' });
export type Arm = z.infer<typeof Arm>;

export const ExperimentDetails = z
  .strictObject({
    name: Name.nullable().default(null),
    design: z
      .enum(DESIGNS)
      .describe(
        'audience_split: the ad server keeps the ad from part of the audience; psa: it plays them another one; variants: each part gets ' +
          'another version; geo: the ad runs in some regions; switchback: it runs in some spans of time',
      ),
    campaign: CatalogKey,
    placement: CatalogKey.nullable().default(null).describe('which is tested; null = all of the campaign'),
    conversionKind: z.enum(CONVERSION_KINDS),
    measure: z.enum(MEASURES).default('rate').describe('rate: the share who converted; value: the value of conversions per participant'),
    currency: Currency.nullable().default(null).describe('of the measure value'),
    windowDays: z
      .int()
      .min(1, 'must be at least 1')
      .max(90, 'must be at most 90')
      .default(30)
      .describe('how long an outcome is waited for'),
    from: Day.describe('first day of exposures, in UTC'),
    to: Day.describe('the day after the last'),
    arms: z.array(ArmDetails).max(8, 'has at most 8 arms').default([]).describe('left out: treatment and control, half each'),
    control: CatalogKey.default('control').describe('the arm that others are held against'),
    baseline: z
      .number()
      .gt(0, 'must be above 0')
      .max(1e12)
      .optional()
      .describe("the control's expected rate, 0 to 1, or value in minor units"),
    deviation: z
      .number()
      .gt(0, 'must be above 0')
      .max(1e12)
      .optional()
      .describe("of a participant's value, in minor units; with measure value"),
    effect: z
      .number()
      .gt(0, 'must be above 0')
      .max(1e12)
      .optional()
      .describe('the smallest difference to be found, in the unit of the baseline: then the plan says the size'),
    participants: z.int().min(2, 'must be at least 2').max(1e9).optional().describe('in all arms: then the plan says the effect'),
    power: z.number().min(0.5, 'must be at least 0.5').max(0.99, 'must be at most 0.99').default(0.8),
    blockDays: z.int().min(1, 'must be at least 1').max(28, 'must be at most 28').optional().describe('only with design switchback'),
    washoutDays: z.int().min(0, 'must not be negative').max(27).optional().describe('first days of each block that are left out'),
  })
  .meta({ id: 'ExperimentDetails' });
export type ExperimentDetails = z.output<typeof ExperimentDetails>;

const Block = z.object({ arm: z.string(), from: z.string(), to: z.string() });
export type Block = z.infer<typeof Block>;

export const ExperimentPlan = z
  .object({
    alpha: z.number().describe('the chance of a false difference, over all arms and all looks'),
    power: z.number(),
    baseline: z.number().nullable(),
    deviation: z.number().nullable(),
    minimumDetectableEffect: z
      .number()
      .nullable()
      .describe(
        'in the unit of the baseline; geo: a share of what is expected; switchback: per day; null = none, or too little history: see notes',
      ),
    participants: z.int().nullable().describe('in all arms, when the result is read once, at the end; null for geo and switchback'),
    sequentialParticipants: z.int().nullable().describe('in all arms, when it is read at any time'),
    blocks: z.array(Block).nullable().describe('of a switchback: when the ad is to run, drawn by chance in pairs'),
    notes: z.array(z.string()),
  })
  .meta({ id: 'ExperimentPlan' });
export type ExperimentPlan = z.infer<typeof ExperimentPlan>;

export const Experiment = z
  .object({
    key: z.string().describe('as touchpoints carry it in test'),
    name: z.string().nullable(),
    design: z.enum(DESIGNS),
    state: z.enum(STATES),
    campaign: z.string(),
    placement: z.string().nullable(),
    conversionKind: z.enum(CONVERSION_KINDS),
    measure: z.enum(MEASURES),
    currency: z.string().nullable(),
    windowDays: z.int(),
    from: z.string(),
    to: z.string(),
    arms: z.array(Arm),
    washoutDays: z.int().nullable(),
    plan: ExperimentPlan,
    createdAt: z.string(),
    startedAt: z.string().nullable().describe('when the plan was fixed'),
    stoppedAt: z.string().nullable(),
  })
  .meta({ id: 'Experiment' });
export type Experiment = z.infer<typeof Experiment>;

export const ExperimentStateDetails = z
  .strictObject({
    state: z
      .enum(['running', 'stopped', 'archived'])
      .describe('running fixes the plan of a draft; stopped ends a running one; archived puts aside one that does not run'),
  })
  .meta({ id: 'ExperimentStateDetails' });
