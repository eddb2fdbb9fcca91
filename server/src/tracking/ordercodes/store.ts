import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';

/** An order's codes as it told them, in upper case: the first is the one that counts where none of them stands for a campaign. */
export interface ToldCodes {
  conversionId: string;
  source: string;
  codes: readonly string[];
}

/** In SQL for the tenant $1, the codes of the order that a conversion `c` is of, in its order, by what they are called; null for none. */
export const CODES_OF_CONVERSION = `(
  select array_agg(coalesce(named.code, told.code) order by told.place) from order_codes as told
  left join hook_codes as named on named.tenant_id = $1 and named.source = told.source and named.id = told.code
  where told.tenant_id = $1 and told.conversion_id = c.id
)`;

/** Adds the codes of an order that is there and has none yet; whether there were any to add. */
export async function insertOrderCodes(tx: TenantTx, { conversionId, source, codes }: ToldCodes): Promise<boolean> {
  const rows = await tx.query({
    text: `insert into order_codes (tenant_id, conversion_id, source, code, place)
           select $1, $2, $3, code, min(place) - 1 from unnest($4::text[]) with ordinality as told (code, place)
           where exists (select 1 from conversions where tenant_id = $1 and id = $2 and not is_erased)
             and not exists (select 1 from order_codes where tenant_id = $1 and conversion_id = $2)
           group by code on conflict do nothing returning 1`,
    values: [tx.tenantId, conversionId, source, column(codes, (code) => code)],
  });
  return rows.length > 0;
}

/** Marks the conversions whose orders name one of these codes beside others, or by an id that is called so. */
export async function insertDirtyByOrderCodes(tx: TenantTx, codes: readonly string[]): Promise<void> {
  await tx.query({
    text: `insert into dirty_conversions (tenant_id, conversion_id, priority, reason)
           select distinct $1::uuid, told.conversion_id, 0, 'promo_code' from order_codes as told
           where told.tenant_id = $1 and (told.code = any ($2::text[]) or exists (
             select 1 from hook_codes as named
             where named.tenant_id = $1 and named.source = told.source and named.id = told.code and named.code = any ($2::text[])
           )) order by 2 on conflict do nothing`,
    values: [tx.tenantId, column(codes, (code) => code)],
  });
}

/** Marks the conversions whose orders name a code by one of these ids of a source. */
export async function insertDirtyByCodeIds(tx: TenantTx, source: string, ids: readonly string[]): Promise<void> {
  await tx.query({
    text: `insert into dirty_conversions (tenant_id, conversion_id, priority, reason)
           select distinct $1::uuid, conversion_id, 0, 'promo_code' from order_codes
           where tenant_id = $1 and source = $2 and code = any ($3::text[]) order by 2 on conflict do nothing`,
    values: [tx.tenantId, source, column(ids, (id) => id)],
  });
}

export async function deleteOrderCodes(tx: TenantTx, conversionIds: readonly string[]): Promise<void> {
  await tx.query({
    text: 'delete from order_codes where tenant_id = $1 and conversion_id = any ($2::text[])',
    values: [tx.tenantId, column(conversionIds, (id) => id)],
  });
}
