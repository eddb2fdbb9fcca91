import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import type { Alert, AlertFilter, AlertKind } from './schema.ts';

interface Row {
  alert_id: string;
  budget: string;
  limit_version: number;
  kind: AlertKind;
  threshold: string;
  period_start: string;
  period_end: string;
  used: string;
  amount: string;
  currency: string;
  is_late: boolean;
  finding: string;
  raised_at: Date;
}

const COLUMNS = `alert_id, budget, limit_version, kind, threshold, period_start, period_end, trim_scale(used)::text as used,
  trim_scale(amount)::text as amount, currency, is_late, finding, raised_at`;

/** Keeps an alert unless the same was told before; whether it is new. */
export async function insertAlert(tx: TenantTx, alert: Omit<Alert, 'raisedAt'>, at: Date): Promise<boolean> {
  const { id, budget, limitVersion, kind, threshold, startsOn, endsOn, used, amount, currency, isLate, finding } = alert;
  const rows = await tx.query({
    text: `insert into cost_alerts (tenant_id, alert_id, budget, limit_version, kind, threshold, period_start, period_end, used, amount,
             currency, is_late, finding, raised_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
           on conflict (tenant_id, budget, period_start, kind, threshold, limit_version) do nothing returning alert_id`,
    values: [tx.tenantId, id, budget, limitVersion, kind, threshold, startsOn, endsOn, used, amount, currency, isLate, finding, at],
  });
  return rows.length > 0;
}

/** Alerts, the newest first, before one. */
export async function listAlerts(
  tx: TenantTx,
  { budget }: AlertFilter,
  { beforeId, limit }: { beforeId: string | undefined; limit: number },
): Promise<Alert[]> {
  const rows = await tx.query<Row>({
    text: `select ${COLUMNS} from cost_alerts
           where tenant_id = $1 and ($2::text is null or budget = $2) and ($3::uuid is null or alert_id < $3)
           order by alert_id desc limit $4`,
    values: [tx.tenantId, budget ?? null, beforeId ?? null, limit],
  });
  return rows.map(toAlert);
}

/** Of one budget and the period that begins on a day, the newest first. */
export async function listAlertsOfPeriod(tx: TenantTx, budget: string, startsOn: string): Promise<Alert[]> {
  const rows = await tx.query<Row>({
    text: `select ${COLUMNS} from cost_alerts where tenant_id = $1 and budget = $2 and period_start = $3 order by alert_id desc limit 200`,
    values: [tx.tenantId, budget, startsOn],
  });
  return rows.map(toAlert);
}

/** The highest version of a limit that alerts of a budget with this key bear; 0 when there are none. */
export async function findLastVersion(tx: TenantTx, budget: string): Promise<number> {
  const [row] = await tx.query<{ last: number }>({
    text: 'select coalesce(max(limit_version), 0)::integer as last from cost_alerts where tenant_id = $1 and budget = $2',
    values: [tx.tenantId, budget],
  });
  return row.last;
}

/** When a tenant's budgets are looked at next: for what is used, and for everything. */
export interface NextLook {
  dueAt: Date;
  wholeAt: Date;
}

export async function upsertLook(tx: TenantTx, { dueAt, wholeAt }: NextLook): Promise<void> {
  await tx.query({
    text: `insert into budget_looks (tenant_id, due_at, whole_at) values ($1, $2, $3)
           on conflict (tenant_id) do update set due_at = excluded.due_at, whole_at = excluded.whole_at`,
    values: [tx.tenantId, dueAt, wholeAt],
  });
}

/** Has the tenant's budgets, if there are any, looked at as soon as this transaction is kept: what they count has changed. */
export async function hastenLook(tx: TenantTx, at: Date): Promise<void> {
  await tx.query({ text: 'update budget_looks set due_at = least(due_at, $2) where tenant_id = $1', values: [tx.tenantId, at] });
}

/** When they are looked at next; nobody else looks, or hastens a look, until the transaction ends. */
export async function lockLook(tx: TenantTx): Promise<NextLook | undefined> {
  const [row] = await tx.query<{ due_at: Date; whole_at: Date }>({
    text: 'select due_at, whole_at from budget_looks where tenant_id = $1 for no key update',
    values: [tx.tenantId],
  });
  return row && { dueAt: row.due_at, wholeAt: row.whole_at };
}

export async function deleteLook(tx: TenantTx): Promise<void> {
  await tx.query({ text: 'delete from budget_looks where tenant_id = $1', values: [tx.tenantId] });
}

export async function listTenantsWithDueLooks(tx: DirectoryTx, at: Date): Promise<string[]> {
  const rows = await tx.query<{ tenant_id: string }>({
    text: 'select tenant_id from budget_looks where due_at <= $1 order by due_at, tenant_id',
    values: [at],
  });
  return rows.map(({ tenant_id }) => tenant_id);
}

function toAlert(row: Row): Alert {
  return {
    id: row.alert_id,
    budget: row.budget,
    limitVersion: row.limit_version,
    kind: row.kind,
    threshold: row.threshold,
    startsOn: row.period_start,
    endsOn: row.period_end,
    used: row.used,
    amount: row.amount,
    currency: row.currency,
    isLate: row.is_late,
    finding: row.finding,
    raisedAt: row.raised_at.toISOString(),
  };
}
