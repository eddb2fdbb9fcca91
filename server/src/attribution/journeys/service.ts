import type { Context } from '../../platform/context.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { addCounts, checkPeriod, noCounts } from '../analytics/rules.ts';
import { analyse, frameIn, keyNamesIn, walkPathsIn } from '../analytics/service.ts';
import { groupSlots } from '../reports/aggregate.ts';
import { sankeyOf } from './drawing.ts';
import { addJourneys, assistsOf, lengthsOf, meanTouchesOf, noJourneys, topPathsOf } from './rules.ts';
import type { JourneyQuery, Journeys } from './schema.ts';

/**
 * The paths that conversions took: how many touches they had, which ways most of them went, what each unit had part in, and a picture of
 * the flow. Periods are those of conversions, as in reports.
 * @throws AppError `forbidden`; `invalid_request` when `from` lies after `to`.
 */
export async function getJourneys(context: Context, actor: Actor, query: JourneyQuery): Promise<Journeys> {
  authorize(actor, 'attribution.read');
  checkPeriod(query);
  return analyse(context, actor, query, async (analysis) => {
    const { request, slots, tx } = analysis;
    const { groupBy, limit } = request;
    const { groupOf, keys } = groupSlots(slots, (slot) => slot[groupBy]);
    const collected = noJourneys();
    const counts = noCounts();
    await walkPathsIn(analysis, { fromMs: request.from, beforeMs: request.to }, ({ chunk, out }) => {
      addCounts(counts, out);
      addJourneys(collected, chunk, out, groupOf);
    });
    const names = await keyNamesIn(
      tx,
      groupBy,
      [...collected.units.keys()].flatMap((unit) => keys[unit] ?? []),
    );
    const nameUnit = (unit: number) => {
      const key = keys[unit] ?? null;
      return { key, label: key === null ? '(none)' : (names.get(key) ?? key) };
    };
    return {
      ...(await frameIn(analysis)),
      groupBy,
      ...counts,
      valueMinor: collected.valueMinor,
      meanTouches: meanTouchesOf(collected),
      lengths: lengthsOf(collected),
      ...topPathsOf(collected, limit, nameUnit),
      assists: assistsOf(collected, nameUnit),
      sankey: sankeyOf(collected, nameUnit),
    };
  });
}
