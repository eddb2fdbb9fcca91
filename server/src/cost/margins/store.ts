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
    text: `select to_char(booked_month, 'YYYY-MM') as month from cost_entries
           where tenant_id = $1 and booked_month between $2 and $3 group by 1 having bool_or(amount <> 0) order by 1`,
    values: [tx.tenantId, ...ends(span)],
  });
  return rows.map(({ month }) => month);
}

const LATEST = `select distinct on (month) month, allocation_id, version from cost_allocations
  where tenant_id = $1 and dimension = 'campaign' and month between $2 and $3 order by month, version desc`;

/** The latest split over campaigns of each month that has one. */
export async function listLatestSplits(tx: TenantTx, span: MonthSpan): Promise<{ month: string; id: string; version: number }[]> {
  return tx.query({
    text: `select to_char(month, 'YYYY-MM') as month, allocation_id as id, version from (${LATEST}) latest order by 1`,
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
