import type { TenantTx } from '../../platform/tenant-door.ts';
import type { Conversion } from './schema.ts';

interface ConversionRow {
  id: string;
  kind: Conversion['kind'];
  occurred_at: Date;
  value_minor: number | null;
  currency: string | null;
  order_id: string | null;
  promo_code: string | null;
}

/** Where a list of conversions goes on: before this instant, and at it before this id. */
export interface Position {
  occurredAt: string;
  id: string;
}

export async function listConversions(tx: TenantTx, before: Position | undefined, limit: number): Promise<Conversion[]> {
  const rows = await tx.query<ConversionRow>({
    text: `select id, kind, occurred_at, value_minor, currency, order_id, promo_code from conversions
           where tenant_id = $1 and ($2::timestamptz is null or (occurred_at, id) < ($2::timestamptz, $3))
           order by occurred_at desc, id desc limit $4`,
    values: [tx.tenantId, before?.occurredAt ?? null, before?.id ?? '', limit],
  });
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    occurredAt: row.occurred_at.toISOString(),
    valueMinor: row.value_minor,
    currency: row.currency,
    orderId: row.order_id,
    promoCode: row.promo_code,
  }));
}
