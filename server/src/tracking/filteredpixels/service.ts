import type { Context } from '../../platform/context.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { deleteOldFilteredPixels, type FilteredPixel, insertFilteredPixels } from './store.ts';

export type { FilteredPixel };

/** So many requests of a tenant's day are kept one by one: a flood of what is no impression must not fill the database. */
const MOST_ROWS_A_DAY = 10_000;

/**
 * Keeps requests for pixels that made no impression, and resolves after their COMMIT. The first 10,000 of a tenant's day (UTC) stand as
 * rows, each once however often it is handed over; beyond, only how many there were of a placement and a reason grows, and one that is
 * handed over again because something failed may count again.
 */
export async function keepFilteredPixels(
  context: Context,
  _actor: 'system',
  tenantId: string,
  pixels: readonly FilteredPixel[],
): Promise<void> {
  if (pixels.length > 0) await inTenant(context.db, tenantId, (tx) => insertFilteredPixels(tx, pixels, MOST_ROWS_A_DAY));
}

/** Deletes up to `limit` from before an instant, as impressions of that time are, and the counts of days before; returns how many rows. */
export async function deleteOldFilteredPixelsIn(tx: TenantTx, before: string, limit: number): Promise<number> {
  return deleteOldFilteredPixels(tx, before, limit);
}
