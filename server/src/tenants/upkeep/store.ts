import type { AuthTx, DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';

/** A table's rows of this tenant, and what a row takes on average over all tenants, indexes included; undefined while nobody counted. */
export interface TableShare {
  rows: number;
  bytesPerRow: number | undefined;
}

/** `table` is one that the catalogue named. */
export async function measureTable(tx: TenantTx, table: string): Promise<TableShare> {
  const [row] = await tx.query<{ rows: number; bytes: string; tuples: number }>({
    text: `select (select count(*) from "${table}" where tenant_id = $1) as rows, sum(pg_total_relation_size(c.oid))::text as bytes,
             sum(greatest(c.reltuples, 0))::float8 as tuples
           from pg_class c
           where c.oid = $2::regclass or c.oid in (select inhrelid from pg_inherits where inhparent = $2::regclass)`,
    values: [tx.tenantId, table],
  });
  return { rows: row.rows, bytesPerRow: row.tuples > 0 ? Number(row.bytes) / row.tuples : undefined };
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
