import { SAMPLE_KEY } from '../../platform/sample-names.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';

/** Rollups are few, whatever number of conversions they sum; sums of sample data stand under the keys of its campaigns. */
export async function hasCredit(tx: TenantTx): Promise<boolean> {
  const [row] = await tx.query<{ found: boolean }>({
    name: 'has-credit',
    text: `select exists (
             select 1 from credit_rollups
             where tenant_id = $1 and grain = 'month' and dimension = 'campaign' and linear_nano > 0 and not starts_with(key, $2)
           ) as found`,
    values: [tx.tenantId, SAMPLE_KEY],
  });
  return row.found;
}
