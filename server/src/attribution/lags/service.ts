import type { Context } from '../../platform/context.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { checkPeriod, noCounts, addCounts } from '../analytics/rules.ts';
import { analyse, frameIn, keyNamesIn, walkPathsIn } from '../analytics/service.ts';
import { groupSlots } from '../reports/aggregate.ts';
import { createAgeCollector, curveOf } from './rules.ts';
import type { Lag, LagQuery } from './schema.ts';

/**
 * How long conversions came after touches: the share of each day since the first and since the last touch, and the median, of everything
 * or by key. Periods are those of conversions, as in reports.
 * @throws AppError `forbidden`; `invalid_request` when `from` lies after `to`.
 */
export async function getLag(context: Context, actor: Actor, query: LagQuery): Promise<Lag> {
  authorize(actor, 'attribution.read');
  checkPeriod(query);
  return analyse(context, actor, query, async (analysis) => {
    const { request, slots, tx } = analysis;
    const { groupBy, limit } = request;
    const groups = groupBy === 'all' ? undefined : groupSlots(slots, (slot) => slot[groupBy]);
    const collector = createAgeCollector(groups?.groupOf);
    const counts = noCounts();
    await walkPathsIn(analysis, { fromMs: request.from, beforeMs: request.to }, ({ chunk, out }) => {
      addCounts(counts, out);
      collector.add(chunk, out);
    });
    const keyOf = (group: number) => groups?.keys[group] ?? null;
    const found = [...collector.ages].sort(
      ([a, left], [b, right]) => right.last.length - left.last.length || ((keyOf(a) ?? '') < (keyOf(b) ?? '') ? -1 : 1),
    );
    const shown = found.slice(0, limit);
    const names = await keyNamesIn(
      tx,
      groupBy,
      shown.flatMap(([group]) => keyOf(group) ?? []),
    );
    return {
      ...(await frameIn(analysis)),
      groupBy,
      ...counts,
      rows: shown.map(([group, { first, last }]) => {
        const key = keyOf(group);
        const label = groupBy === 'all' ? 'all' : key === null ? '(none)' : (names.get(key) ?? key);
        return { key, label, conversions: last.length, sinceFirst: curveOf(first), sinceLast: curveOf(last) };
      }),
      omittedRows: found.length - shown.length,
    };
  });
}
