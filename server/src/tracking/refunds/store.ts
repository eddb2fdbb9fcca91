import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { RefundRow } from '../intake/rules.ts';

/** Stores refunds whose id is new for this conversion; returns those ids. */
export async function insertRefunds(tx: TenantTx, conversionId: string, rows: RefundRow[]): Promise<Set<string>> {
  const inserted = await tx.query<{ id: string }>({
    text: `insert into refunds (tenant_id, conversion_id, id, fingerprint, occurred_at, value_minor)
           select $1, $2, * from unnest($3::text[], $4::uuid[], $5::timestamptz[], $6::bigint[]) on conflict do nothing returning id`,
    values: [
      tx.tenantId,
      conversionId,
      column(rows, (row) => row.id),
      column(rows, (row) => row.fingerprint),
      column(rows, (row) => row.occurredAt),
      column(rows, (row) => row.valueMinor),
    ],
  });
  return new Set(inserted.map((row) => row.id));
}

export async function findRefundFingerprints(tx: TenantTx, conversionId: string, ids: string[]): Promise<Map<string, string>> {
  const rows = await tx.query<{ id: string; fingerprint: string }>({
    text: 'select id, fingerprint from refunds where tenant_id = $1 and conversion_id = $2 and id = any ($3::text[])',
    values: [tx.tenantId, conversionId, column(ids, (id) => id)],
  });
  return new Map(rows.map((row) => [row.id, row.fingerprint.replaceAll('-', '')]));
}
