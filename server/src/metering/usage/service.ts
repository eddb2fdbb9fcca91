import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import type { Rejection } from '../../platform/item-batch.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inDirectory, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { getTenantKeys } from '../../tenants/service.ts';
import { findTimeZoneIn } from '../../tenants/settings/service.ts';
import { isOfAny, limitOf, warningOf, whenUnknown } from '../limits/rules.ts';
import { hasLimits, listLimitsOfMeters, shareLimits, type StoodCounter } from '../limits/store.ts';
import { type Aggregation, BUILT_IN, builtInMeter, type BuiltInMeter, type MeterRule } from './meters.ts';
import { inOrder, LATEST_DAYS, usageRow, type UsageEventRow } from './rules.ts';
import {
  type Meter,
  type MeterInput,
  MOST_EVENTS,
  OWN_SOURCE,
  type StoredUsageEvent,
  type Usage,
  type UsageQuery,
  type UsageResult,
} from './schema.ts';
import {
  type CountedMeter,
  deleteEventsBefore,
  deleteKeysBefore,
  deleteMeter,
  type EventPosition,
  type GivingBack,
  hasChanges,
  hasUsage,
  insertUsage,
  listEvents,
  listFingerprints,
  listOwnMeters,
  listOwnMetersToCount,
  listTenantsWithChanges,
  listUsedDays,
  lockMeter,
  quantityOfSum,
  sumDays,
  sumUsage,
  takeChanges,
  upsertMeter,
  type UsageWindow,
} from './store.ts';

const DAY_MS = 86_400_000;
/** Longer than events are taken, so that no key goes while its event could come again. */
const KEYS_KEPT_DAYS = LATEST_DAYS + 5;
const ROWS_AT_ONCE = 10_000;
/** How long the events behind sums are kept, so that a bill can be checked a year later; the sums stay. */
const EVENTS_KEPT_DAYS = 400;

const textOf = ({ source, id }: { source: string; id: string }) => JSON.stringify([source, id]);

/** What became of one item. */
type Outcome = 'accepted' | 'duplicate' | Omit<Rejection, 'index'>;

const CONFLICT = 'an event with this id of this source was taken before with other content; send a correction under an id of its own';

/** Stores rows whose ids may be known already, and tells what became of each. */
async function storeIn(context: Context, tx: TenantTx, rows: readonly UsageEventRow[]): Promise<Outcome[]> {
  const first = new Map<string, UsageEventRow>();
  for (const row of rows) if (!first.has(textOf(row))) first.set(textOf(row), row);
  const stored = await insertUsage(tx, inOrder([...first.values()]), new Date(context.clock()));
  const fresh = new Set(stored.fresh.map(textOf));
  const known = [...first.values()].filter((row) => !fresh.has(textOf(row)));
  const before = known.length === 0 ? [] : await listFingerprints(tx, known);
  const fingerprints = new Map(before.map((row) => [textOf(row), row.fingerprint]));
  return rows.map((row) => {
    const key = textOf(row);
    if (fresh.has(key) && first.get(key) === row) return 'accepted';
    const taken = fingerprints.get(key) ?? first.get(key)?.fingerprint;
    return taken === row.fingerprint ? 'duplicate' : { code: 'conflict', detail: CONFLICT };
  });
}

/** What is to be said of limits that what was just counted has reached, or that were reached before. */
async function warningsIn(
  tx: TenantTx,
  counted: readonly UsageEventRow[],
  { own, nowMs }: { own: ReadonlyMap<string, CountedMeter>; nowMs: number },
): Promise<string[]> {
  const meters = [...new Set(counted.map(({ meter }) => meter))].filter((meter) => own.get(meter)?.isLimited === true);
  if (meters.length === 0) return [];
  const limits = await listLimitsOfMeters(tx, meters, new Date(nowMs));
  return limits.filter((row) => isOfAny(row, counted)).flatMap((row) => warningOf(limitOf(row, own)) ?? []);
}

/**
 * Stores events of usage on the tenant's own meters, and moves the sums by those whose ids are new. Each item stands alone: one that is
 * wrong is rejected with its fault, the same id of a source twice is a duplicate, with other content a conflict. Limits refuse nothing that
 * has happened: those that are reached are told as warnings. Resolves once all that was accepted is committed.
 * @throws AppError `forbidden`; `invalid_request` for no items, `too_large` for more than 1,000.
 */
