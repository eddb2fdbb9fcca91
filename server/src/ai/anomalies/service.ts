import { listAllCampaignsIn } from '../../catalog/campaigns/service.ts';
import { listReleaseDaysIn } from '../../catalog/episodes/service.ts';
import { listShowNamesIn } from '../../catalog/shows/service.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { callInThread } from '../../platform/thread.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { findTenantIn } from '../../tenants/service.ts';
import { type JudgedPoint, type WatchedSeries, watchState } from './detecting.ts';
import { type Learned, learnedOf, NOTHING_LEARNED } from './learning.ts';
import type { Anomaly, AnomalyFeedback, AnomalySeries, AnomalyStatus, AnomalyWatch } from './schema.ts';
import { DAY_MS, dayOf, HOUR_MS, KEPT, METRICS, nameOf, type Series, type SeriesName, STEP_MS, SUBJECT_TYPES } from './series.ts';
import * as store from './store.ts';

const DETECTING = new URL('./detecting.ts', import.meta.url).href;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MOST_MEMBERS = 50;
const MOST_CHARTS = 6;
const MOST_UNWATCHED = 100;
/** A chart goes on for so many days (hours of an hourly one) behind its anomaly, and begins so many before. */
const CHART = { day: { before: 60, behind: 21 }, hour: { before: 96, behind: 48 } } as const;
/** Verdicts on what is older than anything that is kept of a series teach nothing any more. */
const LEARNING_MS = 400 * DAY_MS;

/** Names of shows and campaigns, by `${type} ${key}`. */
type Names = ReadonlyMap<string, string>;

const subjectOf = ({ subjectType, subjectKey }: Omit<SeriesName, 'metric'>, names: Names) => ({
  type: subjectType,
  key: subjectType === 'tenant' ? null : subjectKey,
  name: names.get(`${subjectType} ${subjectKey}`) ?? null,
});
const nameFields = (name: SeriesName, names: Names) => ({ metric: name.metric, subject: subjectOf(name, names) });

/** What verdicts taught about each series so far; those that nothing is known of are left out. */
export async function findLearnedIn(context: Context, tx: TenantTx): Promise<Map<string, Learned>> {
  const judged = await store.listJudged(tx, new Date(context.clock() - LEARNING_MS));
  return learnedOf(judged.map(({ status, ...anomaly }) => ({ ...anomaly, verdict: status })));
}

/** Series with what bears on what is to be expected of them: releases, the flights of campaigns, and verdicts. */
export async function watchedIn(context: Context, tx: TenantTx, series: readonly Series[]): Promise<WatchedSeries[]> {
  const learned = await findLearnedIn(context, tx);
  const from = dayOf(context.clock() - (KEPT.day + 30) * DAY_MS);
  const releases = Map.groupBy(await listReleaseDaysIn(tx, from), ({ show }) => show);
  const campaigns = new Map((await listAllCampaignsIn(tx)).map((campaign) => [campaign.key, campaign]));
  const daysOf = (show: string) => releases.get(show)?.map(({ day }) => Date.parse(day) / DAY_MS);
  // Of several shows one or another comes out nearly every day: that tells nothing of their sum.
  const [only] = releases.size === 1 ? [...releases.keys()] : [];
  return series.map((one) => {
    const flight = one.subjectType === 'campaign' ? campaigns.get(one.subjectKey) : undefined;
    const show = one.subjectType === 'show' ? one.subjectKey : one.subjectType === 'tenant' ? only : undefined;
    return {
      ...one,
      learned: learned.get(nameOf(one)),
      releases: show === undefined ? undefined : daysOf(show),
      flight: flight && { startsOn: flight.startsOn, endsOn: flight.endsOn },
    };
  });
}

/** What anomalies of the tenant are worded with. */
export async function findWordsIn(tx: TenantTx): Promise<{ names: Map<string, string>; currency: string | null }> {
  return { names: await findNamesIn(tx), currency: (await findTenantIn(tx))?.currency ?? null };
}

async function findNamesIn(tx: TenantTx): Promise<Map<string, string>> {
  // A show without a name answers its key.
  const named = (await listShowNamesIn(tx)).filter(({ key, name }) => name !== key);
  const shows = named.map(({ key, name }) => [`show ${key}`, name] as const);
  const campaigns = (await listAllCampaignsIn(tx)).flatMap(({ key, name }) => (name === null ? [] : [[`campaign ${key}`, name] as const]));
  return new Map([...shows, ...campaigns]);
}

/** What an anomaly is told with beside what is stored of it. */
interface Told {
  learned: ReadonlyMap<string, Learned>;
  names: Names;
}

