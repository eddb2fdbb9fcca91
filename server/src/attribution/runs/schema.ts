import { z } from 'zod';
import { CONVERSION_KINDS, EXPOSURE_EVIDENCES, TOUCHPOINT_KINDS } from '../../tracking/intake/schema.ts';
import { EVIDENCE_CLASSES } from '../paths/codes.ts';
import { Fit, FIT_UNITS } from '../fits/schema.ts';
import { OwnModel, OwnModelParameters } from '../../tenants/models/schema.ts';
import { ModelReference } from '../../tenants/schema.ts';
import { CREDIT_MODELS } from '../reports/options.ts';
import { Exclusions, Moment } from '../reports/schema.ts';

const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.array(z.enum(values, { error: `must be one of ${values.join(', ')}` })).min(1, 'must name at least one, or be left out');

/** What a run is to compute: a model and the options of a report. */
export const NewRun = z
  .strictObject({
    model: ModelReference.optional().describe("built in, or of your own, or NAME@VERSION; the tenant's default when left out"),
    unit: z
      .enum(FIT_UNITS, { error: `must be one of ${FIT_UNITS.join(', ')}` })
      .optional()
      .describe('what data-driven models tell apart; show when left out'),
    asOf: Moment.optional().describe('what was known at this instant, a day means its start in UTC; now when left out'),
    from: Moment.optional().describe('conversions from here on'),
    to: Moment.optional().describe('conversions before here'),
    conversionKind: oneOf(CONVERSION_KINDS).optional(),
    lookbackDays: z.int('must be a whole number of days').min(1, 'must be at least 1').max(90, 'must be at most 90').optional(),
    halfLifeDays: z.number().min(0.01, 'must be at least 0.01').max(365, 'must be at most 365').optional(),
    firstShare: z.number().min(0, 'must be at least 0').max(1, 'must be at most 1').optional().describe('0.4 when left out'),
    lastShare: z.number().min(0, 'must be at least 0').max(1, 'must be at most 1').optional().describe('0.4 when left out'),
    touchpointKind: oneOf(TOUCHPOINT_KINDS).optional(),
    minEvidence: z.enum(EVIDENCE_CLASSES, { error: `must be one of ${EVIDENCE_CLASSES.join(', ')}` }).optional(),
    repeats: z.enum(['every', 'unique'], { error: 'must be every or unique' }).optional().describe('every when left out'),
    responseSignals: z.enum(['evidence', 'touchpoint'], { error: 'must be evidence or touchpoint' }).default('evidence'),
    newCustomersOnly: z.boolean().default(false),
    exclude: Exclusions.default([]),
  })
  .meta({ id: 'NewRun' });
export type NewRun = z.output<typeof NewRun>;

/** The options of a run with nothing left open. */
export const RunOptions = z
  .object({
    from: z.string().nullable(),
    to: z.string().nullable(),
    conversionKind: z.array(z.enum(CONVERSION_KINDS)).nullable().describe('null = all kinds'),
    lookbackDays: z.int(),
    touchpointKind: z.array(z.enum(TOUCHPOINT_KINDS)).nullable().describe('null = all kinds'),
    minEvidence: z.enum(EVIDENCE_CLASSES),
    repeats: z.enum(['every', 'unique']),
    responseSignals: z.enum(['evidence', 'touchpoint']),
    newCustomersOnly: z.boolean(),
    exclude: z.array(z.string()),
  })
  .meta({ id: 'RunOptions' });
export type RunOptions = z.infer<typeof RunOptions>;

/** A model with every parameter that its weights depend on. */
export const RunModel = z
  .object({
    name: z.enum([...CREDIT_MODELS, 'custom']).describe('of one of your own, its base'),
    version: z.string(),
    halfLifeDays: z.number().describe('of time_decay'),
    firstShare: z.number().describe('of position_based'),
    lastShare: z.number().describe('of position_based'),
    unit: z.enum(FIT_UNITS).describe('what data-driven models tell apart'),
    own: OwnModel.pick({ name: true, version: true }).optional().describe('the version of your own model that it is'),
    weights: OwnModelParameters.pick({ positions: true, placements: true, otherPlacements: true }).optional().describe('of custom'),
    fit: Fit.nullable().describe('of markov and hazard: what their weights are computed from'),
  })
  .meta({ id: 'RunModel' });
export type RunModel = z.infer<typeof RunModel>;