export async function acceptUsage(context: Context, actor: Actor, items: readonly unknown[]): Promise<UsageResult> {
  authorize(actor, 'usage.create');
  if (items.length === 0 || items.length > MOST_EVENTS) {
    const detail = `"events" holds ${items.length} items; send 1 to ${MOST_EVENTS} at a time.`;
    throw new AppError(items.length === 0 ? 'invalid_request' : 'too_large', detail, { errors: [{ pointer: '/events', detail }] });
  }
  const { fingerprint: key } = await getTenantKeys(context, 'system', actor.tenantId);
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const limits = { nowMs: context.clock(), own: await listOwnMetersToCount(tx), key };
    const checked = items.map((item) => usageRow(item, limits));
    const rows = checked.flatMap((one) => ('row' in one ? [one.row] : []));
    const stored = rows.length === 0 ? [] : await storeIn(context, tx, rows);
    const rejected: Rejection[] = [];
    let place = 0;
    const counts = { accepted: 0, duplicates: 0 };
    for (const [index, one] of checked.entries()) {
      const outcome = 'row' in one ? stored[place++] : one.rejection;
      if (outcome === 'accepted') counts.accepted += 1;
      else if (outcome === 'duplicate') counts.duplicates += 1;
      else rejected.push({ index, ...outcome });
    }
    const counted = rows.filter((_row, index) => stored[index] === 'accepted');
    return { ...counts, rejected, warnings: await warningsIn(tx, counted, { own: limits.own, nowMs: limits.nowMs }) };
  });
}

/** What was counted on a meter, under an id that no other count of the tenant's on it bears. */
export interface CountedUsage {
  meter: string;
  id: string;
  /** Exact decimal. */
  quantity: string;
  /** Milliseconds since 1970; now where it is left out. */
  atMs?: number;
  campaign?: string | undefined;
  feature?: string | undefined;
}

/** What Earshot counted itself. */
export interface OwnUsage extends CountedUsage {
  meter: BuiltInMeter;
}

/** Counts in the caller's transaction; an id that was counted before changes nothing. The caller authorizes. */
export async function recordUsageIn(context: Context, tx: TenantTx, used: readonly OwnUsage[]): Promise<void> {
  if (used.length === 0) return;
  await shareLimits(tx);
  await recordHeldIn(context, tx, used);
}

/**
 * Counts on any meter of the tenant in a transaction that keeps limits as they are already (`shareLimits`), and gives back what was set
 * aside on limits, in one statement; answers where the counters stand that were moved, if anything was given back. The caller authorizes,
 * and has looked that the meter is there.
 */
export async function recordHeldIn(
  context: Context,
  tx: TenantTx,
  used: readonly CountedUsage[],
  givingBack: readonly GivingBack[] = [],
): Promise<StoodCounter[]> {
  if (used.length === 0 && givingBack.length === 0) return [];
  const rows = used.map(({ meter, id, quantity, atMs, campaign = '', feature = '' }): UsageEventRow => ({
    source: OWN_SOURCE,
    id: `${meter}:${id}`,
    meter,
    occurredAt: new Date(atMs ?? context.clock()).toISOString(),
    quantity,
    campaign,
    feature,
    fingerprint: '',
  }));
  const stored = await insertUsage(tx, inOrder(rows), new Date(context.clock()), givingBack);
  const fresh = new Set(stored.fresh.map(textOf));
  const known = rows.filter((row) => !fresh.has(textOf(row)));
  if (known.length > 0) await tellOfLost(context, tx, known);
  return stored.counters;
}

/** What was counted before is known, and has no fingerprint; whatever has one came from elsewhere, under an id that is Earshot's own. */
async function tellOfLost({ log }: Context, tx: TenantTx, known: readonly UsageEventRow[]): Promise<void> {
  const lost = (await listFingerprints(tx, known)).filter(({ fingerprint }) => fingerprint !== '');
  for (const { id } of lost)
    log.error({ tenantId: tx.tenantId, id }, 'what Earshot counted could not be added: an event that was sent bears the same id');
}

const BUILT_IN_METERS = Object.entries(BUILT_IN)
  .map(([key, rule]): Meter => ({ key, ...rule, isBuiltIn: true, whenUnknown: whenUnknown(key) }))
  .toSorted((a, b) => (a.key < b.key ? -1 : 1));

/** The built-in meters, then those of the tenant's own. */
function metersOf(own: ReadonlyMap<string, MeterRule>): Map<string, Meter> {
  const meters = new Map(BUILT_IN_METERS.map((meter) => [meter.key, meter]));
  for (const [key, rule] of own) meters.set(key, { key, ...rule, isBuiltIn: false, whenUnknown: whenUnknown(key) });
  return meters;
}

/** The meters of the tenant: those that Earshot counts itself, then its own. @throws AppError `forbidden`. */
export async function listMeters(context: Context, actor: Actor): Promise<{ items: Meter[] }> {
  authorize(actor, 'usage.read');
  return { items: [...(await inTenant(context.db, actor.tenantId, findMetersIn)).values()] };
}

/**
 * Makes a meter of the tenant's own, or changes it. What was counted keeps its meaning: unit and aggregation of a meter with usage stay.
 * @throws AppError `forbidden`; `conflict` for a built-in meter, and for another unit or aggregation of a meter that has usage.
 */
