import type { TenantTx } from '../../platform/tenant-door.ts';

/** What was charged to an owner in days. */
export interface OwnedSum {
  campaign: string;
  feature: string;
  currency: string;
  amount: string;
}

/** Purchases and credits of days, by campaign and feature; not those for none, nor parts of the operator's invoice. */
export async function sumOwnedPurchases(tx: TenantTx, { from, to }: { from: string; to: string }): Promise<OwnedSum[]> {
  return tx.query<OwnedSum>({
    text: `select campaign, feature, currency, trim_scale(sum(amount))::text as amount from (
             select day, kind, campaign, feature, currency, amount from cost_days where tenant_id = $1
             union all
             select e.day, e.kind, e.campaign, e.feature, e.currency, -e.amount
             from cost_bookings b join cost_entries e on e.tenant_id = $1 and e.entry_id = b.entry_id where b.tenant_id = $1
           ) as booked
           where day >= $2 and day < $3 and kind in ('purchase', 'credit') and (campaign <> '' or feature <> '')
           group by 1, 2, 3 having sum(amount) <> 0 order by 1, 2, 3`,
    values: [tx.tenantId, from, to],
  });
}

/** What campaigns were charged since a day each, none before `from`, up to `to` (excluded). */
export async function sumChargesSince(
  tx: TenantTx,
  campaigns: readonly { key: string; since: string }[],
  { from, to }: { from: string; to: string },
): Promise<{ campaign: string; currency: string; amount: string }[]> {
  return tx.query<{ campaign: string; currency: string; amount: string }>({
    text: `select e.campaign, e.currency, trim_scale(sum(e.amount))::text as amount
           from unnest($2::text[], $3::date[]) as asked (campaign, since)
             join cost_days e on e.tenant_id = $1 and e.campaign = asked.campaign and e.day >= asked.since and e.day >= $5 and e.day < $4
           group by 1, 2 order by 1, 2`,
    values: [tx.tenantId, campaigns.map(({ key }) => key), campaigns.map(({ since }) => since), to, from],
  });
}
