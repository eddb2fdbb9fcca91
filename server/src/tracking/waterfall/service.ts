import type { TenantTx } from '../../platform/tenant-door.ts';
import { compareWithHost, fallOf, type HostComparison, type RequestFall, type Selection } from './rules.ts';
import { type ExposureFall, exposureFalls, type ExposureSelection } from './exposures.ts';
import { sumExposures, sumFates, sumFilteredPixels, sumHostFigures, sumUndeliveredAds } from './store.ts';

export type { ExposureFall, ExposureSelection, HostComparison, RequestFall, Selection };

/** How the requests of a selection fell through the filters, from the sums by day: as quick for ten million requests as for ten. */
export async function findFallIn(tx: TenantTx, selection: Selection): Promise<RequestFall> {
  return fallOf(await sumFates(tx, selection));
}

/** What hosts counted of a selection beside what was counted here of the same days; undefined when no figure was entered. */
export async function findHostComparisonIn(tx: TenantTx, selection: Selection): Promise<HostComparison | undefined> {
  return compareWithHost(await sumHostFigures(tx, selection));
}

/** How ads in counted downloads, impressions, and downloads as they were reported fell through the filters, each by itself. */
export async function findExposureFallsIn(tx: TenantTx, selection: ExposureSelection): Promise<ExposureFall[]> {
  const lost = { ad: await sumUndeliveredAds(tx, selection), impression: await sumFilteredPixels(tx, selection) };
  return exposureFalls(await sumExposures(tx, selection), lost);
}
