import type { TenantTx } from '../../platform/tenant-door.ts';
import { IS_HEARD } from '../evidence/store.ts';
import type { DaySpan, ExposureDay } from './rules.ts';

/** A transaction that stores an event may end so long after the instant that the event is marked with. */
const OVERLAP = `interval '10 minutes'`;
/** An event is received a day before it occurs at most: what occurred later than this was received later, too, which has an index. */
const AHEAD = `interval '1 day'`;

const DAY = `(occurred_at at time zone 'UTC')::date`;
const KEYS = `${DAY} as day, kind, coalesce(campaign, '') as campaign, coalesce(show, '') as show, coalesce(placement, '') as placement,
  id like 'download:%' as is_counted_here`;
/** Exposures of these days of one month by what they name: the tenant is the first value, the first and the last day the next two. */
const COUNTED = `select ${KEYS}, count(*)::bigint as exposures from touchpoints
  where tenant_id = $1 and occurred_at >= $2::date::timestamp at time zone 'UTC'
    and occurred_at < ($3::date + 1)::timestamp at time zone 'UTC'
    and ($3::date - $2::date = cardinality($4::date[]) - 1 or ${DAY} = any ($4))
    and received_at >= least($2::date::timestamp at time zone 'UTC', now()) - ${AHEAD}
    and kind in ('impression', 'download') and ${IS_HEARD}
  group by 1, 2, 3, 4, 5, 6`;

/** Few groups come of many rows, which the planner cannot know: it would sort them all. */
async function withoutSorting<Result>(tx: TenantTx, work: () => Promise<Result>): Promise<Result> {
  await tx.query({ text: `select set_config('enable_sort', 'off', true)` });
  const result = await work();
  await tx.query({ text: `select set_config('enable_sort', 'on', true)` });
  return result;
}

/** Exposures of days of one month, ascending, as the stored touchpoints have them; in no order. */
export async function countExposureDays(tx: TenantTx, days: readonly string[]): Promise<ExposureDay[]> {
  return withoutSorting(tx, () =>
    tx.query<ExposureDay>({
      text: `select day::text as day, kind, campaign, show, placement, is_counted_here as "isCountedHere", exposures
             from (${COUNTED}) as counted`,
      values: [tx.tenantId, days[0], days[days.length - 1], days],
    }),
  );
}

/** Counts days of one month, ascending, from the stored touchpoints and keeps the sums in place of what was kept of them. */
export async function replaceExposureDays(tx: TenantTx, days: readonly string[]): Promise<void> {
  await tx.query({ text: 'delete from exposure_days where tenant_id = $1 and day = any ($2::date[])', values: [tx.tenantId, days] });
  await withoutSorting(tx, () =>
    tx.query({
      text: `insert into exposure_days (tenant_id, day, kind, campaign, show, placement, is_counted_here, exposures)
             select $1, * from (${COUNTED}) as counted`,
      values: [tx.tenantId, days[0], days[days.length - 1], days],
    }),
  );
}

/** The kept sums of a span, some days left out; in no order. */
export async function listExposureDays(tx: TenantTx, { from, before }: DaySpan, without: readonly string[]): Promise<ExposureDay[]> {
  return tx.query<ExposureDay>({
    text: `select day::text as day, kind, campaign, show, placement, is_counted_here as "isCountedHere", exposures
           from exposure_days where tenant_id = $1 and day >= $2::date and day < $3::date and day <> all ($4::date[])`,
    values: [tx.tenantId, from, before, without],
  });
}

/** Whether the sums of a month were ever counted, and when; undefined when not. */
export async function findCountedAt(tx: TenantTx, month: string): Promise<string | undefined> {
  const [row] = await tx.query<{ at: string }>({
    text: 'select counted_at::text as at from exposure_months where tenant_id = $1 and month = $2',
    values: [tx.tenantId, month],
  });
  return row?.at;
}

export async function upsertCountedAt(tx: TenantTx, month: string, at: string): Promise<void> {
  await tx.query({
    text: `insert into exposure_months (tenant_id, month, counted_at) values ($1, $2, $3)
           on conflict (tenant_id, month) do update set counted_at = excluded.counted_at`,
    values: [tx.tenantId, month, at],
  });
}

/** Days of a span of which touchpoints were received since they were counted, by how many: of the first `most` that are found. */
export async function countReceivedDays(
  tx: TenantTx,
  { from, before }: DaySpan,
  { countedAt, most }: { countedAt: string; most: number },
): Promise<{ day: string; touchpoints: number }[]> {
  return tx.query<{ day: string; touchpoints: number }>({
    text: `select ${DAY}::text as day, count(*)::integer as touchpoints
           from (
             select occurred_at from touchpoints
             where tenant_id = $1 and occurred_at >= $2::date::timestamp at time zone 'UTC'
               and occurred_at < $3::date::timestamp at time zone 'UTC' and received_at >= $4::timestamptz - ${OVERLAP} limit $5
           ) as received group by 1`,
    values: [tx.tenantId, from, before, countedAt, most],
  });
}

/** Days of a span of which touchpoints were deleted since they were counted. */
export async function listMarkedDays(tx: TenantTx, { from, before }: DaySpan): Promise<string[]> {
  const rows = await tx.query<{ day: string }>({
    text: 'select distinct day::text as day from exposure_marks where tenant_id = $1 and day >= $2::date and day < $3::date',
    values: [tx.tenantId, from, before],
  });
  return rows.map(({ day }) => day);
}

/** Takes the marks of a span: what is counted after this in the transaction misses nothing that they stood for. */
export async function deleteMarks(tx: TenantTx, { from, before }: DaySpan): Promise<string[]> {
  const rows = await tx.query<{ day: string }>({
    text: 'delete from exposure_marks where tenant_id = $1 and day >= $2::date and day < $3::date returning day::text as day',
    values: [tx.tenantId, from, before],
  });
  return rows.map(({ day }) => day);
}

/** Lets one transaction at a time count the tenant's days, and tells its instant by the clock that events are received by. */
export async function lockCounting(tx: TenantTx): Promise<string> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended('exposure-days:' || $1, 0))`, values: [tx.tenantId] });
  const [{ at }] = await tx.query<{ at: string }>({ text: 'select clock_timestamp()::text as at' });
  return at;
}

/** The months that events may be stored of, or sums are kept of, ascending, by their first days: partitions are named after them. */
export async function listMonths(tx: TenantTx): Promise<string[]> {
  const rows = await tx.query<{ month: string }>({
    text: `select to_date(right(c.relname, 6), 'YYYYMM')::text as month
           from pg_inherits as i join pg_class as c on c.oid = i.inhrelid where i.inhparent = 'touchpoints'::regclass
           union select month::text from exposure_months where tenant_id = $1 order by 1`,
    values: [tx.tenantId],
  });
  return rows.map(({ month }) => month);
}
