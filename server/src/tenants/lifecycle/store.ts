import type { AuthTx, DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import type { Tier } from '../authorize.ts';
import type { TenantFilter } from './schema.ts';

interface DetailRow {
  tenant_id: string;
  slug: string;
  name: string;
  tier: Tier;
  currency: string | null;
  simulated: boolean;
  created_at: Date;
  suspended_at: Date | null;
  closed_at: Date | null;
  erase_after: Date | null;
}

/** A tenant as it is stored. */
export interface StoredTenant {
  id: string;
  slug: string;
  name: string;
  tier: Tier;
  currency: string | null;
  simulated: boolean;
  createdAt: Date;
  suspendedAt: Date | null;
  closedAt: Date | null;
  eraseAfter: Date | null;
}

const COLUMNS = 'tenant_id, slug, name, tier, currency, simulated, created_at, suspended_at, closed_at, erase_after';

/** `hold` keeps others from changing it until the transaction ends. */
export async function findTenantDetails(tx: TenantTx, hold = false): Promise<StoredTenant | undefined> {
  const [row] = await tx.query<DetailRow>({
    text: `select ${COLUMNS} from tenants where tenant_id = $1 ${hold ? 'for no key update' : ''}`,
    values: [tx.tenantId],
  });
  return row && toTenant(row);
}

/** Tenants after this id, in the order of their ids, which is that of their creation. */
export async function listTenants(tx: AuthTx, after: string | undefined, limit: number, only: TenantFilter): Promise<StoredTenant[]> {
  const rows = await tx.query<DetailRow>({
    text: `select ${COLUMNS} from tenants
           where ($1::uuid is null or tenant_id > $1::uuid)
             and ($3::text is null or strpos(lower(name), lower($3)) > 0 or strpos(slug, lower($3)) > 0)
             and ($4::text is null or $4 = case when closed_at is not null then 'closed' when suspended_at is not null then 'suspended'
                                                else 'active' end)
             and ($5::text is null or tier = $5)
           order by tenant_id limit $2`,
    values: [after ?? null, limit, only.search || null, only.state ?? null, only.tier ?? null],
  });
  return rows.map(toTenant);
}

export async function updateTenant(tx: TenantTx, tenant: StoredTenant): Promise<void> {
  await tx.query({
    text: 'update tenants set name = $2, tier = $3, suspended_at = $4, closed_at = $5, erase_after = $6 where tenant_id = $1',
    values: [tx.tenantId, tenant.name, tenant.tier, tenant.suspendedAt, tenant.closedAt, tenant.eraseAfter],
  });
}

export async function findLastExport(tx: TenantTx): Promise<Date | undefined> {
  const [row] = await tx.query<{ finished_at: Date }>({
    text: 'select finished_at from tenant_exports where tenant_id = $1 order by finished_at desc limit 1',
    values: [tx.tenantId],
  });
  return row?.finished_at;
}

/** An export that was written whole. */
export interface FinishedExport {
  id: string;
  requestedBy: string;
  finishedAt: Date;
  rowCount: number;
  sha256: Buffer;
}

export async function insertExport(tx: TenantTx, made: FinishedExport): Promise<void> {
  await tx.query({
    text: 'insert into tenant_exports (tenant_id, id, requested_by, finished_at, row_count, sha256) values ($1, $2, $3, $4, $5, $6)',
    values: [tx.tenantId, made.id, made.requestedBy, made.finishedAt, made.rowCount, made.sha256],
  });
}

/** The tables that hold rows of tenants and that the application may read. */
export async function listTenantTables(tx: TenantTx): Promise<string[]> {
  const rows = await tx.query<{ name: string }>({
    text: `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
           where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
             and has_table_privilege(c.oid, 'select') order by 1`,
  });
  return rows.map(({ name }) => name);
}

/** Rows of one table, a few thousand at a time; `table` is one that `listTenantTables` named. */
export async function* readTable(tx: TenantTx, table: string): AsyncGenerator<Record<string, unknown>[]> {
  await tx.query({
    text: `declare exported no scroll cursor for select to_jsonb(t) as row from "${table}" t where tenant_id = '${tx.tenantId}'`,
  });
  for (;;) {
    const rows = await tx.query<{ row: Record<string, unknown> }>({ text: 'fetch 2000 from exported' });
    if (rows.length === 0) break;
    yield rows.map(({ row }) => row);
  }
  await tx.query({ text: 'close exported' });
}

/** A share that ended, and on which side of it the tenant was. */
export interface EndedShare {
  id: string;
  side: 'grantor' | 'grantee';
}

/** Ends every share that the tenant gives or received, for both sides. */
export async function endShares(tx: TenantTx): Promise<EndedShare[]> {
  return tx.query<EndedShare>({ text: 'select share_id as id, side from end_own_shares()' });
}

/** The tenants whose jobs do not run: suspended ones. */
export async function listSuspended(tx: DirectoryTx): Promise<string[]> {
  const rows = await tx.query<{ tenant_id: string }>({ text: 'select tenant_id from tenants where suspended_at is not null' });
  return rows.map(({ tenant_id }) => tenant_id);
}

export async function listStoppedTenants(tx: DirectoryTx): Promise<string[]> {
  const rows = await tx.query<{ tenant_id: string }>({
    text: 'select tenant_id from tenants where suspended_at is not null or closed_at is not null',
  });
  return rows.map((row) => row.tenant_id);
}

/** The closed tenants whose grace period is over. */
export async function listDue(tx: DirectoryTx, now: Date): Promise<string[]> {
  const rows = await tx.query<{ tenant_id: string }>({ text: 'select tenant_id from tenants where erase_after <= $1', values: [now] });
  return rows.map(({ tenant_id }) => tenant_id);
}

function toTenant(row: DetailRow): StoredTenant {
  return {
    id: row.tenant_id,
    slug: row.slug,
    name: row.name,
    tier: row.tier,
    currency: row.currency,
    simulated: row.simulated,
    createdAt: row.created_at,
    suspendedAt: row.suspended_at,
    closedAt: row.closed_at,
    eraseAfter: row.erase_after,
  };
}
