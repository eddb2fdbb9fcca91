import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { SiteTagDetails } from './schema.ts';

/** A site tag as it is stored; its public id stands elsewhere. */
export interface StoredTag extends SiteTagDetails {
  key: string;
  lastReceivedAt: string | null;
  createdAt: string;
}

interface Row {
  key: string;
  name: string;
  sites: string[];
  click_days: number;
  paths: SiteTagDetails['paths'];
  last_received_at: Date | null;
  created_at: Date;
}

const COLUMNS = 'key, name, sites, click_days, paths, last_received_at, created_at';

export async function listTags(tx: TenantTx, after: string, limit: number): Promise<StoredTag[]> {
  const rows = await tx.query<Row>({
    text: `select ${COLUMNS} from site_tags where tenant_id = $1 and key > $2 order by key limit $3`,
    values: [tx.tenantId, after, limit],
  });
  return rows.map(toTag);
}

export async function findTag(tx: TenantTx, key: string): Promise<StoredTag | undefined> {
  const [row] = await tx.query<Row>({
    text: `select ${COLUMNS} from site_tags where tenant_id = $1 and key = $2`,
    values: [tx.tenantId, key],
  });
  return row && toTag(row);
}

export async function countOtherTags(tx: TenantTx, key: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>({
    text: 'select count(*)::integer as count from site_tags where tenant_id = $1 and key <> $2',
    values: [tx.tenantId, key],
  });
  return row.count;
}

export async function upsertTag(tx: TenantTx, key: string, { name, sites, clickDays, paths }: SiteTagDetails): Promise<StoredTag> {
  const [row] = await tx.query<Row>({
    text: `insert into site_tags (tenant_id, key, name, sites, click_days, paths) values ($1, $2, $3, $4, $5, $6)
           on conflict (tenant_id, key) do update
             set name = excluded.name, sites = excluded.sites, click_days = excluded.click_days, paths = excluded.paths
           returning ${COLUMNS}`,
    values: [tx.tenantId, key, name, sites, clickDays, JSON.stringify(paths)],
  });
  return toTag(row);
}

export async function updateReceived(tx: TenantTx, keys: readonly string[]): Promise<void> {
  await tx.query({
    text: `update site_tags set last_received_at = now()
           where tenant_id = $1 and key = any ($2::text[])
             and (last_received_at is null or last_received_at < now() - interval '10 seconds')`,
    values: [tx.tenantId, column(keys, (key) => key)],
  });
}

export async function deleteTag(tx: TenantTx, key: string): Promise<boolean> {
  const rows = await tx.query({
    text: 'delete from site_tags where tenant_id = $1 and key = $2 returning key',
    values: [tx.tenantId, key],
  });
  return rows.length === 1;
}

function toTag(row: Row): StoredTag {
  return {
    key: row.key,
    name: row.name,
    sites: row.sites,
    clickDays: row.click_days,
    paths: row.paths,
    lastReceivedAt: row.last_received_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  };
}
