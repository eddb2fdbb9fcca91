import type { TenantTx } from '../../platform/tenant-door.ts';

/** The stored paths of these conversions, of those that have one. */
export async function findPackedPaths(tx: TenantTx, ids: readonly string[]): Promise<{ id: string; packed: Buffer }[]> {
  return tx.query<{ id: string; packed: Buffer }>({
    text: `select conversion_id as id, packed from paths where tenant_id = $1 and conversion_id = any ($2::text[]) and packed is not null`,
    values: [tx.tenantId, ids],
  });
}
