import { recordAuditIn } from '../../platform/audit.ts';
import { newId } from '../../platform/chance.ts';
import { takeTurn } from '../../platform/claims.ts';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { recordSecurityEventIn } from '../../platform/security-events.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { callInThread } from '../../platform/thread.ts';
import { listUnwatchedTenants } from '../watching/service.ts';
import { queueChosenMailIn } from '../../tenants/mailchoices/service.ts';
import { findTenantIn, listTenantIds } from '../../tenants/service.ts';
import { countWaitingIn } from '../../tracking/evidence/service.ts';
import type { Alert, WatchedSeries } from '../anomalies/detecting.ts';
import { type Group, groupAlerts } from '../anomalies/grouping.ts';
import { noticeOf } from '../anomalies/notice.ts';
import { AGAIN, DAY_MS, dayOf, type Grain, HOUR_MS, type Series, STEP_MS } from '../anomalies/series.ts';
import { findWordsIn, watchedIn } from '../anomalies/service.ts';
import * as store from '../anomalies/store.ts';
import { evidenceOf, findingOf } from '../anomalies/wording.ts';
import { endInsightsIn, recordInsightIn } from '../insights/service.ts';
import { readDailySeries, readHourlySeries } from '../metric-series/service.ts';

const DETECTING = new URL('../anomalies/detecting.ts', import.meta.url).href;
const LOOK_EVERY_MS = 300_000;
/** A day is looked through so long after its end, an hour so long: hosts and shops report late. */
const LATE_MS: Readonly<Record<Grain, number>> = { day: 2 * HOUR_MS, hour: 20 * 60_000 };
/** While events wait to be matched a day is not whole, but it does not wait for them for longer than this. */
const LONGEST_WAIT_MS = 12 * HOUR_MS;
/** The first look goes back so far. */
const FIRST_LOOK: Readonly<Record<Grain, number>> = { day: 60, hour: 168 };
/** What ended longer ago is no news: it is kept, and nobody is told. */
const NEWS_MS: Readonly<Record<Grain, number>> = { day: 4 * DAY_MS, hour: DAY_MS };
/** Anomalies that ended longer ago cannot go on. */
const OPEN_MS = 7 * DAY_MS;

/** What a look came to. */
export interface Looked {
  /** The last day or hour that was looked through, UTC. */
  through: string;
  found: number;
  notified: number;
}

interface Work {
  grain: Grain;
  signal?: AbortSignal | undefined;
}

const readIn = <Result>(context: Context, tenantId: string, work: (tx: TenantTx) => Promise<Result>) =>
  inTenant(context.db, tenantId, work, { readOnly: true });

/** What was found, to be kept. */
interface Found {
  grain: Grain;
  lastMs: number;
  fromMs: number;
  series: readonly Series[];
  alerts: readonly Alert[];
  round: Partial<store.Round>;
}

const isOfDay = (one: store.StoredAnomaly, other: store.StoredAnomaly) =>
  one.family === other.family &&
  one.direction === other.direction &&
  one.subjectType === other.subjectType &&
  one.subjectKey === other.subjectKey &&
  one.startsAtMs < other.endsAtMs + DAY_MS &&
  other.startsAtMs < one.endsAtMs + DAY_MS;

/** Tells members and webhooks of what is new, once: an anomaly of hours that was told is not told again as one of its day. */
async function notifyIn(context: Context, tx: TenantTx, changed: readonly store.StoredAnomaly[], lastMs: number): Promise<number> {
  const at = new Date(context.clock());
  const open = changed.filter(({ status, notifiedAt }) => status === 'open' && notifiedAt === null);
  const news = open.filter(({ grain, endsAtMs }) => endsAtMs > lastMs - NEWS_MS[grain]);
  if (news.length === 0) return 0;
  const told = [
    ...(await store.listSince(tx, 'hour', new Date(lastMs - OPEN_MS))),
    ...(await store.listSince(tx, 'day', new Date(lastMs - OPEN_MS))),
  ];
  const untold = news.filter((one) => !told.some((other) => other.notifiedAt !== null && other.id !== one.id && isOfDay(one, other)));
  await store.updateNotified(
    tx,
    news.map(({ id }) => id),
    at,
  );
  const tenant = await findTenantIn(tx);
  if (untold.length === 0 || !tenant) return 0;
  for (const { id, grain, cause, finding, startsAtMs } of untold) {
    const detail = { anomaly: id, grain, cause, startsAt: new Date(startsAtMs).toISOString(), finding };
    await recordSecurityEventIn(tx, { kind: 'anomaly_found', actor: 'system', detail });
  }
  await queueChosenMailIn(context, tx, 'anomalies', noticeOf(tenant.name, untold, context.publicUrl));
  return untold.length;
}

async function keepGroupsIn(context: Context, tx: TenantTx, groups: readonly Group[]): Promise<store.StoredAnomaly[]> {
  const words = await findWordsIn(tx);
  const at = new Date(context.clock());
  const changed: store.StoredAnomaly[] = [];
  for (const group of groups) {
    const stored = await store.upsertAnomaly(tx, newId(), group, { finding: findingOf(group, words), at });
    if (!stored) continue;
    changed.push(stored);
    const key = group.subjectType === 'tenant' ? null : group.subjectKey;
    const { finding, id, members } = stored;
    const insight = { source: 'anomaly', kind: members[0].kind, key: id, day: dayOf(group.startsAtMs), finding } as const;
    await recordInsightIn(tx, { ...insight, subject: { type: group.subjectType, key }, evidence: evidenceOf(group, words) }, at);
  }
  return changed;
}

