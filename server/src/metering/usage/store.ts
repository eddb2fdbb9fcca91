import { newId } from '../../platform/chance.ts';
import { column } from '../../platform/columns.ts';
import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import { isOfUse, periodStart, SHARE_LIMITS, type StoodCounter } from '../limits/store.ts';
import type { Aggregation, MeterRule } from './meters.ts';
import type { UsageEventRow } from './rules.ts';
import type { Grouping, MeterInput, StoredUsageEvent } from './schema.ts';

export async function listOwnMeters(tx: TenantTx): Promise<Map<string, MeterRule>> {
  const rows = await tx.query<MeterRule & { key: string }>({
    text: 'select key, unit, aggregation, description from meters where tenant_id = $1 order by key collate "C"',
    values: [tx.tenantId],
  });
  return new Map(rows.map(({ key, ...rule }) => [key, rule]));
}

/** A meter of the tenant's own, and whether any limit is of it. */
export interface CountedMeter extends MeterRule {
  isLimited: boolean;
}

/**
 * The tenant's own meters, and limits kept as they are until the transaction ends, in one statement; a tenant without meters, which can
 * count nothing on them, may keep nothing.
 */
export async function listOwnMetersToCount(tx: TenantTx): Promise<Map<string, CountedMeter>> {
  const rows = await tx.query<CountedMeter & { key: string }>({
    name: 'meters-to-count',
    text: `with held as materialized (${SHARE_LIMITS})
           select key, unit, aggregation, description,
             exists (select from meter_limits l where l.tenant_id = $1 and l.meter = meters.key) as "isLimited"
           from held cross join meters where tenant_id = $1 order by key collate "C"`,
    values: [tx.tenantId],
  });
  return new Map(rows.map(({ key, ...rule }) => [key, rule]));
}

/** A meter of the tenant's own, whose row stays locked until the transaction ends. */
export async function lockMeter(tx: TenantTx, key: string): Promise<MeterRule | undefined> {
  const [row] = await tx.query<MeterRule>({
    text: 'select unit, aggregation, description from meters where tenant_id = $1 and key = $2 for no key update',
    values: [tx.tenantId, key],
  });
  return row;
}

export async function upsertMeter(tx: TenantTx, key: string, { unit, aggregation, description }: MeterInput, at: Date): Promise<void> {
  await tx.query({
    text: `insert into meters (tenant_id, key, unit, aggregation, description, changed_at) values ($1, $2, $3, $4, $5, $6)
           on conflict (tenant_id, key) do update
             set unit = excluded.unit, aggregation = excluded.aggregation, description = excluded.description,
               changed_at = excluded.changed_at`,
    values: [tx.tenantId, key, unit, aggregation, description, at],
  });
}

export async function deleteMeter(tx: TenantTx, key: string): Promise<void> {
  await tx.query({ text: 'delete from meters where tenant_id = $1 and key = $2', values: [tx.tenantId, key] });
}

/** Whether anything was ever counted on a meter. */
export async function hasUsage(tx: TenantTx, meter: string): Promise<boolean> {
  const rows = await tx.query({
    text: 'select 1 from usage_hours where tenant_id = $1 and meter = $2 limit 1',
    values: [tx.tenantId, meter],
  });
  return rows.length > 0;
}

const IS_LATER = '(excluded.latest_at, excluded.latest_source, excluded.latest_id) > (r.latest_at, r.latest_source, r.latest_id)';

/**
 * The new ones among incoming events, and the rollups and the counters of limits moved by them. All take rows in one order, counters behind
 * rollups, so that nobody waits in a circle; and these, for which others wait, behind all else, so that they are held for the shortest
 * time: the sums of counts that are never negative say so. No part but the keys is joined to another: the plan is kept, and was made for a
 * few rows, where PostgreSQL compares each with each.
 */
