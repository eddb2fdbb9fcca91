import type { TenantTx } from '../../platform/tenant-door.ts';
import type { ConversionEvidence } from '../evidence/rules.ts';
import { deleteConversionsWhole } from '../retention/store.ts';
import { eraseShareEventsIn } from '../shares/service.ts';
import { markReachedIn, REMEMBERED, TOUCHED } from '../subjects/service.ts';
import { deleteEventKeys } from '../subjects/store.ts';
import { deleteSampleTouchpoints, findSampleConversionIds, listCarriedKeys } from './store.ts';

const DAY_MS = 86_400_000;

/**
 * Deletes up to `limit` touchpoints that are sample data, with their keys; conversions they may have belonged to within `lookbackDays` are
 * marked. Their ids are free again. Returns how many went.
 */
export async function deleteSampleTouchpointsIn(tx: TenantTx, limit: number, lookbackDays: number): Promise<number> {
  const deleted = await deleteSampleTouchpoints(tx, limit);
  if (deleted.length === 0) return 0;
  await markReachedIn(tx, deleted, { fields: TOUCHED, spanMs: lookbackDays * DAY_MS, reason: 'erased' });
  const ids = deleted.map(({ id }) => id);
  await deleteEventKeys(tx, 'touchpoint', ids);
  await eraseShareEventsIn(tx, 'touchpoint', ids);
  return ids.length;
}

/** The ids of up to `limit` conversions that are sample data. */
export async function findSampleConversionIdsIn(tx: TenantTx, limit: number): Promise<string[]> {
  return findSampleConversionIds(tx, limit);
}

/** Deletes conversions with their keys and refunds, and marks those that tell what these came before. Their ids are free again. */
export async function deleteSampleConversionsIn(tx: TenantTx, conversions: readonly ConversionEvidence[]): Promise<void> {
  const ids = conversions.map(({ id }) => id);
  const dated = conversions.map((one) => ({ ...one, occurredAt: new Date(one.occurredAtMs).toISOString() }));
  await markReachedIn(tx, dated, { fields: REMEMBERED, spanMs: Infinity, reason: 'erased' });
  await deleteConversionsWhole(tx, ids);
  await deleteEventKeys(tx, 'conversion', ids);
  await eraseShareEventsIn(tx, 'conversion', ids);
}

/** Keys of shows, episodes and campaigns that sample data made and touchpoints carry that are left. */
export async function listCarriedSampleKeysIn(tx: TenantTx): Promise<string[]> {
  return listCarriedKeys(tx);
}
