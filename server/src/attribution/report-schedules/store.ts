import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import type { KeptReportChoice } from '../shared-reports/schema.ts';
import type { NewReportSchedule, ReportSchedule } from './schema.ts';

interface ScheduleRow {
  schedule_id: string;
  title: string;
  report: KeptReportChoice;
  every: ReportSchedule['every'];
  hour: number;
  weekday: number;
  month_day: number;
  to_members: boolean;
  shows_spend: boolean;
  is_paused: boolean;
  next_at: Date;
  created_at: Date;
  created_by: string;
  person_id: string | null;
  last_at: Date | null;
  last_mails: number | null;
  last_problem: string | null;
  outsiders: { id: string; email: string; hasUnsubscribed: boolean }[];
}

const COLUMNS = `schedule_id, title, report, every, hour, weekday, month_day, to_members, shows_spend, is_paused, next_at, created_at,
  created_by, person_id, last_at, last_mails, last_problem, (select coalesce(jsonb_agg(jsonb_build_object('id', recipient_id,
    'email', email, 'hasUnsubscribed', unsubscribed_at is not null) order by email), '[]') from report_recipients r
    where r.tenant_id = s.tenant_id and r.schedule_id = s.schedule_id) as outsiders`;

/** Somebody outside who gets mails. */
export interface Outsider {
  id: string;
  email: string;
  hasUnsubscribed: boolean;
}

/** A schedule as stored, with when it is due next whether or not it is paused, and who answers for it where a person does. */
export type StoredSchedule = Omit<ReportSchedule, 'nextAt' | 'outsiders'> & {
  nextAt: string;
  outsiders: Outsider[];
  personId: string | null;
};

/** A schedule to be kept. */
export interface NewScheduleRow extends Omit<NewReportSchedule, 'report' | 'outsiders'> {
  id: string;
  report: KeptReportChoice;
  outsiders: { id: string; email: string }[];
  nextAt: string;
  createdAt: string;
  createdBy: string;
  personId: string | null;
}

export async function insertSchedule(tx: TenantTx, row: NewScheduleRow): Promise<void> {
  const { id, title, report, every, hour, weekday, monthDay, toMembers, showsSpend, nextAt, createdAt, createdBy, personId } = row;
  const when = [every, hour, weekday, monthDay];
  await tx.query({
    text: `insert into report_schedules (tenant_id, schedule_id, title, report, every, hour, weekday, month_day, to_members, shows_spend,
             next_at, created_at, created_by, person_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    values: [tx.tenantId, id, title, JSON.stringify(report), ...when, toMembers, showsSpend, nextAt, createdAt, createdBy, personId],
  });
  await tx.query({
    text: `insert into report_recipients (tenant_id, schedule_id, recipient_id, email)
           select $1, $2, one.id::uuid, one.email from jsonb_to_recordset($3) as one(id text, email text)`,
    values: [tx.tenantId, id, JSON.stringify(row.outsiders)],
  });
}

export async function listSchedules(tx: TenantTx): Promise<StoredSchedule[]> {
  const rows = await tx.query<ScheduleRow>({
    text: `select ${COLUMNS} from report_schedules s where tenant_id = $1 order by schedule_id desc`,
    values: [tx.tenantId],
  });
  return rows.map(toSchedule);
}

/** A schedule; with `hold` it stays as it is until the transaction ends. */
export async function findSchedule(tx: TenantTx, id: string, hold = false): Promise<StoredSchedule | undefined> {
  const [row] = await tx.query<ScheduleRow>({
    text: `select ${COLUMNS} from report_schedules s where tenant_id = $1 and schedule_id = $2 ${hold ? 'for update' : ''}`,
    values: [tx.tenantId, id],
  });
  return row && toSchedule(row);
}

/** The tenants with a schedule that is due at an instant; nothing else of any tenant is read. */
export async function listTenantsWithDue(tx: DirectoryTx, at: string): Promise<string[]> {
  const rows = await tx.query<{ tenant_id: string }>({
    text: 'select distinct tenant_id from report_schedules where not is_paused and next_at <= $1 order by tenant_id',
    values: [at],
  });
  return rows.map(({ tenant_id }) => tenant_id);
}

/** The schedules that are due at an instant, the one that waits longest first. */
export async function listDue(tx: TenantTx, at: string): Promise<StoredSchedule[]> {
  const rows = await tx.query<ScheduleRow>({
    text: `select ${COLUMNS} from report_schedules s where tenant_id = $1 and not is_paused and next_at <= $2 order by next_at`,
    values: [tx.tenantId, at],
  });
  return rows.map(toSchedule);
}

/** How many schedules there are. Until the transaction ends nobody else counts. */
export async function countSchedules(tx: TenantTx): Promise<number> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended($1, 0))`, values: [`report_schedules|${tx.tenantId}`] });
  const [{ count }] = await tx.query<{ count: number }>({
    text: 'select count(*)::integer as count from report_schedules where tenant_id = $1',
    values: [tx.tenantId],
  });
  return count;
}

