import type { TenantTx } from '../../platform/tenant-door.ts';

/** Which conversions are sampled: by their time, from included, to excluded, and by their kind. */
export interface SampleFilter {
  fromAt: string;
  toAt: string;
  kinds: readonly string[] | undefined;
}

/** Ids in the order of a hash that has nothing to do with anything else about a conversion: the same each time. */
export async function sampleConversionIds(tx: TenantTx, { fromAt, toAt, kinds }: SampleFilter, limit: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>({
    text: `select id from conversions
           where tenant_id = $1 and occurred_at >= $2 and occurred_at < $3 and ($4::text[] is null or kind = any ($4)) and not is_erased
           order by hashtextextended(id, 0), id limit $5`,
    values: [tx.tenantId, fromAt, toAt, kinds ?? null, limit],
  });
  return rows.map(({ id }) => id);
}

/** How many conversions there are to sample from, counted up to `most`. */
export async function countConversions(tx: TenantTx, { fromAt, toAt, kinds }: SampleFilter, most: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>({
    text: `select count(*)::integer as count from (
             select 1 from conversions
             where tenant_id = $1 and occurred_at >= $2 and occurred_at < $3 and ($4::text[] is null or kind = any ($4)) and not is_erased
             limit $5
           ) as found`,
    values: [tx.tenantId, fromAt, toAt, kinds ?? null, most],
  });
  return row.count;
}
