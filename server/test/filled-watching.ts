import { randomUUID } from 'node:crypto';
import type { TenantTx } from '../src/platform/tenant-door.ts';

/** A request that is traced and asked for work. */
export async function fillWatching(tx: TenantTx): Promise<void> {
  await tx.query({
    text: `insert into trace_marks (tenant_id, id, task, traceparent, left_at) values ($1, $2, 'match', $3, now())`,
    values: [tx.tenantId, randomUUID(), `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`],
  });
}
