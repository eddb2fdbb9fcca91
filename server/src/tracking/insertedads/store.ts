import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { UndeliveredAd } from './rules.ts';

/** An undelivered ad with the download it was in. */
export interface StoredUndeliveredAd extends UndeliveredAd {
  requestId: string;
  occurredAt: string;
  show: string | null;
  episode: string | null;
}

export async function insertUndeliveredAds(tx: TenantTx, ads: readonly StoredUndeliveredAd[]): Promise<void> {
  await tx.query({
    name: 'insert-undelivered-ads',
    text: `insert into undelivered_ads (tenant_id, request_id, placement, occurred_at, campaign, show, episode, reason)
           select $1, * from unnest($2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::text[])
             as ad (request_id, placement, occurred_at, campaign, show, episode, reason)
           order by request_id, placement on conflict do nothing`,
    values: [
      tx.tenantId,
      column(ads, (ad) => ad.requestId),
      column(ads, (ad) => ad.placement),
      column(ads, (ad) => ad.occurredAt),
      column(ads, (ad) => ad.campaign),
      column(ads, (ad) => ad.show),
      column(ads, (ad) => ad.episode),
      column(ads, (ad) => ad.reason),
    ],
  });
}

export async function deleteUndeliveredAds(tx: TenantTx, requestIds: readonly string[]): Promise<void> {
  await tx.query({
    name: 'delete-undelivered-ads',
    text: 'delete from undelivered_ads where tenant_id = $1 and request_id = any ($2::text[])',
    values: [tx.tenantId, column(requestIds, (id) => id)],
  });
}

/** Deletes up to `limit` of them from before an instant; returns how many. */
export async function deleteOldUndeliveredAds(tx: TenantTx, before: string, limit: number): Promise<number> {
  const [{ count }] = await tx.query<{ count: number }>({
    text: `with chosen as (select request_id, placement from undelivered_ads where tenant_id = $1 and occurred_at < $2 limit $3),
             deleted as (
               delete from undelivered_ads
               where tenant_id = $1 and (request_id, placement) in (select request_id, placement from chosen) returning 1
             )
           select count(*)::integer as count from deleted`,
    values: [tx.tenantId, before, limit],
  });
  return count;
}

/** Has every listener counted anew of whom a request states one of these placements; returns how many marks that takes. */
export async function markStatingWaiting(tx: TenantTx, placements: readonly string[]): Promise<number> {
  const [{ marked }] = await tx.query<{ marked: number }>({
    text: `with marked as (
             insert into waiting_listeners (tenant_id, priority, listener_key, item_key, day)
             select distinct $1::uuid, 1, listener_key, item_key, (occurred_at at time zone 'UTC')::date from episode_requests as r
             where tenant_id = $1 and inserted_ads is not null and not is_erased
               and exists (select 1 from jsonb_array_elements(r.inserted_ads) as ad where ad ->> 'placement' = any ($2::text[]))
             returning 1
           ) select count(*)::integer as marked from marked`,
    values: [tx.tenantId, column(placements, (key) => key)],
  });
  return marked;
}
