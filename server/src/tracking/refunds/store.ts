import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { RefundRow } from '../intake/rules.ts';
import type { RefundKind } from '../intake/schema.ts';
import type { DisputeRow } from './disputes.ts';

/** Stores refunds whose id is new for this conversion; returns those ids. */
export async function insertRefunds(tx: TenantTx, conversionId: string, rows: RefundRow[]): Promise<Set<string>> {
  const inserted = await tx.query<{ id: string }>({
    text: `insert into refunds (tenant_id, conversion_id, id, fingerprint, occurred_at, value_minor, paid_minor, is_whole, kind)
           select $1, $2, *
           from unnest($3::text[], $4::uuid[], $5::timestamptz[], $6::bigint[], $7::bigint[], $8::boolean[], $9::text[])
           on conflict do nothing returning id`,
    values: [
      tx.tenantId,
      conversionId,
      column(rows, (row) => row.id),
      column(rows, (row) => row.fingerprint),
      column(rows, (row) => row.occurredAt),
      column(rows, (row) => row.valueMinor),
      column(rows, (row) => row.paidMinor ?? null),
      column(rows, (row) => row.isWhole === true),
      column(rows, (row) => row.kind),
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

/** What is kept of a dispute of a conversion, under its name and names that begin with it. */
export async function findDisputeRows(tx: TenantTx, conversionId: string, name: string): Promise<DisputeRow[]> {
  const rows = await tx.query<{ kind: RefundKind; toldAt: Date | null }>({
    text: `select kind, told_at as "toldAt" from refunds
           where tenant_id = $1 and conversion_id = $2 and (id = $3 or starts_with(id, $3 || ':'))`,
    values: [tx.tenantId, conversionId, name],
  });
  return rows.map(({ kind, toldAt }) => ({ kind, toldAtMs: toldAt?.getTime() }));
}

/** Notes of which instant the newest is that was told of a dispute; an older one changes nothing. */
export async function updateToldAt(tx: TenantTx, conversionId: string, id: string, toldAtMs: number): Promise<void> {
  await tx.query({
    text: `update refunds set told_at = greatest(told_at, $4) where tenant_id = $1 and conversion_id = $2 and id = $3`,
    values: [tx.tenantId, conversionId, id, new Date(toldAtMs)],
  });
}

/** Whether one of these conversions has a refund of this id and instant. */
export async function hasRefund(
  tx: TenantTx,
  conversionIds: readonly string[],
  { id, occurredAt }: { id: string; occurredAt: string },
): Promise<boolean> {
  const rows = await tx.query({
    text: 'select 1 from refunds where tenant_id = $1 and conversion_id = any ($2::text[]) and id = $3 and occurred_at = $4 limit 1',
    values: [tx.tenantId, column(conversionIds, (one) => one), id, occurredAt],
  });
  return rows.length > 0;
}

/**
 * Has whoever else recounts the refunds of this conversion wait for the end of this transaction; the source that brought it, null where
 * none did.
 */
export async function lockConversion(tx: TenantTx, conversionId: string): Promise<{ source: string | null } | undefined> {
  const [row] = await tx.query<{ source: string | null }>({
    text: `select metadata ->> 'source' as source from conversions where tenant_id = $1 and id = $2 for update`,
    values: [tx.tenantId, conversionId],
  });
  return row;
}

/**
 * What the order of a conversion came to last, by the source that brought it or another one that told of it. Where rows of one instant
 * differ, the one that counts a part is of the order, and the one that counts all may be of its payment.
 */
export async function findOrderAmounts(
  tx: TenantTx,
  conversionId: string,
  source: string | null,
): Promise<{ valueMinor: number; grossMinor: number } | undefined> {
  const [row] = await tx.query<{ valueMinor: number; grossMinor: number }>({
    text: `select value_minor as "valueMinor", gross_minor as "grossMinor" from hook_orders
           where tenant_id = $1 and conversion_id = $2 and order_id is null and value_minor is not null and gross_minor is not null
           order by source is distinct from $3, source, as_of desc, value_minor = gross_minor, gross_minor desc, ref limit 1`,
    values: [tx.tenantId, conversionId, source],
  });
  return row;
}

/** The refunds of a conversion of which what was paid back is known, below zero for one that takes another back. */
export async function findPaidBack(tx: TenantTx, conversionId: string): Promise<{ id: string; paidMinor: number; valueMinor: number }[]> {
  return tx.query<{ id: string; paidMinor: number; valueMinor: number }>({
    text: `select id, paid_minor as "paidMinor", value_minor as "valueMinor" from refunds
           where tenant_id = $1 and conversion_id = $2 and paid_minor is not null`,
    values: [tx.tenantId, conversionId],
  });
}

export async function updateRefundValues(
  tx: TenantTx,
  conversionId: string,
  values: readonly { id: string; valueMinor: number }[],
): Promise<void> {
  await tx.query({
    text: `update refunds as r set value_minor = given.value_minor from unnest($3::text[], $4::bigint[]) as given (id, value_minor)
           where r.tenant_id = $1 and r.conversion_id = $2 and r.id = given.id`,
    values: [tx.tenantId, conversionId, column(values, ({ id }) => id), column(values, ({ valueMinor }) => valueMinor)],
  });
}
