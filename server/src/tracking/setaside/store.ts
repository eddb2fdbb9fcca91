import type { TenantTx } from '../../platform/tenant-door.ts';

/** Puts a marked conversion behind those that have failed less often. */
export async function postponeDirty(tx: TenantTx, id: string): Promise<void> {
  await tx.query({
    text: `update dirty_conversions set priority = least(greatest(priority, 1) + 1, 32000) where tenant_id = $1 and conversion_id = $2`,
    values: [tx.tenantId, id],
  });
}
