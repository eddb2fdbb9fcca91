import type { Model } from '../../../../engine/src/index.ts';
import { findCampaignsIn } from '../../catalog/campaigns/service.ts';
import type { Context } from '../../platform/context.ts';
import { invalid } from '../../platform/errors.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import type { ModelOrigin } from '../../tenants/schema.ts';
import { getReportDefaults } from '../../tenants/standing/service.ts';
import { isByListener } from '../experiments/plan.ts';
import type { Experiment } from '../experiments/schema.ts';
import { findExperimentIn } from '../experiments/service.ts';
import { fixedBy, plainCrediting } from '../named-models/rules.ts';
import { chooseModel } from '../named-models/service.ts';
import { allAsked, netValue, placeOf } from '../outcomes/rules.ts';
import { type Outcome, readOrdersIn } from '../outcomes/service.ts';
import { CONVERSION_KINDS, currencyCode } from '../paths/codes.ts';
import { closedInterval, geoArms } from '../readouts/aggregate.ts';
import { audienceGate, countOrdersIn, withAudienceIn } from '../audiences/service.ts';
import type { Readout } from '../readouts/schema.ts';
import { readReadoutIn, type Times, timesOf } from '../readouts/service.ts';
import { ANY_CURRENCY } from '../reports/evaluate.ts';
import { chosenBy, creditOptionsOf } from '../reports/rules.ts';
import type { Chosen } from '../reports/schema.ts';
import { readSlotsIn } from '../slots/service.ts';
import { campaignCredits, type CampaignCredit } from './credit.ts';
import type { CalibrationQuery } from './query.ts';
import { aggregateFactor, calibrated, type CampaignShare, creditedSum, type Factor } from './rules.ts';
import type { CalibratedReport, Calibration } from './schema.ts';
import { factorSentences, refusalOf } from './sentences.ts';
import { findPackedPaths } from './store.ts';

const DAY_MS = 86_400_000;
const PATHS_PER_PART = 2_000;

/** What is known of an experiment before its credit is looked at. */
interface Tested {
  experiment: Experiment;
  times: Times;
  crediting: CampaignCredit;
}

/** What of a conversion counts: the conversion, or its value. */
function amountOf({ measure, currency }: Experiment, { conversion }: Outcome): number {
  return measure === 'rate' ? 1 : netValue(conversion, currency);
}

/** The campaign's credit for each of these conversions; those without a path have none. */
async function creditsIn(tx: TenantTx, { experiment, crediting }: Tested, ids: readonly string[]): Promise<Map<string, CampaignShare>> {
  const found = new Map<string, CampaignShare>();
  for (let start = 0; start < ids.length; start += PATHS_PER_PART) {
    const paths = await findPackedPaths(tx, ids.slice(start, start + PATHS_PER_PART));
    const credits = campaignCredits(
      paths.map(({ packed }) => packed),
      crediting,
    );
    paths.forEach(({ id }, place) => {
      const { conversions, valueMinor } = credits[place];
      found.set(id, { conversions, amount: experiment.measure === 'rate' ? conversions : valueMinor });
    });
  }
  return found;
}

function spanOf({ conversionKind }: Experiment, fromMs: number, toMs: number) {
  return { kind: conversionKind, fromAt: new Date(fromMs).toISOString(), toAt: new Date(toMs).toISOString() };
}

