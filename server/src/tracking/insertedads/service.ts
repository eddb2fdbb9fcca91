import { findPlacementsByKeyIn, findPlacementsMarkIn } from '../../catalog/placements/service.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { deleteIdleBases, findBases, findBasis, insertBases, upsertBases } from '../bases/store.ts';
import type { InsertedAd } from '../requests/schema.ts';
import {
  deleteOldUndeliveredAds,
  deleteUndeliveredAds,
  insertUndeliveredAds,
  markStatingWaiting,
  type StoredUndeliveredAd,
} from './store.ts';

export type { StoredUndeliveredAd };

const PART = 'inserted_ad';
/** Where, among the names, the mark stands by which all placements were when names were last compared; no placement has this key. */
const MARK = '';
/** Hosts can state any number of names that nobody booked: so many are remembered, for as long as an exposure may be credited. */
const UNBOOKED = { days: 90, most: 10_000 };

/** What stands for the ads that hosts name, by the placement's key. */
export type StatedPlacements = ReadonlyMap<string, { key: string; campaign: string }>;

/**
 * The placements that these requests say were in their files. Each is remembered, so that what is booked, moved or deleted later has its
 * downloads counted anew; names that no placement stands for until 90 days after they were stated last, and of them the last 10,000.
 */
export async function findStatedPlacementsIn(
  tx: TenantTx,
  requests: readonly { insertedAds: readonly InsertedAd[] | null }[],
): Promise<StatedPlacements> {
  const keys = [...new Set(requests.flatMap(({ insertedAds }) => insertedAds ?? []).map(({ placement }) => placement))];
  if (keys.length === 0) return new Map();
  const found = await findPlacementsByKeyIn(tx, keys);
  const added = await insertBases(
    tx,
    keys.map((key) => ({ part: PART, key, basis: found.get(key)?.campaign ?? null })),
  );
  if (added > 0) await deleteIdleBases(tx, PART, UNBOOKED);
  return found;
}

/**
 * Finds placements that hosts named and that were booked, moved or deleted since, and has their downloads counted anew. Names are read only
 * when any placement changed.
 */
export async function compareStatedPlacementsIn(tx: TenantTx): Promise<void> {
  const mark = await findPlacementsMarkIn(tx);
  if ((await findBasis(tx, PART, MARK)) === mark) return;
  await upsertBases(tx, [{ part: PART, key: MARK, basis: mark }]);
  await deleteIdleBases(tx, PART, UNBOOKED);
  const stored = (await findBases(tx, [PART])).filter(({ key }) => key !== MARK);
  if (stored.length === 0) return;
  const found = await findPlacementsByKeyIn(
    tx,
    stored.map(({ key }) => key),
  );
  const moved = stored.filter(({ key, basis }) => (found.get(key)?.campaign ?? null) !== basis).map(({ key }) => key);
  if (moved.length === 0) return;
  await upsertBases(
    tx,
    moved.map((key) => ({ part: PART, key, basis: found.get(key)?.campaign ?? null })),
  );
  const listeners = await markStatingWaiting(tx, moved);
  if (listeners === 0) return;
  const after = { placements: moved.length, listeners };
  await recordAuditIn(tx, { actor: 'system', action: 'downloads.restate', target: 'inserted ads', after });
}

/** Keeps of these requests, and of no other time, the ads that were not delivered. */
export async function replaceUndeliveredAdsIn(
  tx: TenantTx,
  requestIds: readonly string[],
  ads: readonly StoredUndeliveredAd[],
): Promise<void> {
  if (requestIds.length > 0) await deleteUndeliveredAds(tx, requestIds);
  if (ads.length > 0) await insertUndeliveredAds(tx, ads);
}

/** Deletes up to `limit` undelivered ads of downloads from before an instant; returns how many. */
export async function deleteOldUndeliveredAdsIn(tx: TenantTx, before: string, limit: number): Promise<number> {
  return deleteOldUndeliveredAds(tx, before, limit);
}
