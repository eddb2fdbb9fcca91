import type { TenantTx } from '../../platform/tenant-door.ts';
import { IS_HEARD } from '../evidence/store.ts';
import { REQUEST } from '../exposurecounts/store.ts';

/** Requests for episodes of a show on one UTC day, and how many of them are downloads. */
export interface DownloadDay {
  day: string;
  show: string;
  downloads: number;
  requests: number;
}

/** Events of one clock hour, UTC; of a show, '' for those that name none. */
export interface EventHour {
  at: Date;
  show: string;
  events: number;
}

/** From the first instant on and before the second, in ISO. */
export interface Span {
  fromAt: string;
  beforeAt: string;
}

/** An event is received a day before it occurs at most: what occurred later than this was received later, too, which has an index. */
const AHEAD = `interval '1 day'`;

/** Exposures of one clock hour, UTC, by kind. */
export interface ExposureHour extends EventHour {
  kind: 'impression' | 'download';
}

/**
 * Exposures by hour, kind and show. Several touchpoints can be one request only where their ids say so: all others are counted without
 * telling their ids apart, which would have them sorted.
 */
export async function countExposureHours(tx: TenantTx, { fromAt, beforeAt }: Span): Promise<ExposureHour[]> {
  const within = `tenant_id = $1 and occurred_at >= $2 and occurred_at < $3 and received_at >= least($2::timestamptz, now()) - ${AHEAD}
    and kind in ('impression', 'download') and ${IS_HEARD}`;
  // Few groups come of many rows, which the planner cannot know: it would sort them all.
  await tx.query({ text: `select set_config('enable_sort', 'off', true)` });
  const rows = await tx.query<ExposureHour>({
    text: `select at, kind, show, sum(case when request is null then touchpoints else 1 end)::integer as events
           from (
             select date_trunc('hour', occurred_at, 'UTC') as at, kind, coalesce(show, '') as show,
               case when id like 'download:%' then coalesce(${REQUEST}, id) end as request, count(*) as touchpoints
             from touchpoints where ${within} group by 1, 2, 3, 4
           ) as requests group by 1, 2, 3`,
    values: [tx.tenantId, fromAt, beforeAt],
  });
  await tx.query({ text: `select set_config('enable_sort', 'on', true)` });
  return rows.toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.show < b.show ? -1 : a.show > b.show ? 1 : 0));
}

export async function countConversionHours(tx: TenantTx, { fromAt, beforeAt }: Span): Promise<EventHour[]> {
  return tx.query<EventHour>({
    text: `select date_trunc('hour', occurred_at, 'UTC') as at, '' as show, count(*)::integer as events
           from conversions where tenant_id = $1 and occurred_at >= $2 and occurred_at < $3 and kind <> 'visit'
           group by 1 order by 1`,
    values: [tx.tenantId, fromAt, beforeAt],
  });
}

export async function sumDownloadDays(tx: TenantTx, { from, before }: { from: string; before: string }): Promise<DownloadDay[]> {
  return tx.query<DownloadDay>({
    text: `select day::text as day, show, coalesce(sum(requests) filter (where fate = 'download'), 0)::float8 as downloads,
             sum(requests)::float8 as requests
           from request_days where tenant_id = $1 and day >= $2::date and day < $3::date
           group by request_days.day, show having sum(requests) > 0 order by request_days.day, show`,
    values: [tx.tenantId, from, before],
  });
}
