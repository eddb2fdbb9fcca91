import type { TenantTx } from '../../platform/tenant-door.ts';
import { postponeDirty } from './store.ts';

/** Sets a marked conversion aside, behind those that failed less often: nothing takes it but who asks for what is set aside. */
export async function setAsideIn(tx: TenantTx, id: string): Promise<void> {
  await postponeDirty(tx, id);
}
