import { MODEL_NAMES } from '../../../../engine/src/index.ts';
import { listAllCampaignsIn } from '../../catalog/campaigns/service.ts';
import { findEpisodeNamesIn } from '../../catalog/episodes/service.ts';
import { findShowNamesIn } from '../../catalog/shows/service.ts';
import type { Context } from '../../platform/context.ts';
import { invalid } from '../../platform/errors.ts';
import { createGate } from '../../platform/gate.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { findTenantIn } from '../../tenants/service.ts';
import { getReportDefaults } from '../../tenants/standing/service.ts';
import { findHorizonIn } from '../../tracking/retention/service.ts';
import { countWaitingIn } from '../../tracking/evidence/service.ts';
import { getCalibratedReport } from '../calibrations/service.ts';
import { getPlacebo } from '../placebo/service.ts';
import { appendPacked, clearChunk, createChunk } from '../paths/packed.ts';
import { countCurrencies, type Span, sumConversions, sumCredits } from '../rollups/store.ts';
import { readSlotsIn, findSourcesIn } from '../slots/service.ts';
import { settledInstantIn } from '../ledger/service.ts';
import { areRolledUp, fixedBy, type NamedModel } from '../named-models/rules.ts';
import { chooseModel, nameModels } from '../named-models/service.ts';
import type { PathCheck } from '../path-checks/schema.ts';
import { findCheck } from '../path-checks/store.ts';
import { findNamedIn } from '../creditings/service.ts';
import { type Aggregation, createAggregator } from './aggregate.ts';
import { type Crediting, isRule } from './crediting.ts';
import type { Slot } from './options.ts';
import { type Plan, planReport, type Stretch } from './plan.ts';
import {
  aggregateRollups,
  chooseCurrency,
  chosenBy,
  creditTotalsOf,
  fitNoteOf,
  isRolledUp,
  mergeAggregations,
  modelsOf,
  optionsOf,
  requireExact,
  type ReportRequest,
  sourcesAsked,
  spendOf,
  stretchOf,
  totalsOf,
  unattributedDays,
} from './rules.ts';
import { creditOf, type CreditRow, emptyRow, rowsOf, sortRows, unattributedOf, withUnattributedDays } from './rows.ts';
import type { Chosen, Comparison, ComparisonQuery, Report, ReportQuery, Status } from './schema.ts';
import { streamPaths } from './store.ts';

/** So many paths, or touches, are worth a pass; more would keep others waiting for milliseconds. */
const CHUNK_PATHS = 256;
const CHUNK_TOUCHES = 1 << 17;

/** Of reports that read paths, which keep a connection and the processor for long. Who waits has no connection yet. */
const pathReaders = createGate({ perOwner: 1, inAll: 4 });

/** The campaigns whose credit alone a report is of; all there is when undefined. */
type Only = ReadonlySet<string> | undefined;

interface Reading {
  context: Context;
  tx: TenantTx;
  request: ReportRequest;
  models: Crediting[];
  currency: string | null;
  /** The instant whose paths are read; the present ones when undefined. */
  asOf: string | undefined;
  only: Only;
}

/** The currency of a report: the one asked for, else the tenant's, else the one that most conversions have; null while none has a value. */
export async function currencyIn(tx: TenantTx, request: Pick<ReportRequest, 'currency'>): Promise<string | null> {
  if (request.currency !== undefined) return request.currency;
  const tenant = await findTenantIn(tx);
  if (tenant?.currency) return tenant.currency;
  return chooseCurrency(null, await countCurrencies(tx));
}

async function readRollups({ tx, request, models, currency }: Reading, spans: Span[]): Promise<Aggregation> {
  const filter = { spans, kinds: request.conversionKind };
  const byDay = request.groupBy === 'day';
  const conversions = await sumConversions(tx, filter, byDay);
  const credits = await sumCredits(tx, request.groupBy, currency ?? '', filter);
  const places = models.map(({ name }) => MODEL_NAMES.findIndex((rule) => rule === name));
  const result = aggregateRollups(conversions, credits, currency, places);
  return byDay ? { ...result, unattributedDays: unattributedDays(conversions, currency) } : result;
}

