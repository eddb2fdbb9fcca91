import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { Advertiser, AdvertiserDetails } from './schema.ts';

interface AdvertiserRow {
  key: string;
  name: string | null;
  site_host: string | null;
  created_at: Date;
}

const COLUMNS = 'key, name, site_host, created_at';

export async function listAdvertisers(tx: TenantTx, after: string, limit: number): Promise<Advertiser[]> {
  const rows = await tx.query<AdvertiserRow>({
    text: `select ${COLUMNS} from advertisers where tenant_id = $1 and key > $2 order by key limit $3`,
    values: [tx.tenantId, after, limit],
  });
  return rows.map(toAdvertiser);
}

export async function findAdvertisers(tx: TenantTx, keys: readonly string[]): Promise<Advertiser[]> {
  const rows = await tx.query<AdvertiserRow>({
    text: `select ${COLUMNS} from advertisers where tenant_id = $1 and key = any ($2::text[])`,
    values: [tx.tenantId, keys],
  });
  return rows.map(toAdvertiser);
}

export async function upsertAdvertiser(tx: TenantTx, key: string, { name, siteHost }: AdvertiserDetails): Promise<Advertiser> {
  const [row] = await tx.query<AdvertiserRow>({
    text: `insert into advertisers (tenant_id, key, name, site_host) values ($1, $2, $3, $4)
           on conflict (tenant_id, key) do update set name = excluded.name, site_host = excluded.site_host
           returning ${COLUMNS}`,
    values: [tx.tenantId, key, name, siteHost],
  });
  return toAdvertiser(row);
}

/** Deletes an advertiser that no campaign names. */
export async function deleteAdvertiser(tx: TenantTx, key: string): Promise<boolean> {
  const rows = await tx.query({
    text: `delete from advertisers a where tenant_id = $1 and key = $2
             and not exists (select 1 from campaigns c where c.tenant_id = a.tenant_id and c.advertiser = a.key) returning key`,
    values: [tx.tenantId, key],
  });
  return rows.length === 1;
}

export async function insertAdvertiserStubs(tx: TenantTx, keys: string[]): Promise<void> {
  await tx.query({
    text: 'insert into advertisers (tenant_id, key) select $1, key from unnest($2::text[]) as stub (key) on conflict do nothing',
    values: [tx.tenantId, column(keys, (key) => key)],
  });
}

function toAdvertiser(row: AdvertiserRow): Advertiser {
  return { key: row.key, name: row.name, siteHost: row.site_host, createdAt: row.created_at.toISOString() };
}