export async function putMeter(context: Context, actor: Actor, key: string, input: MeterInput): Promise<Meter> {
  authorize(actor, 'meters.write');
  if (builtInMeter(key)) throw new AppError('conflict', `"${key}" is counted by Earshot itself; choose another key.`);
  return inTenant(context.db, actor.tenantId, async (tx) => {
    await shareLimits(tx);
    const before = await lockMeter(tx, key);
    const isOther = before !== undefined && (before.unit !== input.unit || before.aggregation !== input.aggregation);
    if (isOther && (await hasLimits(tx, key)))
      throw new AppError('conflict', `"${key}" has limits, which would lose their meaning; remove those first.`);
    if (isOther && (await hasUsage(tx, key))) {
      const message = `"${key}" has usage in ${before.unit}, by ${before.aggregation}; neither can change any more. Make another meter.`;
      throw new AppError('conflict', message);
    }
    await upsertMeter(tx, key, input, new Date(context.clock()));
    await recordAuditIn(tx, { actor: actor.name, action: 'meter.put', target: key, before: before && { ...before }, after: input });
    return { key, ...input, isBuiltIn: false, whenUnknown: whenUnknown(key) };
  });
}

/**
 * Removes a meter on which nothing was ever counted.
 * @throws AppError `forbidden`; `not_found`; `conflict` when it has usage, which would lose its meaning.
 */
export async function removeMeter(context: Context, actor: Actor, key: string): Promise<void> {
  authorize(actor, 'meters.write');
  await inTenant(context.db, actor.tenantId, async (tx) => {
    await shareLimits(tx);
    const before = await lockMeter(tx, key);
    if (!before) throw new AppError('not_found', 'There is no such meter of your own.');
    if (await hasUsage(tx, key)) throw new AppError('conflict', `"${key}" has usage, which would lose its meaning; it stays.`);
    if (await hasLimits(tx, key)) throw new AppError('conflict', `"${key}" has limits; remove those first.`);
    await deleteMeter(tx, key);
    await recordAuditIn(tx, { actor: actor.name, action: 'meter.delete', target: key, before: { ...before } });
  });
}

/** The day of an instant in a time zone, as 2026-11-01. */
function dayIn(timeZone: string, ms: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(ms));
}

/** The window that is asked for; this month up to today by default. @throws AppError `invalid_request` for one without a day. */
async function windowIn(
  context: Context,
  tx: TenantTx,
  query: { from?: string | undefined; to?: string | undefined },
): Promise<UsageWindow> {
  const timeZone = await findTimeZoneIn(tx);
  const today = dayIn(timeZone, context.clock());
  const to = query.to ?? new Date(Date.parse(today) + DAY_MS).toISOString().slice(0, 10);
  const from = query.from ?? (to > today ? `${today.slice(0, 7)}-01` : `${to.slice(0, 7)}-01`);
  if (from >= to) throw invalid('/to', `"to" is ${to} and must lie after "from", which is ${from}; it is the day after the last.`);
  return { from, to, timeZone };
}

/** What rule a meter of the tenant follows; of one that was never made, none. */
function ruleOf(own: ReadonlyMap<string, MeterRule>, key: string): MeterRule | undefined {
  return builtInMeter(key) ?? own.get(key);
}

function unknownMeter(key: string): AppError {
  return invalid('/meter', `There is no meter "${key}"; GET /api/v1/cost/meters lists those there are.`);
}

/**
 * What was used in a window of whole days of the tenant's time zone, by meter and by what it is grouped by. Usage is kept by hours of UTC,
 * so days of zones that lie half an hour off begin with the hour that holds their beginning.
 * @throws AppError `forbidden`; `invalid_request` for an unknown meter, or a window that ends before it begins.
 */
export async function getUsage(context: Context, actor: Actor, query: UsageQuery): Promise<Usage> {
  authorize(actor, 'usage.read');
  const { meter, groupBy } = query;
  return inTenant(
    context.db,
    actor.tenantId,
    async (tx) => {
      const own = await listOwnMeters(tx);
      if (meter !== undefined && ruleOf(own, meter) === undefined) throw unknownMeter(meter);
      const window = await windowIn(context, tx, query);
      const rows = (await sumUsage(tx, { ...window, meter }, groupBy)).flatMap((sum) => {
        const rule = ruleOf(own, sum.meter);
        if (rule === undefined) return [];
        const { unit, aggregation } = rule;
        return [{ meter: sum.meter, unit, aggregation, key: sum.key, quantity: quantityOfSum(sum, aggregation), events: sum.events }];
      });
      return { from: window.from, to: window.to, timeZone: window.timeZone, groupBy, rows };
    },
    { readOnly: true },
  );
}

