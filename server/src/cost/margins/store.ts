import type { TenantTx } from '../../platform/tenant-door.ts';

/** Months by their names, such as 2026-11, both included. */
export interface MonthSpan {
  from: string;
  to: string;
}

const ends = ({ from, to }: MonthSpan) => [`${from}-01`, `${to}-01`];

/** The months in whose bills anything stands. */
export async function listBookedMonths(tx: TenantTx, span: MonthSpan): Promise<string[]> {
  const rows = await tx.query<{ month: string }>({
    text: `select to_char(month, 'YYYY-MM') as month from generate_series($2::date, $3::date, interval '1 month') as month
           where exists (select from cost_entries where tenant_id = $1 and booked_month = month::date and amount <> 0) order by 1`,
    values: [tx.tenantId, ...ends(span)],
  });
  return rows.map(({ month }) => month);
}

const LATEST = `select distinct on (month) month, allocation_id, version, input_hash from cost_allocations
  where tenant_id = $1 and dimension = 'campaign' and month between $2 and $3 order by month, version desc`;

/** A split, and the hash of what it follows from. */
export interface LatestSplit {
  month: string;
  id: string;
  version: number;
  inputHash: string;
}

/** The latest split over campaigns of each month that has one. */
export async function listLatestSplits(tx: TenantTx, span: MonthSpan): Promise<LatestSplit[]> {
  return tx.query({
    text: `select to_char(month, 'YYYY-MM') as month, allocation_id as id, version, input_hash as "inputHash"
           from (${LATEST}) latest order by 1`,
    values: [tx.tenantId, ...ends(span)],
  });
}

/** What those splits come to by campaign, part and currency. */
export interface BorneCost {
  owner: string | null;
  part: 'direct' | 'shared' | 'idle' | 'unassigned';
  currency: string;
  amountMinor: number;
}

export async function sumBorneCosts(tx: TenantTx, span: MonthSpan): Promise<BorneCost[]> {
  return tx.query<BorneCost>({
    text: `select owner, part, currency, sum(amount_minor)::bigint as "amountMinor"
           from (${LATEST}) latest join cost_allocation_lines l on l.tenant_id = $1 and l.allocation_id = latest.allocation_id
           group by owner, part, currency order by owner nulls last, currency, part`,
    values: [tx.tenantId, ...ends(span)],
  });
}
