import type { IntakeResult, Rejection } from '../../platform/item-batch.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { createGroupCommit, type GroupCommit } from '../../platform/group-commit.ts';
import { measuresOf } from '../../platform/measures.ts';
import { ensureMonthsOf } from '../../platform/partitions.ts';
import { inIntake, type IntakeTx } from '../../platform/tenant-door.ts';
import { leaveTrace } from '../../platform/trace-marks.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import {
  countEventsIn,
  grantEventsIn,
  listEventLimits,
  refusalForEvents,
  refusalForStorage,
  unclaimEventsIn,
  withSlot,
} from '../../tenants/quotas/service.ts';
import { getTenantKeys } from '../../tenants/service.ts';
import { addressDaysOf, dropsUnknownConsent, requireOpen } from '../../tenants/standing/service.ts';
import {
  type Arrival,
  type ConversionRow,
  type ConversionSource,
  dropIdentity,
  type EventRow,
  type EventShares,
  parseConversion,
  parseTouchpoint,
  type TouchpointRow,
} from './rules.ts';
import { oldestOf, type Parsed } from './faults.ts';
import { MAX_BATCH } from './schema.ts';
import { keepAddressesIn, rememberAddressesIn } from '../addresses/service.ts';
import { instantsIn } from '../lists/rules.ts';
import { loadLists } from '../lists/service.ts';
import { getKeptFromMs } from '../retention/service.ts';
import { screenIn } from '../screening/service.ts';
import {
  findShareHashings,
  insertShareConversionsIn,
  insertShareTouchpointsIn,
  shareConversion,
  shareTouchpoint,
} from '../shares/service.ts';
import { findFingerprints, insertConversions, insertKeys, insertTouchpoints, type KeyTable } from './store.ts';

/** What became of an event that could be read. */
export type Outcome = 'accepted' | 'duplicate' | 'conflict' | 'invalid' | 'quota_exceeded';

interface Lane<Row extends EventRow> {
  kind: 'touchpoint' | 'conversion';
  table: KeyTable;
  insert(tx: IntakeTx, rows: Row[]): Promise<void>;
}

interface Lanes {
  touchpoints: GroupCommit<TouchpointRow, Outcome>;
  conversions: GroupCommit<ConversionRow, Outcome>;
}

/** Why an event that could be read was not stored. */
const REASONS = {
  conflict: 'this id is stored already with other content; send a changed event under a new id',
  invalid: 'this event could not be stored; a value lies outside what the database takes',
} as const;

/** Thrown to undo a transaction that stored more events than a tenant was allotted. */
class BeyondAllotment extends Error {}

/** The tenants that were at their limit when events of them last came, so that the next ones are counted before they are stored. */
const fullByContext = new WeakMap<Context, Set<string>>();

const lanesByContext = new WeakMap<Context, Lanes>();

function lanesOf(context: Context): Lanes {
  let lanes = lanesByContext.get(context);
  if (!lanes) {
    lanes = {
      touchpoints: openLane(context, { kind: 'touchpoint', table: 'touchpoint_keys', insert: storeTouchpoints }),
      conversions: openLane(context, { kind: 'conversion', table: 'conversion_keys', insert: storeConversions }),
    };
    lanesByContext.set(context, lanes);
  }
  return lanes;
}

async function storeTouchpoints(tx: IntakeTx, rows: TouchpointRow[]): Promise<void> {
  await insertTouchpoints(tx, rows);
  await insertShareTouchpointsIn(tx, rows);
}

async function storeConversions(tx: IntakeTx, rows: ConversionRow[]): Promise<void> {
  await insertConversions(tx, rows);
  await insertShareConversionsIn(tx, rows);
}

function countOutcomes(context: Context, kind: 'touchpoint' | 'conversion', outcomes: readonly Outcome[]): void {
  const { events } = measuresOf(context.log);
  for (const [outcome, all] of Map.groupBy(outcomes, (one) => one)) events.inc({ kind, outcome }, all.length);
}

function openLane<Row extends EventRow>(context: Context, lane: Lane<Row>): GroupCommit<Row, Outcome> {
  return createGroupCommit<Row, Outcome>({
    ownerOf: ({ tenantId }) => tenantId,
    maxRows: 5_000,
    maxWaiting: 100_000,
    maxWaitingOfOwner: 20_000,
    concurrency: 2,
    flush: async (rows) => {
      const outcomes = await withSlot(context, 'system', (slot) => storeGroup(context, lane, { rows, slot }));
      countOutcomes(context, lane.kind, outcomes);
      return outcomes;
    },
  });
}

