import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { HostFigure } from './schema.ts';

export async function upsertFigures(tx: TenantTx, figures: readonly HostFigure[]): Promise<void> {
  await tx.query({
    text: `insert into host_figures (tenant_id, show, episode, day, downloads, source)
           select $1, *
           from unnest($2::text[], $3::text[], $4::date[], $5::bigint[], $6::text[]) as f (show, episode, day, downloads, source)
           order by 2, 3, 4
           on conflict (tenant_id, show, episode, day)
             do update set downloads = excluded.downloads, source = excluded.source, entered_at = now()`,
    values: [
      tx.tenantId,
      column(figures, (one) => one.show),
      column(figures, (one) => one.episode ?? ''),
      column(figures, (one) => one.day),
      column(figures, (one) => one.downloads),
      column(figures, (one) => one.source),
    ],
  });
}

/** Puts the figures of one episode under another key; of a day that has a figure there, the one that was entered last stays. */
export async function moveFigures(tx: TenantTx, { show, from, to }: { show: string; from: string; to: string }): Promise<void> {
  await tx.query({
    text: `with gone as (
             delete from host_figures where tenant_id = $1 and show = $2 and episode = $3 returning day, downloads, source, entered_at
           )
           insert into host_figures as h (tenant_id, show, episode, day, downloads, source, entered_at)
           select $1, $2, $4, day, downloads, source, entered_at from gone order by day
           on conflict (tenant_id, show, episode, day)
             do update set downloads = excluded.downloads, source = excluded.source, entered_at = excluded.entered_at
             where h.entered_at < excluded.entered_at`,
    values: [tx.tenantId, show, from, to],
  });
}

/** Deletes figures; returns how many there were. */
export async function deleteFigures(tx: TenantTx, figures: readonly HostFigure[]): Promise<number> {
  const rows = await tx.query({
    text: `delete from host_figures as h using unnest($2::text[], $3::text[], $4::date[]) as f (show, episode, day)
           where h.tenant_id = $1 and h.show = f.show and h.episode = f.episode and h.day = f.day returning 1`,
    values: [
      tx.tenantId,
      column(figures, (one) => one.show),
      column(figures, (one) => one.episode ?? ''),
      column(figures, (one) => one.day),
    ],
  });
  return rows.length;
}
