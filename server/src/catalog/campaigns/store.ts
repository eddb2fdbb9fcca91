import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { Campaign, CampaignDetails } from './schema.ts';

interface CampaignRow {
  key: string;
  name: string | null;
  spend_minor: number | null;
  currency: string | null;
  created_at: Date;
}

const COLUMNS = 'key, name, spend_minor, currency, created_at';

export async function listCampaigns(tx: TenantTx, after: string, limit: number): Promise<Campaign[]> {
  const rows = await tx.query<CampaignRow>({
    text: `select ${COLUMNS} from campaigns where tenant_id = $1 and key > $2 order by key limit $3`,
    values: [tx.tenantId, after, limit],
  });
  return rows.map(toCampaign);
}

export async function findCampaign(tx: TenantTx, key: string): Promise<Campaign | undefined> {
  const [row] = await tx.query<CampaignRow>({
    text: `select ${COLUMNS} from campaigns where tenant_id = $1 and key = $2`,
    values: [tx.tenantId, key],
  });
  return row && toCampaign(row);
}

export async function upsertCampaign(tx: TenantTx, key: string, details: CampaignDetails): Promise<Campaign> {
  const [row] = await tx.query<CampaignRow>({
    text: `insert into campaigns (tenant_id, key, name, spend_minor, currency) values ($1, $2, $3, $4, $5)
           on conflict (tenant_id, key) do update set name = excluded.name, spend_minor = excluded.spend_minor, currency = excluded.currency
           returning ${COLUMNS}`,
    values: [tx.tenantId, key, details.name, details.spendMinor, details.currency],
  });
  return toCampaign(row);
}

/** How many campaigns beside this one a person has completed. */
export async function countCompletedBeside(tx: TenantTx, key: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>({
    text: 'select count(*) from campaigns where tenant_id = $1 and key <> $2 and (name is not null or spend_minor is not null)',
    values: [tx.tenantId, key],
  });
  return row.count;
}

export async function insertCampaignStubs(tx: TenantTx, keys: string[]): Promise<void> {
  await tx.query({
    text: 'insert into campaigns (tenant_id, key) select $1, key from unnest($2::text[]) as stub (key) on conflict do nothing',
    values: [tx.tenantId, column(keys, (key) => key)],
  });
}

function toCampaign(row: CampaignRow): Campaign {
  return { key: row.key, name: row.name, spendMinor: row.spend_minor, currency: row.currency, createdAt: row.created_at.toISOString() };
}
