import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { ViewCount, ViewDay, ViewFilter } from './schema.ts';

interface Row {
  show: string;
  episode: string;
  day: string;
  views: Record<string, number>;
  downloads: number;
}

/** Where a list of days goes on: behind this one. */
export interface Position {
  show: string;
  day: string;
  episode: string;
}

export async function upsertCounts(tx: TenantTx, counts: readonly ViewCount[]): Promise<void> {
  await tx.query({
    text: `insert into view_counts (tenant_id, platform, show, episode, day, views)
           select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::date[], $6::bigint[]) as v (platform, show, episode, day, views)
           order by show, day, episode, platform
           on conflict (tenant_id, show, day, episode, platform) do update set views = excluded.views, entered_at = now()`,
    values: [tx.tenantId, ...places(counts), column(counts, (one) => one.views)],
  });
}

/** Deletes counts; returns how many there were. */
export async function deleteCounts(tx: TenantTx, counts: readonly ViewCount[]): Promise<number> {
  const rows = await tx.query({
    text: `delete from view_counts v using unnest($2::text[], $3::text[], $4::text[], $5::date[]) as d (platform, show, episode, day)
           where v.tenant_id = $1 and v.platform = d.platform and v.show = d.show and v.episode = d.episode and v.day = d.day returning 1`,
    values: [tx.tenantId, ...places(counts)],
  });
  return rows.length;
}

/** Days with views, by show, day and episode, beside the downloads that were counted of the same show or episode. */
export async function listDays(
  tx: TenantTx,
  { show, from, to }: ViewFilter,
  after: Position | undefined,
  limit: number,
): Promise<ViewDay[]> {
  const rows = await tx.query<Row>({
    text: `select v.show, v.episode, v.day::text as day, jsonb_object_agg(v.platform, v.views) as views,
             (select coalesce(sum(d.requests), 0)::bigint from request_days d
              where d.tenant_id = $1 and d.day = v.day and d.show = v.show and (v.episode = '' or d.episode = v.episode)
                and d.fate = 'download') as downloads
           from view_counts v
           where v.tenant_id = $1 and ($2::text is null or v.show = $2) and ($3::date is null or v.day >= $3)
             and ($4::date is null or v.day < $4) and ($5::text is null or (v.show, v.day, v.episode) > ($5, $6::date, $7))
           group by v.show, v.day, v.episode order by v.show, v.day, v.episode limit $8`,
    values: [tx.tenantId, show ?? null, from ?? null, to ?? null, after?.show ?? null, after?.day ?? null, after?.episode ?? null, limit],
  });
  return rows.map((row) => ({
    show: row.show,
    episode: row.episode === '' ? null : row.episode,
    day: row.day,
    views: row.views,
    downloads: row.downloads,
    evidence: 'view_count',
    isModelled: true,
  }));
}

function places(counts: readonly ViewCount[]): unknown[] {
  return [
    column(counts, (one) => one.platform),
    column(counts, (one) => one.show),
    column(counts, (one) => one.episode ?? ''),
    column(counts, (one) => one.day),
  ];
}
