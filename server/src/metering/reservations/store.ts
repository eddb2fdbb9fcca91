import { column } from '../../platform/columns.ts';
import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import { allowedAt, isOfUse, type LimitRow, periodStart, STATES, type StoodCounter, type Use } from '../limits/store.ts';

/** What is set aside on the counters that it names. */
export interface ReservationRow extends Use {
  id: string;
  /** Exact decimal. */
  quantity: string;
  limitIds: string[];
  periodStarts: Date[];
  state: 'open' | 'settled' | 'released' | 'expired';
  settled: string | null;
  reservedAt: Date;
  expiresAt: Date;
}

/** What a reservation sets aside, and when. */
export interface Asked extends Use {
  id: string;
  quantity: string;
  now: Date;
  expiresAt: Date;
}

const COLUMNS = `reservation_id as id, meter, campaign, feature, trim_scale(quantity)::text as quantity, limit_ids as "limitIds",
  period_starts as "periodStarts", state, trim_scale(settled)::text as settled, reserved_at as "reservedAt", expires_at as "expiresAt"`;

/** Where a counter stands, whatever else happens at the same time: the row is locked, and the sum is of what is committed by then. */
const HAS_ROOM = `excluded.reserved = 0 or (
  select ${allowedAt('$2')} is null or c.used + c.reserved + excluded.reserved <= ${allowedAt('$2')}
  from meter_limits l where l.tenant_id = c.tenant_id and l.limit_id = c.limit_id)`;

/**
 * Sets an amount aside on the counters of all limits of a use, the innermost first, each where it has room, and keeps that: in one
 * conditional statement, so that no cap is passed, and nobody waits for more than it. Answers the limits as they stood when it began, and
 * where those that had room stand with it; where one had none, the transaction must be undone.
 */
export async function reserve(
  tx: TenantTx,
  { id, meter, campaign, feature, quantity, now, expiresAt }: Asked,
): Promise<{ limit: LimitRow; held: Pick<StoodCounter, 'used' | 'reserved'> | undefined }[]> {
  const rows = await tx.query<LimitRow & { heldUsed: string | null; heldReserved: string }>({
    name: 'reserve-on-limits',
    text: `with held as (
             insert into limit_counters as c (tenant_id, limit_id, period_start, reserved)
             select $1, l.limit_id, ${periodStart('$2::timestamptz')}, $3::numeric
             from meter_limits l
             where l.tenant_id = $1 and l.meter = $4 and ${isOfUse('$5', '$6')}
               and ($3::numeric = 0 or ${allowedAt('$2')} is null or $3::numeric <= ${allowedAt('$2')})
             order by l.entity, l.limit_id
             on conflict (tenant_id, limit_id, period_start) do update set reserved = c.reserved + excluded.reserved where ${HAS_ROOM}
             returning limit_id, period_start, used, reserved),
           made as (
             insert into meter_reservations (tenant_id, reservation_id, meter, campaign, feature, quantity, limit_ids, period_starts,
               reserved_at, expires_at)
             select $1, $7, $4, $5, $6, $3, coalesce(array_agg(limit_id), '{}'), coalesce(array_agg(period_start), '{}'), $2, $8 from held)
           select s.*, trim_scale(held.used)::text as "heldUsed", trim_scale(held.reserved)::text as "heldReserved"
           from (${STATES} and l.meter = $4 and ${isOfUse('$5', '$6')}) as s left join held on held.limit_id = s.id
           order by s."entityType", s.id`,
    values: [tx.tenantId, now, quantity, meter, campaign, feature, id, expiresAt],
  });
  return rows.map(({ heldUsed: used, heldReserved: reserved, ...limit }) => ({
    limit,
    held: used === null ? undefined : { used, reserved },
  }));
}

/** A reservation, whose row stays locked until the transaction ends. */
export async function lockReservation(tx: TenantTx, id: string): Promise<ReservationRow | undefined> {
  const [row] = await tx.query<ReservationRow>({
    name: 'lock-reservation',
    text: `select ${COLUMNS} from meter_reservations where tenant_id = $1 and reservation_id = $2 for no key update`,
    values: [tx.tenantId, id],
  });
  return row;
}

