import type { Context } from '../../platform/context.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { countCohortsIn, findExposurePlacesIn, findFirstExposuresIn } from '../../tracking/exposurecounts/service.ts';
import { checkPeriod, exposureScope } from '../analytics/rules.ts';
import { type Analysis, analyse, frameIn, keyNamesIn, walkPathsIn } from '../analytics/service.ts';
import { cellsOf, type Conversion, conversionsOf, monthOf, newCustomerShare, type Placed } from './rules.ts';
import type { CohortQuery, Cohorts } from './schema.ts';

type CohortAnalysis = Analysis<CohortQuery>;

/** The conversions whose household is known, with its first exposure; and how many there are without one. */
async function placedIn({ tx, request }: CohortAnalysis, conversions: readonly Conversion[]) {
  const { kinds } = exposureScope(request, {});
  const asked = [...new Map(conversions.flatMap(({ exposures }) => exposures.map((one) => [one.id, one] as const))).values()];
  const places = await findExposurePlacesIn(tx, asked, kinds);
  const households = new Map(asked.map(({ id }, place) => [id, places[place]?.household ?? null] as const));
  const shown = new Map<number, { id: string; atMs: number }>();
  for (const one of asked) {
    const household = households.get(one.id) ?? null;
    if (household !== null) shown.set(household, one);
  }
  const firsts = await findFirstExposuresIn(tx, [...shown.values()], kinds);
  const firstOf = new Map([...shown.keys()].map((household, place) => [household, firsts[place]] as const));
  const placed = conversions.flatMap(({ exposures, ...conversion }): Placed[] => {
    const household = exposures.map(({ id }) => households.get(id) ?? null).find((one) => one !== null);
    const first = household === undefined ? undefined : firstOf.get(household);
    if (household === undefined || first === undefined) return [];
    return [{ ...conversion, household, show: first.show, firstMs: first.at.getTime() }];
  });
  return { placed, unplaced: conversions.length - placed.length };
}

const rowName = (show: string | null, month: string) => JSON.stringify([show, month]);

/** The cohorts' sizes by their rows, in the order of size. */
async function sizesIn({ tx, request }: CohortAnalysis) {
  const sizes = new Map<string, { show: string | null; month: string; households: number }>();
  for (const { show, month, households } of await countCohortsIn(tx, exposureScope(request, request))) {
    const own = request.groupBy === 'all' ? null : show;
    const known = sizes.get(rowName(own, month))?.households ?? 0;
    sizes.set(rowName(own, month), { show: own, month, households: known + households });
  }
  const byName = (a: { month: string; show: string | null }, b: typeof a) => (`${a.month} ${a.show}` < `${b.month} ${b.show}` ? -1 : 1);
  return [...sizes.values()].sort((a, b) => b.households - a.households || byName(a, b));
}

/**
 * Households by the month, and the show, of their first stored exposure, and what they did in each calendar month since: the share with a
 * conversion that an exposure may take credit for, new customers, value. A household is an address that may stand for one.
 * @throws AppError `forbidden`; `invalid_request` when `from` lies after `to`.
 */
export async function getCohorts(context: Context, actor: Actor, query: CohortQuery): Promise<Cohorts> {
  authorize(actor, 'attribution.read');
  checkPeriod(query);
  return analyse(context, actor, query, async (analysis) => {
    const { request, tx } = analysis;
    const { groupBy, limit, from = -Infinity, to = Infinity } = request;
    const conversions: Conversion[] = [];
    const take = ({ chunk, out, idsOf }: Parameters<Parameters<typeof walkPathsIn>[2]>[0]) => {
      for (const one of conversionsOf(chunk, out, idsOf)) conversions.push(one);
    };
    await walkPathsIn(analysis, { fromMs: request.from, beforeMs: undefined }, take, true);
    const { placed, unplaced } = await placedIn(analysis, conversions);
    const inside = placed.filter(({ firstMs }) => firstMs >= from && firstMs < to);
    const byRow = Map.groupBy(inside, ({ show, firstMs }) => rowName(groupBy === 'all' ? null : show, monthOf(firstMs)));
    const sizes = await sizesIn(analysis);
    const shown = sizes.slice(0, limit);
    const names = await keyNamesIn(
      tx,
      'show',
      shown.flatMap(({ show }) => show ?? []),
    );
    return {
      ...(await frameIn(analysis)),
      groupBy,
      rows: shown.map(({ show, month, households }) => ({
        show,
        label: groupBy === 'all' ? 'all' : show === null ? '(none)' : (names.get(show) ?? show),
        month,
        households,
        cells: cellsOf(month, households, byRow.get(rowName(show, month)) ?? [], context.clock()),
      })),
      omittedRows: sizes.length - shown.length,
      newCustomers: newCustomerShare(inside),
      placedConversions: inside.length,
      unplacedConversions: unplaced,
    };
  });
}