async function audienceFactorIn(tx: TenantTx, tested: Tested, { comparisons }: Readout): Promise<Factor | undefined> {
  const { experiment, times } = tested;
  const { key, arms, windowDays } = experiment;
  const { fromMs, toMs, nowMs } = times;
  const control = arms.findIndex(({ isControl }) => isControl);
  // Every conversion counts, where a rate would count one for each participant.
  const terms = { windowDays, measure: 'value' as const, nowMs };
  return withAudienceIn(tx, { key, arms, from: fromMs, to: Math.min(toMs, nowMs) }, terms, async (audience) => {
    const owners = new Map<string, number>();
    await countOrdersIn(tx, audience, spanOf(experiment, fromMs, times.overMs + 1), {
      amountOf: (outcome) => amountOf(experiment, outcome),
      onCounted: ({ conversion }, participant) => owners.set(conversion.id, participant),
    });
    const credits = await creditsIn(tx, tested, [...(await audience.ask('outside', { control, owners }))]);
    const sum = creditedSum(credits.values());
    if (times.isStoppedEarly) {
      const incremental = comparisons.length === 1 ? closedInterval(comparisons[0].incremental) : undefined;
      return incremental && aggregateFactor(incremental, sum);
    }
    const participant = Int32Array.from(credits.keys(), (id) => owners.get(id) ?? 0);
    const amount = Float64Array.from(credits.values(), (share) => share.amount);
    await audience.ask('credit', { participant, amount }, [participant.buffer, amount.buffer]);
    return audience.ask('factor', { control, sum });
  });
}

/** Whether a conversion came where, or when, the ads ran. */
function treatedBy({ design, arms, plan, washoutDays }: Experiment): (outcome: Outcome) => boolean {
  if (design === 'geo') {
    const { treated, untreated } = geoArms(arms);
    const [all, ran] = [new Set([...treated, ...untreated]), new Set(treated)];
    return (outcome) => ran.has(placeOf(all, outcome) ?? '');
  }
  const blocks = (plan.blocks ?? []).filter(({ arm }) => arm === 'treatment');
  return ({ conversion: { occurredAtMs } }) =>
    blocks.some(({ from, to }) => occurredAtMs >= Date.parse(from) + (washoutDays ?? 0) * DAY_MS && occurredAtMs < Date.parse(to));
}

async function aggregateFactorIn(tx: TenantTx, tested: Tested, { aggregate }: Readout): Promise<Factor | undefined> {
  const { experiment, times } = tested;
  const incremental = aggregate === null ? undefined : closedInterval(aggregate.incremental);
  if (incremental === undefined) return undefined;
  const endMs = experiment.design === 'geo' ? Math.floor(times.overMs / DAY_MS) * DAY_MS : times.toMs;
  const isTreated = treatedBy(experiment);
  const ids: string[] = [];
  await readOrdersIn(tx, spanOf(experiment, times.fromMs, endMs), allAsked, async (outcomes) => {
    ids.push(...outcomes.filter(isTreated).map(({ conversion }) => conversion.id));
  });
  const credits = await creditsIn(tx, tested, ids);
  return aggregateFactor(incremental, creditedSum(credits.values()));
}

/** What is asked of an experiment, with nothing left open. */
interface Asked {
  query: Chosen<CalibrationQuery>;
  model: Model;
  name: string;
  origin: ModelOrigin;
}

/** The default model of the campaign that an experiment tests. */
async function campaignDefaultIn(tx: TenantTx, key: string): Promise<string | null> {
  const { campaign } = await findExperimentIn(tx, key);
  const [found] = await findCampaignsIn(tx, [campaign]);
  return found?.defaultModel ?? null;
}

async function testedIn(context: Context, tx: TenantTx, experiment: Experiment, { query, model }: Asked): Promise<Tested> {
  const options = creditOptionsOf(query, [], {
    conversionKinds: [CONVERSION_KINDS.indexOf(experiment.conversionKind)],
    currency: experiment.measure === 'rate' ? ANY_CURRENCY : currencyCode(experiment.currency),
    creditDate: 'conversion',
  });
  const slots = await readSlotsIn(context, tx);
  return { experiment, times: timesOf(experiment, context.clock()), crediting: { model, options, slots, campaign: experiment.campaign } };
}

