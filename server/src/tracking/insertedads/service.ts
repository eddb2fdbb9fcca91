import { findPlacementsByKeyIn } from '../../catalog/placements/service.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { findBases, upsertBases } from '../bases/store.ts';
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

/** What stands for the ads that hosts name, by the placement's key. */
export type StatedPlacements = ReadonlyMap<string, { key: string; campaign: string }>;

/**
 * The placements that these requests say were in their files. Each is remembered, known or not, so that what is booked, moved or deleted
 * later has its downloads counted anew.
 */
export async function findStatedPlacementsIn(
  tx: TenantTx,
  requests: readonly { insertedAds: readonly InsertedAd[] | null }[],
): Promise<StatedPlacements> {
  const keys = [...new Set(requests.flatMap(({ insertedAds }) => insertedAds ?? []).map(({ placement }) => placement))];
  if (keys.length === 0) return new Map();
  const found = await findPlacementsByKeyIn(tx, keys);
  await upsertBases(
    tx,
    keys.sort().map((key) => ({ part: PART, key, basis: found.get(key)?.campaign ?? null })),
  );
  return found;
}

/** Finds placements that hosts named and that were booked, moved or deleted since, and has their downloads counted anew. */
export async function compareStatedPlacementsIn(tx: TenantTx): Promise<void> {
  const stored = await findBases(tx, [PART]);
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
