import { SAMPLE_KEY } from '../../platform/sample-names.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';

/** Sample campaigns that are or were shared, or whose figures are kept for a share. */
export async function listSharedCampaigns(tx: TenantTx): Promise<string[]> {
  const rows = await tx.query<{ campaign: string }>({
    text: `select campaign from shares where tenant_id = $1 and starts_with(campaign, $2)
           union select campaign from campaign_builds where tenant_id = $1 and starts_with(campaign, $2)
           union select campaign from campaign_rollups where tenant_id = $1 and starts_with(campaign, $2)
           union select campaign from campaign_people where tenant_id = $1 and starts_with(campaign, $2)`,
    values: [tx.tenantId, SAMPLE_KEY],
  });
  return rows.map(({ campaign }) => campaign);
}
