import { findAddresseeIn } from '../../platform/addressees.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import { newId } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { AppError } from '../../platform/errors.ts';
import { type Mail, queueStrangerMailIn } from '../../platform/outbox.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { deriveKey } from '../../platform/sealing.ts';
import { inDirectory, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { onceIn } from '../../security/idempotency/service.ts';
import { type Actor, authorize, isOpenTo, systemActor } from '../../tenants/authorize.ts';
import { queueChosenMailIn } from '../../tenants/mailchoices/service.ts';
import { findTimeZoneIn } from '../../tenants/settings/service.ts';
import { isOpenTenant } from '../public-pages/service.ts';
import { getStatus } from '../reports/service.ts';
import { keptChoice } from '../shared-reports/rules.ts';
import { ReportChoice } from '../shared-reports/schema.ts';
import { getToldReport } from '../shared-reports/service.ts';
import { dashboardAddress, reportText } from './mail.ts';
import { LONGEST_WAIT_MS, MOST_SCHEDULES, nextDue, readStopToken, type Recipient, stopToken } from './rules.ts';
import { type NewReportSchedule, ReportSchedule, type ScheduleChange } from './schema.ts';
import * as store from './store.ts';

const MINUTE_MS = 60_000;
const PURPOSE = 'report mails to stop';

/** A schedule as it is told: without what names those outside in links, and who answers for it. */
function toldSchedule(schedule: store.StoredSchedule): ReportSchedule {
  return ReportSchedule.parse({ ...schedule, nextAt: schedule.isPaused ? null : schedule.nextAt });
}

async function requireScheduleIn(tx: TenantTx, id: string): Promise<store.StoredSchedule> {
  const schedule = await store.findSchedule(tx, id, true);
  if (!schedule) throw new AppError('not_found', 'There is no such schedule.');
  return schedule;
}

async function nextIn(context: Context, tx: TenantTx, when: Parameters<typeof nextDue>[0]): Promise<string> {
  return new Date(nextDue(when, await findTimeZoneIn(tx), context.clock())).toISOString();
}

/** The tenant's schedules, the newest first. @throws AppError `forbidden`. */
export async function listReportSchedules(context: Context, actor: Actor): Promise<ReportSchedule[]> {
  authorize(actor, 'report_schedules.read');
  const rows = await inTenant(context.db, actor.tenantId, store.listSchedules, { readOnly: true });
  return rows.map(toldSchedule);
}

async function createIn(context: Context, tx: TenantTx, actor: Actor, input: NewReportSchedule): Promise<ReportSchedule> {
  if ((await store.countSchedules(tx)) >= MOST_SCHEDULES)
    throw new AppError('conflict', `There are ${MOST_SCHEDULES} schedules already. Delete some that nobody needs.`);
  const id = newId();
  const report = keptChoice(input.report);
  await store.insertSchedule(tx, {
    ...input,
    id,
    report,
    outsiders: input.outsiders.map((email) => ({ id: newId(), email })),
    nextAt: await nextIn(context, tx, input),
    createdAt: new Date(context.clock()).toISOString(),
    createdBy: actor.name,
    personId: actor.personId ?? null,
  });
  const after = { ...input, report };
  await recordAuditIn(tx, { actor: actor.name, action: 'report_schedule.create', target: id, after });
  return toldSchedule(await requireScheduleIn(tx, id));
}

/**
 * Has a report mailed every day, week or month, at an hour of the tenant's zone. With an idempotency key the same call again within a day
 * makes nothing and answers the same.
 * @throws AppError `forbidden`; `invalid_request` for models or options that cannot be; `conflict` beyond 50; what `onceIn` throws.
 */
export async function createReportSchedule(
  context: Context,
  actor: Actor,
  input: NewReportSchedule,
  idempotencyKey?: string,
): Promise<ReportSchedule> {
  authorize(actor, 'report_schedules.write');
  await getToldReport(context, 'system', actor.tenantId, input.report);
  return inTenant(context.db, actor.tenantId, (tx) => {
    const create = () => createIn(context, tx, actor, input);
    if (idempotencyKey === undefined) return create();
    const route = 'POST /attribution/report-schedules';
    return onceIn(context, tx, { principal: actor.name, route, key: idempotencyKey, body: input, answer: ReportSchedule }, create);
  });
}

/**
 * Pauses a schedule, or has it go on from the next time it is due; who has it go on answers for it from then on.
 * @throws AppError `forbidden`; `not_found`.
 */
export async function changeReportSchedule(
  context: Context,
  actor: Actor,
  id: string,
  { isPaused }: ScheduleChange,
): Promise<ReportSchedule> {
  authorize(actor, 'report_schedules.write');
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const before = await requireScheduleIn(tx, id);
    if (before.isPaused === isPaused) return toldSchedule(before);
    const nextAt = await nextIn(context, tx, before);
    const personId = isPaused ? before.personId : (actor.personId ?? null);
    const lastProblem = isPaused ? before.lastProblem : null;
    await store.updatePause(tx, id, { isPaused, nextAt, personId, lastProblem });
    const action = isPaused ? 'report_schedule.pause' : 'report_schedule.resume';
    await recordAuditIn(tx, { actor: actor.name, action, target: id });
    return toldSchedule({ ...before, isPaused, nextAt, lastProblem });
  });
}