/** Closes a reservation that is locked; it is remembered until `keptUntil`. */
export async function closeReservation(
  tx: TenantTx,
  id: string,
  { state, settled, keptUntil }: { state: 'settled' | 'released'; settled: string | null; keptUntil: Date },
): Promise<void> {
  await tx.query({
    name: 'close-reservation',
    text: `update meter_reservations set state = $3, settled = $4, expires_at = $5 where tenant_id = $1 and reservation_id = $2`,
    values: [tx.tenantId, id, state, settled, keptUntil],
  });
}

/** Forgets a reservation that is locked and closed, so that its id can be used anew. */
export async function deleteReservation(tx: TenantTx, id: string): Promise<void> {
  await tx.query({
    text: `delete from meter_reservations where tenant_id = $1 and reservation_id = $2 and state <> 'open'`,
    values: [tx.tenantId, id],
  });
}

/** Puts off when an open reservation expires; false where it is not open any more. */
export async function updateExpiry(tx: TenantTx, id: string, expiresAt: Date): Promise<boolean> {
  const rows = await tx.query({
    text: `update meter_reservations set expires_at = $3 where tenant_id = $1 and reservation_id = $2 and state = 'open' returning 1`,
    values: [tx.tenantId, id, expiresAt],
  });
  return rows.length === 1;
}

/**
 * Gives back what reservations have set aside, on the counters of limits that are still there, in the order in which all lock them. Such a
 * counter is never gone, so that each row meets its own.
 */
export async function giveBack(
  tx: TenantTx,
  rows: readonly Pick<ReservationRow, 'quantity' | 'limitIds' | 'periodStarts'>[],
): Promise<void> {
  const parts = rows.flatMap(({ quantity, limitIds, periodStarts }) =>
    limitIds.map((limitId, place) => ({ limitId, start: periodStarts[place].toISOString(), quantity })),
  );
  if (parts.length === 0) return;
  await tx.query({
    name: 'give-back',
    text: `insert into limit_counters as c (tenant_id, limit_id, period_start, reserved)
           select $1, limit_id, period_start, quantity from (
             select l.entity, l.limit_id, t.period_start, sum(t.quantity) as quantity
             from unnest($2::uuid[], $3::timestamptz[], $4::numeric[]) as t (limit_id, period_start, quantity)
             join meter_limits l on l.tenant_id = $1 and l.limit_id = t.limit_id
             group by l.entity, l.limit_id, t.period_start) as by_counter
           order by entity, limit_id, period_start
           on conflict (tenant_id, limit_id, period_start) do update set reserved = c.reserved - excluded.reserved`,
    values: [
      tx.tenantId,
      column(parts, ({ limitId }) => limitId),
      column(parts, ({ start }) => start),
      column(parts, ({ quantity }) => quantity),
    ],
  });
}

/** Marks reservations that nobody settled in time, and answers them. One that somebody settles at this moment is passed over. */
export async function expireReservations(tx: TenantTx, now: Date, keptUntil: Date): Promise<ReservationRow[]> {
  return tx.query<ReservationRow>({
    text: `update meter_reservations set state = 'expired', expires_at = $3
           where tenant_id = $1 and reservation_id in (
             select reservation_id from meter_reservations where tenant_id = $1 and state = 'open' and expires_at <= $2
             for no key update skip locked)
           returning ${COLUMNS}`,
    values: [tx.tenantId, now, keptUntil],
  });
}

/** Forgets reservations that were closed so long ago that nobody comes back to them. */
export async function deleteClosed(tx: TenantTx, now: Date): Promise<void> {
  await tx.query({
    text: `delete from meter_reservations where tenant_id = $1 and state <> 'open' and expires_at <= $2`,
    values: [tx.tenantId, now],
  });
}

/** The tenants with reservations that nobody settled in time, or that are to be forgotten. */
export async function listTenantsWithExpired(tx: DirectoryTx, now: Date): Promise<string[]> {
  const rows = await tx.query<{ tenant_id: string }>({
    text: 'select distinct tenant_id from meter_reservations where expires_at <= $1 order by tenant_id',
    values: [now],
  });
  return rows.map((row) => row.tenant_id);
}
