import type { TenantTx } from '../../platform/tenant-door.ts';

/** How many events since an instant carry an address, and how many the address that most of them share. */
export async function findCrowd(tx: TenantTx, since: Date): Promise<{ events: number; most: number }> {
  // Downloads are left out: they were counted of the requests beside them.
  const [row] = await tx.query<{ events: number; most: number }>({
    text: `with addressed as (
             select address_key from touchpoints
             where tenant_id = $1 and occurred_at >= $2 and address_key is not null and kind <> 'download'
             union all
             select address_key from conversions where tenant_id = $1 and occurred_at >= $2 and address_key is not null
             union all
             select address_key from episode_requests where tenant_id = $1 and occurred_at >= $2 and address_key is not null
           ), counted as (select count(*) as events from addressed group by address_key)
           select coalesce(sum(events), 0)::bigint as events, coalesce(max(events), 0)::bigint as most from counted`,
    values: [tx.tenantId, since],
  });
  return row;
}
