import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { Alert } from './detecting.ts';
import type { Group } from './grouping.ts';
import type { Verdict } from './learning.ts';
import type { AnomalyStatus } from './schema.ts';
import type { Grain, Metric, Series, SeriesName, SubjectType } from './series.ts';

/** An anomaly as it is stored. */
export interface StoredAnomaly extends Group {
  id: string;
  finding: string;
  status: AnomalyStatus;
  note: string | null;
  judgedAt: Date | null;
  judgedBy: string | null;
  notifiedAt: Date | null;
  foundAt: Date;
  changedAt: Date;
}

interface AnomalyRow {
  anomaly_id: string;
  group_key: string;
  grain: Grain;
  cause: Group['cause'];
  family: Group['family'];
  direction: Group['direction'];
  subject_type: SubjectType;
  subject_key: string;
  starts_at: Date;
  ends_at: Date;
  members: Alert[];
  finding: string;
  status: AnomalyStatus;
  note: string | null;
  judged_at: Date | null;
  judged_by: string | null;
  notified_at: Date | null;
  found_at: Date;
  changed_at: Date;
}

const COLUMNS = `anomaly_id, group_key, grain, cause, family, direction, subject_type, subject_key, starts_at, ends_at, members, finding,
  status, note, judged_at, judged_by, notified_at, found_at, changed_at`;

