import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';

export type SampleState = 'loading' | 'loaded' | 'removing';

/** How the sample data of a tenant stands. */
export interface StoredSample {
  state: SampleState;
  /** The first day of its world. */
  startsOn: string;
  changedAt: Date;
  touchpoints: number;
  conversions: number;
}

/** `hold` keeps others from changing it until the transaction ends. */
export async function findSample(tx: TenantTx, hold: boolean): Promise<StoredSample | undefined> {
  const [row] = await tx.query<StoredSample>({
    text: `select state, starts_on::text as "startsOn", changed_at as "changedAt", touchpoints, conversions from tenant_samples
           where tenant_id = $1 ${hold ? 'for update' : ''}`,
    values: [tx.tenantId],
  });
  return row;
}

/** Begins a tenant's sample; false when there is one. */
export async function insertSample(tx: TenantTx, startsOn: string, at: Date): Promise<boolean> {
  const rows = await tx.query({
    text: `insert into tenant_samples (tenant_id, state, starts_on, changed_at) values ($1, 'loading', $2, $3)
           on conflict do nothing returning 1`,
    values: [tx.tenantId, startsOn, at],
  });
  return rows.length > 0;
}

export async function updateSample(tx: TenantTx, { state, changedAt, touchpoints, conversions }: StoredSample): Promise<void> {
  await tx.query({
    text: 'update tenant_samples set state = $2, changed_at = $3, touchpoints = $4, conversions = $5 where tenant_id = $1',
    values: [tx.tenantId, state, changedAt, touchpoints, conversions],
  });
}

export async function deleteSample(tx: TenantTx): Promise<void> {
  await tx.query({ text: 'delete from tenant_samples where tenant_id = $1', values: [tx.tenantId] });
}

export async function listSampled(tx: DirectoryTx): Promise<{ tenantId: string; state: SampleState }[]> {
  return tx.query({ text: 'select tenant_id as "tenantId", state from tenant_samples' });
}