const findToldIn = async (context: Context, tx: TenantTx): Promise<Told> => ({
  learned: await findLearnedIn(context, tx),
  names: await findNamesIn(tx),
});

function anomalyOf(stored: store.StoredAnomaly, { learned, names }: Told): Anomaly {
  const { id, grain, cause, family, direction, finding, status, note, judgedBy, members } = stored;
  return {
    id,
    grain,
    cause,
    family,
    direction,
    subject: subjectOf(stored, names),
    startsAt: new Date(stored.startsAtMs).toISOString(),
    endsAt: new Date(stored.endsAtMs).toISOString(),
    finding,
    seriesCount: members.length,
    members: members.slice(0, MOST_MEMBERS).map(({ atMs, kind, value, expected, low, high, score, ...name }) => ({
      ...nameFields(name, names),
      at: new Date(atMs).toISOString(),
      kind,
      value,
      expected,
      low,
      high,
      score,
      limitFactor: learned.get(nameOf(name))?.limitFactor ?? 1,
    })),
    status,
    note,
    judgedAt: stored.judgedAt?.toISOString() ?? null,
    judgedBy,
    notifiedAt: stored.notifiedAt?.toISOString() ?? null,
    foundAt: stored.foundAt.toISOString(),
    changedAt: stored.changedAt.toISOString(),
  };
}

function placeOf(after: string | undefined): store.AnomalyPlace | undefined {
  if (after === undefined) return undefined;
  const [startsAt = '', id = '', ...rest] = after.split(' ');
  const ms = Date.parse(startsAt);
  if (Number.isNaN(ms) || new Date(ms).toISOString() !== startsAt || !ID.test(id) || rest.length > 0) throw strayCursor();
  return { startsAt, id };
}

/**
 * What was unusual in the tenant's daily and hourly series, what began last first, alerts of one cause together.
 * @throws AppError `forbidden`; `invalid_request` for a cursor that did not come from an answer.
 */
export async function listAnomalies(
  context: Context,
  actor: Actor,
  filter: store.AnomalyFilter,
  { after, limit }: PageRequest,
): Promise<Page<Anomaly>> {
  authorize(actor, 'anomalies.read');
  const place = placeOf(after);
  const list = async (tx: TenantTx) => {
    const found = await store.listAnomalies(tx, filter, place, limit + 1);
    const told = await findToldIn(context, tx);
    return found.map((stored) => anomalyOf(stored, told));
  };
  const found = await inTenant(context.db, actor.tenantId, list, { readOnly: true });
  return pageOf(found, limit, ({ startsAt, id }) => `${startsAt} ${id}`);
}

function noAnomaly(): AppError {
  return new AppError('not_found', 'There is no such anomaly.');
}

async function findIn(tx: TenantTx, id: string): Promise<store.StoredAnomaly> {
  const found = await store.findAnomaly(tx, id);
  if (!found) throw noAnomaly();
  return found;
}

/** One anomaly with the figures of its series. @throws AppError `forbidden`; `not_found`. */
export async function getAnomaly(context: Context, actor: Actor, id: string): Promise<Anomaly> {
  authorize(actor, 'anomalies.read');
  const read = async (tx: TenantTx) => anomalyOf(await findIn(tx, id), await findToldIn(context, tx));
  return inTenant(context.db, actor.tenantId, read, { readOnly: true });
}

/** A sum of currency units has at most three decimals of rounding noise; a chart needs no more. */
const rounded = (value: number | null) => (value === null ? null : Math.round(value * 1_000) / 1_000);

function chartOf(anomaly: store.StoredAnomaly, points: readonly JudgedPoint[]) {
  const { before, behind } = CHART[anomaly.grain];
  const step = STEP_MS[anomaly.grain];
  const shown = points.filter(({ atMs }) => atMs >= anomaly.startsAtMs - before * step && atMs <= anomaly.endsAtMs + behind * step);
  return shown.map(({ atMs, value, expected, low, high, alert, isLeftOut }) => ({
    at: new Date(atMs).toISOString(),
    value: rounded(value),
    expected: rounded(expected),
    low: rounded(low),
    high: rounded(high),
    alert,
    isLeftOut,
  }));
}

/**
 * The series of an anomaly with what was expected at each point from the points before it, as verdicts stand now: of its first six members,
 * those that are no longer watched aside.
 * @throws AppError `forbidden`; `not_found`.
 */
