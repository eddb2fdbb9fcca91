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
  reason: PixelReason;
}

export async function insertFilteredPixels(tx: TenantTx, pixels: readonly FilteredPixel[]): Promise<void> {
  await tx.query({
    name: 'insert-filtered-pixels',
    text: `insert into filtered_pixels (tenant_id, id, occurred_at, placement, campaign, show, episode, reason)
           select $1, * from unnest($2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
             as p (id, occurred_at, placement, campaign, show, episode, reason)
           order by id on conflict do nothing`,
    values: [
      tx.tenantId,
      column(pixels, (one) => one.id),
      column(pixels, (one) => one.occurredAt),
      column(pixels, (one) => one.placement),
      column(pixels, (one) => one.campaign),
      column(pixels, (one) => one.show),
      column(pixels, (one) => one.episode),
      column(pixels, (one) => one.reason),
    ],
  });
}

/** Deletes up to `limit` of them from before an instant; returns how many. */
export async function deleteOldFilteredPixels(tx: TenantTx, before: string, limit: number): Promise<number> {
  const [{ count }] = await tx.query<{ count: number }>({
    text: `with chosen as (select id from filtered_pixels where tenant_id = $1 and occurred_at < $2 limit $3),
             deleted as (delete from filtered_pixels where tenant_id = $1 and id in (select id from chosen) returning 1)
           select count(*)::integer as count from deleted`,
    values: [tx.tenantId, before, limit],
  });
  return count;
}