/** Whether a schedule is paused, who answers for it, and why it stopped where nobody chose that. */
export type Pause = Pick<StoredSchedule, 'isPaused' | 'nextAt' | 'personId' | 'lastProblem'>;

export async function updatePause(tx: TenantTx, id: string, { isPaused, nextAt, personId, lastProblem }: Pause): Promise<void> {
  await tx.query({
    text: `update report_schedules set is_paused = $3, next_at = $4, person_id = $5, last_problem = $6
           where tenant_id = $1 and schedule_id = $2`,
    values: [tx.tenantId, id, isPaused, nextAt, personId, lastProblem],
  });
}

/** What became of a mailing. */
export interface Mailed {
  at: string;
  mails: number;
  problem: string | null;
  nextAt: string;
}

export async function updateMailed(tx: TenantTx, id: string, { at, mails, problem, nextAt }: Mailed): Promise<void> {
  await tx.query({
    text: `update report_schedules set last_at = $3, last_mails = $4, last_problem = $5, next_at = $6
           where tenant_id = $1 and schedule_id = $2`,
    values: [tx.tenantId, id, at, mails, problem, nextAt],
  });
}

export async function deleteSchedule(tx: TenantTx, id: string): Promise<void> {
  const values = [tx.tenantId, id];
  await tx.query({ text: 'delete from report_recipients where tenant_id = $1 and schedule_id = $2', values });
  await tx.query({ text: 'delete from report_schedules where tenant_id = $1 and schedule_id = $2', values });
}

/** Whether somebody outside gets the mails of a schedule, and of which; undefined for nobody. */
export async function findOutsider(
  tx: TenantTx,
  scheduleId: string,
  recipientId: string,
): Promise<{ title: string; hasUnsubscribed: boolean } | undefined> {
  const [row] = await tx.query<{ title: string; hasUnsubscribed: boolean }>({
    text: `select s.title, r.unsubscribed_at is not null as "hasUnsubscribed" from report_recipients r
           join report_schedules s on s.tenant_id = r.tenant_id and s.schedule_id = r.schedule_id
           where r.tenant_id = $1 and r.schedule_id = $2 and r.recipient_id = $3`,
    values: [tx.tenantId, scheduleId, recipientId],
  });
  return row;
}

/** Stops the mails to somebody outside; false when they were stopped before. */
export async function unsubscribe(tx: TenantTx, scheduleId: string, recipientId: string, at: string): Promise<boolean> {
  const changed = await tx.query({
    text: `update report_recipients set unsubscribed_at = $4
           where tenant_id = $1 and schedule_id = $2 and recipient_id = $3 and unsubscribed_at is null returning 1`,
    values: [tx.tenantId, scheduleId, recipientId, at],
  });
  return changed.length === 1;
}

function toSchedule(row: ScheduleRow): StoredSchedule {
  return {
    id: row.schedule_id,
    title: row.title,
    report: row.report,
    every: row.every,
    hour: row.hour,
    weekday: row.weekday,
    monthDay: row.month_day,
    toMembers: row.to_members,
    showsSpend: row.shows_spend,
    outsiders: row.outsiders,
    isPaused: row.is_paused,
    nextAt: row.next_at.toISOString(),
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    personId: row.person_id,
    lastAt: row.last_at?.toISOString() ?? null,
    lastMails: row.last_mails,
    lastProblem: row.last_problem,
  };
}
