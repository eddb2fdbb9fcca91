import type { AuthTx, TenantTx } from '../../platform/tenant-door.ts';
import type { AllocatedPool, AllocationLine } from '../allocations/schema.ts';
import type { TenantAllocation } from './schema.ts';

interface Row {
  allocation_id: string;
  month: string;
  currency: string;
  version: number;
  latest: number;
  input_hash: string;
  amount_minor: number;
  pools: AllocatedPool[];
  lines: AllocationLine[];
  created_at: Date;
  created_by: string;
}

const COLUMNS = `allocation_id, to_char(month, 'YYYY-MM') as month, currency, version, input_hash, amount_minor, pools, lines, created_at,
  created_by, (select max(version) from tenant_allocations later where later.month = a.month and later.currency = a.currency) as latest`;
const MOST = 200;

/** Lets nobody else split or book invoices of the operator until the transaction ends. */
export async function lockTenantAllocations(tx: AuthTx): Promise<void> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended('tenant allocations', 0))` });
}

/** The newest splits of the operator's invoices, of one month when named; the latest 200. */
export async function listTenantAllocations(tx: AuthTx, month: string | undefined): Promise<TenantAllocation[]> {
  const rows = await tx.query<Row>({
    text: `select ${COLUMNS} from tenant_allocations a where $1::date is null or month = $1 order by allocation_id desc limit $2`,
    values: [month === undefined ? null : `${month}-01`, MOST],
  });
  return rows.map(toAllocation);
}

export async function findTenantAllocation(tx: AuthTx, id: string): Promise<TenantAllocation | undefined> {
  const [row] = await tx.query<Row>({ text: `select ${COLUMNS} from tenant_allocations a where allocation_id = $1`, values: [id] });
  return row && toAllocation(row);
}

export async function findLatestOf(tx: AuthTx, month: string, currency: string): Promise<TenantAllocation | undefined> {
  const [row] = await tx.query<Row>({
    text: `select ${COLUMNS} from tenant_allocations a where month = $1 and currency = $2 order by version desc limit 1`,
    values: [`${month}-01`, currency],
  });
  return row && toAllocation(row);
}

/** The tenants that any split of a month's invoice gave a part. */
export async function listTenantsOf(tx: AuthTx, month: string, currency: string): Promise<string[]> {
  const rows = await tx.query<{ owner: string }>({
    text: `select distinct line ->> 'owner' as owner from tenant_allocations a, jsonb_array_elements(a.lines) as line
           where a.month = $1 and a.currency = $2 and line ->> 'owner' is not null order by 1`,
    values: [`${month}-01`, currency],
  });
  return rows.map(({ owner }) => owner);
}

export async function insertTenantAllocation(tx: AuthTx, one: Omit<TenantAllocation, 'isLatest'>): Promise<void> {
  await tx.query({
    text: `insert into tenant_allocations
             (allocation_id, month, currency, version, input_hash, amount_minor, pools, lines, created_at, created_by)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    values: [
      one.id,
      `${one.month}-01`,
      one.currency,
      one.version,
      one.inputHash,
      one.amountMinor,
      JSON.stringify(one.pools),
      JSON.stringify(one.lines),
      one.createdAt,
      one.createdBy,
    ],
  });
}

/** What of a month's invoice is booked in the tenant's bill, by pool, with the first entry and the last split of each. */
export async function listBookings(
  tx: TenantTx,
  month: string,
  currency: string,
): Promise<{ pool: string; amountMinor: number; firstEntry: string; lastAllocation: string }[]> {
  return tx.query({
    text: `select pool, sum(amount_minor)::bigint as "amountMinor", (array_agg(entry_id order by entry_id))[1] as "firstEntry",
             (array_agg(allocation_id order by allocation_id desc))[1] as "lastAllocation"
           from cost_bookings where tenant_id = $1 and month = $2 and currency = $3 group by pool order by pool`,
    values: [tx.tenantId, `${month}-01`, currency],
  });
}

export interface BookingToKeep {
  month: string;
  currency: string;
  pool: string;
  allocation: string;
  amountMinor: bigint;
  entry: string;
  at: Date;
}

export async function insertBooking(tx: TenantTx, one: BookingToKeep): Promise<void> {
  await tx.query({
    text: `insert into cost_bookings (tenant_id, month, currency, pool, allocation_id, amount_minor, entry_id, booked_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [tx.tenantId, `${one.month}-01`, one.currency, one.pool, one.allocation, String(one.amountMinor), one.entry, one.at],
  });
}

function toAllocation(row: Row): TenantAllocation {
  return {
    id: row.allocation_id,
    month: row.month,
    currency: row.currency,
    version: row.version,
    isLatest: row.version === row.latest,
    inputHash: row.input_hash,
    amountMinor: row.amount_minor,
    pools: row.pools,
    lines: row.lines,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
  };
}
