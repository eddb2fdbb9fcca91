import type { TenantTx } from '../../platform/tenant-door.ts';
import { type EventFirsts, findFirsts } from './store.ts';

export type { EventFirsts };

/** Whether the tenant has received a touchpoint, and a conversion; sample data is neither. */
export async function findEventFirstsIn(tx: TenantTx): Promise<EventFirsts> {
  return findFirsts(tx);
}
