import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { createGroupCommit, type GroupCommit } from '../../platform/group-commit.ts';
import { inIntake, type IntakeTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { getTenantKeys } from '../../tenants/service.ts';
import {
  type Arrival,
  type ConversionRow,
  type ConversionSource,
  type EventRow,
  type Parsed,
  parseConversion,
  parseTouchpoint,
  type TouchpointRow,
} from './rules.ts';
import { type IntakeResult, MAX_BATCH, type Rejection } from './schema.ts';
import { screenIn } from '../subjects/service.ts';
import { findFingerprints, insertConversions, insertKeys, insertTouchpoints, type KeyTable } from './store.ts';

type Outcome = 'accepted' | 'duplicate' | 'conflict' | 'invalid';

interface Lane<Row extends EventRow> {
  kind: 'touchpoint' | 'conversion';
  table: KeyTable;
  insert(tx: IntakeTx, rows: Row[]): Promise<void>;
}

interface Lanes {
  touchpoints: GroupCommit<TouchpointRow, Outcome>;
  conversions: GroupCommit<ConversionRow, Outcome>;
}

const CONFLICT = 'this id is stored already with other content; send a changed event under a new id';
const UNSTORABLE = 'this event could not be stored; a value lies outside what the database takes';

const lanesByContext = new WeakMap<Context, Lanes>();

function lanesOf(context: Context): Lanes {
  let lanes = lanesByContext.get(context);
  if (!lanes) {
    lanes = {
      touchpoints: openLane(context, { kind: 'touchpoint', table: 'touchpoint_keys', insert: insertTouchpoints }),
      conversions: openLane(context, { kind: 'conversion', table: 'conversion_keys', insert: insertConversions }),
    };
    lanesByContext.set(context, lanes);
  }
  return lanes;
}

function openLane<Row extends EventRow>(context: Context, lane: Lane<Row>): GroupCommit<Row, Outcome> {
  return createGroupCommit<Row, Outcome>({
    ownerOf: ({ tenantId }) => tenantId,
    maxRows: 5_000,
    maxWaiting: 100_000,
    maxWaitingOfOwner: 20_000,
    concurrency: 2,
    flush: (rows) => storeGroup(context, lane, rows),
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

async function storeGroup<Row extends EventRow>(context: Context, lane: Lane<Row>, rows: Row[]): Promise<Outcome[]> {
  try {
    return await storeTogether(context, lane, rows);
  } catch (error) {
    if (!isDataFault(error)) throw error;
    if (rows.length === 1) {
      context.log.warn({ err: error }, 'an event that passed validation could not be stored');
      return ['invalid'];
    }
    const middle = rows.length >> 1;
    const left = await storeGroup(context, lane, rows.slice(0, middle));
    return [...left, ...(await storeGroup(context, lane, rows.slice(middle)))];
  }
}

function isDataFault(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('22') || code === '23514' || code === '54000';
}

async function storeTogether<Row extends EventRow>(context: Context, lane: Lane<Row>, rows: Row[]): Promise<Outcome[]> {
  const distinct = distinctInOrder(rows);
  const tenantIds = new Set(rows.map((row) => row.tenantId));
  return inIntake(context.db, tenantIds, async (tx) => {
    const screened = await screenIn(context, tx, lane.kind, distinct);
    const fresh = screened.rows.length === 0 ? [] : await insertKeys(tx, lane.table, screened.rows);
    if (fresh.length > 0) await lane.insert(tx, fresh);
    if (fresh.length === rows.length) return rows.map(() => 'accepted');
    const fingerprints = await findFingerprints(tx, lane.table, distinct);
    return outcomesOf(rows, new Set(fresh), { fingerprints, quiet: screened.quiet });
  });
}

/** What is stored of the rows that were not fresh, and of which of them nothing is told. */
interface Known {
  fingerprints: Map<string, string>;
  quiet: Set<string>;
}

function outcomesOf<Row extends EventRow>(rows: Row[], fresh: Set<Row>, { fingerprints, quiet }: Known): Outcome[] {
  return rows.map((row) => {
    if (fresh.has(row)) return 'accepted';
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
  items: unknown[];
  parse(item: unknown, arrival: Arrival): Parsed<Row>;
  lane: GroupCommit<Row, Outcome>;
}

async function accept<Row extends EventRow>(arrival: Arrival, batch: Batch<Row>): Promise<IntakeResult> {
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
  const outcomes = await batch.lane.submit(rows);
  let accepted = 0;
  let duplicates = 0;
  outcomes.forEach((outcome, place) => {
    if (outcome === 'accepted') accepted += 1;
    else if (outcome === 'duplicate') duplicates += 1;
    else rejected.push({ index: indexes[place], code: outcome, detail: outcome === 'conflict' ? CONFLICT : UNSTORABLE });
  });
  rejected.sort((a, b) => a.index - b.index);
  return { accepted, duplicates, rejected };
}

async function arrivalOf(context: Context, actor: Actor, source: ConversionSource): Promise<Arrival> {
  const keys = await getTenantKeys(context, 'system', actor.tenantId);
  return { tenantId: actor.tenantId, keys, nowMs: context.clock(), source, agentHashes: new Map() };
}

/**
 * Stores touchpoints and resolves after their COMMIT; many concurrent calls share one transaction. Each item stands alone: invalid ones and
 * ids stored with other content are listed in `rejected`, the same content again counts as a duplicate.
 * @throws AppError `forbidden`; `invalid_request` or `too_large` for no or more than 1,000 items; `unavailable` when nothing could be
 * stored.
 */
export async function acceptTouchpoints(context: Context, actor: Actor, items: unknown[], source: ConversionSource): Promise<IntakeResult> {
  authorize(actor, 'touchpoints.create');
  checkBatch(items, 'touchpoints');
  const arrival = await arrivalOf(context, actor, source);
  return accept(arrival, { items, parse: parseTouchpoint, lane: lanesOf(context).touchpoints });
}

/** Stores conversions, with the promises and failures of `acceptTouchpoints`. */
export async function acceptConversions(context: Context, actor: Actor, items: unknown[], source: ConversionSource): Promise<IntakeResult> {
  authorize(actor, 'conversions.create');
  checkBatch(items, 'conversions');
  const arrival = await arrivalOf(context, actor, source);
  return accept(arrival, { items, parse: parseConversion, lane: lanesOf(context).conversions });
}

/** Resolves when every event handed in so far is stored or refused; called before the process ends. */
export async function drainIntakeIn(context: Context): Promise<void> {
  const lanes = lanesByContext.get(context);
  if (lanes) await Promise.all([lanes.touchpoints.idle(), lanes.conversions.idle()]);
}
