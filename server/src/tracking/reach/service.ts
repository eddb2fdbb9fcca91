import type { TenantTx } from '../../platform/tenant-door.ts';
import { type Arrivals, countArrivals, countReach, type Promotion, type Reach, type ReachGrouping, type ReachSpan } from './store.ts';

export type { Reach };

/**
 * Exposures (downloads and impressions) of a period by campaign or show: how many, how many of them on an address that may stand for a
 * household, and how many distinct households and devices they reached. Households are not additive across keys: one may be in several.
 */
export async function countReachIn(tx: TenantTx, span: ReachSpan, groupBy: ReachGrouping): Promise<Reach[]> {
  return countReach(tx, span, groupBy);
}

/**
 * How many households a promotion of one show in another reached, by addresses that may stand for one, and how many of them downloaded the
 * promoted show within the window after their first exposure, and before it. A download at the instant of the exposure is neither.
 * What was before is told of those alone whose exposure a measured download of the promoted show, of anybody, came before: where nothing
 * was measured yet, nobody can be told to be new.
 */
export async function countArrivalsIn(tx: TenantTx, promotion: Promotion): Promise<Arrivals> {
  return countArrivals(tx, promotion);
}
