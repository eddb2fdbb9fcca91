import { buildModel, type Model, type ModelName, NANO } from '../../../../engine/src/index.ts';
import type { Campaign } from '../../catalog/campaigns/schema.ts';
import { invalid } from '../../platform/errors.ts';
import { inexactSum } from '../../platform/money.ts';
import { CONVERSION_KINDS, currencyCode, TOUCHPOINT_KINDS } from '../paths/codes.ts';
import type { Source, SourceRow } from '../slots/store.ts';
import type { RollupConversions, RollupCredit } from '../rollups/store.ts';
import { addCounted, type Aggregation, conversionsOf, type Counted, type CreditPart, emptyTotals } from './aggregate.ts';
import type { KindFit } from '../fits/schema.ts';
import type { Crediting } from './crediting.ts';
import type { ReportOptions } from './options.ts';
import type { Stretch } from './plan.ts';
import { evidenceOf } from './rows.ts';
import type { Chosen, CreditQuery, FitNote, ReportQuery, Settled, Totals } from './schema.ts';

const DAY_MS = 86_400_000;

/** The query with what it leaves open filled in by what the tenant has settled. */
export function chosenBy<Query extends CreditQuery>(query: Query, settled: Pick<Chosen<CreditQuery>, Settled>): Chosen<Query> {
  return {
    ...query,
    lookbackDays: query.lookbackDays ?? settled.lookbackDays,
    halfLifeDays: query.halfLifeDays ?? settled.halfLifeDays,
    minEvidence: query.minEvidence ?? settled.minEvidence,
    firstShare: query.firstShare ?? 0.4,
    lastShare: query.lastShare ?? 0.4,
    unit: query.unit ?? 'show',
    repeats: query.repeats ?? 'every',
  };
}

/** What a report and a comparison have in common. */
export type ReportRequest = Omit<Chosen<ReportQuery>, 'model'>;

/** The models of a report with the parameters it asks for. @throws AppError `invalid_request` for shares above 1 together. */
export function modelsOf(
  names: readonly ModelName[],
  query: Pick<Chosen<CreditQuery>, 'halfLifeDays' | 'firstShare' | 'lastShare'>,
): Model[] {
  const { halfLifeDays, firstShare, lastShare } = query;
  if (firstShare + lastShare > 1) throw invalid('/lastShare', 'firstShare and lastShare are more than 1 together; lower one of them.');
  return names.map((name) => buildModel(name, { halfLifeMs: halfLifeDays * DAY_MS, firstShare, lastShare }));
}

/** The conversion times asked for. @throws AppError `invalid_request` when they end before they begin. */
export function stretchOf({ from, to }: ReportRequest): Stretch {
  if (from !== undefined && to !== undefined && from > to)
    throw invalid('/from', '"from" lies after "to"; exchange them. "from" is included, "to" is not.');
  return { fromMs: from, beforeMs: to };
}

/** The sources whose visitors a query leaves out. */
export function sourcesAsked({ exclude = [] }: Pick<CreditQuery, 'exclude'>): Source[] {
  return exclude.flatMap((word): Source[] => {
    const [kind, ...rest] = word.toLowerCase().split(':');
    return kind === 'referrer' || kind === 'utm' ? [{ kind, value: rest.join(':') }] : [];
  });
}

type Codes = Pick<ReportOptions, 'conversionKinds' | 'currency' | 'creditDate'>;

/** The options one path is evaluated under; `sources` are those of `sourcesAsked` that the tenant has met. */
export function creditOptionsOf(query: Chosen<CreditQuery>, sources: readonly SourceRow[], codes: Codes): ReportOptions {
  const exclude = query.exclude ?? [];
  return {
    ...codes,
    lookbackDays: query.lookbackDays,
    touchpointKinds: query.touchpointKind?.map((kind) => TOUCHPOINT_KINDS.indexOf(kind)),
    minEvidence: query.minEvidence,
    repeats: query.repeats,
    responseSignals: query.responseSignals,
    newCustomersOnly: query.newCustomersOnly ?? false,
    excludePriorCustomers: exclude.includes('priorCustomers'),
    excludePriorVisitors: exclude.includes('priorVisitors'),
    excludedSources: new Set(sources.map(({ source }) => source)),
  };
}

/** The options of a report in one currency. */
export function optionsOf(request: ReportRequest, currency: string | null, sources: readonly SourceRow[]): ReportOptions {
  return creditOptionsOf(request, sources, {
    conversionKinds: request.conversionKind?.map((kind) => CONVERSION_KINDS.indexOf(kind)),
    currency: currencyCode(currency),
    creditDate: request.creditDate,
  });
}