export async function getAnomalySeries(context: Context, actor: Actor, id: string): Promise<AnomalySeries> {
  authorize(actor, 'anomalies.read');
  const read = async (tx: TenantTx) => {
    const anomaly = await findIn(tx, id);
    const stored = await store.findSeries(tx, anomaly.grain, anomaly.members.slice(0, MOST_CHARTS));
    return { anomaly, ...(await findWordsIn(tx)), watched: await watchedIn(context, tx, stored) };
  };
  const { anomaly, currency, names, watched } = await inTenant(context.db, actor.tenantId, read, { readOnly: true });
  const call = { module: DETECTING, name: 'judgeAll', input: watched };
  const judged = await callInThread<{ name: string; points: JudgedPoint[] }[]>(call);
  return {
    grain: anomaly.grain,
    currency,
    series: watched.map((one, place) => {
      const { limitFactor, verdicts } = one.learned ?? NOTHING_LEARNED;
      return { ...nameFields(one, names), limitFactor, verdicts, points: chartOf(anomaly, judged[place].points) };
    }),
  };
}

/** The limits of the series of an anomaly, by name, where verdicts moved them. */
function factorsOf({ members }: store.StoredAnomaly, learned: ReadonlyMap<string, Learned>): Record<string, number> {
  const moved = members.slice(0, MOST_MEMBERS).flatMap((member) => {
    const factor = learned.get(nameOf(member))?.limitFactor ?? 1;
    return factor === 1 ? [] : [[nameOf(member), Math.round(factor * 1_000) / 1_000] as const];
  });
  return Object.fromEntries(moved);
}

/**
 * Notes what a person says of an anomaly, which moves the limits of its series or leaves its days out of what is learned, from the next
 * look on; the answer tells the limits that now hold. The same again changes nothing; null takes a verdict back with what it taught.
 * @throws AppError `forbidden`; `not_found`.
 */
export async function judgeAnomaly(context: Context, actor: Actor, id: string, { verdict, note }: AnomalyFeedback): Promise<Anomaly> {
  authorize(actor, 'anomalies.judge');
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const before = await store.lockAnomaly(tx, id);
    if (!before) throw noAnomaly();
    const factorsBefore = factorsOf(before, await findLearnedIn(context, tx));
    const isTakenBack = verdict === null;
    const status: AnomalyStatus = verdict ?? (before.status === 'gone' ? 'gone' : 'open');
    const at = isTakenBack ? null : new Date(context.clock());
    const change = { status, note: note ?? null, at, by: isTakenBack ? null : actor.name };
    const after = await store.updateVerdict(tx, id, change);
    const told = await findToldIn(context, tx);
    await recordAuditIn(tx, {
      actor: actor.name,
      action: 'anomaly.judge',
      target: id,
      before: { status: before.status, note: before.note, limitFactors: factorsBefore },
      after: { status, note: note ?? null, limitFactors: factorsOf(after, told.learned) },
    });
    return anomalyOf(after, told);
  });
}

/** Daily series that are not watched and why, the tenant's own first, then in the order of the metrics and of the keys. */
function unwatchedOf(days: readonly Series[], names: Names): AnomalyWatch['unwatched'] {
  const rank = (one: Series) => SUBJECT_TYPES.indexOf(one.subjectType) * METRICS.length + METRICS.indexOf(one.metric);
  const sorted = days.toSorted((a, b) => rank(a) - rank(b));
  return sorted.flatMap((one) => {
    const reason = watchState(one);
    return reason === 'watched' ? [] : [{ ...nameFields(one, names), reason }];
  });
}

function spendMissingOf(days: readonly Series[], daysThrough: string | null, currency: string | null): AnomalyWatch['spendMissing'] {
  if (currency === null) return 'no_currency';
  return daysThrough === null || days.some(({ metric }) => metric === 'spend') ? null : 'no_priced_delivery';
}

/** What is watched, how far, and what is not: what an empty list of anomalies means. @throws AppError `forbidden`. */
export async function getAnomalyWatch(context: Context, actor: Actor): Promise<AnomalyWatch> {
  authorize(actor, 'anomalies.read');
  const read = async (tx: TenantTx) => ({
    round: await store.findRound(tx),
    days: await store.listSeries(tx, 'day'),
    hours: await store.listSeries(tx, 'hour'),
    words: await findWordsIn(tx),
  });
  const { round, days, hours, words } = await inTenant(context.db, actor.tenantId, read, { readOnly: true });
  const unwatched = unwatchedOf(days, words.names);
  const learningSeries = unwatched.filter(({ reason }) => reason === 'too_short').length;
  return {
    daysThrough: round.daysThrough,
    hoursThrough: round.hoursThrough === null ? null : new Date(round.hoursThrough.getTime() + HOUR_MS).toISOString(),
    watchedSeries: days.length - unwatched.length,
    learningSeries,
    sparseSeries: unwatched.length - learningSeries,
    unwatched: unwatched.slice(0, MOST_UNWATCHED),
    spendMissing: spendMissingOf(days, round.daysThrough, words.currency),
    hourlySeries: hours.length,
  };
}
