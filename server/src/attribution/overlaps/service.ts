import { placeFilters, unknownFiltersIn } from '../../catalog/naming/service.ts';
import type { Context } from '../../platform/context.ts';
import { createGate } from '../../platform/gate.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { countExposuresIn, countReachedByIn, type ExposureScope } from '../../tracking/exposurecounts/service.ts';
import { checkPeriod, exposureScope } from '../analytics/rules.ts';
import { keyNamesIn } from '../analytics/service.ts';
import { overlapOf } from './rules.ts';
import type { Overlap, OverlapQuery } from './schema.ts';

/** Each counts every household that was reached. */
const lookups = createGate({ perOwner: 1, inAll: 2 });

async function readIn(tx: TenantTx, query: OverlapQuery, scope: ExposureScope): Promise<Overlap> {
  const { groupBy, limit, from, to } = query;
  const counted = (await countExposuresIn(tx, scope, groupBy)).flatMap(({ key, households }) =>
    key === null || households === 0 ? [] : [{ key, households }],
  );
  const keys = counted
    .sort((a, b) => b.households - a.households || (a.key < b.key ? -1 : 1))
    .slice(0, limit)
    .map(({ key }) => key);
  const names = await keyNamesIn(tx, groupBy, keys);
  const { rows, ...overlap } = overlapOf(keys, await countReachedByIn(tx, scope, groupBy, keys));
  const instant = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString());
  return {
    groupBy,
    from: instant(from),
    to: instant(to),
    ...overlap,
    rows: rows.map((row) => ({ ...row, label: names.get(row.key) ?? row.key })),
    omittedRows: counted.length - keys.length,
    unknown: await unknownFiltersIn(tx, placeFilters(query)),
  };
}

/**
 * Which households several shows, or campaigns, reached together: how many, what share of each one's reach, and how many it would be if
 * each reached its part of all regardless of the others. Households are addresses that may stand for one.
 * @throws AppError `forbidden`; `invalid_request` when `from` lies after `to`.
 */
export async function getOverlap(context: Context, actor: Actor, query: OverlapQuery): Promise<Overlap> {
  authorize(actor, 'attribution.read');
  checkPeriod(query);
  const scope = exposureScope(query, query);
  return lookups.run(actor.tenantId, () => inTenant(context.db, actor.tenantId, (tx) => readIn(tx, query, scope), { readOnly: true }));
}
