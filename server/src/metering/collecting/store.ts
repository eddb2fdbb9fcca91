import type { TenantTx } from '../../platform/tenant-door.ts';

/** How far a count that only grows was taken in a period. */
export interface Sample {
  period: string;
  counted: number;
}

/**
 * Takes a count up to where it stands now, and answers by how much that is more than what was taken before; whoever takes the same one at
 * the same time waits.
 */
export async function advanceSample(tx: TenantTx, what: string, { period, counted }: Sample): Promise<number> {
  const [before] = await tx.query<{ counted: number }>({
    text: `insert into usage_samples as s (tenant_id, what, period, counted) values ($1, $2, $3, 0)
           on conflict (tenant_id, what, period) do update set counted = s.counted returning counted`,
    values: [tx.tenantId, what, period],
  });
  if (counted > before.counted) {
    await tx.query({
      text: 'update usage_samples set counted = $4 where tenant_id = $1 and what = $2 and period = $3',
      values: [tx.tenantId, what, period, counted],
    });
  }
  return counted - before.counted;
}
