import type { TenantTx } from '../../platform/tenant-door.ts';
import type { DownloadRow, DownloadSelection } from './schema.ts';

/** Where a list goes on: behind this row; what is summed up is empty. */
export interface Position {
  day: string;
  show: string;
  episode: string;
}

/** Stands for the day where days are summed up. */
const NO_DAY = '1970-01-01';

interface Row {
  day: string;
  show: string;
  episode: string;
  downloads: number;
  usable: number;
  requests: number;
  evidence: Record<string, number> | null;
}

export function positionOf({ day, show, episode }: Pick<DownloadRow, 'day' | 'show' | 'episode'>): Position {
  return { day: day ?? NO_DAY, show: show ?? '', episode: episode ?? '' };
}

/** Sums of requests and downloads from those by day, the newest day first, then by show and episode. */
export async function listDownloads(
  tx: TenantTx,
  { groupBy, show, episode, from, to }: DownloadSelection,
  after: Position | undefined,
  limit: number,
): Promise<DownloadRow[]> {
  const has = (group: (typeof groupBy)[number]) => groupBy.includes(group);
  const rows = await tx.query<Row>({
    text: `with sums as (
             select case when $2 then d.day else date '${NO_DAY}' end as day, case when $3 then d.show else '' end as show,
               case when $4 then d.episode else '' end as episode, d.evidence, sum(d.requests) as requests,
               coalesce(sum(d.requests) filter (where d.fate = 'download'), 0) as downloads,
               coalesce(sum(d.requests) filter (where d.fate = 'download' and d.is_usable), 0) as usable
             from request_days as d
             where d.tenant_id = $1 and ($5::text is null or d.show = $5) and ($6::text is null or d.episode = $6)
               and ($7::date is null or d.day >= $7) and ($8::date is null or d.day < $8)
             group by 1, 2, 3, 4
           )
           select day::text as day, show, episode, sum(downloads)::bigint as downloads, sum(usable)::bigint as usable,
             sum(requests)::bigint as requests, jsonb_object_agg(evidence, downloads) filter (where downloads <> 0) as evidence
           from sums
           where $9::date is null or day < $9 or day = $9 and (show, episode) > ($10, $11)
           group by sums.day, show, episode having sum(requests) <> 0
           order by sums.day desc, show, episode limit $12`,
    values: [
      tx.tenantId,
      has('day'),
      has('show'),
      has('episode'),
      show ?? null,
      episode ?? null,
      from ?? null,
      to ?? null,
      after?.day ?? null,
      after?.show ?? '',
      after?.episode ?? '',
      limit,
    ],
  });
  return rows.map((row) => ({
    ...row,
    day: has('day') ? row.day : null,
    show: row.show === '' ? null : row.show,
    episode: row.episode === '' ? null : row.episode,
    evidence: row.evidence ?? {},
  }));
}

/** Counted downloads of an episode on a UTC day. */
export interface EpisodeDay {
  show: string;
  episode: string;
  day: string;
  downloads: number;
}

export async function countEpisodeDays(tx: TenantTx, from: string, before: string): Promise<EpisodeDay[]> {
  return tx.query<EpisodeDay>({
    text: `select show, episode, day::text as day, sum(requests)::bigint as downloads from request_days
           where tenant_id = $1 and day >= $2 and day < $3 and fate = 'download' and show <> '' and episode <> ''
           group by 1, 2, request_days.day having sum(requests) <> 0 order by request_days.day, 1, 2`,
    values: [tx.tenantId, from, before],
  });
}