export interface AnomalyFilter {
  metric?: Metric | undefined;
  subjectType?: SubjectType | undefined;
  subject?: string | undefined;
  status?: AnomalyStatus | undefined;
  grain?: Grain | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** Where a list goes on: behind the anomaly of this beginning and id. */
export interface AnomalyPlace {
  startsAt: string;
  id: string;
}

/** Anomalies, those that began last first. */
export async function listAnomalies(
  tx: TenantTx,
  filter: AnomalyFilter,
  after: AnomalyPlace | undefined,
  limit: number,
): Promise<StoredAnomaly[]> {
  const { metric, subjectType, subject, status, grain, from, to } = filter;
  const like = { ...(metric && { metric }), ...(subjectType && { subjectType }), ...(subject !== undefined && { subjectKey: subject }) };
  const rows = await tx.query<AnomalyRow>({
    text: `select ${COLUMNS} from anomalies
           where tenant_id = $1 and ($2::jsonb is null or members @> $2::jsonb) and ($3::text is null or status = $3)
             and ($4::text is null or grain = $4) and ($5::date is null or ends_at >= $5::date::timestamp at time zone 'UTC')
             and ($6::date is null or starts_at < $6::date::timestamp at time zone 'UTC')
             and ($7::timestamptz is null or (starts_at, anomaly_id) < ($7::timestamptz, $8::uuid))
           order by starts_at desc, anomaly_id desc limit $9`,
    values: [
      tx.tenantId,
      Object.keys(like).length === 0 ? null : JSON.stringify([like]),
      status ?? null,
      grain ?? null,
      from ?? null,
      to ?? null,
      after?.startsAt ?? null,
      after?.id ?? null,
      limit,
    ],
  });
  return rows.map(toAnomaly);
}

export async function findAnomaly(tx: TenantTx, id: string): Promise<StoredAnomaly | undefined> {
  const [row] = await tx.query<AnomalyRow>({
    text: `select ${COLUMNS} from anomalies where tenant_id = $1 and anomaly_id = $2`,
    values: [tx.tenantId, id],
  });
  return row && toAnomaly(row);
}

/** Anomalies of a grain that end at an instant or later, the oldest first. */
export async function listSince(tx: TenantTx, grain: Grain, at: Date): Promise<StoredAnomaly[]> {
  const rows = await tx.query<AnomalyRow>({
    text: `select ${COLUMNS} from anomalies where tenant_id = $1 and grain = $2 and ends_at >= $3 order by starts_at, anomaly_id`,
    values: [tx.tenantId, grain, at],
  });
  return rows.map(toAnomaly);
}

/** What was judged of anomalies that end at an instant or later. */
export async function listJudged(tx: TenantTx, since: Date): Promise<(StoredAnomaly & { status: Verdict })[]> {
  const rows = await tx.query<AnomalyRow & { status: Verdict }>({
    text: `select ${COLUMNS} from anomalies where tenant_id = $1 and status in ('useful', 'expected', 'wrong') and ends_at >= $2
           order by starts_at, anomaly_id`,
    values: [tx.tenantId, since],
  });
  return rows.map((row) => ({ ...toAnomaly(row), status: row.status }));
}

/** Keeps an anomaly, in place of what was known under its key; undefined when nothing of it changed. One that was gone is open again. */
export async function upsertAnomaly(tx: TenantTx, id: string, group: Group, told: { finding: string; at: Date }) {
  const [row] = await tx.query<AnomalyRow>({
    text: `insert into anomalies as old (tenant_id, anomaly_id, group_key, grain, cause, family, direction, subject_type, subject_key,
             starts_at, ends_at, members, finding, found_at, changed_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)
           on conflict (tenant_id, group_key) do update set cause = excluded.cause, ends_at = excluded.ends_at, members = excluded.members,
             finding = excluded.finding, changed_at = excluded.changed_at,
             status = case when old.status = 'gone' then 'open' else old.status end
           where (old.cause, old.ends_at, old.members, old.finding) is distinct from
             (excluded.cause, excluded.ends_at, excluded.members, excluded.finding) or old.status = 'gone'
           returning ${COLUMNS}`,
    values: [
      tx.tenantId,
      id,
      group.key,
      group.grain,
      group.cause,
      group.family,
      group.direction,
      group.subjectType,
      group.subjectKey,
      new Date(group.startsAtMs),
      new Date(group.endsAtMs),
      JSON.stringify(group.members),
      told.finding,
      told.at,
    ],
  });
  return row && toAnomaly(row);
}

/** Notes that these were no anomalies after all. */
export async function updateGone(tx: TenantTx, ids: readonly string[], at: Date): Promise<void> {
  await tx.query({
    text: `update anomalies set status = 'gone', changed_at = $3
           where tenant_id = $1 and anomaly_id = any ($2::uuid[]) and status = 'open'`,
    values: [tx.tenantId, column(ids, (id) => id), at],
  });
}

export async function updateNotified(tx: TenantTx, ids: readonly string[], at: Date): Promise<void> {
  await tx.query({
    text: 'update anomalies set notified_at = $3 where tenant_id = $1 and anomaly_id = any ($2::uuid[]) and notified_at is null',
    values: [tx.tenantId, column(ids, (id) => id), at],
  });
}

/** Locks an anomaly until the transaction ends. */
export async function lockAnomaly(tx: TenantTx, id: string): Promise<StoredAnomaly | undefined> {
  const [row] = await tx.query<AnomalyRow>({
    text: `select ${COLUMNS} from anomalies where tenant_id = $1 and anomaly_id = $2 for no key update`,
    values: [tx.tenantId, id],
  });
  return row && toAnomaly(row);
}

export async function updateVerdict(
  tx: TenantTx,
  id: string,
  { status, note, at, by }: { status: AnomalyStatus; note: string | null; at: Date | null; by: string | null },
): Promise<StoredAnomaly> {
  const [row] = await tx.query<AnomalyRow>({
    text: `update anomalies set status = $3, note = $4, judged_at = $5, judged_by = $6
           where tenant_id = $1 and anomaly_id = $2 returning ${COLUMNS}`,
    values: [tx.tenantId, id, status, note, at, by],
  });
  return toAnomaly(row);
}

interface SeriesRow {
  grain: Grain;
  metric: Metric;
  subject_type: SubjectType;
  subject_key: string;
  starts_at: Date;
  points: (number | null)[];
}

export async function listSeries(tx: TenantTx, grain: Grain): Promise<Series[]> {
  const rows = await tx.query<SeriesRow>({
    text: `select grain, metric, subject_type, subject_key, starts_at, points from metric_series where tenant_id = $1 and grain = $2
           order by metric, subject_type, subject_key`,
    values: [tx.tenantId, grain],
  });
  return rows.map(toSeries);
}

export async function findSeries(tx: TenantTx, grain: Grain, names: readonly SeriesName[]): Promise<Series[]> {
  const rows = await tx.query<SeriesRow>({
    text: `select grain, metric, subject_type, subject_key, starts_at, points
           from unnest($3::text[], $4::text[], $5::text[]) with ordinality as asked (m, t, k, place)
           join metric_series on tenant_id = $1 and grain = $2 and metric = m and subject_type = t and subject_key = k
           order by place`,
    values: [
      tx.tenantId,
      grain,
      column(names, ({ metric }) => metric),
      column(names, ({ subjectType }) => subjectType),
      column(names, ({ subjectKey }) => subjectKey),
    ],
  });
  return rows.map(toSeries);
}

const SERIES_AT_ONCE = 500;
const literal = (values: readonly (number | null)[]) => `{${values.map((value) => value ?? 'NULL').join(',')}}`;

/** Puts these series in place of all of the grain. */
export async function replaceSeries(tx: TenantTx, grain: Grain, series: readonly Series[]): Promise<void> {
  await tx.query({ text: 'delete from metric_series where tenant_id = $1 and grain = $2', values: [tx.tenantId, grain] });
  for (let from = 0; from < series.length; from += SERIES_AT_ONCE) {
    const some = series.slice(from, from + SERIES_AT_ONCE);
    await tx.query({
      text: `insert into metric_series (tenant_id, grain, metric, subject_type, subject_key, starts_at, points)
             select $1, $2, m, t, k, s, p::double precision[]
             from unnest($3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[]) as f (m, t, k, s, p)`,
      values: [
        tx.tenantId,
        grain,
        column(some, ({ metric }) => metric),
        column(some, ({ subjectType }) => subjectType),
        column(some, ({ subjectKey }) => subjectKey),
        column(some, ({ startsAtMs }) => new Date(startsAtMs).toISOString()),
        column(some, ({ values }) => literal(values)),
      ],
    });
  }
}

/** How far a tenant's series were looked through. */
export interface Round {
  daysThrough: string | null;
  hoursThrough: Date | null;
}

export async function findRound(tx: TenantTx): Promise<Round> {
  const [row] = await tx.query<{ days_through: string | null; hours_through: Date | null }>({
    text: 'select days_through::text as days_through, hours_through from anomaly_rounds where tenant_id = $1',
    values: [tx.tenantId],
  });
  return { daysThrough: row?.days_through ?? null, hoursThrough: row?.hours_through ?? null };
}

export async function upsertRound(tx: TenantTx, round: Partial<Round>): Promise<void> {
  await tx.query({
    text: `insert into anomaly_rounds as old (tenant_id, days_through, hours_through) values ($1, $2, $3)
           on conflict (tenant_id) do update set days_through = coalesce(excluded.days_through, old.days_through),
             hours_through = coalesce(excluded.hours_through, old.hours_through)`,
    values: [tx.tenantId, round.daysThrough ?? null, round.hoursThrough ?? null],
  });
}

function toSeries({ grain, metric, subject_type, subject_key, starts_at, points }: SeriesRow): Series {
  return { grain, metric, subjectType: subject_type, subjectKey: subject_key, startsAtMs: starts_at.getTime(), values: points };
}

function toAnomaly(row: AnomalyRow): StoredAnomaly {
  return {
    id: row.anomaly_id,
    key: row.group_key,
    grain: row.grain,
    cause: row.cause,
    family: row.family,
    direction: row.direction,
    subjectType: row.subject_type,
    subjectKey: row.subject_key,
    startsAtMs: row.starts_at.getTime(),
    endsAtMs: row.ends_at.getTime(),
    members: row.members,
    finding: row.finding,
    status: row.status,
    note: row.note,
    judgedAt: row.judged_at,
    judgedBy: row.judged_by,
    notifiedAt: row.notified_at,
    foundAt: row.found_at,
    changedAt: row.changed_at,
  };
}
