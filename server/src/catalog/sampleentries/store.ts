import { column } from '../../platform/columns.ts';
import { SAMPLE_KEY } from '../../platform/sample-names.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';

/** Names of shows, episodes and campaigns that something real stands under, though sample data made them. */
const KEPT = `kept as materialized (
    select unnest($3::text[]) as key
    union select unnest(array[campaign, show]) from links where tenant_id = $1
    union select unnest(array[campaign, show, episode]) from placements where tenant_id = $1
    union select campaign from promo_codes where tenant_id = $1
    union select show from feeds where tenant_id = $1
    union select show from episodes where tenant_id = $1 and not starts_with(key, $2)
  )`;

const own = (table: string) => `delete from ${table} where tenant_id = $1 and starts_with(key, $2)
  and not exists (select 1 from kept where kept.key = ${table}.key)`;

/** Deletes entries that sample data made and nothing refers to, those of these keys aside. */
export async function deleteSampleEntries(tx: TenantTx, carried: readonly string[]): Promise<void> {
  const values = [tx.tenantId, SAMPLE_KEY, column(carried, (key) => key)];
  for (const table of ['episodes', 'shows', 'campaigns']) await tx.query({ text: `with ${KEPT} ${own(table)}`, values });
  await tx.query({
    text: `delete from public_ids where tenant_id = $1 and kind = 'prefix' and starts_with(target, $2)
             and not exists (select 1 from shows where tenant_id = $1 and key = public_ids.target)`,
    values: [tx.tenantId, SAMPLE_KEY],
  });
}

/** Codes of campaigns that are sample data. */
export async function listSampleCodes(tx: TenantTx): Promise<{ campaign: string; code: string }[]> {
  return tx.query({
    text: `select distinct campaign, code from promo_codes
           where tenant_id = $1 and starts_with(campaign, $2) and starts_with(code, upper($2))`,
    values: [tx.tenantId, SAMPLE_KEY],
  });
}