function positionOf(after: string | undefined): EventPosition | undefined {
  if (after === undefined) return undefined;
  try {
    const [occurredAt, source, id, ...rest] = JSON.parse(after) as unknown[];
    const isIt = typeof occurredAt === 'string' && !Number.isNaN(Date.parse(occurredAt)) && typeof source === 'string';
    if (isIt && typeof id === 'string' && rest.length === 0) return { occurredAt, source, id };
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
  }
  throw strayCursor();
}

/**
 * The events behind a meter's figure, oldest first, so that it can be added up by whoever doubts it.
 * @throws AppError `forbidden`; `invalid_request` for an unknown meter, a window that ends before it begins, or a stray cursor.
 */
export async function listUsageEvents(
  context: Context,
  actor: Actor,
  query: { meter: string; from?: string | undefined; to?: string | undefined },
  page: PageRequest,
): Promise<Page<StoredUsageEvent>> {
  authorize(actor, 'usage.read');
  const after = positionOf(page.after);
  const rows = await inTenant(context.db, actor.tenantId, async (tx) => {
    if (ruleOf(await listOwnMeters(tx), query.meter) === undefined) throw unknownMeter(query.meter);
    return listEvents(tx, { ...(await windowIn(context, tx, query)), meter: query.meter }, after, page.limit + 1);
  });
  return pageOf(rows, page.limit, ({ occurredAt, source, id }) => JSON.stringify([occurredAt, source, id]));
}

/** What was used on a meter on a day of the tenant's time zone, for a campaign and a feature, null for none. */
export interface DailyUsage {
  meter: string;
  unit: string;
  aggregation: Aggregation;
  day: string;
  campaign: string | null;
  feature: string | null;
  /** Exact decimal. */
  quantity: string;
}

/** The tenant's meters, for areas that price them. The caller authorizes. */
export async function findMetersIn(tx: TenantTx): Promise<ReadonlyMap<string, Meter>> {
  return metersOf(await listOwnMeters(tx));
}

/** The same for who counts or reserves on the tenant's own meters: limits are kept as they are until the transaction ends. */
export async function findMetersToCountIn(tx: TenantTx): Promise<ReadonlyMap<string, Meter>> {
  return metersOf(await listOwnMetersToCount(tx));
}

/** What was used from one day to another (excluded) on these meters, in order. The caller authorizes. */
export async function listDailyUsageIn(
  tx: TenantTx,
  window: { from: string; to: string },
  meters: readonly string[],
): Promise<DailyUsage[]> {
  const known = await findMetersIn(tx);
  const sums = await sumDays(tx, { ...window, timeZone: await findTimeZoneIn(tx) }, meters);
  return sums.flatMap((sum) => {
    const meter = known.get(sum.meter);
    if (meter === undefined) return [];
    const { unit, aggregation } = meter;
    const [campaign, feature] = [sum.campaign || null, sum.feature || null];
    return [{ meter: sum.meter, unit, aggregation, day: sum.day, campaign, feature, quantity: quantityOfSum(sum, aggregation) }];
  });
}

/** On which days from one to another (excluded) which meters were used, in order. The caller authorizes. */
export async function listUsedDaysIn(tx: TenantTx, window: { from: string; to: string }): Promise<{ meter: string; day: string }[]> {
  return listUsedDays(tx, { ...window, timeZone: await findTimeZoneIn(tx) });
}

/** Takes which meters changed on which days since they were last taken; what changes later comes again. The caller authorizes. */
export async function takeChangedUsageIn(tx: TenantTx, limit: number): Promise<{ meter: string; day: string }[]> {
  return takeChanges(tx, await findTimeZoneIn(tx), limit);
}

/** Whether there is usage that nobody has taken yet. The caller authorizes. */
export async function hasChangedUsageIn(tx: TenantTx): Promise<boolean> {
  return hasChanges(tx);
}

/** The tenants with usage that nobody has taken yet. */
export async function listTenantsWithChangedUsage(context: Context, _actor: 'system'): Promise<string[]> {
  return inDirectory(context.db, listTenantsWithChanges);
}

/** Forgets which events were taken once their time alone would have them refused, and events older than 400 days. Answers how many. */
export async function forgetOldUsage(context: Context, _actor: 'system', tenantId: string): Promise<number> {
  const before = (days: number) => new Date(context.clock() - days * DAY_MS);
  const parts = [
    (tx: TenantTx) => deleteKeysBefore(tx, before(KEYS_KEPT_DAYS), ROWS_AT_ONCE),
    (tx: TenantTx) => deleteEventsBefore(tx, before(EVENTS_KEPT_DAYS), ROWS_AT_ONCE),
  ];
  let forgotten = 0;
  for (const part of parts) {
    for (let some = ROWS_AT_ONCE; some === ROWS_AT_ONCE; forgotten += some) some = await inTenant(context.db, tenantId, part);
  }
  return forgotten;
}