/** True when the rollups, which are kept under default options, can answer. */
export function isRolledUp(request: ReportRequest): boolean {
  return (
    request.asOf === undefined &&
    request.lookbackDays === 30 &&
    request.halfLifeDays === 7 &&
    request.firstShare === 0.4 &&
    request.lastShare === 0.4 &&
    request.touchpointKind === undefined &&
    request.minEvidence === 'household_ip' &&
    request.repeats === 'every' &&
    request.responseSignals === 'evidence' &&
    request.newCustomersOnly !== true &&
    (request.exclude ?? []).length === 0 &&
    !(request.groupBy === 'day' && request.creditDate === 'touchpoint')
  );
}

/** The currency a report is in unless it asks for one: the tenant's, else the one most conversions have, else the first by name. */
export function chooseCurrency(ofTenant: string | null, found: readonly { currency: string; conversions: number }[]): string | null {
  if (ofTenant !== null) return ofTenant;
  const known = found.filter(({ currency }) => currency !== '');
  const [most] = known.toSorted((a, b) => b.conversions - a.conversions || (a.currency < b.currency ? -1 : 1));
  return most?.currency ?? null;
}

/** No conversions at all. */
export function emptyAggregation(): Aggregation {
  return { totals: emptyTotals(), otherCurrencies: new Map(), organic: [], parts: [], unattributedDays: new Map() };
}

function addConversionsTo(into: Aggregation, row: RollupConversions, currency: string | null): void {
  if (row.currency !== '' && row.currency !== currency) {
    addCounted(into.otherCurrencies, row.currency, row);
    return;
  }
  into.totals.conversions += row.conversions;
  into.totals.valueMinor += row.valueMinor;
  into.totals.attributedConversions += row.attributedConversions;
  into.totals.attributedValueMinor += row.attributedValueMinor;
}

/** Rollup rows as the same sums that paths would give; `models` are places in the engine's list. */
export function aggregateRollups(
  conversions: readonly RollupConversions[],
  credits: readonly RollupCredit[],
  currency: string | null,
  models: readonly number[],
): Aggregation {
  const result = emptyAggregation();
  for (const row of conversions) addConversionsTo(result, row, currency);
  result.organic = models.map(() => ({ nano: 0, minor: 0 }));
  result.parts = credits.map(({ key, evidence, credits: byModel }) => ({
    key: key === '' ? null : key,
    evidence: evidence === '' ? null : evidence,
    credits: models.map((place) => byModel[place]),
  }));
  return result;
}

/** By day, the conversions that no touch earned credit for. */
export function unattributedDays(conversions: readonly RollupConversions[], currency: string | null): Map<string, Counted> {
  const days = new Map<string, Counted>();
  for (const row of conversions) {
    const unattributed = row.conversions - row.attributedConversions;
    if (row.startsOn === null || unattributed === 0 || (row.currency !== '' && row.currency !== currency)) continue;
    addCounted(days, row.startsOn, { conversions: unattributed, valueMinor: row.valueMinor - row.attributedValueMinor });
  }
  return days;
}

/** The sums of separate sets of conversions together. */
export function mergeAggregations(parts: readonly Aggregation[]): Aggregation {
  const result = emptyAggregation();
  const merged = new Map<string, CreditPart>();
  for (const part of parts) {
    for (const name of Object.keys(result.totals) as (keyof typeof result.totals)[]) result.totals[name] += part.totals[name];
    for (const [currency, counted] of part.otherCurrencies) addCounted(result.otherCurrencies, currency, counted);
    for (const [day, counted] of part.unattributedDays) addCounted(result.unattributedDays, day, counted);
    part.organic.forEach(({ nano, minor }, place) => {
      const known = result.organic[place] ?? { nano: 0, minor: 0 };
      result.organic[place] = { nano: known.nano + nano, minor: known.minor + minor };
    });
    for (const { key, evidence, credits } of part.parts) {
      const name = JSON.stringify([key, evidence]);
      const known = merged.get(name)?.credits ?? credits.map(() => ({ nano: 0, minor: 0 }));
      merged.set(name, {
        key,
        evidence,
        credits: known.map((sum, place) => ({ nano: sum.nano + credits[place].nano, minor: sum.minor + credits[place].minor })),
      });
    }
  }
  return { ...result, parts: [...merged.values()] };
}

/** The same sums; no row is larger. @throws AppError `invalid_request` when one of money is too large to be told exactly. */
export function requireExact(result: Aggregation): Aggregation {
  const sums = [
    result.totals.valueMinor,
    result.totals.excludedValueMinor,
    ...[...result.otherCurrencies.values()].map((sum) => sum.valueMinor),
  ];
  if (!sums.every(Number.isSafeInteger)) throw inexactSum();
  return result;
}

type Kinds = readonly string[] | undefined;