/** Keeps series, anomalies and how far was looked, in one transaction; what was found before in this time and is not any more is gone. */
async function keepIn(context: Context, tx: TenantTx, { grain, lastMs, fromMs, series, alerts, round }: Found): Promise<Looked> {
  const known = await store.listSince(tx, grain, new Date(fromMs - OPEN_MS));
  const before = known.filter(({ startsAtMs, status }) => startsAtMs < fromMs && status !== 'gone');
  const groups = groupAlerts(grain, alerts, before);
  const keys = new Set(groups.map(({ key }) => key));
  const gone = known.filter(({ key, startsAtMs, status }) => startsAtMs >= fromMs && status === 'open' && !keys.has(key));
  const at = new Date(context.clock());
  await store.replaceSeries(tx, grain, series);
  const changed = await keepGroupsIn(context, tx, groups);
  const goneIds = gone.map(({ id }) => id);
  await store.updateGone(tx, goneIds, at);
  await endInsightsIn(tx, { source: 'anomaly', keys: goneIds }, at);
  const notified = await notifyIn(context, tx, changed, lastMs);
  await store.upsertRound(tx, round);
  const through = grain === 'day' ? dayOf(lastMs) : new Date(lastMs).toISOString();
  const after = { grain, through, found: changed.length, gone: gone.length, notified };
  if (changed.length + gone.length > 0) await recordAuditIn(tx, { actor: 'system', action: 'anomalies.find', target: 'anomalies', after });
  return { through, found: changed.length, notified };
}

async function findAlertsOf(series: readonly WatchedSeries[], fromMs: number, signal?: AbortSignal): Promise<Alert[]> {
  return callInThread<Alert[]>({ module: DETECTING, name: 'findAlerts', input: { series, fromMs } }, signal);
}

/** From when on alerts are news: where the last look ended, and a little before. */
const lookFrom = (grain: Grain, lastMs: number, throughMs: number | undefined) =>
  (throughMs === undefined ? lastMs - FIRST_LOOK[grain] * STEP_MS[grain] : throughMs - AGAIN[grain] * STEP_MS[grain]) + STEP_MS[grain];

async function lookAt(context: Context, tenantId: string, lastMs: number, { grain, signal }: Work): Promise<Looked> {
  const { daysThrough, hoursThrough } = await readIn(context, tenantId, store.findRound);
  const throughMs = grain === 'hour' ? hoursThrough?.getTime() : daysThrough === null ? undefined : Date.parse(daysThrough);
  const read = { tenantId, lastMs, signal };
  const series = grain === 'day' ? await readDailySeries(context, 'system', read) : await readHourlySeries(context, 'system', read);
  const watched = await readIn(context, tenantId, (tx) => watchedIn(context, tx, series));
  const fromMs = lookFrom(grain, lastMs, throughMs);
  const alerts = await findAlertsOf(watched, fromMs, signal);
  const round = grain === 'day' ? { daysThrough: dayOf(lastMs) } : { hoursThrough: new Date(lastMs) };
  return inTenant(context.db, tenantId, (tx) => keepIn(context, tx, { grain, lastMs, fromMs, series, alerts, round }));
}

/** The start of the last day or hour that has ended, and long enough ago. */
function lastWhole(context: Context, grain: Grain): number {
  const step = STEP_MS[grain];
  return Math.floor((context.clock() - LATE_MS[grain]) / step) * step - step;
}

async function isDue(context: Context, tenantId: string, grain: Grain, lastMs: number): Promise<boolean> {
  return readIn(context, tenantId, async (tx) => {
    const { daysThrough, hoursThrough } = await store.findRound(tx);
    if (grain === 'hour') return (hoursThrough?.getTime() ?? -Infinity) < lastMs;
    if (daysThrough !== null && daysThrough >= dayOf(lastMs)) return false;
    const isLate = context.clock() > lastMs + DAY_MS + LONGEST_WAIT_MS;
    return isLate || (await countWaitingIn(tx)).all === 0;
  });
}

/**
 * Looks through a tenant's series of days or hours that have ended since the last look, unless another process is at it: keeps what is
 * unusual, and tells of what is new once. True when there was anything to look through; the same again does nothing. What is cut off is
 * done again by the next call.
 */
export async function watchTenant(context: Context, _actor: 'system', tenantId: string, { grain, signal }: Work): Promise<boolean> {
  const doNext = async (stop: AbortSignal) => {
    const lastMs = lastWhole(context, grain);
    if (!(await isDue(context, tenantId, grain, lastMs))) return false;
    await lookAt(context, tenantId, lastMs, { grain, signal: stop });
    return true;
  };
  return takeTurn(context.db, { name: `anomalies:${grain}:${tenantId}`, doNext, signal });
}

/** Watches the series of all tenants but those that rest or have sample data alone, after each hour and each day, until `close`. */
export function startAnomalyWatch(context: Context, actor: 'system'): Rounds {
  const { log } = context;
  const look = async (signal: AbortSignal) => {
    const resting = await listUnwatchedTenants(context, actor);
    const awake = (await listTenantIds(context, actor)).filter((tenantId) => !resting.has(tenantId));
    const watch = async (tenantId: string) => {
      await watchTenant(context, actor, tenantId, { grain: 'hour', signal });
      await watchTenant(context, actor, tenantId, { grain: 'day', signal });
    };
    await forEachTenant(awake, watch, {
      task: 'anomalies',
      failure: 'series of a tenant could not be watched; it is tried again shortly',
      log,
      signal,
    });
  };
  return startRounds(look, { everyMs: LOOK_EVERY_MS, failure: 'series could not be watched; it is tried again shortly', log });
}
