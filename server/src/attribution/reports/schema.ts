import { z } from 'zod';
import { PathCheck } from '../path-checks/schema.ts';
import { MODEL_NAMES } from '../../../../engine/src/index.ts';
import { Currency } from '../../platform/money.ts';
import { OwnModel } from '../../tenants/models/schema.ts';
import { ModelOrigin, ModelReference } from '../../tenants/schema.ts';
import { EXPOSURE_EVIDENCES } from '../../tracking/intake/schema.ts';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import { CalibratedReport } from '../calibrations/schema.ts';
import { CONVERSION_KINDS, EVIDENCE_CLASSES, TOUCHPOINT_KINDS } from '../paths/codes.ts';
import { Placebo } from '../placebo/schema.ts';
import { FIT_UNITS } from '../fits/schema.ts';
import { GROUPINGS } from './options.ts';

export const ModelName = z.enum(MODEL_NAMES, { error: `is not a model this version knows; send one of ${MODEL_NAMES.join(', ')}` });

/** Several values of an enumeration in one parameter, separated by commas. */
function commaList<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z
    .string()
    .transform((text) => [...new Set(text.split(',').map((word) => word.trim()))])
    .pipe(z.array(z.enum(values, { error: `holds a value that is not one of ${values.join(', ')}` })).min(1));
}

const EARLIEST_MS = Date.parse('1970-01-01T00:00:00Z');
const LATEST_MS = Date.parse('3000-01-01T00:00:00Z');

function momentMs(text: string): number {
  return Date.parse(text.length === 10 ? `${text}T00:00:00Z` : text);
}

/** A day or an instant, read as milliseconds. */
export const Moment = z
  .string()
  .refine(
    (text) => /^\d{4}-\d{2}-\d{2}(T.*)?$/.test(text) && isMoment(text),
    'must be a day (2026-11-01) or an RFC 3339 instant with a zone, in the years 1970 to 2999',
  )
  .transform(momentMs);

function isMoment(text: string): boolean {
  const read = text.length === 10 ? z.iso.date().safeParse(text) : z.iso.datetime({ offset: true }).safeParse(text);
  return read.success && momentMs(text) >= EARLIEST_MS && momentMs(text) < LATEST_MS;
}

const number = (what: string) => z.coerce.number({ error: `must be a number of ${what}` });

/** Whose conversions are left out. */
export const Exclusions = z
  .array(
    z
      .string()
      .regex(
        /^(priorCustomers|priorVisitors|(referrer|utm):.{1,200})$/,
        'must hold priorCustomers, priorVisitors, referrer:HOST or utm:SOURCE',
      ),
  )
  .max(50, 'names at most 50 exclusions');

const ExclusionList = z
  .string()
  .transform((text) => [...new Set(text.split(',').map((word) => word.trim()))])
  .pipe(Exclusions);

const flag = z.enum(['true', 'false', '1', '0'], { error: 'must be true or false' }).transform((text) => text === 'true' || text === '1');

/** The options that decide what one path credits: those of a report and of an explanation alike. */
export const CreditQuery = z.strictObject({
  lookbackDays: number('days')
    .int('must be a whole number of days')
    .min(1, 'must be at least 1')
    .max(90, 'must be at most 90')
    .optional()
    .describe("how long before a conversion a touchpoint may lie; the tenant's setting, 30 at first, when left out"),
  halfLifeDays: number('days')
    .min(0.01, 'must be at least 0.01')
    .max(365, 'must be at most 365')
    .optional()
    .describe("of time_decay; the tenant's setting, 7 at first, when left out"),
  firstShare: number('shares, 0 to 1')
    .min(0, 'must be at least 0')
    .max(1, 'must be at most 1')
    .optional()
    .describe('of position_based; 0.4 when left out'),
  lastShare: number('shares, 0 to 1')
    .min(0, 'must be at least 0')
    .max(1, 'must be at most 1')
    .optional()
    .describe('of position_based; 0.4 when left out'),
  touchpointKind: commaList(TOUCHPOINT_KINDS).optional().describe('only these kinds take credit; separated by commas'),
  minEvidence: z
    .enum(EVIDENCE_CLASSES, { error: `must be one of ${EVIDENCE_CLASSES.join(', ')}` })
    .optional()
    .describe("the weakest evidence that counts; the tenant's setting, household_ip at first, when left out"),
  repeats: z
    .enum(['every', 'unique'], { error: 'must be every or unique' })
    .optional()
    .describe('unique counts the first touch per campaign and UTC day; every when left out'),
  responseSignals: z
    .enum(['evidence', 'touchpoint'], { error: 'must be evidence or touchpoint' })
    .default('evidence')
    .describe('codes, survey answers and vanity visits: evidence for exposures, or touches of their own'),
  unit: z
    .enum(FIT_UNITS, { error: `must be one of ${FIT_UNITS.join(', ')}` })
    .optional()
    .describe('what markov, shapley and hazard tell apart; show when left out'),
  newCustomersOnly: flag.optional().describe('only conversions of new customers'),
  exclude: ExclusionList.optional().describe('priorCustomers, priorVisitors, referrer:HOST, utm:SOURCE; separated by commas'),
});
export type CreditQuery = z.output<typeof CreditQuery>;

