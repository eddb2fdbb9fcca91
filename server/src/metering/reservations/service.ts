import { findCampaignsIn } from '../../catalog/campaigns/service.ts';
import { newId } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { inDirectory, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { onceIn } from '../../security/idempotency/service.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { hasRoom, isAbove, limitOf, limitReached, warningOf } from '../limits/rules.ts';
import type { Limit } from '../limits/schema.ts';
import { sendLimitNotices } from '../limits/service.ts';
import { type LimitRow, listLimitsOf, shareLimits, type StoodCounter, type Use } from '../limits/store.ts';
import type { Meter } from '../usage/schema.ts';
import { findMetersIn, findMetersToCountIn, recordHeldIn } from '../usage/service.ts';
import { eventsOf, quantityFault } from './rules.ts';
import { type KeptReservation, type NewReservation, Reservation, type SettledReservation } from './schema.ts';
import * as store from './store.ts';

const LOOK_EVERY_MS = 15_000;
/** How long a closed reservation is remembered, for whoever settles it late or twice. */
const KEPT_MS = 24 * 3_600_000;

const NONE = { campaign: '', feature: '' };

/** What work may use, before it begins. */
export interface Ask extends Partial<Use> {
  /** Under which it is settled. */
  id: string;
  meter: string;
  /** Exact decimal: the most that the work may use. */
  quantity: string;
  /** After so long it is given back, unless it is kept or settled before. */
  forMs: number;
}

type Meters = ReadonlyMap<string, Meter>;

/** How the limits of a use stand, the innermost first. */
async function standingsIn(tx: TenantTx, use: Use, now: Date): Promise<Limit[]> {
  const rows = await listLimitsOf(tx, use, now);
  return rows.length === 0 ? [] : limitsOf(rows, await findMetersIn(tx));
}

const limitsOf = (rows: readonly LimitRow[], meters: Meters) => rows.map((row) => limitOf(row, meters));

/** Limits with those of their counters that were changed at their new places. */
function movedTo(
  rows: readonly LimitRow[],
  counterOf: (row: LimitRow, place: number) => Pick<StoodCounter, 'used' | 'reserved'> | undefined,
): LimitRow[] {
  return rows.map((row, place) => {
    const counter = counterOf(row, place);
    return counter ? { ...row, used: counter.used, reserved: counter.reserved } : row;
  });
}

/**
 * Sets aside what work may use on every limit that holds for it, or refuses it and sets nothing aside: then the caller's transaction must
 * be undone. Whoever reserves at the same time waits, so that no hard limit is ever passed. Answers the limits as they stand with it.
 * What is not settled is given back after its time. The caller authorizes. Commit before the work begins.
 * @throws AppError `quota_exceeded`, or `spend_limit_reached` where money is counted.
 */
export async function reserveIn(context: Context, tx: TenantTx, ask: Ask): Promise<Limit[]> {
  await shareLimits(tx);
  const rows = await setAsideIn(context, tx, ask);
  return rows.length === 0 ? [] : limitsOf(rows, await findMetersIn(tx));
}

/** The same for who keeps limits as they are already. Others wait for what it changes, so commit soon. @throws AppError as `reserveIn`. */
async function setAsideIn(context: Context, tx: TenantTx, ask: Ask): Promise<LimitRow[]> {
  const nowMs = context.clock();
  const asked = { ...NONE, ...ask, now: new Date(nowMs), expiresAt: new Date(nowMs + ask.forMs) };
  const found = await store.reserve(tx, asked);
  const refusing = found.findIndex(({ held }) => held === undefined);
  if (refusing === -1) {
    const rows = found.map(({ limit }) => limit);
    return movedTo(rows, (_row, place) => found[place].held);
  }
  // What is used was read before others were waited for.
  const present = await standingsIn(tx, asked, asked.now);
  throw limitReached(present[refusing], ask.quantity, nowMs);
}

/**
 * The same for work that may be begun again under its id, as when the process that did it died: what is still set aside for it is kept, and
 * what expired or was given back is set aside anew, so that work holds room for itself once however often it is tried. Nothing is set aside
 * for work that is settled. The caller authorizes.
 * @throws AppError as `reserveIn` does.
 */
export async function reserveAgainIn(context: Context, tx: TenantTx, ask: Ask): Promise<void> {
  await shareLimits(tx);
  const row = await store.lockReservation(tx, ask.id);
  if (row?.state === 'settled') return;
  if (row?.state === 'open') {
    await keepReservationIn(context, tx, ask.id, ask.forMs);
    return;
  }
  if (row) await store.deleteReservation(tx, ask.id);
  await reserveIn(context, tx, ask);
}

/**
 * The refusal of work at a hard limit that has no room for it now, without setting anything aside; undefined where there is room. For work
 * that is asked for now and begins, with a reservation, later.
 */
export async function refusalIn(context: Context, tx: TenantTx, use: Partial<Use> & { meter: string; quantity: string }) {
  const nowMs = context.clock();
  const limits = await standingsIn(tx, { ...NONE, ...use }, new Date(nowMs));
  const full = limits.find((limit) => !hasRoom(limit, use.quantity));
  return full && limitReached(full, use.quantity, nowMs);
}

/** Keeps what is set aside for work that goes on. The caller authorizes. */
export async function keepReservationIn(context: Context, tx: TenantTx, id: string, forMs: number): Promise<boolean> {
  return store.updateExpiry(tx, id, new Date(context.clock() + forMs));
}

/** What closing a reservation found. */
interface Closed {
  row: store.ReservationRow;
  /** False where it had ended before. */
  isFirst: boolean;
  /** Whether what it set aside was still held. */
  isHeld: boolean;
}

/** How a reservation ends: with what was used, or without. */
interface End {
  id: string;
  settled: string | null;
}

/**
 * Closes a reservation: what it set aside is given back, and `record` counts what was used, as of when it was set aside, which is when the
 * work began. Only the first settlement counts; after its time it counts, too, and nothing is given back twice. A release after another
 * end changes nothing. Undefined where there is no such reservation. The caller authorizes.
 */
export async function closeReservationIn(
  context: Context,
  tx: TenantTx,
  end: End,
  record: (reservedAt: Date, row: store.ReservationRow) => Promise<void> = async () => undefined,
): Promise<Closed | undefined> {
  await shareLimits(tx);
  const row = await store.lockReservation(tx, end.id);
  if (!row) return undefined;
  const closed = await closeLockedIn(context, tx, row, end.settled);
  // Usage first: it moves sums and then counters, as every batch of usage does. From here on others wait until the transaction ends.
  if (closed.isFirst) await record(row.reservedAt, row);
  if (closed.isHeld) await store.giveBack(tx, [row]);
  return closed;
}

/** Closes a reservation that is locked; what it holds is still to be given back. */
async function closeLockedIn(context: Context, tx: TenantTx, row: store.ReservationRow, settled: string | null): Promise<Closed> {
  const isHeld = row.state === 'open';
  const isFirst = isHeld || (row.state === 'expired' && settled !== null);
  const state = settled === null ? 'released' : 'settled';
  if (isFirst) await store.closeReservation(tx, row.id, { state, settled, keptUntil: new Date(context.clock() + KEPT_MS) });
  return { row, isFirst, isHeld };
}

/** What a reservation has set aside, limit by limit. */
const partsOf = ({ quantity, limitIds, periodStarts }: store.ReservationRow) =>
  limitIds.map((limitId, place) => ({ limitId, periodStart: periodStarts[place], quantity }));

function noSuchReservation(): AppError {
  return new AppError('not_found', 'There is no such reservation; one is forgotten a day after its end.');
}

/** @throws AppError `invalid_request` for a meter, a quantity or a campaign that no reservation can have. */
async function checkIn(tx: TenantTx, meters: Meters, { meter: key, quantity, campaign }: NewReservation): Promise<void> {
  const meter = meters.get(key);
  if (!meter) throw invalid('/meter', `There is no meter "${key}"; GET /api/v1/cost/meters lists those there are.`);
  const fault = quantityFault(meter, quantity);
  if (fault) throw fault;
  if (campaign !== undefined && (await findCampaignsIn(tx, [campaign])).length === 0)
    throw invalid('/campaign', 'There is no campaign with this key.');
}

const warningsOf = (limits: readonly Limit[]) => limits.flatMap((limit) => warningOf(limit) ?? []);

/**
 * Sets aside what work on a meter of the tenant's own may use: on all limits that hold for it, or on none.
 * With an idempotency key the same call again within a day sets nothing aside and answers the same, as long as what it set aside is open.
 * @throws AppError `forbidden`; `invalid_request`; `quota_exceeded`, or `spend_limit_reached` where the meter counts money; `conflict` for
 * the same call again once its reservation is not open any more; what `onceIn` throws.
 */
export async function createReservation(
  context: Context,
  actor: Actor,
  asked: NewReservation,
  idempotencyKey?: string,
): Promise<Reservation> {
  authorize(actor, 'reservations.write');
  const { name: principal } = actor;
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const create = async (): Promise<Reservation> => {
      const meters = await findMetersToCountIn(tx);
      await checkIn(tx, meters, asked);
      const { meter, quantity, campaign = '', feature = '', seconds } = asked;
      const [id, forMs] = [newId(), seconds * 1_000];
      const expiresAt = new Date(context.clock() + forMs).toISOString();
      const limits = limitsOf(await setAsideIn(context, tx, { id, meter, quantity, campaign, feature, forMs }), meters);
      return { id, meter, quantity, expiresAt, limits, warnings: warningsOf(limits) };
    };
    if (idempotencyKey === undefined) return create();
    const route = 'POST /cost/reservations';
    const made = await onceIn(context, tx, { principal, route, key: idempotencyKey, body: asked, answer: Reservation }, create);
    await requireOpenIn(context, tx, made.id);
    return made;
  });
}

