import type { DirectoryTx } from './tenant-door.ts';

/** Skips from tenant to tenant by index, so that it costs one probe per tenant, however many rows there are. */
function walk(table: string): string {
  return `select tenant_id from (
      with recursive walk as (
        (select tenant_id from ${table} order by tenant_id limit 1)
        union all
        select (select tenant_id from ${table} where tenant_id > walk.tenant_id order by tenant_id limit 1)
        from walk where walk.tenant_id is not null
      ) select tenant_id from walk where tenant_id is not null
    ) as found`;
}

/** The ids of the tenants that have a row in one of these tables, which must be open to the job runner's login. */
export async function findTenantsWithRows(tx: DirectoryTx, tables: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ tenant_id: string }>({ text: tables.map(walk).join(' union ') });
  return rows.map((row) => row.tenant_id);
}
