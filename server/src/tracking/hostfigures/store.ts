import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { EnteredFigure, FigureFilter, FigureOrigin, HostFigure } from './schema.ts';

/** Which of the figures of one place and day counts comes first: entered before pulled, then the last to come. */
export const COUNTED_FIRST = `origin, entered_at desc, source`;

/** Puts figures beside those of other sources and origins; of figures that are put together the last is the last to come. */
export async function upsertFigures(tx: TenantTx, figures: readonly HostFigure[], origin: FigureOrigin): Promise<void> {
  await tx.query({
    text: `insert into host_figures (tenant_id, show, episode, day, downloads, source, entered_at, origin)
           select $1, show, episode, day, downloads, source, now() + place * interval '1 microsecond', $7
           from unnest($2::text[], $3::text[], $4::date[], $5::bigint[], $6::text[])
             with ordinality as f (show, episode, day, downloads, source, place)
           order by 2, 3, 4, 6
           on conflict (tenant_id, show, episode, day, source, origin)
             do update set downloads = excluded.downloads, entered_at = excluded.entered_at`,
    values: [
      tx.tenantId,
      column(figures, (one) => one.show),
      column(figures, (one) => one.episode ?? ''),
      column(figures, (one) => one.day),
      column(figures, (one) => one.downloads),
      column(figures, (one) => one.source),
      origin,
    ],
  });
}

/**
 * Puts the figures of one episode under another key; of a day that has a figure of the same source and origin there, the one that came last
 * stays.
 */
export async function moveFigures(tx: TenantTx, { show, from, to }: { show: string; from: string; to: string }): Promise<void> {
  await tx.query({
    text: `with gone as (
             delete from host_figures where tenant_id = $1 and show = $2 and episode = $3
             returning day, downloads, source, origin, entered_at
           )
           insert into host_figures as h (tenant_id, show, episode, day, downloads, source, origin, entered_at)
           select $1, $2, $4, day, downloads, source, origin, entered_at from gone order by day, source, origin
           on conflict (tenant_id, show, episode, day, source, origin)
             do update set downloads = excluded.downloads, entered_at = excluded.entered_at
             where h.entered_at < excluded.entered_at`,
    values: [tx.tenantId, show, from, to],
  });
}

/** Deletes what was entered under these sources, or what was pulled from one where nothing was entered; returns how many there were. */
export async function deleteFigures(tx: TenantTx, figures: readonly HostFigure[]): Promise<number> {
  const rows = await tx.query({
    text: `delete from host_figures as h
           using unnest($2::text[], $3::text[], $4::date[], $5::text[]) as f (show, episode, day, source)
           where h.tenant_id = $1 and h.show = f.show and h.episode = f.episode and h.day = f.day and h.source = f.source
             and (h.origin = 'entered' or not exists (
               select 1 from host_figures as e
               where e.tenant_id = $1 and e.show = h.show and e.episode = h.episode and e.day = h.day and e.source = h.source
                 and e.origin = 'entered'
             ))
           returning 1`,
    values: [
      tx.tenantId,
      column(figures, (one) => one.show),
      column(figures, (one) => one.episode ?? ''),
      column(figures, (one) => one.day),
      column(figures, (one) => one.source),
    ],
  });
  return rows.length;
}

/** Where a list of figures goes on: behind this one. */
export interface FigurePosition {
  day: string;
  show: string;
  episode: string;
  source: string;
  origin: string;
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
    text: `select h.show, nullif(h.episode, '') as episode, h.day::text as day, h.downloads, h.source, h.origin,
             h.entered_at as "enteredAt", (c.source, c.origin) = (h.source, h.origin) as "isCounted"
           from (
             select * from host_figures
             where tenant_id = $1 and ($2::text is null or show = $2) and ($3::date is null or day >= $3)
               and ($4::date is null or day < $4)
               and ($5::date is null or day < $5 or (day = $5 and (show, episode, source, origin) > ($6, $7, $8, $9)))
             order by day desc, show, episode, source, origin limit $10
           ) as h cross join lateral (
             select source, origin from host_figures as o
             where o.tenant_id = $1 and o.show = h.show and o.episode = h.episode and o.day = h.day order by ${COUNTED_FIRST} limit 1
           ) as c
           order by h.day desc, h.show, h.episode, h.source, h.origin`,
    values: [
      tx.tenantId,
      show ?? null,
      from ?? null,
      to ?? null,
      after?.day ?? null,
      after?.show ?? null,
      after?.episode ?? null,
      after?.source ?? null,
      after?.origin ?? null,
      limit,
    ],
  });
  return rows.map((row) => ({ ...row, enteredAt: row.enteredAt.toISOString() }));
}
