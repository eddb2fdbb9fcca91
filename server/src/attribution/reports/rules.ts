import { buildModel, type Model, type ModelName } from '../../../../engine/src/index.ts';
import type { Campaign } from '../../catalog/campaigns/schema.ts';
import { invalid } from '../../platform/errors.ts';
import { inexactSum } from '../../platform/money.ts';
import { CONVERSION_KINDS, currencyCode, TOUCHPOINT_KINDS } from '../paths/codes.ts';
import type { Source, SourceRow } from '../slots/store.ts';
import type { RollupConversions, RollupCredit } from '../rollups/store.ts';
import { addCounted, type Aggregation, type Counted, type CreditPart, emptyTotals } from './aggregate.ts';
import type { ReportOptions } from './options.ts';
import type { Stretch } from './plan.ts';
import { evidenceOf } from './rows.ts';
import type { Chosen, CreditQuery, ReportQuery, Settled, Totals } from './schema.ts';

const DAY_MS = 86_400_000;

/** The query with what it leaves open filled in by what the tenant has settled. */
export function chosenBy<Query extends CreditQuery>(query: Query, settled: Pick<Chosen<CreditQuery>, Settled>): Chosen<Query> {
  return {
    ...query,
    lookbackDays: query.lookbackDays ?? settled.lookbackDays,
    halfLifeDays: query.halfLifeDays ?? settled.halfLifeDays,
    minEvidence: query.minEvidence ?? settled.minEvidence,
  };
}

/** What a report and a comparison have in common. */
export type ReportRequest = Omit<Chosen<ReportQuery>, 'model'>;

/** The models of a report with the parameters it asks for. @throws AppError `invalid_request` for shares above 1 together. */
export function modelsOf(names: readonly ModelName[], query: Chosen<CreditQuery>): Model[] {
  const { halfLifeDays, firstShare, lastShare } = query;
  if (firstShare + lastShare > 1) throw invalid('lastShare', 'firstShare and lastShare are more than 1 together; lower one of them.');
  return names.map((name) => buildModel(name, { halfLifeMs: halfLifeDays * DAY_MS, firstShare, lastShare }));
}

/** The conversion times asked for. @throws AppError `invalid_request` when they end before they begin. */
export function stretchOf({ from, to }: ReportRequest): Stretch {
  if (from !== undefined && to !== undefined && from > to)
    throw invalid('from', '"from" lies after "to"; exchange them. "from" is included, "to" is not.');
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
  return { totals: emptyTotals(), otherCurrencies: new Map(), parts: [], unattributedDays: new Map() };
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

/**
 * The totals: what is attributed and what is not are all there is, as no model here estimates organic credit. Models share them, and differ
 * in what their credit rests on; `model` is a place in their order.
 */
export function totalsOf({ totals, parts }: Aggregation, model: number): Totals {
  return {
    conversions: totals.conversions,
    valueMinor: totals.valueMinor,
    attributedConversions: totals.attributedConversions,
    attributedValueMinor: totals.attributedValueMinor,
    unattributedConversions: totals.conversions - totals.attributedConversions,
    unattributedValueMinor: totals.valueMinor - totals.attributedValueMinor,
    organicConversions: 0,
    organicValueMinor: 0,
    deliveryEvidence: evidenceOf(parts, model),
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