async function readPaths(reading: Reading, stretches: Stretch[]): Promise<Aggregation> {
  const { context, tx, request, models, currency } = reading;
  const slots: Slot[] = await readSlotsIn(context, tx);
  const options = optionsOf(request, currency, await findSourcesIn(tx, sourcesAsked(request)));
  const aggregator = createAggregator(models, request.groupBy, { ...options, campaigns: reading.only }, slots);
  const chunk = createChunk(CHUNK_PATHS);
  for (const stretch of stretches) {
    await streamPaths(tx, { stretch, asOf: reading.asOf }, (packed) => {
      appendPacked(chunk, packed);
      if (chunk.pathCount < CHUNK_PATHS && chunk.offsets[chunk.pathCount] < CHUNK_TOUCHES) return;
      aggregator.add(chunk);
      clearChunk(chunk);
    });
  }
  if (chunk.pathCount > 0) aggregator.add(chunk);
  return aggregator.finish();
}

/** Of some campaigns alone there are no rollups. @throws AppError `invalid_request` when `from` lies after `to`. */
function planOf({ request, named, only }: Asked): Plan {
  const fromRollups = only === undefined && isRolledUp(request) && areRolledUp(named, request);
  return planReport(stretchOf(request), fromRollups, request.groupBy === 'day');
}

async function aggregateIn(reading: Reading, plan: Plan): Promise<Aggregation> {
  const parts: Aggregation[] = [];
  if (plan.spans.length > 0) parts.push(await readRollups(reading, plan.spans));
  if (plan.stretches.length > 0) parts.push(await readPaths(reading, plan.stretches));
  return mergeAggregations(parts);
}

/** The rows of what was added up, in their order. */
function rowsIn({ request, models }: Reading, { parts, unattributedDays: days }: Aggregation): CreditRow[] {
  return sortRows(withUnattributedDays(rowsOf(parts, models.length), days, models.length), request.groupBy);
}

/** What rows are called, and what was spent for them. */
interface Naming {
  names: Map<string, string>;
  spend: Map<string, number>;
}

async function namingIn({ tx, request, currency, only }: Reading, rows: CreditRow[]): Promise<Naming> {
  const keys = rows.flatMap(({ key }) => key ?? []);
  if (request.groupBy === 'show') return { names: await findShowNamesIn(tx, keys), spend: new Map() };
  if (request.groupBy === 'episode') return { names: await findEpisodeNamesIn(tx, keys), spend: new Map() };
  if (request.groupBy !== 'campaign') return { names: new Map(), spend: new Map() };
  const campaigns = (await listAllCampaignsIn(tx)).filter(({ key }) => only?.has(key) ?? true);
  const names = new Map(campaigns.flatMap(({ key, name }) => (name === null ? [] : [[key, name] as const])));
  return { names, spend: spendOf(campaigns, request, currency) };
}

/** Campaigns that cost money and earned no credit belong into the table, with nothing. */
function withSpentOnly(rows: CreditRow[], { spend }: Naming, modelCount: number): CreditRow[] {
  const present = new Set(rows.map(({ key }) => key));
  const missing = [...spend.keys()].filter((key) => !present.has(key)).sort();
  return [...rows, ...missing.map((key) => emptyRow(key, modelCount))];
}

function headOf(key: string | null, { names, spend }: Naming) {
  if (key === null) return { key, label: '(none)', spendMinor: null };
  return { key, label: names.get(key) ?? key, spendMinor: spend.get(key) ?? null };
}

/** What a reader has to know of the figures: how much waits for them, and from when on they stand on events. */
interface Footing {
  asOf: string | null;
  waitingConversions: number;
  eventsKeptFrom: string | null;
}

async function keptFromIn(tx: TenantTx): Promise<string | null> {
  return (await findHorizonIn(tx))?.keptFrom.toISOString() ?? null;
}

