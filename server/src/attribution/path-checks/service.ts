import { setImmediate as nextTurn } from 'node:timers/promises';
import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { recordSecurityEventIn } from '../../platform/security-events.ts';
import { inDirectory, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { listRestingTenantsIn } from '../../tenants/lifecycle/service.ts';
import { listTenantSlugs } from '../../tenants/service.ts';
import { type ConversionPlace, findNextConversionDayIn, listConversionPlacesIn } from '../../tracking/conversions/service.ts';
import { hasLaterTouchpointsIn } from '../../tracking/eventcolumns/service.ts';
import { countWaitingIn, findConversionsWithOrdersIn, prepareMatchingIn } from '../../tracking/evidence/service.ts';
import { findHorizonIn } from '../../tracking/retention/service.ts';
import { LOOKBACK_DAYS } from '../paths/match.ts';
import { chunkOf } from '../paths/packed.ts';
import type { BuiltPath } from '../paths/rules.ts';
import { buildUnsavedIn } from '../paths/service.ts';
import { findPaths, type StoredPath } from '../paths/store.ts';
import { addContributions, type Changes, createChanges } from '../reports/contributions.ts';
import { agreeingRow, type Rematched } from '../rematches/rematching.ts';
import { openRematches } from '../rematches/service.ts';
import { nameSourcesIn, readSlotsIn } from '../slots/service.ts';
import {
  contentOf,
  createDayHash,
  createPathCheckSum,
  type DayCheck,
  differenceOf,
  isDue,
  type Meanings,
  rollupDifferences,
  rollupRowsOf,
  withForgotten,
} from './rules.ts';
import type { LastPathCheck, PathCheck, PathDifference } from './schema.ts';
import * as store from './store.ts';

const DAY_MS = 86_400_000;
const CONVERSIONS_PER_PAGE = 1_000;
const MOST_MONTHS = 50;
/** What one night looks at of one tenant at most; the next one goes on behind it. */
const MOST_PER_NIGHT = 1_000_000;
const LOOK_EVERY_MS = 600_000;
const FIRST_DAY = '1970-01-01';

const dayAfter = (day: string) => new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
const spanOf = (day: string) => ({ from: `${day}T00:00:00Z`, before: `${dayAfter(day)}T00:00:00Z` });

/** A day under check, in one snapshot. */
interface Day {
  day: string;
  keptFromMs: number | undefined;
  rematched: Rematched | undefined;
  seen: Set<string>;
  /** Stored paths that were met and are of this day. */
  storedOfDay: number;
  changes: Changes;
  hashes: Record<'stored' | 'rebuilt', ReturnType<typeof createDayHash>>;
  differences: PathDifference[];
  conversions: number;
  uncheckable: number;
}

/** The paths of these conversions, built anew and written nowhere, with what the numbers in them and in the stored ones stand for. */
async function rebuildIn(context: Context, tx: TenantTx, ids: readonly string[], stored: readonly StoredPath[]) {
  const rebuilt = new Map<string, BuiltPath>();
  const names = await nameSourcesIn(tx, sourceNumbersOf(stored));
  let known = await readSlotsIn(context, tx);
  for (let open = [...ids]; open.length > 0;) {
    const records = await findConversionsWithOrdersIn(tx, open);
    const { paths, slots, sources, postponed, numbering } = await buildUnsavedIn(context, tx, records);
    for (const { kind, value } of sources) names.set(numbering.sourceOf(kind, value), value);
    for (const path of paths) rebuilt.set(path.conversionId, path);
    known = slots;
    open = postponed;
  }
  const meanings: Meanings = { slots: known, sourceOf: (number) => names.get(number) ?? null };
  return { rebuilt, meanings };
}

function sourceNumbersOf(stored: readonly StoredPath[]): number[] {
  const { referrer, utm } = chunkOf(stored.flatMap(({ packed }) => packed ?? []));
  return [...new Set([...referrer, ...utm])].filter((number) => number >= 0);
}

function addStored(day: Day, stored: readonly StoredPath[], { slots }: Meanings): void {
  addContributions(day.changes, chunkOf(stored.flatMap(({ packed }) => packed ?? [])), slots, 1);
}

/** The stored paths that matching all conversions of the window at once gives as well: they need not be built one by one. */
async function settledIn(context: Context, tx: TenantTx, { rematched }: Day, stored: readonly StoredPath[]) {
  if (rematched === undefined) return new Map<string, StoredPath>();
  const slots = await readSlotsIn(context, tx);
  return new Map(stored.filter((path) => agreeingRow(rematched, path, slots) !== undefined).map((path) => [path.conversionId, path]));
}

async function comparePageIn(context: Context, tx: TenantTx, day: Day, ids: readonly string[]): Promise<void> {
  const stored = await findPaths(tx, [...ids]);
  const byId = new Map(stored.map((path) => [path.conversionId, path]));
  const settled = await settledIn(context, tx, day, stored);
  const open = ids.filter((id) => !settled.has(id));
  const { rebuilt, meanings } = await rebuildIn(context, tx, open, stored);
  for (const [id, path] of settled) rebuilt.set(id, path);
  addStored(day, stored, meanings);
  day.storedOfDay += stored.filter(({ convertedAtMs }) => new Date(convertedAtMs).toISOString().startsWith(day.day)).length;
  const checkableFromMs = day.keptFromMs === undefined ? -Infinity : day.keptFromMs + LOOKBACK_DAYS * DAY_MS;
  for (const id of ids) {
    day.seen.add(id);
    const [is, should] = [byId.get(id), rebuilt.get(id)];
    if ((should?.convertedAtMs ?? 0) < checkableFromMs) {
      day.uncheckable += 1;
      continue;
    }
    const own = is && contentOf(is, meanings);
    const other = should && withForgotten(contentOf(should, meanings), own, day.keptFromMs);
    if (own) day.hashes.stored.add(id, own);
    if (other) day.hashes.rebuilt.add(id, other);
    day.conversions += 1;
    const says = differenceOf(own, other);
    if (says !== undefined) day.differences.push({ of: 'path', conversionId: id, day: day.day, says });
  }
}

/** Paths of the day whose conversion is not there. */
async function compareStrayIn(context: Context, tx: TenantTx, day: Day): Promise<void> {
  for (let after = ''; ;) {
    const ids = await store.listPathIds(tx, spanOf(day.day), after, CONVERSIONS_PER_PAGE);
    const stray = ids.filter((id) => !day.seen.has(id));
    if (stray.length > 0) {
      const stored = await findPaths(tx, stray);
      const { meanings } = await rebuildIn(context, tx, [], stored);
      addStored(day, stored, meanings);
      for (const path of stored) {
        const says = 'a path of this day is stored, and the conversion is not of this day, or not there';
        day.differences.push({ of: 'path', conversionId: path.conversionId, day: day.day, says });
        day.hashes.stored.add(path.conversionId, contentOf(path, meanings));
      }
    }
    const last = ids.at(-1);
    if (last === undefined || ids.length < CONVERSIONS_PER_PAGE) return;
    after = last;
  }
}

interface CheckedDay extends DayCheck {
  uncheckable: number;
  isWaiting: boolean;
}

/** The matches of the window, where no touchpoint that may belong to the day came since: what the window lacks is built one by one. */
async function upToDateIn(tx: TenantTx, name: string, rematched: Rematched | undefined): Promise<Rematched | undefined> {
  const dayMs = Date.parse(name);
  const span = { fromMs: dayMs - LOOKBACK_DAYS * DAY_MS, beforeMs: dayMs + DAY_MS };
  return rematched && !(await hasLaterTouchpointsIn(tx, span, rematched.window)) ? rematched : undefined;
}

async function checkDayIn(context: Context, tx: TenantTx, name: string, matchedBefore?: Rematched): Promise<CheckedDay> {
  await prepareMatchingIn(tx);
  const keptFromMs = (await findHorizonIn(tx))?.keptFrom.getTime();
  const hashes = { stored: createDayHash(), rebuilt: createDayHash() };
  const rematched = await upToDateIn(tx, name, matchedBefore);
  const day: Day = {
    day: name,
    keptFromMs,
    rematched,
    seen: new Set(),
    storedOfDay: 0,
    changes: createChanges(),
    hashes,
    differences: [],
    conversions: 0,
    uncheckable: 0,
  };
  const span = spanOf(name);
  for (let after: ConversionPlace | undefined; ;) {
    const places = await listConversionPlacesIn(tx, span, after, CONVERSIONS_PER_PAGE);
    const ids = places.map(({ id }) => id);
    if (ids.length > 0) await comparePageIn(context, tx, day, ids);
    after = places.at(-1);
    if (places.length < CONVERSIONS_PER_PAGE) break;
    await nextTurn();
  }
  if ((await store.countPaths(tx, span)) !== day.storedOfDay) await compareStrayIn(context, tx, day);
  // The sums of days of which events are kept no longer stay; nothing is left to hold them against.
  if (keptFromMs === undefined || Date.parse(name) >= keptFromMs)
    day.differences.push(...rollupDifferences(name, await store.findDayRollups(tx, name), rollupRowsOf(day.changes)));
  const waiting = await countWaitingIn(tx);
  const { differences, conversions, uncheckable } = day;
  return {
    day: name,
    conversions,
    uncheckable,
    differences,
    storedHash: hashes.stored.digest(),
    rebuiltHash: hashes.rebuilt.digest(),
    isWaiting: waiting.conversions + waiting.touchpoints + waiting.codes > 0,
  };
}

async function nextDayIn(tx: TenantTx, from: string): Promise<string | undefined> {
  const days = [await store.findNextDay(tx, from), await findNextConversionDayIn(tx, from)].flatMap((day) => day ?? []);
  return days.sort()[0];
}

async function monthDifferencesIn(tx: TenantTx): Promise<PathDifference[]> {
  const found = await store.findUnequalMonths(tx, MOST_MONTHS);
  return found.map(({ month, name }) => ({
    of: 'rollup',
    conversionId: null,
    day: month,
    says: `the row of the month ${month.slice(0, 7)} for ${name} is not the sum of its days`,
  }));
}

/** How far a check goes, and who hears of it. */
export interface CheckOptions {
  fromDay?: string | undefined;
  mostConversions?: number | undefined;
  signal?: AbortSignal | undefined;
  onDay?: ((day: DayCheck) => void | Promise<void>) | undefined;
}

/**
 * Builds every path of a tenant anew from the stored events, writes nothing, and compares what comes out with the stored paths, by keys and
 * ids, and the daily and monthly sums with the stored paths. Conversions that nothing but keys and time tells of are matched many days at
 * once; what is stored otherwise than that gives, and all others, are built one by one. Each UTC day is one snapshot. What differs while
 * events wait is no finding: the day is looked at once more in the end, and counted as unsettled where events wait still.
 */
export async function checkPaths(
  context: Context,
  actor: 'system',
  tenantId: string,
  { fromDay, mostConversions = Infinity, signal, onDay }: CheckOptions = {},
): Promise<PathCheck & { nextDay: string | null }> {
  const startedAt = new Date(context.clock()).toISOString();
  const look = <Result>(work: (tx: TenantTx) => Promise<Result>) => inTenant(context.db, tenantId, work, { readOnly: true });
  const sum = createPathCheckSum();
  const rematches = openRematches(context, actor, tenantId, signal);
  const isStopped = () => signal?.aborted === true;
  const again: string[] = [];
  let conversions = 0;
  let day = await look((tx) => nextDayIn(tx, fromDay ?? FIRST_DAY));
  while (day !== undefined && conversions < mostConversions && !isStopped()) {
    const name = day;
    const rematched = await rematches.of(name);
    if (isStopped()) break;
    const checked = await look((tx) => checkDayIn(context, tx, name, rematched));
    sum.addDay(checked);
    sum.addUncheckable(checked.uncheckable);
    if (checked.isWaiting && checked.differences.length > 0) again.push(name);
    else sum.addDifferences(checked.differences);
    conversions += checked.conversions;
    await onDay?.(checked);
    day = await look((tx) => nextDayIn(tx, dayAfter(name)));
  }
  for (const name of again) {
    const { isWaiting, differences } = await look((tx) => checkDayIn(context, tx, name));
    if (isWaiting) sum.addUnsettled(differences.length);
    else sum.addDifferences(differences);
  }
  sum.addDifferences(await look(monthDifferencesIn));
  const finishedAt = new Date(context.clock()).toISOString();
  return { startedAt, finishedAt, isWhole: day === undefined, ...sum.finish(), nextDay: day ?? null };
}

/** Checks a tenant's paths, going on where the last check was cut off, and keeps what it came to; nothing when `signal` aborts. */
export async function checkPathsAndKeep(context: Context, actor: 'system', tenantId: string, signal?: AbortSignal): Promise<void> {
  const before = await inTenant(context.db, tenantId, store.findCheck, { readOnly: true });
  const fromDay = before?.nextDay ?? undefined;
  const { nextDay, ...outcome } = await checkPaths(context, actor, tenantId, { fromDay, mostConversions: MOST_PER_NIGHT, signal });
  if (signal?.aborted === true) return;
  await inTenant(context.db, tenantId, async (tx) => {
    // Without ids of conversions: people behind them may be erased while this is kept.
    const differences = outcome.differences.map((one) => ({ ...one, conversionId: null }));
    await store.upsertCheck(tx, { outcome: { ...outcome, differences }, nextDay });
    const { verdict, conversions, differenceCount } = outcome;
    await recordAuditIn(tx, { actor, action: 'paths.check', target: 'paths', after: { verdict, conversions, differenceCount } });
    if (verdict === 'differs') await recordSecurityEventIn(tx, { kind: 'paths_differ', actor, detail: { conversions, differenceCount } });
  });
}

/** Checks each tenant's paths every night, those of suspended and closed tenants aside, until `close`. */
export function startPathChecks(context: Context, actor: 'system'): Rounds {
  const { log } = context;
  const look = async (signal: AbortSignal) => {
    const resting = await inDirectory(context.db, listRestingTenantsIn);
    const awake = [...(await listTenantSlugs(context, actor)).keys()].filter((tenantId) => !resting.has(tenantId));
    const checkIfDue = async (tenantId: string) => {
      const last = await inTenant(context.db, tenantId, store.findCheck, { readOnly: true });
      const lastMs = last && Date.parse(last.outcome.finishedAt);
      if (isDue(context.clock(), lastMs)) await checkPathsAndKeep(context, actor, tenantId, signal);
    };
    const failure = 'stored paths of a tenant could not be checked; it is tried again shortly';
    await forEachTenant(awake, checkIfDue, { task: 'path-checks', failure, log, signal });
  };
  return startRounds(look, { everyMs: LOOK_EVERY_MS, failure: 'stored paths could not be checked; it is tried again shortly', log });
}

/** What the last nightly check of the tenant's paths found. @throws AppError `forbidden`. */
export async function getLastPathCheck(context: Context, actor: Actor): Promise<LastPathCheck> {
  authorize(actor, 'attribution.read');
  const found = await inTenant(context.db, actor.tenantId, store.findCheck, { readOnly: true });
  return { last: found?.outcome ?? null };
}

/** The last nightly check of each of these tenants that had one. */
export async function listLastPathChecks(context: Context, _actor: 'system', tenantIds: readonly string[]) {
  const checks = new Map<string, PathCheck>();
  for (const tenantId of tenantIds) {
    const found = await inTenant(context.db, tenantId, store.findCheck, { readOnly: true });
    if (found) checks.set(tenantId, found.outcome);
  }
  return checks;
}
