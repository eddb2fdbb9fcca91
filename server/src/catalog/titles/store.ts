import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { Title, TitleTable } from './schema.ts';

interface TitleRow {
  key: string;
  name: string | null;
  created_at: Date;
}

export async function listTitles(tx: TenantTx, table: TitleTable, after: string, limit: number): Promise<Title[]> {
  const rows = await tx.query<TitleRow>({
    text: `select key, name, created_at from ${table} where tenant_id = $1 and key > $2 order by key limit $3`,
    values: [tx.tenantId, after, limit],
  });
  return rows.map(toTitle);
}

export async function upsertTitle(tx: TenantTx, table: TitleTable, key: string, name: string | null): Promise<Title> {
  const [row] = await tx.query<TitleRow>({
    text: `insert into ${table} (tenant_id, key, name) values ($1, $2, $3)
           on conflict (tenant_id, key) do update set name = excluded.name returning key, name, created_at`,
    values: [tx.tenantId, key, name],
  });
  return toTitle(row);
}

export async function insertTitleStubs(tx: TenantTx, table: TitleTable, keys: string[]): Promise<void> {
  await tx.query({
    text: `insert into ${table} (tenant_id, key) select $1, key from unnest($2::text[]) as stub (key) on conflict do nothing`,
    values: [tx.tenantId, column(keys, (key) => key)],
  });
}

export async function findTitleNames(tx: TenantTx, table: TitleTable, keys: string[]): Promise<Map<string, string>> {
  const rows = await tx.query<{ key: string; name: string }>({
    text: `select key, name from ${table} where tenant_id = $1 and key = any ($2::text[]) and name is not null`,
    values: [tx.tenantId, column(keys, (key) => key)],
  });
  return new Map(rows.map((row) => [row.key, row.name]));
}

function toTitle(row: TitleRow): Title {
  return { key: row.key, name: row.name, createdAt: row.created_at.toISOString() };
}
