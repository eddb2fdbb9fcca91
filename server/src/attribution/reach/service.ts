import { listAllCampaignsIn } from '../../catalog/campaigns/service.ts';
import { placeFilters, unknownFiltersIn } from '../../catalog/naming/service.ts';
import type { Placement } from '../../catalog/placements/schema.ts';
import { listPlacementsIn } from '../../catalog/placements/service.ts';
import type { Context } from '../../platform/context.ts';
import { invalid } from '../../platform/errors.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import {
  countByPlacementIn,
  countExposuresIn,
  countOfPlacementsIn,
  type ExposureScope,
  findExposurePlacesIn,
} from '../../tracking/exposurecounts/service.ts';
import { checkPeriod, exposureScope } from '../analytics/rules.ts';
import { type Analysis, analyse, frameIn, keyNamesIn, walkPathsIn } from '../analytics/service.ts';
import { modelsOf } from '../reports/rules.ts';
import { addTouches, type CreditedTouches, noTouches } from './credits.ts';
import { noOutcomes, type Outcomes, outcomesOf } from './outcomes.ts';
import { differencesOf, type Exposed, figuresOf, NOBODY } from './rules.ts';
import type { Reach, ReachFigures, ReachGrouping, ReachQuery } from './schema.ts';
import { deliveredSpend, fitsBooked, type KeyedSpend, totalSpend } from './spending.ts';

const DAY_MS = 86_400_000;
const LAST_MS = Date.parse('3000-01-01T00:00:00Z');
const PLACEMENTS_PER_PAGE = 1_000;

type ReachAnalysis = Analysis<ReachQuery>;

interface Period {
  from?: number | undefined;
  to?: number | undefined;
}

/** What was read of one period, before figures are made of it. */
interface PeriodRead {
  total: Exposed;
  exposed: Map<string | null, Exposed>;
  all: Outcomes;
  outcomes: Map<string | null, Outcomes>;
  spend: Map<string | null, KeyedSpend>;
  totalSpend: KeyedSpend | undefined;
}

/** The credited touches of a period's exposures: those of conversions up to one lookback after it. */
async function touchesIn(analysis: ReachAnalysis, { from, to }: Period): Promise<CreditedTouches> {
  const { request, slots } = analysis;
  const { campaign, show } = request;
  const [model] = modelsOf([request.model], request);
  const found = noTouches();
  const scope = { fromMs: from ?? -Infinity, toMs: to ?? Infinity, campaign, show };
  const stretch = { fromMs: from, beforeMs: to === undefined ? undefined : Math.min(LAST_MS, to + request.lookbackDays * DAY_MS + 1) };
  await walkPathsIn(analysis, stretch, (walked) => addTouches(found, model, walked, { scope, slots }), true);
  return found;
}

async function outcomesIn(analysis: ReachAnalysis, period: Period) {
  const { request, slots, tx } = analysis;
  const { groupBy } = request;
  const touches = await touchesIn(analysis, period);
  // A touchpoint that several conversions take credit from is looked up once.
  const places = new Map<string, number>();
  const asked: { id: string; atMs: number }[] = [];
  touches.ids.forEach((id, touch) => {
    if (id === '' || places.has(id)) return;
    places.set(id, asked.length);
    asked.push({ id, atMs: touches.atMs[touch] });
  });
  const found = await findExposurePlacesIn(tx, asked, exposureScope(request, {}).kinds);
  const placeOf = (touch: number) => found[places.get(touches.ids[touch]) ?? -1];
  const keyOf = (touch: number) => {
    if (groupBy === 'day') return new Date(touches.atMs[touch]).toISOString().slice(0, 10);
    if (groupBy === 'country' || groupBy === 'player') return placeOf(touch)?.[groupBy] ?? null;
    return slots[touches.slot[touch]][groupBy];
  };
  return outcomesOf(touches, keyOf, (touch) => placeOf(touch)?.household ?? null);
}

async function pricedIn(tx: TenantTx, currency: string | null): Promise<Map<string, Placement>> {
  const priced = new Map<string, Placement>();
  for (let after = ''; ;) {
    const page = await listPlacementsIn(tx, {}, { after, limit: PLACEMENTS_PER_PAGE });
    for (const one of page) if (one.price !== null && one.price.currency === currency) priced.set(one.key, one);
    if (page.length < PLACEMENTS_PER_PAGE) return priced;
    after = page[page.length - 1].key;
  }
}

async function spendIn(analysis: ReachAnalysis, scope: ExposureScope, period: Period, exposed: ReadonlyMap<string | null, Exposed>) {
  const { tx, request, currency } = analysis;
  const { groupBy, show } = request;
  const priced = await pricedIn(tx, currency);
  const counts = priced.size === 0 ? [] : await countByPlacementIn(tx, scope, groupBy);
  const spends = deliveredSpend({ priced, all: await countOfPlacementsIn(tx, [...priced.keys()]), counts });
  if (!fitsBooked({ groupBy, show, ...period })) return spends;
  for (const { key, spendMinor, currency: booked } of await listAllCampaignsIn(tx)) {
    const isMeant = request.campaign === undefined || request.campaign === key;
    if (spendMinor === null || booked !== currency || !isMeant) continue;
    spends.set(key, { minor: spendMinor, basis: 'booked', isPartial: false, impressions: exposed.get(key)?.exposures ?? 0 });
  }
  return spends;
}

