import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type {
  AllocatedPool,
  Allocation,
  AllocationDriver,
  AllocationFilter,
  AllocationLine,
  AllocationPool,
  AllocationRules,
  Dimension,
} from './schema.ts';

interface RulesRow {
  dimension: Dimension;
  version: number;
  pools: AllocationPool[];
  rest: AllocationDriver;
  created_at: Date;
  created_by: string;
}

const RULES = 'dimension, version, pools, rest, created_at, created_by';

/** Lets nobody else set rules or compute splits of this tenant until the transaction ends. */
export async function lockAllocations(tx: TenantTx): Promise<void> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended('allocations of ' || $1, 0))`, values: [tx.tenantId] });
}

/** The latest rules of each dimension for which there are any. */
export async function listLatestRules(tx: TenantTx): Promise<AllocationRules[]> {
  const rows = await tx.query<RulesRow>({
    text: `select distinct on (dimension) ${RULES} from cost_allocation_rules where tenant_id = $1 order by dimension, version desc`,
    values: [tx.tenantId],
  });
  return rows.map(toRules);
}

/** Rules to be kept as the next version. */
export interface RulesToKeep {
  dimension: Dimension;
  version: number;
  pools: AllocationPool[];
  rest: AllocationDriver;
  at: Date;
  by: string;
}

export async function insertRules(tx: TenantTx, { dimension, version, pools, rest, at, by }: RulesToKeep): Promise<AllocationRules> {
  const [row] = await tx.query<RulesRow>({
    text: `insert into cost_allocation_rules (tenant_id, ${RULES}) values ($1, $2, $3, $4, $5, $6, $7) returning ${RULES}`,
    values: [tx.tenantId, dimension, version, JSON.stringify(pools), JSON.stringify(rest), at, by],
  });
  return toRules(row);
}

/** What entries of a month's bill come to by everything that a split asks of them; '' where they name none. */
export interface BookedCost {
  currency: string;
  kind: 'usage' | 'purchase' | 'credit' | 'tax';
  meter: string;
  campaign: string;
  feature: string;
  /** Exact decimal. */
  amount: string;
}

export async function sumBookedCosts(tx: TenantTx, month: string): Promise<BookedCost[]> {
  return tx.query<BookedCost>({
    text: `select currency, kind, meter, campaign, feature, sum(amount)::text as amount from cost_days
           where tenant_id = $1 and booked_month = $2 group by 1, 2, 3, 4, 5 having sum(amount) <> 0 order by 1, 2, 3, 4, 5`,
    values: [tx.tenantId, `${month}-01`],
  });
}

interface Row {
  allocation_id: string;
  month: string;
  dimension: Dimension;
  version: number;
  latest: number;
  rules_version: number;
  is_month_open: boolean;
  input_hash: string;
  invoices: { currency: string; amountMinor: number }[];
  pools: AllocatedPool[];
  created_at: Date;
  created_by: string;
}

const COLUMNS = `allocation_id, to_char(month, 'YYYY-MM') as month, dimension, version, rules_version, is_month_open, input_hash, invoices,
  pools, created_at, created_by, (select max(version) from cost_allocations later
    where later.tenant_id = a.tenant_id and later.month = a.month and later.dimension = a.dimension) as latest`;

export async function findLatestAllocation(tx: TenantTx, month: string, dimension: Dimension): Promise<Allocation | undefined> {
  const [row] = await tx.query<Row>({
    text: `select ${COLUMNS} from cost_allocations a where tenant_id = $1 and month = $2 and dimension = $3
           order by version desc limit 1`,
    values: [tx.tenantId, `${month}-01`, dimension],
  });
  return row && toAllocation(row);
}

export async function findAllocation(tx: TenantTx, id: string): Promise<Allocation | undefined> {
  const [row] = await tx.query<Row>({
    text: `select ${COLUMNS} from cost_allocations a where tenant_id = $1 and allocation_id = $2`,
    values: [tx.tenantId, id],
  });
  return row && toAllocation(row);
}

/** Splits, the newest first, before one. */
export async function listAllocations(
  tx: TenantTx,
  { month, dimension }: AllocationFilter,
  { beforeId, limit }: { beforeId: string | undefined; limit: number },
): Promise<Allocation[]> {
  const rows = await tx.query<Row>({
    text: `select ${COLUMNS} from cost_allocations a
           where tenant_id = $1 and ($2::date is null or month = $2) and ($3::text is null or dimension = $3)
             and ($4::uuid is null or allocation_id < $4)
           order by allocation_id desc limit $5`,
    values: [tx.tenantId, month === undefined ? null : `${month}-01`, dimension ?? null, beforeId ?? null, limit],
  });
  return rows.map(toAllocation);
}

export type AllocationToKeep = Omit<Allocation, 'isLatest' | 'createdAt' | 'createdBy'>;

/** Keeps a split with its lines, in their order. */
export async function insertAllocation(
  tx: TenantTx,
  one: AllocationToKeep,
  lines: readonly AllocationLine[],
  { at, by }: { at: Date; by: string },
): Promise<void> {
  await tx.query({
    text: `insert into cost_allocations (tenant_id, allocation_id, month, dimension, version, rules_version, is_month_open, input_hash,
             invoices, pools, created_at, created_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    values: [
      tx.tenantId,
      one.id,
      `${one.month}-01`,
      one.dimension,
      one.version,
      one.rulesVersion,
      one.isMonthOpen,
      one.inputHash,
      JSON.stringify(one.invoices),
      JSON.stringify(one.pools),
      at,
      by,
    ],
  });
  await tx.query({
    text: `insert into cost_allocation_lines
             (tenant_id, allocation_id, place, part, pool, driver, owner, currency, amount_minor, basis, unit)
           select $1, $2, place - 1, part, pool, driver, owner, currency, amount_minor, basis, unit
           from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::text[], $10::text[])
             with ordinality as t (part, pool, driver, owner, currency, amount_minor, basis, unit, place)`,
    values: [
      tx.tenantId,
      one.id,
      column(lines, ({ part }) => part),
      column(lines, ({ pool }) => pool),
      column(lines, ({ driver }) => driver),
      column(lines, ({ owner }) => owner),
      column(lines, ({ currency }) => currency),
      column(lines, ({ amountMinor }) => amountMinor),
      column(lines, ({ basis }) => basis),
      column(lines, ({ unit }) => unit),
    ],
  });
}

/** The lines of a split, in order. */
export async function listLines(tx: TenantTx, id: string): Promise<AllocationLine[]> {
  return tx.query<AllocationLine>({
    text: `select part, pool, driver, owner, currency, amount_minor as "amountMinor", basis, unit from cost_allocation_lines
           where tenant_id = $1 and allocation_id = $2 order by place`,
    values: [tx.tenantId, id],
  });
}

function toRules(row: RulesRow): AllocationRules {
  const { dimension, version, pools, rest } = row;
  return { dimension, version, pools, rest, createdAt: row.created_at.toISOString(), createdBy: row.created_by };
}

function toAllocation(row: Row): Allocation {
  return {
    id: row.allocation_id,
    month: row.month,
    dimension: row.dimension,
    version: row.version,
    isLatest: row.version === row.latest,
    rulesVersion: row.rules_version,
    isMonthOpen: row.is_month_open,
    inputHash: row.input_hash,
    invoices: row.invoices,
    pools: row.pools,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
  };
}
