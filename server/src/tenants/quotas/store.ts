import { column } from '../../platform/columns.ts';
import type { AuthTx, DirectoryTx, IntakeTx, TenantTx } from '../../platform/tenant-door.ts';
import { type Slot, SLOTS } from './rules.ts';
import type { Quota } from './tiers.ts';

/** How many events of one tenant a transaction is about to add, and the most it may have this month. */
export interface AskedEvents {
  tenantId: string;
  count: number;
  maximum: number;
}

/** Where events are counted: the month's first day, and the slot. */
export interface Place {
  month: string;
  slot: number;
}

/**
 * Counts events in a slot of each tenant, whose rows stay locked until the transaction ends. False when a slot has no room for its tenant's
 * events, or is of another limit, or was never made: the transaction is to be undone then.
 */
export async function addToSlots(tx: IntakeTx, { month, slot }: Place, asked: readonly AskedEvents[]): Promise<boolean> {
  const rows = await tx.query<{ within: boolean }>({
    name: 'add-to-slots',
    text: `insert into event_counters as c (tenant_id, month, slot, used, maximum)
           select tenant_id, $4::date, $5::smallint, count, maximum
           from unnest($1::uuid[], $2::bigint[], $3::bigint[]) as a (tenant_id, count, maximum) order by tenant_id
           on conflict (tenant_id, month, slot) do update set used = c.used + excluded.used
             where c.maximum = excluded.maximum and c.used + excluded.used <= c.allowed
           returning used <= allowed as within`,
    values: [
      column(asked, ({ tenantId }) => tenantId),
      column(asked, ({ count }) => count),
      column(asked, ({ maximum }) => maximum),
      month,
      slot,
    ],
  });
  return rows.length === asked.length && rows.every(({ within }) => within);
}

/** What is counted in the slots of these tenants, in order; all stay locked until the transaction ends. Makes those that are not there. */
export async function lockSlots(tx: IntakeTx, month: string, tenantIds: readonly string[]): Promise<{ tenantId: string; used: number }[]> {
  // One statement, so that all who count take the rows in one order, whether they are there already or not.
  const rows = await tx.query<{ tenant_id: string; used: number }>({
    text: `insert into event_counters as c (tenant_id, month, slot, used, maximum)
           select tenant_id, $2::date, slot, 0, 0 from unnest($1::uuid[]) as a (tenant_id), generate_series(0, $3 - 1) as s (slot)
           order by tenant_id, slot on conflict (tenant_id, month, slot) do update set used = c.used returning tenant_id, used`,
    values: [column(tenantIds, (id) => id), month, SLOTS],
  });
  return rows.map((row) => ({ tenantId: row.tenant_id, used: row.used }));
}

/** Writes down slots that are locked. */
export async function updateSlots(
  tx: IntakeTx,
  month: string,
  slots: readonly (Slot & { tenantId: string; maximum: number })[],
): Promise<void> {
  await tx.query({
    text: `update event_counters as c set used = a.used, allowed = a.allowed, maximum = a.maximum
           from unnest($1::uuid[], $2::smallint[], $3::bigint[], $4::bigint[], $5::bigint[]) as a (tenant_id, slot, used, allowed, maximum)
           where c.tenant_id = a.tenant_id and c.month = $6 and c.slot = a.slot`,
    values: [
      column(slots, ({ tenantId }) => tenantId),
      column(slots, ({ slot }) => slot),
      column(slots, ({ used }) => used),
      column(slots, ({ allowed }) => allowed),
      column(slots, ({ maximum }) => maximum),
      month,
    ],
  });
}

/** Gives back ids that this very transaction has claimed; others stay, whoever asks. */
export async function unclaimKeys(
  tx: IntakeTx,
  table: 'touchpoint_keys' | 'conversion_keys',
  rows: readonly { tenantId: string; id: string }[],
): Promise<void> {
  await tx.query({
    text: 'select unclaim_event_keys($1, $2::uuid[], $3::text[])',
    values: [table, column(rows, ({ tenantId }) => tenantId), column(rows, ({ id }) => id)],
  });
}

export async function findEventsUsed(tx: TenantTx, month: string): Promise<number> {
  const [row] = await tx.query<{ used: number }>({
    text: 'select coalesce(sum(used), 0)::bigint as used from event_counters where tenant_id = $1 and month = $2',
    values: [tx.tenantId, month],
  });
  return row.used;
}

export async function listOverrides(tx: TenantTx): Promise<Map<Quota, number | null>> {
  const rows = await tx.query<{ quota: Quota; maximum: number | null }>({
    text: 'select quota, maximum from quota_overrides where tenant_id = $1',
    values: [tx.tenantId],
  });
  return new Map(rows.map(({ quota, maximum }) => [quota, maximum]));
}

