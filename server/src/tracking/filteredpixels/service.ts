import type { Context } from '../../platform/context.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { deleteOldFilteredPixels, type FilteredPixel, insertFilteredPixels } from './store.ts';

export type { FilteredPixel };

/** Keeps requests for pixels that made no impression, each once however often it is handed over, and resolves after their COMMIT. */
export async function keepFilteredPixels(
  context: Context,
  _actor: 'system',
  tenantId: string,
  pixels: readonly FilteredPixel[],
): Promise<void> {
  if (pixels.length > 0) await inTenant(context.db, tenantId, (tx) => insertFilteredPixels(tx, pixels));
}

/** Deletes up to `limit` of them from before an instant, as impressions of that time are; returns how many. */
export async function deleteOldFilteredPixelsIn(tx: TenantTx, before: string, limit: number): Promise<number> {
  return deleteOldFilteredPixels(tx, before, limit);
}
