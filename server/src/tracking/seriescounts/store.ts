import type { TenantTx } from '../../platform/tenant-door.ts';
import { IS_HEARD } from '../evidence/store.ts';
import { REQUEST } from '../exposurecounts/store.ts';

/** Exposures of one UTC day, by what each names; '' where it names none. */
export interface ExposureDay {
  day: string;
  kind: 'impression' | 'download';
  campaign: string;
  show: string;
  placement: string;
  /** Whether it was made of a request that Earshot counted itself, and not sent as an event. */
  isCountedHere: boolean;
  exposures: number;
}

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

export async function countExposureDays(tx: TenantTx, { fromAt, beforeAt }: Span): Promise<ExposureDay[]> {
  return tx.query<ExposureDay>({
    text: `select (occurred_at at time zone 'UTC')::date::text as day, kind, coalesce(campaign, '') as campaign, coalesce(show, '') as show,
             coalesce(placement, '') as placement, id like 'download:%' as "isCountedHere", count(*)::integer as exposures
           from touchpoints
           where tenant_id = $1 and occurred_at >= $2 and occurred_at < $3 and received_at >= least($2::timestamptz, now()) - ${AHEAD}
             and kind in ('impression', 'download') and ${IS_HEARD}
           group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6`,
    values: [tx.tenantId, fromAt, beforeAt],
  });
}

export async function countExposureHours(tx: TenantTx, kind: 'impression' | 'download', { fromAt, beforeAt }: Span): Promise<EventHour[]> {
  return tx.query<EventHour>({
    text: `select date_trunc('hour', occurred_at, 'UTC') as at, coalesce(show, '') as show,
             count(distinct coalesce(${REQUEST}, id))::integer as events
           from touchpoints
           where tenant_id = $1 and occurred_at >= $2 and occurred_at < $3 and received_at >= least($2::timestamptz, now()) - ${AHEAD}
             and kind = $4 and ${IS_HEARD}
           group by 1, 2 order by 1, 2`,
    values: [tx.tenantId, fromAt, beforeAt, kind],
  });
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

/** The earliest touchpoint among those received since an instant. */
export async function findEarliestReceived(tx: TenantTx, sinceAt: string): Promise<Date | undefined> {
  const [row] = await tx.query<{ at: Date | null }>({
    text: 'select min(occurred_at) as at from touchpoints where tenant_id = $1 and received_at >= $2',
    values: [tx.tenantId, sinceAt],
  });
  return row.at ?? undefined;
}
