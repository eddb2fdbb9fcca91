import type { Context } from '../../platform/context.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { type ConversionEvidence, findConversionsWithOrdersIn, prepareMatchingIn } from '../../tracking/evidence/service.ts';
import { deleteOldConversionsIn, deleteOldTouchpointsIn, findOldConversionIdsIn, moveRefundsIn } from '../../tracking/retention/service.ts';
import type { Subject } from '../../tracking/subjects/service.ts';
import { strikeLinks } from '../explanation-links/store.ts';
import { keptConversions, drainRound } from '../paths/service.ts';
import { deleteHistory, deletePaths, lockPaths } from '../paths/store.ts';
import { foldPeopleIn } from '../share-rollups/service.ts';

/** Events that come in all the while must not keep this from ever ending; what still waits then is deleted at a later run. */
const MOST_ROUNDS = 1_000;

/** What one transaction deleted. */
export interface Deleted {
  touchpoints: number;
  conversions: number;
  pathVersions: number;
}

/** What goes, and which records that stay take over the refunds of ones that go. */
interface Going {
  conversions: ConversionEvidence[];
  refunds: { from: string; to: string }[];
}

/**
 * Old conversions, and with those that count every other record of their orders. A younger one that counts keeps its order, and with it the
 * refunds that were sent for an older record of it.
 */
function goneWith(conversions: readonly ConversionEvidence[], old: ReadonlySet<string>): Going {
  const { kept, duplicates } = keptConversions([...conversions]);
  const goingOrders = new Set(kept.filter(({ id, orderId }) => orderId !== null && old.has(id)).map(({ id }) => id));
  const going = new Set([...old, ...duplicates.filter((one) => goingOrders.has(one.duplicateOf ?? '')).map((one) => one.conversionId)]);
  const refunds = duplicates.flatMap(({ conversionId: from, duplicateOf: to }) =>
    to !== null && going.has(from) && !going.has(to) ? [{ from, to }] : [],
  );
  return { conversions: conversions.filter(({ id }) => going.has(id)), refunds };
}

/**
 * Deletes up to `limit` touchpoints and as many conversions from before an instant, with every version of their paths. Rollups stay as they
 * are: sums of what was. All counts at zero: nothing older is left, except what waits for its path.
 */
export async function deleteOldIn(
  tx: TenantTx,
  hashing: Subject['hashing'],
  { before, limit }: { before: string; limit: number },
): Promise<Deleted> {
  await lockPaths(tx);
  await prepareMatchingIn(tx);
  const touchpoints = await deleteOldTouchpointsIn(tx, before, limit);
  const old = new Set(await findOldConversionIdsIn(tx, before, limit));
  if (old.size === 0) {
    await foldPeopleIn(tx, before);
    return { touchpoints, conversions: 0, pathVersions: 0 };
  }
  const going = goneWith(await findConversionsWithOrdersIn(tx, [...old]), old);
  const ids = going.conversions.map(({ id }) => id);
  const pathVersions = (await deleteHistory(tx, ids)) + ids.length;
  await deletePaths(tx, ids);
  await strikeLinks(tx, ids);
  await moveRefundsIn(tx, going.refunds);
  await deleteOldConversionsIn(tx, going.conversions, { before, hashing });
  return { touchpoints, conversions: ids.length, pathVersions };
}

/** Builds what waits, so that nothing is deleted before it was counted. */
export async function countWaitingFirst(context: Context, actor: 'system', tenantId: string): Promise<void> {
  for (let rounds = 0; rounds < MOST_ROUNDS; rounds += 1) {
    const { touchpoints, conversions, isFull } = await drainRound(context, actor, tenantId);
    if (touchpoints + conversions === 0 && !isFull) return;
  }
}