export const RunTotals = z
  .object({
    currency: z.string().nullable().describe('null for conversions without a value'),
    conversions: z.int(),
    valueMinor: z.int(),
    attributedConversions: z.number().describe('less what is organic'),
    attributedValueMinor: z.int(),
    organicConversions: z.number().describe('what the model gives to nobody'),
    organicValueMinor: z.int(),
    unattributedConversions: z.int(),
    unattributedValueMinor: z.int(),
    excludedConversions: z.int().describe('left out by the options; not among the conversions'),
    excludedValueMinor: z.int(),
  })
  .meta({ id: 'RunTotals' });
export type RunTotals = z.infer<typeof RunTotals>;

const hash = z.string().describe('SHA-256 in hexadecimal digits');

export const RunDay = z
  .object({ day: z.string().describe('a UTC day'), conversions: z.int(), inputHash: hash, outputHash: hash })
  .meta({ id: 'RunDay' });
export type RunDay = z.infer<typeof RunDay>;

export const RunOutcome = z
  .object({
    engineVersion: z.string(),
    lists: z.array(z.object({ kind: z.string(), id: z.int() })).describe('versions of the lists in force when it was computed'),
    conversions: z.int().describe('with those that the options left out'),
    credits: z.int().describe('rows of the export'),
    totals: z.array(RunTotals).describe('one for each currency'),
    inputHash: hash.describe('over the days: what went in'),
    outputHash: hash.describe('over the days: what came out'),
    days: z.array(RunDay),
  })
  .meta({ id: 'RunOutcome' });
export type RunOutcome = z.infer<typeof RunOutcome>;

export const RUN_STATES = ['waiting', 'running', 'done', 'failed'] as const;

export const Run = z
  .object({
    id: z.uuid(),
    createdAt: z.string(),
    createdBy: z.string(),
    state: z.enum(RUN_STATES),
    progress: z.int().describe('conversions computed so far'),
    asOf: z.string().nullable().describe('the instant of the last change it knows of, to the microsecond; null until it is computed'),
    startedAt: z.string().nullable(),
    finishedAt: z.string().nullable(),
    model: RunModel,
    options: RunOptions,
    outcome: RunOutcome.nullable().describe('null until it is done'),
    failure: z.string().nullable(),
  })
  .meta({ id: 'Run' });
export type Run = z.infer<typeof Run>;

export const CREDIT_OUTCOMES = ['attributed', 'organic', 'unattributed', 'excluded'] as const;

/** One row of a run's export: what a touchpoint, or nobody, is credited of a conversion; or one that nothing is credited for. */
export const RunCredit = z
  .object({
    conversionId: z.string(),
    version: z.int().describe('of the path'),
    reason: z.string().describe('why that version was written'),
    kind: z.enum(CONVERSION_KINDS),
    convertedAt: z.string(),
    currency: z.string().nullable(),
    valueMinor: z.int(),
    outcome: z.enum(CREDIT_OUTCOMES),
    touchpointId: z.string().nullable(),
    occurredAt: z.string().nullable(),
    touchpointKind: z.enum(TOUCHPOINT_KINDS).nullable(),
    campaign: z.string().nullable(),
    channel: z.string().nullable(),
    show: z.string().nullable(),
    episode: z.string().nullable(),
    placement: z.string().nullable(),
    deliveryEvidence: z.enum(EXPOSURE_EVIDENCES).nullable(),
    evidence: z.enum(EVIDENCE_CLASSES).nullable(),
    synthetic: z.boolean().nullable(),
    weight: z.number().nullable(),
    nanoConversions: z.int().describe('billionths of a conversion'),
    creditMinor: z.int(),
  })
  .meta({ id: 'RunCredit' });
export type RunCredit = z.infer<typeof RunCredit>;

export const CreditsQuery = z.strictObject({
  format: z.enum(['ndjson', 'csv'], { error: 'must be ndjson or csv' }).default('ndjson'),
});

export const RunVerification = z
  .object({
    verdict: z
      .enum(['same', 'erased', 'differs'])
      .describe(
        'same: every hash came out again; erased: so it did, but for conversions that are gone; differs: something else is not as it was',
      ),
    conversions: z.int(),
    gone: z.int().describe('conversions of the run whose person was erased, or that grew too old to be kept'),
    inputHash: hash,
    outputHash: hash,
    days: z.array(z.object({ day: z.string(), gone: z.int(), says: z.string() })).describe('days that did not come out the same'),
  })
  .meta({ id: 'RunVerification' });
export type RunVerification = z.infer<typeof RunVerification>;
