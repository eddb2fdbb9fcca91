import type { Context } from '../../platform/context.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { findConversionsWithOrdersIn, prepareMatchingIn } from '../../tracking/evidence/service.ts';
import { deleteSampleConversionsIn, deleteSampleTouchpointsIn, findSamplePartIn } from '../../tracking/sampleevents/service.ts';
import { closeIntakeIn } from '../../tracking/subjects/service.ts';
import { strikeLinks } from '../explanation-links/store.ts';
import { LOOKBACK_DAYS } from '../paths/match.ts';
import { moveRollupsIn } from '../paths/service.ts';
import { deleteHistory, deletePaths, findPaths, lockPaths } from '../paths/store.ts';
import { openNumberingIn } from '../slots/service.ts';
import { listSharedCampaigns } from './store.ts';

/**
 * Deletes up to `limit` conversions of the sample data that starts on a day, and as many touchpoints, with every version of their paths,
 * and moves the rollups by what they held. Conversions of the tenant's own that these events had a part in are marked, and `restateUrgent`
 * builds them anew. False when none is left; nothing waits at intake while that is found out.
 */
export async function removeSamplePartIn(
  context: Context,
  tx: TenantTx,
  { startsOn, limit }: { startsOn: string; limit: number },
): Promise<boolean> {
  const part = await findSamplePartIn(tx, startsOn, limit);
  if (part === undefined) return false;
  await lockPaths(tx);
  await closeIntakeIn(tx);
  await prepareMatchingIn(tx);
  const ids = part.conversionIds;
  if (ids.length > 0) {
    const chosen = new Set(ids);
    const conversions = (await findConversionsWithOrdersIn(tx, ids)).filter(({ id }) => chosen.has(id));
    const before = await findPaths(tx, ids);
    await deleteSampleConversionsIn(tx, conversions);
    await deleteHistory(tx, ids);
    await deletePaths(tx, ids);
    await strikeLinks(tx, ids);
    const { slots } = await openNumberingIn(context, tx, []);
    await moveRollupsIn(context, tx, { before, after: [], slots });
  }
  await deleteSampleTouchpointsIn(tx, part, LOOKBACK_DAYS);
  return true;
}

/** Keys of campaigns that sample data made and that are or were shared. */
export async function listSharedSampleCampaignsIn(tx: TenantTx): Promise<string[]> {
  return listSharedCampaigns(tx);
}