function frameOf(request: ReportRequest, currency: string | null, result: Aggregation, footing: Footing) {
  const instant = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString());
  return {
    groupBy: request.groupBy,
    lookbackDays: request.lookbackDays,
    currency,
    from: instant(request.from),
    to: instant(request.to),
    options: {
      halfLifeDays: request.halfLifeDays,
      unit: request.unit,
      firstShare: request.firstShare,
      lastShare: request.lastShare,
      conversionKind: request.conversionKind ?? null,
      touchpointKind: request.touchpointKind ?? null,
      minEvidence: request.minEvidence,
      repeats: request.repeats,
      responseSignals: request.responseSignals,
      creditDate: request.creditDate,
      newCustomersOnly: request.newCustomersOnly ?? false,
      exclude: request.exclude ?? [],
    },
    ...footing,
    excludedConversions: result.totals.excludedConversions,
    excludedValueMinor: result.totals.excludedValueMinor,
    otherCurrencies: [...result.otherCurrencies]
      .map(([name, sums]) => ({ currency: name, ...sums }))
      .sort((a, b) => (a.currency < b.currency ? -1 : 1)),
  };
}

/** What is asked of a report, with its models, and of which campaigns. */
interface Asked {
  request: ReportRequest;
  named: readonly NamedModel[];
  only?: Only;
}

interface Computed {
  frame: ReturnType<typeof frameOf>;
  result: Aggregation;
  rows: CreditRow[];
  naming: Naming;
  models: Crediting[];
}

/** One snapshot of the database answers everything, so that rows and totals belong together. */
async function compute(context: Context, actor: Actor, asked: Asked): Promise<Computed> {
  modelsOf([], asked.request);
  const plan = planOf(asked);
  const read = () => readPlanned(context, actor, { ...asked, plan });
  return plan.stretches.length > 0 ? pathReaders.run(actor.tenantId, read) : read();
}

async function readPlanned(context: Context, actor: Actor, { request, named, only, plan }: Asked & { plan: Plan }): Promise<Computed> {
  return inTenant(
    context.db,
    actor.tenantId,
    async (tx) => {
      const models = await findNamedIn(tx, named, request);
      const asOf = request.asOf === undefined ? undefined : await settledInstantIn(tx, request.asOf);
      const reading: Reading = { context, tx, request, models, currency: await currencyIn(tx, request), asOf, only };
      const result = requireExact(await aggregateIn(reading, plan));
      const found = rowsIn(reading, result);
      const naming = await namingIn(reading, found);
      const footing = { asOf: asOf ?? null, waitingConversions: (await countWaitingIn(tx)).all, eventsKeptFrom: await keptFromIn(tx) };
      const rows = withSpentOnly(found, naming, models.length);
      return { frame: frameOf(request, reading.currency, result, footing), result, rows, naming, models };
    },
    { readOnly: true },
  );
}

/** The versions of the tenant's own models among these. */
function ownOf(models: readonly NamedModel[]) {
  return models.flatMap(({ own }) => own ?? []);
}

/**
 * Credit under one model by one grouping. Whole UTC days under default options come from rollups, all else from stored paths, with equal
 * figures.
 * Rows sum to the attributed totals exactly; attributed and unattributed are all conversions that were not excluded.
 * @throws AppError `forbidden`; `invalid_request` when `from` lies after `to` or the shares exceed 1 together.
 */
export async function getReport(context: Context, actor: Actor, query: ReportQuery): Promise<Report> {
  authorize(actor, 'attribution.read');
  const defaults = await getReportDefaults(context, 'system', actor.tenantId);
  const asked = { asked: query.model, tenant: defaults.defaultModel };
  const { model, origin } = await chooseModel(context, 'system', actor.tenantId, asked);
  const chosen = chosenBy(fixedBy(query, [model]), defaults);
  const { model: _model, placebo = false, calibrate, ...request } = chosen;
  if (request.asOf !== undefined && (placebo || calibrate !== undefined))
    throw invalid('asOf', 'Matches by chance and experiments are told of the present alone; leave placebo and calibrate out, or asOf.');
  const { frame, result, rows, naming, models } = await compute(context, actor, { request, named: [model] });
  const told = rows.map((row) => {
    const head = headOf(row.key, naming);
    return { ...head, ...creditOf(row, 0, head.spendMinor), ...unattributedOf(row.key, request.groupBy, result) };
  });
  const named = { model: model.name, modelOrigin: origin };
  const calibrating = calibrate === undefined ? undefined : calibrationOf(calibrate, chosen, model);
  return {
    ...named,
    ...frame,
    ownModels: ownOf([model]),
    fit: fitNoteOf(models[0]),
    totals: totalsOf(result, { model: models[0], place: 0, kinds: request.conversionKind }),
    rows: told,
    ...(calibrating
      ? { calibration: await getCalibratedReport(context, actor, { ...calibrating, named, currency: frame.currency, rows: told }) }
      : {}),
    ...(placebo ? { placebo: await getPlacebo(context, actor, request) } : {}),
  };
}

