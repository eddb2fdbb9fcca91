import type { TenantTx } from '../../platform/tenant-door.ts';
import { type CatalogFirsts, findFirsts } from './store.ts';

export type { CatalogFirsts };

/** Whether the tenant has a show or campaign, spend, an address that tracks, and a code; sample data is none of them. */
export async function findCatalogFirstsIn(tx: TenantTx): Promise<CatalogFirsts> {
  return findFirsts(tx);
}