/** The one fit that every conversion of a report is weighed by; undefined when conversions of several kinds have fits of their own. */
function onlyFitOf(model: Crediting, kinds: Kinds): KindFit | undefined {
  const [pooled, ...ofKinds] = model.kind === 'fitted' ? (model.fit.result?.fits ?? []) : [];
  if (kinds?.length === 1) return ofKinds.find(({ conversionKind }) => conversionKind === kinds[0]) ?? pooled;
  // With conversions of one kind alone, its fit is the one of all kinds.
  return ofKinds.every(({ conversions }) => conversions === pooled.conversions) ? pooled : undefined;
}

/** A range of the fit's organic share as one of a report's organic conversions; null unless the report stands on one fit. */
function rangeOf(fit: KindFit | undefined, touched: number, of: 'organicInterval' | 'organicSensitivity') {
  const [share, range] = [fit?.organicShare, fit?.[of]];
  if (!share || !range || touched === 0) return null;
  return { share, low: range.low, high: range.high };
}

/**
 * The totals under the model at a place: what is attributed, what is organic and what is neither are all there is. Under one that there is
 * not enough data for nothing is attributed.
 */
export function totalsOf({ totals, parts, organic }: Aggregation, asked: { model: Crediting; place: number; kinds: Kinds }): Totals {
  const { model, place, kinds } = asked;
  const isSilent = model.kind === 'unfitted';
  const [touched, touchedMinor] = isSilent ? [0, 0] : [totals.attributedConversions, totals.attributedValueMinor];
  const { nano, minor } = organic[place] ?? { nano: 0, minor: 0 };
  const range = (of: 'organicInterval' | 'organicSensitivity') => {
    const told = rangeOf(onlyFitOf(model, kinds), touched, of);
    const scaled = (one: number) => Math.min(touched, (nano / NANO) * (one / (told?.share ?? 1)));
    return told && { low: scaled(told.low), high: scaled(told.high) };
  };
  return {
    conversions: totals.conversions,
    valueMinor: totals.valueMinor,
    attributedConversions: (touched * NANO - nano) / NANO,
    attributedValueMinor: touchedMinor - minor,
    unattributedConversions: totals.conversions - touched,
    unattributedValueMinor: totals.valueMinor - touchedMinor,
    organicConversions: nano / NANO,
    organicValueMinor: minor,
    organicInterval: range('organicInterval'),
    organicSensitivity: range('organicSensitivity'),
    deliveryEvidence: evidenceOf(parts, place),
  };
}

/**
 * The totals of a report of some campaigns alone under the model at a place: what they are credited with, and nothing of what is not
 * theirs. @throws AppError `invalid_request` when the money is too much to be told exactly.
 */
export function creditTotalsOf({ parts }: Pick<Aggregation, 'parts'>, place: number): Totals {
  const sum = { nano: 0, minor: 0 };
  for (const { credits } of parts) {
    sum.nano += credits[place].nano;
    sum.minor += credits[place].minor;
  }
  if (!Number.isSafeInteger(sum.minor)) throw inexactSum();
  const conversions = conversionsOf(sum.nano);
  return {
    conversions,
    valueMinor: sum.minor,
    attributedConversions: conversions,
    attributedValueMinor: sum.minor,
    unattributedConversions: 0,
    unattributedValueMinor: 0,
    organicConversions: 0,
    organicValueMinor: 0,
    organicInterval: null,
    organicSensitivity: null,
    deliveryEvidence: evidenceOf(parts, place),
  };
}

/** What of a fit a reader of figures has to know; null under models that need none. */
export function fitNoteOf(model: Crediting): FitNote | null {
  if (model.kind === 'rule' || model.kind === 'custom') return null;
  if (model.kind === 'shapley') return { id: null, fittedAt: null, unit: model.unit, conversions: null, converged: null, says: null };
  const { fit, unit, name } = model;
  const result = fit?.result ?? null;
  const missing = `Not fitted yet by ${unit} for this lookback; POST /attribution/fits asks for it.`;
  const warning =
    'Where ads go to people about to buy, hazard credits them with what would have been bought anyway: the organic part is then larger ' +
    'than it says; an experiment tells the two apart.';
  return {
    id: fit?.id ?? null,
    fittedAt: fit?.finishedAt ?? null,
    unit,
    conversions: result?.conversions ?? null,
    converged: result?.fits[0]?.converged ?? null,
    says: model.kind === 'unfitted' ? (result?.insufficient ?? missing) : name === 'hazard' ? warning : null,
  };
}

/**
 * Booked spend by campaign, as far as it is in the report's currency. Booked for a whole campaign, it fits only a report over all stored
 * time.
 */
export function spendOf(campaigns: readonly Campaign[], request: ReportRequest, currency: string | null): Map<string, number> {
  if (request.from !== undefined || request.to !== undefined) return new Map();
  return new Map(
    campaigns.flatMap(({ key, spendMinor, currency: booked }) => (spendMinor === null || booked !== currency ? [] : [[key, spendMinor]])),
  );
}