/** The options that a tenant settles for all queries that do not choose them. */
export type Settled = 'lookbackDays' | 'halfLifeDays' | 'minEvidence';

/** The options that a model of one's own may fix, and that no tenant settles. */
type Filled = 'firstShare' | 'lastShare' | 'unit' | 'repeats';

/** A query with nothing left open. */
export type Chosen<Query extends CreditQuery> = Omit<Query, Settled | Filled> & {
  [Option in Settled | Filled]: NonNullable<CreditQuery[Option]>;
};

/** Several models, separated by commas. */
const ModelReferences = z
  .string()
  .transform((text) => [...new Set(text.split(',').map((word) => word.trim()))])
  .pipe(z.array(ModelReference).min(1).max(20, 'names too many models'));

const frame = {
  groupBy: z.enum(GROUPINGS, { error: `must be one of ${GROUPINGS.join(', ')}` }).default('campaign'),
  from: Moment.optional().describe('conversions from here on; a day or an instant'),
  to: Moment.optional().describe('conversions before here; a day or an instant'),
  conversionKind: commaList(CONVERSION_KINDS).optional().describe('only these kinds; separated by commas'),
  currency: Currency.optional().describe("the report's currency; the tenant's, else the most frequent one, when left out"),
  asOf: Moment.optional().describe('what was known at this instant, a day means its start in UTC; what is known now when left out'),
  creditDate: z
    .enum(['conversion', 'touchpoint'], { error: 'must be conversion or touchpoint' })
    .default('conversion')
    .describe('with groupBy=day: whose day a row is'),
};

export const ReportQuery = CreditQuery.extend({
  model: ModelReference.optional().describe(
    "built in, or of your own, or NAME@VERSION; the tenant's default, linear at first, when left out",
  ),
  ...frame,
  placebo: flag.optional().describe('true = also tell how often conversions are matched by chance'),
  calibrate: CatalogKey.optional().describe("an experiment by which its campaign's credit is calibrated, beside the plain figures"),
});
export type ReportQuery = z.output<typeof ReportQuery>;

export const ComparisonQuery = CreditQuery.extend({
  models: ModelReferences.optional().describe('built in, or of your own; the rules when left out'),
  ...frame,
});
export type ComparisonQuery = z.output<typeof ComparisonQuery>;

const EvidencedCredit = z
  .object({
    evidence: z
      .enum(EXPOSURE_EVIDENCES)
      .nullable()
      .describe('how the delivery of the credited exposures is known; null = clicks, signals, and days older than events are kept'),
    conversions: z.number(),
    valueMinor: z.int(),
  })
  .meta({ id: 'EvidencedCredit' });
export type EvidencedCredit = z.infer<typeof EvidencedCredit>;

const deliveryEvidence = z
  .array(EvidencedCredit)
  .describe('what this credit rests on, strongest first: it sums to the attributed conversions and value');

const Range = z.object({ low: z.number(), high: z.number() });

export const Totals = z
  .object({
    conversions: z.int(),
    valueMinor: z.int(),
    attributedConversions: z.number().describe('whole, but for models that give a part of a conversion to nobody'),
    attributedValueMinor: z.int(),
    unattributedConversions: z.int(),
    unattributedValueMinor: z.int(),
    organicConversions: z.number().describe('credit a model gives to nobody; 0 in models that do not estimate it'),
    organicValueMinor: z.int(),
    organicInterval: Range.nullable().describe(
      '95 %, of organicConversions, by chance in the fit alone; null without a fit, and for kinds together that have fits of their own',
    ),
    organicSensitivity: Range.nullable().describe('organicConversions when effects may last half as long, or twice as long'),
    deliveryEvidence,
  })
  .meta({ id: 'Totals' });
export type Totals = z.infer<typeof Totals>;

