import { SAMPLE_KEY } from '../../platform/sample-names.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';

/** Sample campaigns that are or were shared. */
export async function listSharedCampaigns(tx: TenantTx): Promise<string[]> {
  const rows = await tx.query<{ campaign: string }>({
    text: 'select distinct campaign from shares where tenant_id = $1 and starts_with(campaign, $2)',
    values: [tx.tenantId, SAMPLE_KEY],
  });
  return rows.map(({ campaign }) => campaign);
}
