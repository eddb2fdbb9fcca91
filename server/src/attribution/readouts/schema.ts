import { z } from 'zod';
import { Share } from '../../platform/intervals.ts';
import { Arm, DESIGNS, MEASURES, STATES } from '../experiments/schema.ts';
import { CONVERSION_KINDS } from '../paths/codes.ts';

export const Interval = z.object({ value: z.number(), low: z.number(), high: z.number() }).meta({ id: 'Interval' });

/** An interval whose ends may be open, where a test can rule nothing out in that direction. */
export const OpenInterval = z
  .object({ value: z.number(), low: z.number().nullable(), high: z.number().nullable() })
  .meta({ id: 'OpenInterval' });
export type OpenInterval = z.infer<typeof OpenInterval>;

export const VERDICTS = ['not_enough_data', 'assignment_broken', 'contaminated', 'difference', 'no_difference_shown'] as const;
export type Verdict = (typeof VERDICTS)[number];

const Checks = z.object({
  sampleRatio: z
    .object({
      method: z.enum(['chi_square', 'exact_binomial', 'too_few', 'not_applicable']),
      pValue: z.number().nullable().describe('the chance of counts at least as unlike the plan, if assignment works'),
      isMismatch: z.boolean().describe('true below 0.001: nothing else can be believed'),
    })
    .describe('whether arms were filled as planned'),
  contamination: z
    .object({
      count: z.int().describe('participants exposed in more than one arm; geo, switchback: exposures where or when there were to be none'),
      of: z.int(),
      share: z.number().nullable(),
      isBeyond: z.boolean().describe('true above 5 %: the difference is understated by too much'),
    })
    .describe('whether arms were kept apart'),
  unassignedTouchpoints: z.int().describe('touchpoints of the test without an arm of the plan'),
  unusableTouchpoints: z.int().describe('those with nothing to know somebody by'),
  placelessConversions: z.int().describe('geo: conversions in the time whose region is in no arm, or not known'),
  unknownPlaceConversions: z.int().describe('geo: those of them of which no record of their order says where'),
  isPlanFixedInTime: z.boolean().describe('whether the plan was fixed before the end of its first day'),
});
export type Checks = z.infer<typeof Checks>;

export const ArmReadout = Arm.extend({
  participants: z.int().nullable().describe('identities first exposed in this arm; null where arms are no parts of the audience'),
  observed: z.int().nullable().describe('those of them whose window is over: only they are compared'),
  converted: Share.nullable().describe(
    'of the observed ones; its interval holds for one reading, and is null before the planned end and after an early stop',
  ),
  outcome: z
    .number()
    .nullable()
    .describe(
      'the mean of the measure: a rate, or value in minor units; geo: what the regions with the ad brought in all, and of the control ' +
        'what they were to bring without; switchback: conversions or value per day',
    ),
}).meta({ id: 'ArmReadout' });
export type ArmReadout = z.infer<typeof ArmReadout>;

const Look = z.object({
  day: z.string(),
  observed: z.int().describe('in both arms'),
  difference: z.number(),
  low: z.number().nullable().describe('null while there are too few conversions'),
  high: z.number().nullable(),
  pValue: z.number().describe('always valid: the least of all looks so far'),
});
export type Look = z.infer<typeof Look>;

export const ArmComparison = z
  .object({
    arm: z.string(),
    against: z.string(),
    level: z.number().describe('of the intervals: 0.95, or more with several arms, so that all of them together hold at 0.95'),
    difference: OpenInterval.describe(
      'of the measure, as assigned; its interval is for reading once at the planned end, else the always valid one',
    ),
    lift: Interval.nullable().describe(
      "the difference as a share of the control's; null before the planned end, and while the control's own is not clearly above 0",
    ),
    incremental: OpenInterval.describe("the difference times the arm's observed participants"),
    alwaysValid: z
      .object({ pValue: z.number(), low: z.number().nullable(), high: z.number().nullable() })
      .describe('holds however often it is read: the mixture sequential test, daily; the verdict goes by it alone'),
    adjusted: z
      .object({ value: z.number(), low: z.number(), high: z.number(), explained: z.number() })
      .nullable()
      .describe('the difference less what the time before explains (CUPED); null where nothing was before, and until the planned end'),
    looks: z.array(Look),
  })
  .meta({ id: 'ArmComparison' });
export type ArmComparison = z.infer<typeof ArmComparison>;

const Aggregate = z
  .object({
    observed: z.number().describe('conversions, or value, in the test regions; per day in blocks with the ad'),
    expected: z.number().nullable().describe('what they were to bring without: as the other regions grew; per day in blocks without'),
    difference: OpenInterval.describe('observed less expected, with its 95 % interval; switchback: per day'),
    lift: OpenInterval.nullable().describe('as a share of the expected'),
    incremental: OpenInterval.describe('over the whole of the test; null ends where too few regions can rule nothing out'),
    placebo: z
      .object({ sets: z.int(), low: z.number(), high: z.number() })
      .nullable()
      .describe('geo: the lift that sets of regions without the ad show'),
    pValue: z.number().describe('the share of all assignments that could have been drawn under which the lift is as large'),
    leastPValue: z.number().describe('the smallest it could be: above 0.05 nothing can be shown'),
    units: z.int().describe('regions, or pairs of blocks'),
  })
  .meta({ id: 'AggregateReadout' });
export type Aggregate = z.infer<typeof Aggregate>;

export const Readout = z
  .object({
    key: z.string(),
    name: z.string().nullable(),
    design: z.enum(DESIGNS),
    state: z.enum(STATES),
    campaign: z.string(),
    conversionKind: z.enum(CONVERSION_KINDS),
    measure: z.enum(MEASURES),
    currency: z.string().nullable(),
    windowDays: z.int(),
    from: z.string(),
    to: z.string().describe('the end of exposures: as planned, or when it was stopped'),
    computedAt: z.string(),
    isFinal: z.boolean().describe('whether every window is over'),
    verdict: z.enum(VERDICTS),
    sentences: z.array(z.string()).describe('what it says, in words; the answer comes first'),
    checks: Checks,
    arms: z.array(ArmReadout),
    comparisons: z.array(ArmComparison).describe('each arm against the control; empty for geo and switchback'),
    aggregate: Aggregate.nullable().describe(
      'of geo and switchback; null until the planned end, after an early stop, and where there is too little',
    ),
    plannedParticipants: z.int().nullable(),
    waitingConversions: z.int().describe('conversions and touchpoints still to be matched; outcomes do not wait for them'),
  })
  .meta({ id: 'ExperimentReadout' });
export type Readout = z.infer<typeof Readout>;