const INSERT_USAGE = `
  with incoming as (
    select * from unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::numeric[], $7::text[], $8::text[], $9::text[],
        $10::text[])
      with ordinality as t (source, id, meter, occurred_at, quantity, value_hash, campaign, feature, fingerprint, place)),
  keys as (
    insert into usage_keys (tenant_id, source, id, fingerprint, occurred_at)
    select $1, source, id, fingerprint, occurred_at from incoming order by place
    on conflict do nothing returning source, id),
  fresh as materialized (
    select k.source, k.id, i.meter collate "C" as meter, i.occurred_at, date_trunc('hour', i.occurred_at, 'UTC') as hour, i.quantity,
      i.value_hash, i.campaign collate "C" as campaign, i.feature collate "C" as feature
    from incoming i join keys k on k.source = i.source collate "C" and k.id = i.id collate "C"),
  events as (
    insert into usage_events (tenant_id, meter, occurred_at, source, id, quantity, value_hash, campaign, feature, received_at)
    select $1, meter, occurred_at, source, id, quantity, value_hash, campaign, feature, $11 from fresh returning 1),
  different as (
    insert into usage_values (tenant_id, meter, hour, campaign, feature, value_hash)
    select distinct $1::uuid, meter, hour, campaign, feature, value_hash from fresh where value_hash is not null
    order by meter, hour, campaign, feature, value_hash on conflict do nothing returning 1),
  changed as (
    insert into usage_changes (tenant_id, meter, day, batch)
    select distinct $1::uuid, meter, (occurred_at at time zone 'UTC')::date, $12::uuid from fresh returning 1),
  sums as (
    select distinct on (meter, hour, campaign, feature) meter, hour, campaign, feature, count(*) over same as events,
      sum(quantity) over same as total, max(quantity) over same as largest, quantity as latest, occurred_at, source, id
    from fresh window same as (partition by meter, hour, campaign, feature)
    order by meter, hour, campaign, feature, occurred_at desc, source desc, id desc),
  hours as (
    insert into usage_hours as r
      (tenant_id, meter, hour, campaign, feature, events, total, largest, latest, latest_at, latest_source, latest_id)
    select $1, meter, hour, campaign, feature, events, total, largest, latest, occurred_at, source, id from sums
    where (select count(*) from events) + (select count(*) from different) + (select count(*) from changed) >= 0
    order by meter, hour, campaign, feature
    on conflict (tenant_id, meter, hour, campaign, feature) do update set
      events = r.events + excluded.events, total = r.total + excluded.total, largest = greatest(r.largest, excluded.largest),
      latest = case when ${IS_LATER} then excluded.latest else r.latest end,
      latest_source = case when ${IS_LATER} then excluded.latest_source else r.latest_source end,
      latest_id = case when ${IS_LATER} then excluded.latest_id else r.latest_id end,
      latest_at = greatest(r.latest_at, excluded.latest_at)
    returning 1),
  counted as (
    insert into limit_counters as c (tenant_id, limit_id, period_start, used, reserved)
    select $1, limit_id, period_start, sum(used), sum(given_back) from (
      select l.entity, l.limit_id, p.period_start, f.quantity as used, 0 as given_back
      from fresh f join meter_limits l on l.tenant_id = $1 and l.meter = f.meter and ${isOfUse('f.campaign', 'f.feature')}
        cross join lateral (select ${periodStart('f.hour')} as period_start) p
      where p.period_start >= l.counted_from
      union all
      select l.entity, l.limit_id, g.period_start, 0, g.quantity
      from unnest($13::uuid[], $14::timestamptz[], $15::numeric[]) as g (limit_id, period_start, quantity)
      join meter_limits l on l.tenant_id = $1 and l.limit_id = g.limit_id) as parts
    where (select count(*) from hours) >= 0
    group by entity, limit_id, period_start order by entity, limit_id, period_start
    on conflict (tenant_id, limit_id, period_start) do update set
      used = c.used + excluded.used, reserved = c.reserved - excluded.reserved
    returning limit_id, period_start, used, reserved)
  select source, id, null as "limitId", null as "periodStart", null as used, null as reserved from fresh
  union all
  select null, null, limit_id, period_start, trim_scale(used)::text, trim_scale(reserved)::text from counted
  where cardinality($13::uuid[]) > 0`;

/** What is taken off the amount that a limit's counter has set aside. */
export interface GivingBack {
  limitId: string;
  periodStart: Date;
  /** Exact decimal. */
  quantity: string;
}

/** Which events were new, and where the counters of limits stand then: told where something was given back on them. */
export interface InsertedUsage {
  fresh: { source: string; id: string }[];
  counters: StoodCounter[];
}

type InsertedRow = { source: string; id: string } | (StoodCounter & { source: null });

/**
 * Stores the events whose ids are new and moves the rollups and the counters of limits by them, and by what is given back on those, in one
 * statement. The rows must stand in the order of their keys, no id twice among them, and limits must be kept as they are (`shareLimits`).
 */
export async function insertUsage(
  tx: TenantTx,
  rows: readonly UsageEventRow[],
  receivedAt: Date,
  givingBack: readonly GivingBack[] = [],
): Promise<InsertedUsage> {
  const found = await tx.query<InsertedRow>({
    name: 'insert-usage',
    text: INSERT_USAGE,
    values: [
      tx.tenantId,
      column(rows, ({ source }) => source),
      column(rows, ({ id }) => id),
      column(rows, ({ meter }) => meter),
      column(rows, ({ occurredAt }) => occurredAt),
      column(rows, ({ quantity }) => quantity),
      column(rows, ({ valueHash }) => valueHash),
      column(rows, ({ campaign }) => campaign),
      column(rows, ({ feature }) => feature),
      column(rows, ({ fingerprint }) => fingerprint),
      receivedAt,
      newId(),
      column(givingBack, ({ limitId }) => limitId),
      column(givingBack, (one) => one.periodStart.toISOString()),
      column(givingBack, ({ quantity }) => quantity),
    ],
  });
  return {
    fresh: found.filter((row) => row.source !== null),
    counters: found.filter((row) => row.source === null),
  };
}