/** Forgets a schedule, with whom it was mailed to. @throws AppError `forbidden`; `not_found`. */
export async function deleteReportSchedule(context: Context, actor: Actor, id: string): Promise<void> {
  authorize(actor, 'report_schedules.write');
  await inTenant(context.db, actor.tenantId, async (tx) => {
    const { title } = await requireScheduleIn(tx, id);
    await store.deleteSchedule(tx, id);
    await recordAuditIn(tx, { actor: actor.name, action: 'report_schedule.delete', target: id, before: { title } });
  });
}

function stopAddress({ sealingKey, publicUrl }: Context, recipient: Recipient): string {
  return new URL(`/u/${stopToken(deriveKey(sealingKey, PURPOSE), recipient)}`, publicUrl).href;
}

function stopLine(address: string, tenant: string): string {
  return `You get this because ${tenant} has it sent to this address. Stop it, without signing in, at ${address}`;
}

/** A report as it is mailed: what the mails say, or why there are none. */
interface Prepared {
  mail?: Omit<Mail, 'to'>;
  tenant?: string;
  problem?: string;
}

async function prepare(context: Context, tenantId: string, schedule: store.StoredSchedule): Promise<Prepared> {
  const { title, report, showsSpend } = schedule;
  try {
    const told = await getToldReport(context, 'system', tenantId, ReportChoice.parse(report));
    const text = reportText(told, { address: dashboardAddress(context.publicUrl, report), showsSpend });
    return { mail: { subject: `${told.tenant.name}: ${title}`, text }, tenant: told.tenant.name };
  } catch (error) {
    if (error instanceof AppError && (error.code === 'invalid_request' || error.code === 'not_found')) return { problem: error.message };
    throw error;
  }
}

/** Queues the mails of a schedule in the caller's transaction: how many those are, and why not all. */
async function queueIn(
  context: Context,
  tx: TenantTx,
  { id, toMembers, outsiders }: store.StoredSchedule,
  { mail, tenant = '', problem }: Prepared,
): Promise<{ mails: number; problem: string | null }> {
  if (!mail) return { mails: 0, problem: problem ?? null };
  let mails = toMembers ? await queueChosenMailIn(context, tx, 'reports', mail) : 0;
  let held: string | null = null;
  for (const { id: recipientId, email, hasUnsubscribed } of outsiders) {
    if (hasUnsubscribed) continue;
    const stopAt = stopAddress(context, { tenantId: tx.tenantId, scheduleId: id, recipientId });
    const text = `${mail.text}\n\n${stopLine(stopAt, tenant)}`;
    try {
      await queueStrangerMailIn(context, tx, { to: email, subject: mail.subject, text, stopAt });
      mails += 1;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'rate_limited') throw error;
      held = error.message;
    }
  }
  return { mails, problem: held };
}

/** Whether whoever answers for a schedule may still have reports mailed. */
async function isAnsweredForIn(tx: TenantTx, { personId }: store.StoredSchedule): Promise<boolean> {
  if (personId === null) return true;
  const member = await findAddresseeIn(tx, personId, true);
  return member !== undefined && isOpenTo(member.role, 'report_schedules.write');
}

const UNANSWERED = 'Whoever had it mailed may no longer do so. Somebody who may can have it go on.';

async function stopIn(tx: TenantTx, { id, nextAt }: store.StoredSchedule): Promise<void> {
  await store.updatePause(tx, id, { isPaused: true, nextAt, personId: null, lastProblem: UNANSWERED });
  await recordAuditIn(tx, { actor: 'system', action: 'report_schedule.pause', target: id, after: { reason: UNANSWERED } });
}

/** Whether figures of a schedule that is due may still change as events wait, and it is not so late that they are mailed as they are. */
async function isEarly(context: Context, tenantId: string, { nextAt, report }: store.StoredSchedule): Promise<boolean> {
  if (report.asOf !== undefined || context.clock() - Date.parse(nextAt) >= LONGEST_WAIT_MS) return false;
  return (await getStatus(context, systemActor(tenantId))).waitingConversions > 0;
}

/**
 * Mails a schedule that is due, once: of all that look at the same time only one finds it still due, and the mails are kept with what says
 * that they were. What was missed while nobody looked is mailed as one.
 */