async function calibrationIn(context: Context, tx: TenantTx, key: string, asked: Asked): Promise<Calibration> {
  const { query, name, origin } = asked;
  const experiment = await findExperimentIn(tx, key);
  const tested = await testedIn(context, tx, experiment, asked);
  const readout = await readReadoutIn(context, tx, experiment);
  const { campaign, conversionKind, measure, currency, design } = experiment;
  const refusal = refusalOf(readout);
  const find = () => (isByListener(design) ? audienceFactorIn(tx, tested, readout) : aggregateFactorIn(tx, tested, readout));
  const found = refusal === undefined ? await find() : undefined;
  const unit = measure === 'rate' ? `${conversionKind}s` : `${currency} (minor units)`;
  const silent = refusal ?? 'There are too few participants to say anything.';
  return {
    experiment: key,
    campaign,
    conversionKind,
    unit: measure === 'rate' ? 'conversions' : 'value',
    currency,
    model: name,
    modelOrigin: origin,
    lookbackDays: query.lookbackDays,
    verdict: readout.verdict,
    incremental: found?.incremental ?? null,
    attributed: found?.attributed ?? null,
    factor: found?.factor ?? null,
    sentences: found === undefined ? [silent] : factorSentences(found, name, unit),
    waitingConversions: readout.waitingConversions,
  };
}

/**
 * By what the credit of an experiment's campaign is to be multiplied to be what the experiment measured, with the interval of both: credit
 * of a model for conversions of the participants who had the ads, or of the regions or blocks where they ran. There is none before the
 * experiment is over, nor where its arms were not kept as planned; then it is said why.
 * @throws AppError `forbidden`; `not_found`; `invalid_request` for shares of a model above 1 together.
 */
export async function getCalibration(context: Context, actor: Actor, key: string, query: CalibrationQuery): Promise<Calibration> {
  authorize(actor, 'attribution.read');
  const defaults = await getReportDefaults(context, 'system', actor.tenantId);
  const findDefault = (tx: TenantTx) => campaignDefaultIn(tx, key);
  const campaign = await inTenant(context.db, actor.tenantId, findDefault, { readOnly: true });
  const wanted = { asked: query.model, campaign, tenant: defaults.defaultModel };
  const { model: named, origin } = await chooseModel(context, 'system', actor.tenantId, wanted);
  const chosen = chosenBy(fixedBy(query, [named]), defaults);
  const crediting = plainCrediting(named, chosen);
  if (crediting?.kind !== 'rule')
    throw invalid('/model', `An experiment is held against rules alone; send another model than ${named.name}.`);
  const asked: Asked = { query: chosen, model: crediting.model, name: named.name, origin };
  const read = (tx: TenantTx) => calibrationIn(context, tx, key, asked);
  return audienceGate().run(actor.tenantId, () => inTenant(context.db, actor.tenantId, read, { readOnly: true }));
}

/** What a report asks of an experiment, and the rows that it found. */
export interface CalibratedRows {
  key: string;
  /** The report's model and who chose it, as the report tells them. */
  named: Pick<Calibration, 'model' | 'modelOrigin'>;
  query: CalibrationQuery;
  conversionKind: readonly string[] | undefined;
  currency: string | null;
  rows: readonly { key: string | null; conversions: number; valueMinor: number }[];
}

/**
 * An experiment's factor applied to the row of its campaign in a report of the same model and options, to stand beside it, labelled.
 * @throws AppError as `getCalibration`; `invalid_request` when the report holds other conversions or another currency.
 */
export async function getCalibratedReport(context: Context, actor: Actor, asked: CalibratedRows): Promise<CalibratedReport> {
  authorize(actor, 'attribution.read');
  const calibration = await getCalibration(context, actor, asked.key, asked.query);
  const { conversionKind, unit, currency, campaign, factor } = calibration;
  if (asked.conversionKind?.length !== 1 || asked.conversionKind[0] !== conversionKind)
    throw invalid('conversionKind', `The experiment measured ${conversionKind}s: ask for conversionKind=${conversionKind} alone.`);
  if (unit === 'value' && asked.currency !== currency)
    throw invalid('currency', `The experiment measured value in ${currency}: ask for currency=${currency}.`);
  const { conversions, valueMinor } = asked.rows.find(({ key }) => key === campaign) ?? { conversions: 0, valueMinor: 0 };
  if (factor === null) return { ...calibration, ...asked.named, row: null };
  return {
    ...calibration,
    ...asked.named,
    row: {
      key: campaign,
      conversions: unit === 'conversions' ? calibrated(conversions, factor) : null,
      valueMinor: unit === 'value' ? calibrated(valueMinor, factor) : null,
    },
  };
}
