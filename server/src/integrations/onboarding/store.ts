import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { KeptStep, Progress } from './rules.ts';
import type { Profile, Step } from './schema.ts';

interface Row {
  profile: Profile | null;
  is_measured: boolean;
  looked_at: Date | null;
  dismissed_at: Date | null;
}

/** `hold` keeps others from changing it until the transaction ends. */
export async function findProgress(tx: TenantTx, hold = false): Promise<Progress | undefined> {
  const [row] = await tx.query<Row>({
    text: `select profile, is_measured, looked_at, dismissed_at from onboarding where tenant_id = $1 ${hold ? 'for update' : ''}`,
    values: [tx.tenantId],
  });
  return row && { profile: row.profile, isMeasured: row.is_measured, lookedAt: row.looked_at, dismissedAt: row.dismissed_at };
}

/** Begins a tenant's row; one that is there stays. */
export async function insertProgress(tx: TenantTx, isMeasured: boolean): Promise<void> {
  await tx.query({
    text: 'insert into onboarding (tenant_id, is_measured) values ($1, $2) on conflict do nothing',
    values: [tx.tenantId, isMeasured],
  });
}

export async function updateProgress(tx: TenantTx, { profile, lookedAt, dismissedAt }: Progress): Promise<void> {
  await tx.query({
    text: 'update onboarding set profile = $2, looked_at = $3, dismissed_at = $4 where tenant_id = $1',
    values: [tx.tenantId, profile, lookedAt, dismissedAt],
  });
}

export async function listSteps(tx: TenantTx): Promise<KeptStep[]> {
  return tx.query<KeptStep>({
    text: 'select step, done_at as "doneAt", skipped_at as "skippedAt" from onboarding_steps where tenant_id = $1 order by step',
    values: [tx.tenantId],
  });
}

/** Writes down that steps are done; one that was seen done before keeps its instant. */
export async function markDone(tx: TenantTx, steps: readonly Step[], at: Date): Promise<void> {
  await tx.query({
    text: `insert into onboarding_steps as s (tenant_id, step, done_at) select $1, unnest($2::text[]), $3
           on conflict (tenant_id, step) do update set done_at = excluded.done_at where s.done_at is null`,
    values: [tx.tenantId, column(steps, (step) => step), at],
  });
}

/** Passes steps over, or, without an instant, takes that back. */
export async function markSkipped(tx: TenantTx, steps: readonly Step[], at: Date | null): Promise<void> {
  await tx.query({
    text: `insert into onboarding_steps (tenant_id, step, skipped_at) select $1, unnest($2::text[]), $3::timestamptz
           on conflict (tenant_id, step) do update set skipped_at = excluded.skipped_at`,
    values: [tx.tenantId, column(steps, (step) => step), at],
  });
}