async function sendDue(context: Context, tenantId: string, due: store.StoredSchedule): Promise<void> {
  if (await isEarly(context, tenantId, due)) return;
  const prepared = await prepare(context, tenantId, due);
  if (!(await isOpenTenant(context, 'system', tenantId))) return;
  await inTenant(context.db, tenantId, async (tx) => {
    const schedule = await store.findSchedule(tx, due.id, true);
    if (!schedule || schedule.isPaused || schedule.nextAt !== due.nextAt) return;
    if (!(await isAnsweredForIn(tx, schedule))) return stopIn(tx, schedule);
    const result = await queueIn(context, tx, schedule, prepared);
    const at = new Date(context.clock()).toISOString();
    await store.updateMailed(tx, schedule.id, { ...result, at, nextAt: await nextIn(context, tx, schedule) });
    const after = { period: due.nextAt, ...result };
    await recordAuditIn(tx, { actor: 'system', action: 'report_schedule.send', target: schedule.id, after });
  });
}

/**
 * Mails one schedule now, whatever it is due; when it is due next stays.
 * @throws AppError `forbidden`; `not_found`; `suspended` for a tenant that is, or is closed; what `onceIn` throws.
 */
export async function sendReportSchedule(context: Context, actor: Actor, id: string, idempotencyKey?: string): Promise<ReportSchedule> {
  authorize(actor, 'report_schedules.write');
  if (!(await isOpenTenant(context, 'system', actor.tenantId)))
    throw new AppError('suspended', 'This tenant is suspended or closed; nothing is mailed for it.');
  const found = await inTenant(context.db, actor.tenantId, (tx) => requireScheduleIn(tx, id));
  const prepared = await prepare(context, actor.tenantId, found);
  return inTenant(context.db, actor.tenantId, (tx) => {
    const send = async () => {
      const schedule = await requireScheduleIn(tx, id);
      const result = await queueIn(context, tx, schedule, prepared);
      await store.updateMailed(tx, id, { ...result, at: new Date(context.clock()).toISOString(), nextAt: schedule.nextAt });
      await recordAuditIn(tx, { actor: actor.name, action: 'report_schedule.send', target: id, after: result });
      return toldSchedule(await requireScheduleIn(tx, id));
    };
    if (idempotencyKey === undefined) return send();
    const route = 'POST /attribution/report-schedules/{id}/send';
    return onceIn(context, tx, { principal: actor.name, route, key: idempotencyKey, body: { id }, answer: ReportSchedule }, send);
  });
}

/** Mails every schedule of a tenant that is due; nothing while it is suspended or closed. */
async function sendTenant(context: Context, tenantId: string): Promise<void> {
  if (!(await isOpenTenant(context, 'system', tenantId))) return;
  const at = new Date(context.clock()).toISOString();
  const due = await inTenant(context.db, tenantId, (tx) => store.listDue(tx, at), { readOnly: true });
  for (const schedule of due) await sendDue(context, tenantId, schedule);
}

/** Mails what is due, of every tenant. */
export async function sendDueReports(context: Context, _actor: 'system', signal?: AbortSignal): Promise<void> {
  const at = new Date(context.clock()).toISOString();
  const tenantIds = await inDirectory(context.db, (tx) => store.listTenantsWithDue(tx, at));
  const failure = 'reports of a tenant could not be mailed; it is tried again in a minute';
  await forEachTenant(tenantIds, (tenantId) => sendTenant(context, tenantId), { task: 'report-mails', failure, log: context.log, signal });
}

/** Mails every minute what is due, until `close`. */
export function startReportMails(context: Context, actor: 'system'): Rounds {
  const failure = 'reports could not be mailed; it is tried again in a minute';
  return startRounds((signal) => sendDueReports(context, actor, signal), { everyMs: MINUTE_MS, failure, log: context.log });
}

/** What a link to stop mails is about; undefined for one that we did not make, and once the schedule is gone. */
export interface Stopping {
  title: string;
  hasUnsubscribed: boolean;
}

function keysOf({ sealingKey, previousSealingKey }: Context): Buffer[] {
  return [sealingKey, ...(previousSealingKey ? [previousSealingKey] : [])].map((key) => deriveKey(key, PURPOSE));
}

/** What the link of a token would stop, or stopped. */
export async function getStopping(context: Context, _actor: 'public', token: string): Promise<Stopping | undefined> {
  const recipient = readStopToken(keysOf(context), token);
  if (!recipient) return undefined;
  const { tenantId, scheduleId, recipientId } = recipient;
  return inTenant(context.db, tenantId, (tx) => store.findOutsider(tx, scheduleId, recipientId), { readOnly: true });
}

/** Stops the mails that the link of a token is about. Once more changes nothing. */
export async function stopReportMails(context: Context, actor: 'public', token: string): Promise<Stopping | undefined> {
  const recipient = readStopToken(keysOf(context), token);
  if (!recipient) return undefined;
  const { tenantId, scheduleId, recipientId } = recipient;
  await inTenant(context.db, tenantId, async (tx) => {
    const at = new Date(context.clock()).toISOString();
    if (!(await store.unsubscribe(tx, scheduleId, recipientId, at))) return;
    await recordAuditIn(tx, { actor: 'recipient', action: 'report_schedule.unsubscribe', target: scheduleId });
  });
  return getStopping(context, actor, token);
}