/** What a report asks of an experiment. @throws AppError `invalid_request` for rows and filters that an experiment knows nothing of. */
function calibrationOf(key: string, chosen: Chosen<ReportQuery>, { base, name }: NamedModel) {
  const { groupBy, conversionKind, newCustomersOnly, exclude, ...rest } = chosen;
  if (base === 'custom' || !isRule(base))
    throw invalid('calibrate', `An experiment is held against rules alone; send another model than ${name}.`);
  if (groupBy !== 'campaign') throw invalid('calibrate', 'An experiment tells of a campaign: calibrate needs groupBy=campaign.');
  if (newCustomersOnly === true || exclude !== undefined)
    throw invalid('calibrate', 'An experiment counts every conversion: leave newCustomersOnly and exclude out.');
  return { key, query: { ...rest, model: base }, conversionKind };
}

/**
 * The same figures under several models side by side, every rule when none is named. `only` restricts them to what these campaigns are
 * credited with: rows and totals hold that alone, nothing is unattributed, organic, excluded or in other currencies, and it is read from
 * stored paths. Fails as `getReport` does.
 */
export async function getComparison(context: Context, actor: Actor, query: ComparisonQuery, only?: Only): Promise<Comparison> {
  authorize(actor, 'attribution.read');
  const asked = { references: query.models ?? MODEL_NAMES, pointer: '/models' };
  const named = await nameModels(context, 'system', actor.tenantId, asked);
  const names = named.map(({ name }) => name);
  const chosen = chosenBy(fixedBy(query, named), await getReportDefaults(context, 'system', actor.tenantId));
  const { models: _models, ...request } = chosen;
  const { frame, result, rows, naming, models } = await compute(context, actor, { request, named, only });
  return {
    models: names,
    ...frame,
    ownModels: ownOf(named),
    fits: Object.fromEntries(
      models.flatMap((model, place) => (fitNoteOf(model) === null ? [] : [[names[place], fitNoteOf(model)]])),
    ) as Comparison['fits'],
    totals: Object.fromEntries(
      models.map((model, place) => [
        names[place],
        only ? creditTotalsOf(result, place) : totalsOf(result, { model, place, kinds: request.conversionKind }),
      ]),
    ),
    rows: rows.map((row) => {
      const head = headOf(row.key, naming);
      const byModel = Object.fromEntries(names.map((name, place) => [name, creditOf(row, place, head.spendMinor)]));
      return { ...head, ...unattributedOf(row.key, request.groupBy, result), credits: byModel };
    }),
  };
}

/** How much acknowledged work is not in the figures yet, and what the last nightly check of what is in them came to. */
export async function getStatus(context: Context, actor: Actor): Promise<Status> {
  authorize(actor, 'attribution.read');
  const read = async (tx: TenantTx) => {
    return { waiting: await countWaitingIn(tx), eventsKeptFrom: await keptFromIn(tx), check: await findCheck(tx) };
  };
  const { waiting, eventsKeptFrom, check } = await inTenant(context.db, actor.tenantId, read, { readOnly: true });
  return {
    waitingConversions: waiting.all,
    waitingTouchpoints: waiting.touchpoints,
    oldestWaitingAt: waiting.oldestAt?.toISOString() ?? null,
    eventsKeptFrom,
    lastCheck: check ? checkSummary(check.outcome) : null,
  };
}

function checkSummary({ finishedAt, verdict, isWhole, conversions, differenceCount }: PathCheck): Status['lastCheck'] {
  return { finishedAt, verdict, isWhole, conversions, differenceCount };
}