export async function upsertOverride(tx: TenantTx, quota: Quota, maximum: number | null): Promise<void> {
  await tx.query({
    text: `insert into quota_overrides (tenant_id, quota, maximum) values ($1, $2, $3)
           on conflict (tenant_id, quota) do update set maximum = excluded.maximum`,
    values: [tx.tenantId, quota, maximum],
  });
}

export async function deleteOverride(tx: TenantTx, quota: Quota): Promise<void> {
  await tx.query({ text: 'delete from quota_overrides where tenant_id = $1 and quota = $2', values: [tx.tenantId, quota] });
}

/** A counter that is not kept by events: how much is used, which share the owners were told of, and when it was last counted. */
export interface Counter {
  used: number;
  noticed: number;
  countedAt: Date;
}

/** The counters of the tenant, by quota, in a period: a month's first day, or 1970-01-01 for what is not counted by time. */
export async function listCounters(tx: TenantTx, periods: readonly string[]): Promise<Map<Quota, Counter>> {
  const rows = await tx.query<{ quota: Quota; used: number; noticed: number; counted_at: Date }>({
    text: 'select quota, used, noticed, counted_at from quota_counters where tenant_id = $1 and period = any ($2::date[])',
    values: [tx.tenantId, periods],
  });
  return new Map(rows.map((row) => [row.quota, { used: row.used, noticed: row.noticed, countedAt: row.counted_at }]));
}

/** Locks a counter's row until the transaction ends, making it where there is none: whoever adds one waits for whoever adds another. */
export async function lockCounter(tx: TenantTx, quota: Quota, period: string): Promise<Counter> {
  const [row] = await tx.query<{ used: number; noticed: number; counted_at: Date }>({
    text: `insert into quota_counters as c (tenant_id, quota, period) values ($1, $2, $3)
           on conflict (tenant_id, quota, period) do update set used = c.used returning used, noticed, counted_at`,
    values: [tx.tenantId, quota, period],
  });
  return { used: row.used, noticed: row.noticed, countedAt: row.counted_at };
}

/**
 * Locks the counter of a tenant's members as `lockCounter` does, for the login that knows people; the limit set for this tenant, null for
 * none at all, or undefined where the tier's holds.
 */
export async function lockSeatsOf(tx: AuthTx, tenantId: string): Promise<number | null | undefined> {
  const [row] = await tx.query<{ is_overridden: boolean; maximum: number | null }>({
    text: 'select is_overridden, maximum from lock_seats_of($1)',
    values: [tenantId],
  });
  return row.is_overridden ? row.maximum : undefined;
}

export async function updateCounter(
  tx: TenantTx,
  counter: { quota: Quota; period: string; used: number; noticed: number; nowMs: number },
): Promise<void> {
  await tx.query({
    text: `update quota_counters set used = $4, noticed = $5, counted_at = $6 where tenant_id = $1 and quota = $2 and period = $3`,
    values: [tx.tenantId, counter.quota, counter.period, counter.used, counter.noticed, new Date(counter.nowMs)],
  });
}

/** Forgets which share of a limit the owners were told of, because there is another limit now; of every quota when none is named. */
export async function forgetNoticed(tx: TenantTx, quota?: Quota): Promise<void> {
  await tx.query({
    text: 'update quota_counters set noticed = 0 where tenant_id = $1 and noticed > 0 and ($2::text is null or quota = $2)',
    values: [tx.tenantId, quota ?? null],
  });
  if (quota !== undefined && quota !== 'events_per_month') return;
  await tx.query({ text: 'update event_counters set noticed = 0 where tenant_id = $1 and noticed > 0', values: [tx.tenantId] });
}

/** The tenants whose events of the month have reached a share of their limit that nobody was told of. */
export async function listUnnoticed(tx: DirectoryTx, month: string): Promise<string[]> {
  const rows = await tx.query<{ tenant_id: string }>({
    text: `select tenant_id from event_counters where month = $1 group by tenant_id
           having max(noticed) < 100
             and sum(used) * 100 >= max(maximum)::numeric * case when max(noticed) < 80 then 80 else 100 end`,
    values: [month],
  });
  return rows.map(({ tenant_id }) => tenant_id);
}

/** Notes that the owners are told of this share; false when they were told of it, or of a larger one, before. */
export async function updateEventsNoticed(tx: TenantTx, month: string, percent: number): Promise<boolean> {
  const rows = await tx.query({
    text: 'update event_counters set noticed = $3 where tenant_id = $1 and month = $2 and slot = 0 and noticed < $3 returning 1',
    values: [tx.tenantId, month, percent],
  });
  return rows.length === 1;
}
