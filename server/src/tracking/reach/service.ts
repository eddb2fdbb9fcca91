import type { TenantTx } from '../../platform/tenant-door.ts';
import { countReach, type Reach, type ReachGrouping, type ReachSpan } from './store.ts';

export type { Reach, ReachSpan };

/**
 * Exposures (downloads and impressions) of a period by campaign or show: how many, how many of them on an address that may stand for a
 * household, and how many distinct households and devices they reached. Households are not additive across keys: one may be in several.
 */
export async function countReachIn(tx: TenantTx, span: ReachSpan, groupBy: ReachGrouping): Promise<Reach[]> {
  return countReach(tx, span, groupBy);
}
