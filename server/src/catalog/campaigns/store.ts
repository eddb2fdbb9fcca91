import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { Campaign, CampaignDetails, GOALS } from './schema.ts';

interface CampaignRow {
  key: string;
  name: string | null;
  advertiser: string | null;
  starts_on: string | null;
  ends_on: string | null;
  budget_minor: number | null;
  goal_kind: (typeof GOALS)[number] | null;
  goal_count: number | null;
  spend_minor: number | null;
  currency: string | null;
  default_model: string | null;
  created_at: Date;
}

const COLUMNS = `key, name, advertiser, starts_on, ends_on, budget_minor, goal_kind, goal_count, spend_minor, currency, default_model,
  created_at`;

/** What a campaign has that a person has said something about; a stub has none of it. */
const COMPLETED =
  'coalesce(name, advertiser, goal_kind, default_model, starts_on::text, ends_on::text, budget_minor::text, spend_minor::text) is not null';

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

export async function findCampaigns(tx: TenantTx, keys: readonly string[]): Promise<Campaign[]> {
  const rows = await tx.query<CampaignRow>({
    text: `select ${COLUMNS} from campaigns where tenant_id = $1 and key = any ($2::text[])`,
    values: [tx.tenantId, keys],
  });
  return rows.map(toCampaign);
}

export async function upsertCampaign(tx: TenantTx, key: string, details: CampaignDetails): Promise<Campaign> {
  const { name, advertiser, startsOn, endsOn, budgetMinor, goal, spendMinor, currency, defaultModel } = details;
  const [row] = await tx.query<CampaignRow>({
    text: `insert into campaigns
             (tenant_id, key, name, advertiser, starts_on, ends_on, budget_minor, goal_kind, goal_count, spend_minor, currency,
              default_model)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
           on conflict (tenant_id, key) do update set
             (name, advertiser, starts_on, ends_on, budget_minor, goal_kind, goal_count, spend_minor, currency, default_model) =
             row (excluded.name, excluded.advertiser, excluded.starts_on, excluded.ends_on, excluded.budget_minor, excluded.goal_kind,
               excluded.goal_count, excluded.spend_minor, excluded.currency, excluded.default_model)
           returning ${COLUMNS}`,
    values: [
      tx.tenantId,
      key,
      name,
      advertiser,
      startsOn,
      endsOn,
      budgetMinor,
      goal?.kind ?? null,
      goal?.count ?? null,
      spendMinor,
      currency,
      defaultModel,
    ],
  });
  return toCampaign(row);
}

/** How many campaigns beside this one a person has completed. */
export async function countCompletedBeside(tx: TenantTx, key: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>({
    text: `select count(*) from campaigns where tenant_id = $1 and key <> $2 and ${COMPLETED}`,
    values: [tx.tenantId, key],
  });
  return row.count;
}

/** The first campaign, by key, whose default is this model or a version of it. */
export async function findByDefaultModel(tx: TenantTx, name: string): Promise<string | undefined> {
  const [row] = await tx.query<{ key: string }>({
    text: `select key from campaigns where tenant_id = $1 and split_part(default_model, '@', 1) = $2 order by key limit 1`,
    values: [tx.tenantId, name],
  });
  return row?.key;
}

export async function insertCampaignStubs(tx: TenantTx, keys: string[]): Promise<void> {
  await tx.query({
    text: 'insert into campaigns (tenant_id, key) select $1, key from unnest($2::text[]) as stub (key) on conflict do nothing',
    values: [tx.tenantId, column(keys, (key) => key)],
  });
}

function toCampaign(row: CampaignRow): Campaign {
  return {
    key: row.key,
    name: row.name,
    advertiser: row.advertiser,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    budgetMinor: row.budget_minor,
    goal: row.goal_kind === null || row.goal_count === null ? null : { kind: row.goal_kind, count: row.goal_count },
    spendMinor: row.spend_minor,
    currency: row.currency,
    defaultModel: row.default_model,
    createdAt: row.created_at.toISOString(),
  };
}