async function readPeriodIn(analysis: ReachAnalysis, period: Period): Promise<PeriodRead> {
  const { tx, request } = analysis;
  const scope = exposureScope(request, period);
  const exposed = new Map((await countExposuresIn(tx, scope, request.groupBy)).map((one) => [one.key, one]));
  const [total = NOBODY] = await countExposuresIn(tx, scope, 'all');
  const { all, byKey } = await outcomesIn(analysis, period);
  const spend = await spendIn(analysis, scope, period, exposed);
  const keys = request.groupBy === 'campaign' ? [...exposed.keys()].filter((key) => key !== null) : [];
  return { total, exposed, all, outcomes: byKey, spend, totalSpend: totalSpend(spend, keys) };
}

/** The keys of the rows: days in their order, else those with the most impressions first, rows without key last among equals. */
function keysOf(groupBy: ReachGrouping, reads: readonly PeriodRead[]): (string | null)[] {
  const keys = new Set(reads.flatMap(({ exposed, outcomes, spend }) => [...exposed.keys(), ...outcomes.keys(), ...spend.keys()]));
  const impressions = (key: string | null) => reads[0].exposed.get(key)?.exposures ?? 0;
  const byName = (a: string | null, b: string | null) => Number(a === null) - Number(b === null) || ((a ?? '') < (b ?? '') ? -1 : 1);
  return [...keys].sort((a, b) => (groupBy === 'day' ? 0 : impressions(b) - impressions(a)) || byName(a, b));
}

const rowOf = (read: PeriodRead, key: string | null): ReachFigures =>
  figuresOf(read.exposed.get(key) ?? NOBODY, read.outcomes.get(key) ?? noOutcomes(), read.spend.get(key));

const totalOf = (read: PeriodRead): ReachFigures => figuresOf(read.total, read.all, read.totalSpend);

function withCompared(first: ReachFigures, second: ReachFigures | undefined) {
  return { ...first, compared: second ?? null, differences: second === undefined ? null : differencesOf(first, second) };
}

function checkPeriods({ from, to, compareFrom, compareTo }: ReachQuery): Period | undefined {
  checkPeriod({ from, to });
  checkPeriod({ from: compareFrom, to: compareTo }, 'compareFrom', 'compareTo');
  if (compareFrom === undefined && compareTo === undefined) return undefined;
  if (compareFrom === undefined) throw invalid('compareFrom', 'A second period needs "compareFrom", too.');
  if (compareTo === undefined) throw invalid('compareTo', 'A second period needs "compareTo", too.');
  return { from: compareFrom, to: compareTo };
}

/**
 * How far exposures reached, what they led to and what they cost, by one key, in one period or in two that are compared. Households are
 * addresses that may stand for one, and are not additive across rows. A share of households counts those with a credited exposure of the
 * row; credit is the model's, of conversions up to one lookback after the exposure. Intervals: Wilson's for shares, a bootstrap over
 * people for credit and its ratios, Newcombe's method for differences.
 * @throws AppError `forbidden`; `invalid_request` when a period ends before it begins, or the second one has one end alone.
 */
export async function getReach(context: Context, actor: Actor, query: ReachQuery): Promise<Reach> {
  authorize(actor, 'attribution.read');
  const second = checkPeriods(query);
  return analyse(context, actor, query, async (analysis) => {
    const { request, tx } = analysis;
    const { groupBy, from, to, limit } = request;
    const reads = [await readPeriodIn(analysis, { from, to })];
    if (second) reads.push(await readPeriodIn(analysis, second));
    const keys = keysOf(groupBy, reads);
    const shown = keys.slice(0, limit);
    const names = await keyNamesIn(
      tx,
      groupBy,
      shown.flatMap((key) => key ?? []),
    );
    const isObserved = (end: number | undefined) => end !== undefined && end + request.lookbackDays * DAY_MS <= context.clock();
    const instant = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString());
    return {
      model: request.model,
      groupBy,
      ...(await frameIn(analysis)),
      isReachAdditive: false,
      isFullyObserved: isObserved(to),
      comparedWith: second ? { from: instant(second.from), to: instant(second.to), isFullyObserved: isObserved(second.to) } : null,
      totals: withCompared(totalOf(reads[0]), reads[1] && totalOf(reads[1])),
      rows: shown.map((key) => ({
        key,
        label: key === null ? '(none)' : (names.get(key) ?? key),
        ...withCompared(rowOf(reads[0], key), reads[1] && rowOf(reads[1], key)),
      })),
      omittedRows: keys.length - shown.length,
      unknown: await unknownFiltersIn(tx, placeFilters(request)),
    };
  });
}
