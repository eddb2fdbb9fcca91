import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { PixelReason } from './schema.ts';

/** A request for a pixel that made no impression. */
export interface FilteredPixel {
  id: string;
  occurredAt: string;
  placement: string;
  campaign: string;
  show: string;
  episode: string | undefined;
  /** The episode that the placement itself is of; undefined where only the request may name one. */
  placedEpisode: string | undefined;
  reason: PixelReason;
}

/**
 * Adds those that are not stored yet: as rows, up to `mostRows` of a tenant's day (UTC), and beyond as counts by placement and reason, in
 * which those have no part that stand as rows. There the episode is the placement's own, since requests can name many.
 */
export async function insertFilteredPixels(tx: TenantTx, pixels: readonly FilteredPixel[], mostRows: number): Promise<void> {
  await tx.query({
    name: 'insert-filtered-pixels',
    text: `with told as (
             select distinct on (id) *, (occurred_at at time zone 'UTC')::date as day
             from unnest($2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
               as p (id, occurred_at, placement, campaign, show, episode, placed_episode, reason)
             where not exists (select 1 from filtered_pixels as f where f.tenant_id = $1 and f.id = p.id) order by id
           ), kept as (
             select day, (select count(*) from filtered_pixels as f where f.tenant_id = $1
                 and f.occurred_at >= day::timestamp at time zone 'UTC' and f.occurred_at < (day + 1)::timestamp at time zone 'UTC') as rows
             from told group by day
           ), placed as (
             select told.*, kept.rows + row_number() over (partition by day order by id) <= $10 as is_row from told join kept using (day)
           ), single as (
             insert into filtered_pixels (tenant_id, id, occurred_at, placement, campaign, show, episode, reason)
             select $1, id, occurred_at, placement, campaign, show, episode, reason from placed where is_row order by id
             on conflict do nothing
           )
           insert into filtered_pixel_days as d (tenant_id, day, placement, campaign, show, episode, reason, requests)
           select $1, day, placement, campaign, show, coalesce(placed_episode, ''), reason, count(*) from placed where not is_row
           group by 2, 3, 4, 5, 6, 7 order by 2, 3, 4, 5, 6, 7
           on conflict (tenant_id, day, placement, campaign, show, episode, reason)
             do update set requests = d.requests + excluded.requests`,
    values: [
      tx.tenantId,
      column(pixels, (one) => one.id),
      column(pixels, (one) => one.occurredAt),
      column(pixels, (one) => one.placement),
      column(pixels, (one) => one.campaign),
      column(pixels, (one) => one.show),
      column(pixels, (one) => one.episode),
      column(pixels, (one) => one.placedEpisode),
      column(pixels, (one) => one.reason),
      mostRows,
    ],
  });
}

/** Deletes up to `limit` of them from before an instant, and the counts of days that ended by then; returns how many rows. */
export async function deleteOldFilteredPixels(tx: TenantTx, before: string, limit: number): Promise<number> {
  const [{ count }] = await tx.query<{ count: number }>({
    text: `with chosen as (select id from filtered_pixels where tenant_id = $1 and occurred_at < $2 limit $3),
             deleted as (delete from filtered_pixels where tenant_id = $1 and id in (select id from chosen) returning 1),
             counts as (
               delete from filtered_pixel_days where tenant_id = $1 and day < ($2::timestamptz at time zone 'UTC')::date returning 1
             )
           select ((select count(*) from deleted) + (select count(*) from counts))::integer as count`,
    values: [tx.tenantId, before, limit],
  });
  return count;
}
