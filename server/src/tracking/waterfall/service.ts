import type { TenantTx } from '../../platform/tenant-door.ts';
import { compareWithHost, fallOf, type HostComparison, type RequestFall, type Selection } from './rules.ts';
import { sumFates, sumHostFigures } from './store.ts';

export type { HostComparison, RequestFall, Selection };

/** How the requests of a selection fell through the filters, from the sums by day: as quick for ten million requests as for ten. */
export async function findFallIn(tx: TenantTx, selection: Selection): Promise<RequestFall> {
  return fallOf(await sumFates(tx, selection));
}

/** What hosts counted of a selection beside what was counted here of the same days; undefined when no figure was entered. */
export async function findHostComparisonIn(tx: TenantTx, selection: Selection): Promise<HostComparison | undefined> {
  return compareWithHost(await sumHostFigures(tx, selection));
}
