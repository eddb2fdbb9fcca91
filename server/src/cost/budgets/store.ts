import type { TenantTx } from '../../platform/tenant-door.ts';
import type { StoredBudget } from './schema.ts';

interface Row {
  key: string;
  name: string;
  scope_type: StoredBudget['scope']['type'];
  scope_key: string | null;
  counts: StoredBudget['counts'];
  period: StoredBudget['period'];
  starts_on: string | null;
  ends_on: string | null;
  currency: string;
  amount: string;
  actual_percents: number[];
  actual_amounts: string[];
  forecast_percents: number[];
  tells_anomalies: boolean;
  limit_version: number;
  armed_at: Date;
  created_at: Date;
  changed_at: Date;
}

const COLUMNS = `key, name, scope_type, scope_key, counts, period, starts_on, ends_on, currency, trim_scale(amount)::text as amount,
  actual_percents, array(select trim_scale(one)::text from unnest(actual_amounts) with ordinality as t (one, place) order by place)
    as actual_amounts, forecast_percents, tells_anomalies, limit_version, armed_at, created_at, changed_at`;

/** Lets nobody else change budgets of this tenant until the transaction ends. */
export async function lockBudgets(tx: TenantTx): Promise<void> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended('budgets of ' || $1, 0))`, values: [tx.tenantId] });
}

export async function listBudgets(tx: TenantTx): Promise<StoredBudget[]> {
  const rows = await tx.query<Row>({
    text: `select ${COLUMNS} from cost_budgets where tenant_id = $1 order by key`,
    values: [tx.tenantId],
  });
  return rows.map(toBudget);
}

export async function findBudget(tx: TenantTx, key: string): Promise<StoredBudget | undefined> {
  const [row] = await tx.query<Row>({
    text: `select ${COLUMNS} from cost_budgets where tenant_id = $1 and key = $2`,
    values: [tx.tenantId, key],
  });
  return row && toBudget(row);
}

/** Keeps a budget, in the place of one with the same key; what was there keeps when it was made, and the same limit since when it holds. */
export async function upsertBudget(
  tx: TenantTx,
  budget: Omit<StoredBudget, 'armedAt' | 'createdAt' | 'changedAt'>,
  at: Date,
): Promise<StoredBudget> {
  const { key, name, scope, counts, period, startsOn, endsOn, currency, amount, thresholds, limitVersion } = budget;
  const [row] = await tx.query<Row>({
    text: `insert into cost_budgets
             (tenant_id, key, name, scope_type, scope_key, counts, period, starts_on, ends_on, currency, amount, actual_percents,
              actual_amounts, forecast_percents, tells_anomalies, limit_version, armed_at, created_at, changed_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17, $17)
           on conflict (tenant_id, key) do update set
             (name, scope_type, scope_key, counts, period, starts_on, ends_on, currency, amount, actual_percents, actual_amounts,
              forecast_percents, tells_anomalies, limit_version, armed_at, changed_at) =
             row (excluded.name, excluded.scope_type, excluded.scope_key, excluded.counts, excluded.period, excluded.starts_on,
              excluded.ends_on, excluded.currency, excluded.amount, excluded.actual_percents, excluded.actual_amounts,
              excluded.forecast_percents, excluded.tells_anomalies, excluded.limit_version,
              case cost_budgets.limit_version when excluded.limit_version then cost_budgets.armed_at else excluded.armed_at end,
              excluded.changed_at)
           returning ${COLUMNS}`,
    values: [
      tx.tenantId,
      key,
      name,
      scope.type,
      scope.key,
      counts,
      period,
      startsOn,
      endsOn,
      currency,
      amount,
      thresholds.actual,
      thresholds.amounts,
      thresholds.forecast,
      thresholds.anomaly,
      limitVersion,
      at,
    ],
  });
  return toBudget(row);
}

export async function deleteBudget(tx: TenantTx, key: string): Promise<void> {
  await tx.query({ text: 'delete from cost_budgets where tenant_id = $1 and key = $2', values: [tx.tenantId, key] });
}

function toBudget(row: Row): StoredBudget {
  return {
    key: row.key,
    name: row.name,
    scope: { type: row.scope_type, key: row.scope_key },
    counts: row.counts,
    period: row.period,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    currency: row.currency,
    amount: row.amount,
    thresholds: {
      actual: row.actual_percents,
      amounts: row.actual_amounts,
      forecast: row.forecast_percents,
      anomaly: row.tells_anomalies,
    },
    limitVersion: row.limit_version,
    armedAt: row.armed_at.toISOString(),
    createdAt: row.created_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
  };
}
