import type { AuthTx, DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';

/** What a row of each table takes on average over all tenants, indexes included, by table; without those that nobody has counted yet. */
export async function listBytesPerRow(tx: DirectoryTx): Promise<Map<string, number>> {
  const rows = await tx.query<{ name: string; bytes_per_row: number }>({
    text: `select whole.relname as name,
             sum(pg_total_relation_size(part.oid))::float8 / sum(greatest(part.reltuples, 0))::float8 as bytes_per_row
           from pg_class as whole
           join pg_class as part on part.oid = whole.oid or part.oid in (select inhrelid from pg_inherits where inhparent = whole.oid)
           where whole.relnamespace = 'public'::regnamespace and whole.relkind in ('r', 'p') and not whole.relispartition
           group by whole.relname having sum(greatest(part.reltuples, 0)) > 0`,
  });
  return new Map(rows.map((row) => [row.name, row.bytes_per_row]));
}

/** How many rows of the tenant each table holds; `tables` are such as the catalogue named. */
export async function countRows(tx: TenantTx, tables: readonly string[]): Promise<{ table: string; rows: number }[]> {
  const counts = tables.map((table) => `select '${table}' as "table", count(*) as rows from "${table}" where tenant_id = $1`);
  return tx.query<{ table: string; rows: number }>({ text: counts.join(' union all '), values: [tx.tenantId] });
}

export async function listAllTenants(tx: DirectoryTx): Promise<string[]> {
  const rows = await tx.query<{ tenant_id: string }>({ text: 'select tenant_id from tenants order by tenant_id' });
  return rows.map(({ tenant_id }) => tenant_id);
}

/** Deletes every row of a closed tenant whose grace period is over; tells how many of each table, and nothing when it is not due. */
export async function eraseTenant(tx: AuthTx, tenantId: string): Promise<Record<string, number>> {
  const rows = await tx.query<{ relation: string; erased: number }>({
    text: 'select relation, erased from erase_closed_tenant($1) where erased > 0 order by relation',
    values: [tenantId],
  });
  return Object.fromEntries(rows.map(({ relation, erased }) => [relation, erased]));
}