/** Holds an answer that was given before to what is so now. @throws AppError `conflict` for a reservation that is not open any more. */
async function requireOpenIn(context: Context, tx: TenantTx, id: string): Promise<void> {
  const row = await store.lockReservation(tx, id);
  if (row?.state === 'open' && row.expiresAt.getTime() > context.clock()) return;
  const message =
    'The reservation that was made with this Idempotency-Key is not open any more: it was settled or given back, or its time has passed. ' +
    'Use a new key to set aside anew.';
  throw new AppError('conflict', message);
}

/** A reservation that programs may close, locked, and limits kept as they are: those of Earshot's own work are none of theirs. */
interface Own {
  row: store.ReservationRow;
  meter: Meter;
  meters: Meters;
}

/** @throws AppError `not_found`. */
async function lockOwnIn(tx: TenantTx, id: string): Promise<Own> {
  const meters = await findMetersToCountIn(tx);
  const row = await store.lockReservation(tx, id);
  const meter = row && meters.get(row.meter);
  if (!meter || meter.isBuiltIn) throw noSuchReservation();
  return { row, meter, meters };
}

/** The limits of a reservation that was closed as they stand now: as they were, where what was given back moved their counters last. */
async function presentIn(
  context: Context,
  tx: TenantTx,
  { row, before, givenBack }: { row: store.ReservationRow; before: LimitRow[]; givenBack: StoodCounter[] },
): Promise<LimitRow[]> {
  const counterOf = ({ id, periodStartsAt }: LimitRow) =>
    givenBack.find(({ limitId, periodStart }) => limitId === id && periodStart.getTime() === Date.parse(periodStartsAt));
  if (before.every(counterOf)) return movedTo(before, counterOf);
  return listLimitsOf(tx, row, new Date(context.clock()));
}