/** The fingerprints of events that were taken before. */
export async function listFingerprints(tx: TenantTx, rows: readonly { source: string; id: string }[]) {
  return tx.query<{ source: string; id: string; fingerprint: string }>({
    text: `select k.source, k.id, k.fingerprint from unnest($2::text[], $3::text[]) as t (source, id) cross join lateral (
             select * from usage_keys where tenant_id = $1 and source = t.source collate "C" and id = t.id collate "C" limit 1) as k`,
    values: [tx.tenantId, column(rows, ({ source }) => source), column(rows, ({ id }) => id)],
  });
}

/** What of usage is asked for: whole days of a time zone. */
export interface UsageWindow {
  from: string;
  /** Excluded. */
  to: string;
  timeZone: string;
  meter?: string | undefined;
}

/** What was used on a meter in a group of a window. */
export interface UsageSum {
  meter: string;
  key: string | null;
  events: number;
  total: string;
  largest: string;
  latest: string;
  /** Different values. */
  different: number;
}

/** By what sums are grouped; empty for none. */
const KEYS: Readonly<Record<Grouping, string>> = {
  none: `''`,
  hour: `to_char(hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:00:00"Z"')`,
  day: `to_char(hour at time zone $4, 'YYYY-MM-DD')`,
  campaign: 'campaign',
  feature: 'feature',
};

/** Sums of a window by meter and group, in that order. */
export async function sumUsage(tx: TenantTx, { from, to, timeZone, meter }: UsageWindow, groupBy: Grouping): Promise<UsageSum[]> {
  const inWindow = `tenant_id = $1 and hour >= ($2::date)::timestamp at time zone $4 and hour < ($3::date)::timestamp at time zone $4
    and ($5::text is null or meter = $5)`;
  return tx.query<UsageSum>({
    text: `with sums as (
             select meter, ${KEYS[groupBy]} as key, sum(events)::bigint as events, sum(total) as total, max(largest) as largest,
               (array_agg(latest order by latest_at desc, latest_source desc, latest_id desc))[1] as latest
             from usage_hours where ${inWindow} group by 1, 2),
           counts as materialized (
             select meter, ${KEYS[groupBy]} as key, count(distinct value_hash)::bigint as different
             from usage_values where ${inWindow} group by 1, 2)
           select s.meter, nullif(s.key, '') as key, s.events, trim_scale(s.total)::text as total, trim_scale(s.largest)::text as largest,
             trim_scale(s.latest)::text as latest, coalesce(c.different, 0) as different
           from sums s left join counts c on c.meter = s.meter and c.key = s.key
           order by s.meter, s.key collate "C"`,
    values: [tx.tenantId, from, to, timeZone, meter ?? null],
  });
}

/** What was used on a meter on a day, for a campaign and a feature; empty for none. */
export interface DailySum extends UsageSum {
  day: string;
  campaign: string;
  feature: string;
}

/** Sums of a window by meter, day of the time zone, campaign and feature, in that order. */
export async function sumDays(tx: TenantTx, { from, to, timeZone }: UsageWindow, meters: readonly string[]): Promise<DailySum[]> {
  const day = `to_char(hour at time zone $4, 'YYYY-MM-DD')`;
  const inWindow = `tenant_id = $1 and hour >= ($2::date)::timestamp at time zone $4 and hour < ($3::date)::timestamp at time zone $4
    and meter = any ($5::text[])`;
  return tx.query<DailySum>({
    text: `with sums as (
             select meter, ${day} as day, campaign, feature, sum(events)::bigint as events, sum(total) as total, max(largest) as largest,
               (array_agg(latest order by latest_at desc, latest_source desc, latest_id desc))[1] as latest
             from usage_hours where ${inWindow} group by 1, 2, 3, 4),
           counts as materialized (
             select meter, ${day} as day, campaign, feature, count(distinct value_hash)::bigint as different
             from usage_values where ${inWindow} group by 1, 2, 3, 4)
           select s.meter, null as key, s.day, s.campaign, s.feature, s.events, trim_scale(s.total)::text as total,
             trim_scale(s.largest)::text as largest, trim_scale(s.latest)::text as latest, coalesce(c.different, 0) as different
           from sums s left join counts c using (meter, day, campaign, feature)
           order by s.meter, s.day, s.campaign, s.feature`,
    values: [tx.tenantId, from, to, timeZone, column(meters, (one) => one)],
  });
}