function keyOf(row: EventRow): string {
  return `${row.tenantId} ${row.id}`;
}

/** Rows in one order everywhere, so that two transactions never wait for each other crosswise; of a repeated id only the first. */
function distinctInOrder<Row extends EventRow>(rows: Row[]): Row[] {
  const first = new Map<string, Row>();
  for (const row of rows) if (!first.has(keyOf(row))) first.set(keyOf(row), row);
  return [...first.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

/** Rows that are stored in one transaction, and the slot their tenants' events are counted in. */
interface Flush<Row extends EventRow> {
  rows: Row[];
  slot: number;
}

async function storeGroup<Row extends EventRow>(context: Context, lane: Lane<Row>, { rows, slot }: Flush<Row>): Promise<Outcome[]> {
  try {
    const outcomes = await storeTogether(context, lane, { rows, slot });
    rememberAddressesIn(
      context,
      rows.filter((_, place) => outcomes[place] === 'accepted'),
    );
    return outcomes;
  } catch (error) {
    if (!isDataFault(error)) throw error;
    if (rows.length === 1) {
      context.log.warn({ err: error }, 'an event that passed validation could not be stored');
      return ['invalid'];
    }
    const middle = rows.length >> 1;
    const left = await storeGroup(context, lane, { rows: rows.slice(0, middle), slot });
    return [...left, ...(await storeGroup(context, lane, { rows: rows.slice(middle), slot }))];
  }
}

function isDataFault(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('22') || code === '23514' || code === '54000';
}

function fullTenantsOf(context: Context): Set<string> {
  let full = fullByContext.get(context);
  if (!full) fullByContext.set(context, (full = new Set()));
  return full;
}

/**
 * Stores rows and counts them last, so that the tenants' counters are held no longer than the commit takes. Only when the allotment of
 * one of the tenants does not reach so far they are counted before they are stored.
 */
async function storeTogether<Row extends EventRow>(context: Context, lane: Lane<Row>, { rows, slot }: Flush<Row>): Promise<Outcome[]> {
  const distinct = distinctInOrder(rows);
  const tenantIds = new Set(rows.map((row) => row.tenantId));
  const limits = await listEventLimits(context, 'system', tenantIds);
  const full = fullTenantsOf(context);
  const asked: Asked<Row> = { rows, distinct, limits, slot, quiet: new Set() };
  if ([...tenantIds].some((tenantId) => full.has(tenantId))) return storeWithin(context, lane, asked);
  try {
    return await inIntake(context.db, tenantIds, async (tx) => {
      const fresh = await claimIn(context, tx, lane, asked);
      if (fresh.length > 0) {
        await lane.insert(tx, fresh);
        await keepAddressesIn(context, tx, fresh);
        if (!(await countEventsIn(context, tx, fresh, asked))) throw new BeyondAllotment();
      }
      if (fresh.length === rows.length) return rows.map(() => 'accepted');
      const fingerprints = await findFingerprints(tx, lane.table, distinct);
      return outcomesOf(asked, { fresh: new Set(fresh), beyond: new Set() }, fingerprints);
    });
  } catch (error) {
    if (!(error instanceof BeyondAllotment)) throw error;
    return storeWithin(context, lane, asked);
  }
}

interface Asked<Row extends EventRow> extends Flush<Row> {
  distinct: Row[];
  limits: ReadonlyMap<string, number>;
  /** The keys of events of which nothing is told, whatever they hold. */
  quiet: Set<string>;
}

/** Claims the ids that are new and that nothing keeps out; returns the rows that got theirs. */
async function claimIn<Row extends EventRow>(
  context: Context,
  tx: IntakeTx,
  lane: Lane<Row>,
  { distinct, quiet }: Asked<Row>,
): Promise<Row[]> {
  const screened = await screenIn(context, tx, { kind: lane.kind, dropIdentity: (row: Row) => dropIdentity(row) }, distinct);
  for (const key of screened.quiet) quiet.add(key);
  return screened.rows.length === 0 ? [] : insertKeys(tx, lane.table, screened.rows);
}

/** Stores of each tenant's new rows, in the order they came, as many as its quota has room for; the others give their ids back. */
async function storeWithin<Row extends EventRow>(context: Context, lane: Lane<Row>, asked: Asked<Row>): Promise<Outcome[]> {
  const { rows, distinct, limits } = asked;
  const full = fullTenantsOf(context);
  return inIntake(context.db, limits.keys(), async (tx) => {
    const claimed = new Set(await claimIn(context, tx, lane, asked));
    const room = claimed.size === 0 ? new Map<string, number>() : await grantEventsIn(context, tx, [...claimed], asked);
    const fresh = new Set<Row>();
    const beyond = new Set<Row>();
    for (const row of rows.filter((one) => claimed.has(one))) {
      const left = room.get(row.tenantId) ?? 0;
      room.set(row.tenantId, left - 1);
      (left > 0 ? fresh : beyond).add(row);
    }
    for (const tenantId of limits.keys()) full.delete(tenantId);
    for (const { tenantId } of beyond) full.add(tenantId);
    if (beyond.size > 0) await unclaimEventsIn(tx, lane.table, [...beyond]);
    const stored = distinct.filter((row) => fresh.has(row));
    if (stored.length > 0) await lane.insert(tx, stored);
    await keepAddressesIn(context, tx, stored);
    return outcomesOf(asked, { fresh, beyond }, await findFingerprints(tx, lane.table, distinct));
  });
}

/** What became of rows whose ids were new: stored, or beyond a quota. */
interface New<Row> {
  fresh: Set<Row>;
  beyond: Set<Row>;
}

function outcomesOf<Row extends EventRow>(
  { rows, quiet }: Asked<Row>,
  { fresh, beyond }: New<Row>,
  fingerprints: Map<string, string>,
): Outcome[] {
  const beyondKeys = new Set([...beyond].map(keyOf));
  return rows.map((row) => {
    if (fresh.has(row)) return 'accepted';
    if (beyondKeys.has(keyOf(row))) return 'quota_exceeded';
    if (quiet.has(keyOf(row))) return 'duplicate';
    return fingerprints.get(keyOf(row)) === row.fingerprint ? 'duplicate' : 'conflict';
  });
}

function checkBatch(items: unknown[], name: string): void {
  if (items.length === 0 || items.length > MAX_BATCH) {
    const detail = `"${name}" holds ${items.length} items; send 1 to ${MAX_BATCH} at a time.`;
    throw new AppError(items.length === 0 ? 'invalid_request' : 'too_large', detail, { errors: [{ pointer: `/${name}`, detail }] });
  }
}

interface Batch<Row extends EventRow> {
  kind: 'touchpoint' | 'conversion';
  items: unknown[];
  parse(item: unknown, arrival: Arrival): Parsed<Row>;
  lane: GroupCommit<Row, Outcome>;
}

async function accept<Row extends EventRow>(context: Context, arrival: Arrival, batch: Batch<Row>): Promise<IntakeResult> {
  const rejected: Rejection[] = [];
  const rows: Row[] = [];
  const indexes: number[] = [];
  batch.items.forEach((item, index) => {
    const parsed = batch.parse(item, arrival);
    if ('rejection' in parsed) rejected.push({ index, ...parsed.rejection });
    else {
      rows.push(parsed.row);
      indexes.push(index);
    }
  });
  if (rejected.length > 0) measuresOf(context.log).events.inc({ kind: batch.kind, outcome: 'invalid' }, rejected.length);
  if (arrival.isHistory === true) await ensureMonthsOf(context.db, rows, oldestOf(arrival));
  const outcomes = await batch.lane.submit(rows);
  if (outcomes.includes('accepted')) await leaveTrace(context.db, arrival.tenantId, 'match');
  const beyond = outcomes.includes('quota_exceeded') ? await refusalForEvents(context, 'system', arrival.tenantId) : undefined;
  let accepted = 0;
  let duplicates = 0;
  outcomes.forEach((outcome, place) => {
    if (outcome === 'accepted') accepted += 1;
    else if (outcome === 'duplicate') duplicates += 1;
    else
      rejected.push({
        index: indexes[place],
        code: outcome,
        detail: outcome === 'quota_exceeded' ? String(beyond?.message) : REASONS[outcome],
      });
  });
  if (beyond && outcomes.length === batch.items.length && outcomes.every((outcome) => outcome === 'quota_exceeded')) throw beyond;
  rejected.sort((a, b) => a.index - b.index);
  return { accepted, duplicates, rejected };
}

async function sharesOf(context: Context, tenantId: string): Promise<EventShares | undefined> {
  const hashings = await findShareHashings(context, 'system', tenantId);
  if (hashings.length === 0) return undefined;
  return { ofTouchpoint: (item) => shareTouchpoint(hashings, item), ofConversion: (item) => shareConversion(hashings, item) };
}

/** How events come in; `history` is an import of events of any age. */
export type IntakeSource = ConversionSource | 'history';

async function arrivalOf(context: Context, actor: Actor, items: readonly unknown[], intakeSource: IntakeSource): Promise<Arrival> {
  await requireOpen(context, 'system', actor.tenantId);
  const beyond = await refusalForStorage(context, 'system', actor.tenantId);
  if (beyond) throw beyond;
  const keys = await getTenantKeys(context, 'system', actor.tenantId);
  const keptFromMs = await getKeptFromMs(context, 'system', actor.tenantId);
  const dropsUnknown = await dropsUnknownConsent(context, 'system', actor.tenantId);
  const shares = await sharesOf(context, actor.tenantId);
  const isHistory = intakeSource === 'history';
  const source = isHistory ? 'import' : intakeSource;
  const { tenantId } = actor;
  const nowMs = context.clock();
  const lists = await loadLists(context, 'system', instantsIn(items));
  const keepsAddresses = (await addressDaysOf(context, 'system', tenantId)) > 0;
  return { tenantId, keys, nowMs, keptFromMs, isHistory, source, dropsUnknown, agentHashes: new Map(), shares, lists, keepsAddresses };
}

/**
 * Whether any more events of a kind may wait to be stored, so that no body is read for those that would be refused.
 * @throws AppError `forbidden`; `unavailable` when too many wait.
 */
export function requireRoom(context: Context, actor: Actor, kind: keyof Lanes): void {
  authorize(actor, `${kind}.create`);
  lanesOf(context)[kind].requireRoom(actor.tenantId, 1);
}

/**
 * Stores touchpoints and resolves after their COMMIT; many concurrent calls share one transaction. Each item stands alone: invalid ones
 * and ids stored with other content are listed in `rejected`, as are those beyond the tenant's quota; the same content again counts as a
 * duplicate.
 * @throws AppError `forbidden`; `suspended`; `quota_exceeded` when nothing but the quota was in the way of all items; `invalid_request`
 * or `too_large` for no or more than 1,000 items; `unavailable` when nothing could be stored.
 */
export async function acceptTouchpoints(context: Context, actor: Actor, items: unknown[], source: IntakeSource): Promise<IntakeResult> {
  authorize(actor, 'touchpoints.create');
  checkBatch(items, 'touchpoints');
  lanesOf(context).touchpoints.requireRoom(actor.tenantId, items.length);
  const arrival = await arrivalOf(context, actor, items, source);
  return accept(context, arrival, { kind: 'touchpoint', items, parse: parseTouchpoint, lane: lanesOf(context).touchpoints });
}

/**
 * Stores touchpoints that were made of what is stored already, with the quota, the screening and the shares of those that come in;
 * resolves after their COMMIT with the outcome of each, in order. The same content again is a duplicate.
 */
export async function acceptTouchpointRows(context: Context, _actor: 'system', rows: TouchpointRow[]): Promise<Outcome[]> {
  return lanesOf(context).touchpoints.submit(rows);
}

/** Stores conversions, with the promises and failures of `acceptTouchpoints`. */
export async function acceptConversions(context: Context, actor: Actor, items: unknown[], source: IntakeSource): Promise<IntakeResult> {
  authorize(actor, 'conversions.create');
  checkBatch(items, 'conversions');
  lanesOf(context).conversions.requireRoom(actor.tenantId, items.length);
  const arrival = await arrivalOf(context, actor, items, source);
  return accept(context, arrival, { kind: 'conversion', items, parse: parseConversion, lane: lanesOf(context).conversions });
}

/** Resolves when every event handed in so far is stored or refused; called before the process ends. */
export async function drainIntakeIn(context: Context): Promise<void> {
  const lanes = lanesByContext.get(context);
  if (lanes) await Promise.all([lanes.touchpoints.idle(), lanes.conversions.idle()]);
}