function settledWarnings(row: store.ReservationRow, quantity: string, limits: readonly Limit[]): string[] {
  const beyond = isAbove(quantity, row.quantity)
    ? [`${quantity} were used where ${row.quantity} were set aside; all of it is counted. Reserve the most that work may use.`]
    : [];
  return [...beyond, ...warningsOf(limits)];
}

/**
 * Counts what work used in truth, in full, and gives back what was set aside for it. Only the first settlement counts; one after its time
 * counts as usage.
 * @throws AppError `forbidden`; `not_found`; `invalid_request` for a quantity that the meter cannot count; `conflict` when it was released.
 */
export async function settleReservation(context: Context, actor: Actor, id: string, quantity: string): Promise<SettledReservation> {
  authorize(actor, 'reservations.write');
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const { row, meter, meters } = await lockOwnIn(tx, id);
    const fault = quantityFault(meter, quantity);
    if (fault) throw fault;
    // Before the first change, for which others wait; what this one moves is known from it.
    const before = await listLimitsOf(tx, row, new Date(context.clock()));
    const { campaign, feature } = row;
    const events = eventsOf(meter, { id, quantity, atMs: row.reservedAt.getTime(), campaign, feature });
    const { isFirst, isHeld } = await closeLockedIn(context, tx, row, quantity);
    // In one statement: from here on others wait until the transaction ends.
    const givenBack = isFirst ? await recordHeldIn(context, tx, events, isHeld ? partsOf(row) : []) : [];
    if (row.state === 'released')
      throw new AppError('conflict', 'This reservation was given back; send what was used to POST /cost/usage.');
    const limits = limitsOf(await presentIn(context, tx, { row, before, givenBack }), meters);
    const counted = row.settled ?? quantity;
    const facts = { id, meter: meter.key, reserved: row.quantity, quantity: counted, isFirst, isLate: row.state === 'expired' };
    return { ...facts, warnings: settledWarnings(row, counted, limits) };
  });
}

