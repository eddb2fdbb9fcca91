import type { TenantTx } from '../../platform/tenant-door.ts';
import { hasCredit } from './store.ts';

/** Whether any conversion of the tenant is credited to a touchpoint; sample data does not count. */
export async function hasCreditIn(tx: TenantTx): Promise<boolean> {
  return hasCredit(tx);
}