const Echo = z.object({
  unit: z.enum(FIT_UNITS).describe('what data-driven models tell apart'),
  halfLifeDays: z.number(),
  firstShare: z.number(),
  lastShare: z.number(),
  conversionKind: z.array(z.enum(CONVERSION_KINDS)).nullable().describe('null = all kinds'),
  touchpointKind: z.array(z.enum(TOUCHPOINT_KINDS)).nullable().describe('null = all kinds'),
  minEvidence: z.enum(EVIDENCE_CLASSES),
  repeats: z.enum(['every', 'unique']),
  responseSignals: z.enum(['evidence', 'touchpoint']),
  creditDate: z.enum(['conversion', 'touchpoint']),
  newCustomersOnly: z.boolean(),
  exclude: z.array(z.string()),
});

const Frame = z.object({
  groupBy: z.enum(GROUPINGS),
  lookbackDays: z.int(),
  currency: z.string().nullable().describe('null while no conversion has a value'),
  from: z.string().nullable(),
  to: z.string().nullable(),
  asOf: z.string().nullable().describe('the instant of the last change that is in the figures; null when all are'),
  options: Echo,
  ownModels: z.array(OwnModel).describe('the versions of your own models that these figures are under'),
  waitingConversions: z
    .int()
    .describe('conversions, touchpoints and codes still to be matched, counted up to 100,000 each; 0 = these figures are complete'),
  eventsKeptFrom: z
    .string()
    .nullable()
    .describe('from when on events are kept, and what was before is known as daily sums under default options only; null = all are kept'),
  excludedConversions: z.int(),
  excludedValueMinor: z.int(),
  otherCurrencies: z
    .array(z.object({ currency: z.string(), conversions: z.int(), valueMinor: z.int() }))
    .describe('never added to the totals'),
});

const Credit = z
  .object({
    conversions: z.number(),
    valueMinor: z.int(),
    roas: z.number().nullable().describe('value per spend; null when the spend is not known for these conversions'),
    cpaMinor: z.number().nullable().describe('spend per conversion'),
    deliveryEvidence,
  })
  .meta({ id: 'Credit' });

const RowHead = z.object({
  key: z.string().nullable(),
  label: z.string(),
  spendMinor: z.int().nullable(),
  unattributedConversions: z.int().optional().describe("only with groupBy=day: the day's conversions that no touch earned credit for"),
  unattributedValueMinor: z.int().optional().describe('only with groupBy=day'),
});

export const FitNote = z
  .object({
    id: z.string().nullable().describe('null when the model needs no fit, or there is none yet'),
    fittedAt: z.string().nullable(),
    unit: z.enum(FIT_UNITS),
    conversions: z.int().nullable().describe('that the fit stands on'),
    converged: z.boolean().nullable(),
    says: z.string().nullable().describe('why the model credits nothing, or what to keep in mind'),
  })
  .meta({ id: 'FitNote' });
export type FitNote = z.infer<typeof FitNote>;

export const Report = Frame.extend({
  model: z.string().describe('of your own, with the version that was meant'),
  modelOrigin: ModelOrigin,
  fit: FitNote.nullable().describe('what a data-driven model rests on; null for rules'),
  totals: Totals,
  rows: z.array(RowHead.extend(Credit.shape)),
  placebo: Placebo.optional().describe('only with placebo=true'),
  calibration: CalibratedReport.optional().describe('only with calibrate: beside the rows, which stay as they are'),
}).meta({
  id: 'Report',
});
export type Report = z.infer<typeof Report>;

export const Comparison = Frame.extend({
  models: z.array(z.string()).describe('of your own, with the version that was meant'),
  fits: z.record(z.string(), FitNote).describe('by model, what data-driven ones rest on'),
  totals: z.record(z.string(), Totals),
  rows: z.array(RowHead.extend({ credits: z.record(z.string(), Credit) })),
}).meta({ id: 'Comparison' });
export type Comparison = z.infer<typeof Comparison>;

export const Status = z
  .object({
    waitingConversions: z
      .int()
      .describe(
        'conversions, touchpoints and codes still to be matched, up to 100,000 each; 0 = every acknowledged event is in the figures',
      ),
    waitingTouchpoints: z.int(),
    oldestWaitingAt: z.string().nullable(),
    eventsKeptFrom: z.string().nullable().describe('from when on events are kept; null = all are'),
    lastCheck: PathCheck.pick({ finishedAt: true, verdict: true, isWhole: true, conversions: true, differenceCount: true })
      .nullable()
      .describe('of the nightly check of stored paths against the events; null before the first night'),
  })
  .meta({ id: 'Status' });
export type Status = z.infer<typeof Status>;