/** Gives back what was set aside. @throws AppError `forbidden`; `not_found`; `conflict` when it was settled. */
export async function releaseReservation(context: Context, actor: Actor, id: string): Promise<void> {
  authorize(actor, 'reservations.write');
  await inTenant(context.db, actor.tenantId, async (tx) => {
    const { row } = await lockOwnIn(tx, id);
    const { isHeld } = await closeLockedIn(context, tx, row, null);
    if (isHeld) await store.giveBack(tx, [row]);
    if (row.state === 'settled') throw new AppError('conflict', 'This reservation is settled: what was used is counted.');
  });
}

/** Keeps what is set aside for work that goes on. @throws AppError `forbidden`; `not_found`; `conflict` when it is not open any more. */
export async function keepReservation(context: Context, actor: Actor, id: string, seconds: number): Promise<KeptReservation> {
  authorize(actor, 'reservations.write');
  return inTenant(context.db, actor.tenantId, async (tx) => {
    await lockOwnIn(tx, id);
    const forMs = seconds * 1_000;
    if (!(await keepReservationIn(context, tx, id, forMs)))
      throw new AppError('conflict', 'This reservation is not open any more: it was settled or given back.');
    return { id, expiresAt: new Date(context.clock() + forMs).toISOString() };
  });
}

/** Gives back what was set aside for work that nobody settled in time, as when a process died. Answers how many there were. */
export async function expireMeterReservations(context: Context, _actor: 'system'): Promise<number> {
  const now = new Date(context.clock());
  let expired = 0;
  const expire = (tenantId: string) =>
    inTenant(context.db, tenantId, async (tx) => {
      await shareLimits(tx);
      await store.deleteClosed(tx, now);
      const found = await store.expireReservations(tx, now, new Date(now.getTime() + KEPT_MS));
      await store.giveBack(tx, found);
      expired += found.length;
    });
  const due = await inDirectory(context.db, (tx) => store.listTenantsWithExpired(tx, now));
  await forEachTenant(due, expire, {
    task: 'reservation-expiry',
    failure: 'what was set aside could not be given back; it is tried again',
    log: context.log,
  });
  return expired;
}

/** Looks every 15 seconds for reservations that nobody settled in time, and for limits that are reached, until `close`. */
export function startLimits(context: Context, actor: 'system'): Rounds {
  const round = async () => {
    await expireMeterReservations(context, actor);
    await sendLimitNotices(context, actor);
  };
  return startRounds(round, { everyMs: LOOK_EVERY_MS, failure: 'limits could not be looked after; it is tried again', log: context.log });
}
