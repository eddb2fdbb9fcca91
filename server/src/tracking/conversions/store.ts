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

const COLUMNS = 'id, kind, occurred_at, value_minor, currency, order_id, promo_code';
const BEHIND = '($2::timestamptz is null or (occurred_at, id) < ($2::timestamptz, $3))';
const NEWEST = 'order by occurred_at desc, id desc limit $4';

/** The next conversions, the newest first. Of some kinds, those of each are read by an index of their own: a rare kind is found as fast. */
export async function listConversions(
  tx: TenantTx,
  { before, kinds, limit }: { before: Position | undefined; kinds: readonly Conversion['kind'][] | undefined; limit: number },
): Promise<Conversion[]> {
  const values = [tx.tenantId, before?.occurredAt ?? null, before?.id ?? '', limit];
  const rows = await tx.query<ConversionRow>(
    kinds === undefined
      ? { text: `select ${COLUMNS} from conversions where tenant_id = $1 and ${BEHIND} ${NEWEST}`, values }
      : {
          text: `select found.* from unnest($5::text[]) as asked (kind) cross join lateral (
                   select ${COLUMNS} from conversions where tenant_id = $1 and kind = asked.kind and ${BEHIND} ${NEWEST}
                 ) as found ${NEWEST}`,
          values: [...values, kinds],
        },
  );
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

/** Where a conversion stands in time: its instant to the microsecond. */
export interface ConversionPlace {
  id: string;
  at: string;
}

/** Conversions between two instants, the first included, the latest first, behind a place. */
export async function listConversionPlaces(
  tx: TenantTx,
  { from, before }: { from: string; before: string },
  after: ConversionPlace | undefined,
  limit: number,
): Promise<ConversionPlace[]> {
  return tx.query<ConversionPlace>({
    text: `select id, to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at from conversions
           where tenant_id = $1 and occurred_at >= $2 and occurred_at < $3
             and ($4::timestamptz is null or (occurred_at, id) < ($4::timestamptz, $5))
           order by occurred_at desc, id desc limit $6`,
    values: [tx.tenantId, from, before, after?.at ?? null, after?.id ?? '', limit],
  });
}

export async function findNextConversionDay(tx: TenantTx, from: string): Promise<string | undefined> {
  const [row] = await tx.query<{ day: string | null }>({
    text: `select (min(occurred_at) at time zone 'UTC')::date as day from conversions
           where tenant_id = $1 and occurred_at >= $2::date::timestamp at time zone 'UTC'`,
    values: [tx.tenantId, from],
  });
  return row.day ?? undefined;
}