/** On which days of a window which meters were used, in order. */
export async function listUsedDays(tx: TenantTx, { from, to, timeZone }: UsageWindow): Promise<{ meter: string; day: string }[]> {
  return tx.query<{ meter: string; day: string }>({
    text: `select distinct meter, to_char(hour at time zone $4, 'YYYY-MM-DD') as day from usage_hours
           where tenant_id = $1 and hour >= ($2::date)::timestamp at time zone $4 and hour < ($3::date)::timestamp at time zone $4
           order by 1, 2`,
    values: [tx.tenantId, from, to, timeZone],
  });
}

/** Where a page of events goes on: behind an event. */
export interface EventPosition {
  occurredAt: string;
  source: string;
  id: string;
}

/** The events of a meter in a window, oldest first, at most `limit` behind `after`. */
export async function listEvents(
  tx: TenantTx,
  { from, to, timeZone, meter }: UsageWindow,
  after: EventPosition | undefined,
  limit: number,
): Promise<StoredUsageEvent[]> {
  const instant = (name: string) => `to_char(${name} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  return tx.query<StoredUsageEvent>({
    text: `select source, id, ${instant('occurred_at')} as "occurredAt", ${instant('received_at')} as "receivedAt",
             trim_scale(quantity)::text as quantity, nullif(campaign, '') as campaign, nullif(feature, '') as feature
           from usage_events
           where tenant_id = $1 and meter = $5 and occurred_at >= ($2::date)::timestamp at time zone $4
             and occurred_at < ($3::date)::timestamp at time zone $4
             and ($6::timestamptz is null or (occurred_at, source, id) > ($6::timestamptz, $7::text collate "C", $8::text collate "C"))
           order by occurred_at, source, id limit $9`,
    values: [tx.tenantId, from, to, timeZone, meter, after?.occurredAt ?? null, after?.source ?? null, after?.id ?? null, limit],
  });
}

/** Takes days that changed since they were taken last, by at most `limit` marks; what is committed later is marked anew. */
export async function takeChanges(tx: TenantTx, timeZone: string, limit: number): Promise<{ meter: string; day: string }[]> {
  return tx.query<{ meter: string; day: string }>({
    text: `with taken as (
             delete from usage_changes where tenant_id = $1 and ctid = any (array(
               select ctid from usage_changes where tenant_id = $1 order by meter, day limit $3))
             returning meter, day)
           select distinct meter, to_char((day + time_of_day) at time zone 'UTC' at time zone $2, 'YYYY-MM-DD') as day
           from taken cross join (values (time '00:00'), (time '23:59:59')) as ends (time_of_day) order by 1, 2`,
    values: [tx.tenantId, timeZone, limit],
  });
}

/** Whether there are changes that nobody has taken yet. */
export async function hasChanges(tx: TenantTx): Promise<boolean> {
  const [row] = await tx.query<{ has: boolean }>({
    text: 'select exists (select from usage_changes where tenant_id = $1) as has',
    values: [tx.tenantId],
  });
  return row.has;
}

export async function listTenantsWithChanges(tx: DirectoryTx): Promise<string[]> {
  const rows = await tx.query<{ tenant_id: string }>({ text: 'select distinct tenant_id from usage_changes order by tenant_id' });
  return rows.map((row) => row.tenant_id);
}

/** Deletes the keys of events so old that none of them would be taken again, at most `limit`; answers how many. */
export async function deleteKeysBefore(tx: TenantTx, before: Date, limit: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>({
    text: `with gone as (
             delete from usage_keys where tenant_id = $1 and (source, id) in (
               select source, id from usage_keys where tenant_id = $1 and occurred_at < $2 order by occurred_at limit $3)
             returning 1)
           select count(*)::integer as count from gone`,
    values: [tx.tenantId, before, limit],
  });
  return row.count;
}

/** Deletes events from before an instant, at most `limit`; answers how many. Their sums stay. */
export async function deleteEventsBefore(tx: TenantTx, before: Date, limit: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>({
    text: `with gone as (
             delete from usage_events where tenant_id = $1 and ctid = any (array(
               select ctid from usage_events where tenant_id = $1 and occurred_at < $2 limit $3))
             returning 1)
           select count(*)::integer as count from gone`,
    values: [tx.tenantId, before, limit],
  });
  return row.count;
}

/** How a window's quantity reads off its sums. */
export function quantityOfSum({ events, total, largest, latest, different }: UsageSum, aggregation: Aggregation): string {
  const quantities = { sum: total, count: String(events), max: largest, unique: String(different), last: latest };
  return quantities[aggregation];
}
