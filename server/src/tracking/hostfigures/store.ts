import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { EnteredFigure, FigureFilter, HostFigure } from './schema.ts';

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

/** Where a list of figures goes on: behind this one. */
export interface FigurePosition {
  day: string;
  show: string;
  episode: string;
}

/** A figure without what the catalogue says of its show. */
export type StoredFigure = Omit<EnteredFigure, 'isKnown'>;

/** Figures as they were entered, the latest day first. */
export async function listFigures(
  tx: TenantTx,
  { show, from, to }: FigureFilter,
  after: FigurePosition | undefined,
  limit: number,
): Promise<StoredFigure[]> {
  const rows = await tx.query<Omit<StoredFigure, 'enteredAt'> & { enteredAt: Date }>({
    text: `select h.show, nullif(h.episode, '') as episode, h.day::text as day, h.downloads, h.source, h.entered_at as "enteredAt"
           from host_figures as h
           where h.tenant_id = $1 and ($2::text is null or h.show = $2) and ($3::date is null or h.day >= $3)
             and ($4::date is null or h.day < $4)
             and ($5::date is null or h.day < $5 or (h.day = $5 and (h.show, h.episode) > ($6, $7)))
           order by h.day desc, h.show, h.episode limit $8`,
    values: [tx.tenantId, show ?? null, from ?? null, to ?? null, after?.day ?? null, after?.show ?? null, after?.episode ?? null, limit],
  });
  return rows.map((row) => ({ ...row, enteredAt: row.enteredAt.toISOString() }));
}
