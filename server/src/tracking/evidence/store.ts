import { column } from '../../platform/columns.ts';
import { findTenantsWithRows } from '../../platform/directory.ts';
import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import { type ConnectionType, type ConversionSource, referrerHost } from '../intake/rules.ts';
import { CONTROL_ARM, type ExposureEvidence } from '../intake/schema.ts';
import { CODES_OF_CONVERSION } from '../ordercodes/store.ts';
import {
  type ConversionEvidence,
  type ConversionKind,
  HISTORY_FIELDS,
  type KeyField,
  type KeySpan,
  type TouchpointEvidence,
  type TouchpointKind,
} from './rules.ts';

export const KEY_COLUMNS = {
  addressKey: 'address_key',
  userKey: 'user_key',
  emailKey: 'email_key',
  deviceKey: 'device_key',
  clickKey: 'click_key',
} as const;

interface KeyColumns {
  address_key: string | null;
  agent_key: string | null;
  user_key: string | null;
  email_key: string | null;
  device_key: string | null;
  click_key: string | null;
}

interface TouchpointRow extends KeyColumns {
  id: string;
  occurred_ms: string;
  kind: TouchpointKind;
  campaign: string | null;
  channel: string | null;
  show: string | null;
  episode: string | null;
  placement: string | null;
  delivery_evidence: ExposureEvidence | null;
  connection_type: ConnectionType;
  is_control: boolean;
}

interface ConversionRow extends KeyColumns {
  id: string;
  occurred_ms: string;
  kind: ConversionKind;
  source: ConversionSource;
  value_minor: number | null;
  currency: string | null;
  order_id: string | null;
  promo_code: string | null;
  is_new_customer: boolean | null;
  connection_type: ConnectionType;
  referrer: string | null;
  utm: string | null;
  is_erased: boolean;
  shop: string | null;
  codes: string[] | null;
}

/** Whether the people of a touchpoint heard the ad it names; a condition on any row of touchpoints. */
export const IS_HEARD = `arm is distinct from '${CONTROL_ARM}'`;

/** Work a drain took: what stubs its touchpoints ask for, and how many there were. */
export interface TakenTouchpoints {
  count: number;
  campaigns: string[];
  shows: string[];
  episodes: string[];
}

/**
 * Makes the planner of this transaction probe by index: the queues' statistics are stale by nature. The statements do their part: a look-up
 * in `lateral (… offset 0)` stays one, by all its columns, also in a plan that was made while the table was empty.
 */
export async function preferIndexProbes(tx: TenantTx): Promise<void> {
  await tx.query({
    text: `select set_config(setting, 'off', true)
           from unnest(array['enable_hashjoin', 'enable_mergejoin', 'enable_seqscan', 'enable_material']) as off (setting)`,
  });
}

/**
 * Takes waiting touchpoints, live ones first, and marks every conversion that shares a key with them from the first touchpoint under that
 * key to `lookbackDays` after the last: all that may change, and a few that will turn out the same.
 */
export async function takeTouchpoints(tx: TenantTx, limit: number, lookbackDays: number): Promise<TakenTouchpoints> {
  const probes = Object.values(KEY_COLUMNS).map(
    (name) => `select c.id, seen.priority, seen.came from (
        select ${name} as key, min(occurred_at) as first_at, max(occurred_at) as last_at, min(priority) as priority,
          bool_or(reason = 'late_touchpoint') as came
        from taken where ${name} is not null group by ${name}
      ) as seen cross join lateral (
        select id from conversions
        where tenant_id = $1 and ${name} = seen.key and occurred_at between seen.first_at and seen.last_at + $3::interval offset 0
      ) as c`,
  );
  const distinct = (name: string) => `array(select distinct ${name} from taken where ${name} is not null) as ${name}s`;
  const [row] = await tx.query<TakenTouchpoints>({
    name: 'take-touchpoints',
    text: `with chosen as (
             select ctid from new_touchpoints where tenant_id = $1 order by priority limit $2
           ), taken as (
             delete from new_touchpoints where tenant_id = $1 and ctid = any (array(select ctid from chosen)) returning *
           ), hits as (
             ${probes.join(' union all ')}
           ), marked as (
             insert into dirty_conversions (tenant_id, conversion_id, priority, reason)
             select $1, id, min(priority), case when bool_or(came) then 'late_touchpoint' else 'list_changed' end
             from hits group by id order by id on conflict do nothing
           )
           select (select count(*)::integer from taken) as count, ${distinct('campaign')}, ${distinct('show')}, ${distinct('episode')}`,
    values: [tx.tenantId, limit, `${lookbackDays} days`],
  });
  return row;
}

/** A conversion whose path must be built anew, why, and how urgently: 0 for live events, 1 for imports, more for what was set aside. */
export interface DirtyConversion {
  id: string;
  reason: string;
  priority: number;
}

/** One that was taken, and for how long it had waited by then. */
export type TakenConversion = DirtyConversion & { waitedMs: number };

/** Takes conversions whose path must be built anew, live ones first and none beyond priority `most`. */
export async function takeDirty(tx: TenantTx, limit: number, most: number): Promise<TakenConversion[]> {
  return tx.query<TakenConversion>({
    name: 'take-dirty',
    text: `with chosen as (
             select ctid from dirty_conversions where tenant_id = $1 and priority <= $3 order by priority limit $2
           )
           delete from dirty_conversions where tenant_id = $1 and ctid = any (array(select ctid from chosen))
           returning conversion_id as id, reason, priority,
             (extract(epoch from clock_timestamp() - waiting_since) * 1000)::double precision as "waitedMs"`,
    values: [tx.tenantId, limit, most],
  });
}

/** Whether one of these conversions is marked because of what somebody asked for. */
export async function hasUrgentMarks(tx: TenantTx, ids: readonly string[]): Promise<boolean> {
  const rows = await tx.query({
    text: `select 1 from dirty_conversions where tenant_id = $1 and conversion_id = any ($2::text[]) and priority = -1 limit 1`,
    values: [tx.tenantId, column(ids, (id) => id)],
  });
  return rows.length > 0;
}

export async function insertDirty(tx: TenantTx, marks: readonly DirtyConversion[]): Promise<void> {
  await tx.query({
    text: `insert into dirty_conversions (tenant_id, conversion_id, reason, priority)
           select $1, * from unnest($2::text[], $3::text[], $4::smallint[]) as mark (id, reason, priority)
           order by id on conflict do nothing`,
    values: [tx.tenantId, column(marks, (mark) => mark.id), column(marks, (mark) => mark.reason), column(marks, (mark) => mark.priority)],
  });
}

export async function insertDirtyByCodes(tx: TenantTx, codes: string[]): Promise<void> {
  await tx.query({
    text: `insert into dirty_conversions (tenant_id, conversion_id, priority, reason)
           select $1, id, 0, 'promo_code' from conversions where tenant_id = $1 and promo_code = any ($2::text[])
           order by id on conflict do nothing`,
    values: [tx.tenantId, column(codes, (code) => code)],
  });
}

/** Marks every conversion, or those between two instants, the first included; returns how many were not marked yet. */
export async function insertAllDirty(tx: TenantTx, reason: string, span?: { from: string; before: string }): Promise<number> {
  const [row] = await tx.query<{ count: number }>({
    text: `with marked as (
             insert into dirty_conversions (tenant_id, conversion_id, priority, reason)
             select $1, id, 1, $2 from conversions where tenant_id = $1 and occurred_at >= $3 and occurred_at < $4
             order by id on conflict do nothing returning 1
           ) select count(*)::integer as count from marked`,
    values: [tx.tenantId, reason, span?.from ?? '-infinity', span?.before ?? 'infinity'],
  });
  return row.count;
}

/**
 * Marks the later conversions of the people who made these, where one of these may be the earliest of its sort (purchase and subscription,
 * or visit) for them: nothing is earlier on record, or only records of one order, which say nothing about that order itself.
 */
export async function insertDirtyAfter(tx: TenantTx, conversions: ConversionEvidence[]): Promise<void> {
  for (const field of HISTORY_FIELDS) {
    const carrying = conversions.filter((conversion) => conversion[field] !== undefined);
    if (carrying.length === 0) continue;
    const name = KEY_COLUMNS[field];
    const before = `from conversions
                 where tenant_id = $1 and ${name} = earlier.key and occurred_at < earlier.occurred_at and kind = any (kinds)`;
    await tx.query({
      text: `with earlier as (
               select key, is_visit, min(occurred_at) as occurred_at
               from unnest($2::uuid[], $3::boolean[], $4::timestamptz[]) as given (key, is_visit, occurred_at) group by key, is_visit
             ), first as (
               select key, min(occurred_at) as occurred_at from earlier
               cross join lateral (
                 select case when is_visit then array['visit'] else array['purchase', 'subscription'] end as kinds
               ) as sort
               where not exists (
                 select 1 from (select order_id ${before} order by occurred_at limit 1) as earliest
                 where earliest.order_id is null or exists (select 1 ${before} and order_id is distinct from earliest.order_id)
               ) group by key
             )
             insert into dirty_conversions (tenant_id, conversion_id, priority, reason)
             select distinct $1::uuid, c.id, 0, 'customer_history'
             from first cross join lateral (
               select id from conversions where tenant_id = $1 and ${name} = first.key and occurred_at > first.occurred_at offset 0
             ) as c
             order by c.id on conflict do nothing`,
      values: [
        tx.tenantId,
        column(carrying, (one) => one[field]),
        column(carrying, (one) => one.kind === 'visit'),
        column(carrying, (one) => new Date(one.occurredAtMs).toISOString()),
      ],
    });
  }
}

const CONVERSION_COLUMNS = `c.id, (extract(epoch from c.occurred_at) * 1000)::bigint as occurred_ms, c.kind, c.source,
  c.value_minor, c.currency, c.order_id, c.promo_code, c.is_new_customer, c.connection_type,
  c.address_key, c.agent_key, c.user_key, c.email_key, c.device_key, c.click_key,
  c.metadata ->> 'referrer' as referrer, left(lower(c.metadata ->> 'utm_source'), 200) as utm, c.is_erased,
  case when c.source = 'webhook' then coalesce(c.metadata ->> 'shop', c.metadata ->> 'source') end as shop,
  case when c.source = 'webhook' then ${CODES_OF_CONVERSION} end as codes`;

/** So many look-ups are worth a plan of their own. */
const MANY = 500;

/** Conversions with one of these values. Only for a few the plan is kept: made while the table was empty, it may use the slow index. */
async function findConversionsBy(tx: TenantTx, name: 'id' | 'order_id', values: string[], limit = 1): Promise<ConversionEvidence[]> {
  const rows = await tx.query<ConversionRow>({
    name: values.length < MANY ? `find-conversions-${name}` : undefined,
    text: `select ${CONVERSION_COLUMNS} from unnest($2::text[]) as asked (value)
           cross join lateral (
             select * from conversions where tenant_id = $1 and ${name} = asked.value order by received_at, id limit $3
           ) as c`,
    values: [tx.tenantId, column(values, (value) => value), limit],
  });
  return rows.map(toConversion);
}

export async function findConversions(tx: TenantTx, ids: string[]): Promise<ConversionEvidence[]> {
  return findConversionsBy(tx, 'id', ids);
}

/** At most `limit` conversions of each of these orders: the ones received first. */
export async function findConversionsOfOrders(tx: TenantTx, orderIds: string[], limit: number): Promise<ConversionEvidence[]> {
  return findConversionsBy(tx, 'order_id', orderIds, limit);
}

/** A refund of one record of a sale. */
export interface RefundEvidence {
  conversionId: string;
  id: string;
  valueMinor: number;
  /** Whether it gives back all of its sale. */
  isWhole?: boolean;
  /** Whether a bank took it, or gave it back after a dispute. */
  isChargeback?: boolean;
}

export async function findRefunds(tx: TenantTx, conversionIds: string[]): Promise<RefundEvidence[]> {
  return tx.query<RefundEvidence>({
    name: 'find-refunds',
    text: `select r.conversion_id as "conversionId", r.id, r.value_minor as "valueMinor", r.is_whole as "isWhole",
             r.kind <> 'refund' as "isChargeback"
           from unnest($2::text[]) as asked (id) join refunds r on r.tenant_id = $1 and r.conversion_id = asked.id`,
    values: [tx.tenantId, column(conversionIds, (id) => id)],
  });
}

/** At most `limit` touchpoints under each of these keys within its span; a touchpoint under several keys comes once per key. */
export async function findTouchpoints(tx: TenantTx, field: KeyField, spans: KeySpan[], limit: number): Promise<TouchpointEvidence[]> {
  const name = KEY_COLUMNS[field];
  const rows = await tx.query<TouchpointRow>({
    name: `find-touchpoints-${name}`,
    text: `select t.id, (extract(epoch from t.occurred_at) * 1000)::bigint as occurred_ms, t.kind,
             t.campaign, t.channel, t.show, t.episode, t.placement, t.delivery_evidence,
             t.address_key, t.agent_key, t.user_key, t.email_key, t.device_key, t.click_key, t.connection_type,
             not (t.${IS_HEARD}) as is_control
           from unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[]) as asked (key, from_at, to_at)
           cross join lateral (
             select * from touchpoints
             where tenant_id = $1 and ${name} = asked.key and occurred_at between asked.from_at and asked.to_at limit $5
           ) as t`,
    values: [tx.tenantId, ...spanColumns(spans), limit],
  });
  return rows.map(toTouchpoint);
}

/** For each of these spans, in order, whether more than `most` touchpoints carry its key. */
export async function findCrowded(tx: TenantTx, field: KeyField, spans: KeySpan[], most: number): Promise<boolean[]> {
  const rows = await tx.query<{ crowded: boolean }>({
    text: `select exists (
             select 1 from touchpoints
             where tenant_id = $1 and ${KEY_COLUMNS[field]} = asked.key and occurred_at between asked.from_at and asked.to_at offset $5
           ) as crowded
           from unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[]) with ordinality as asked (key, from_at, to_at, place)
           order by asked.place`,
    values: [tx.tenantId, ...spanColumns(spans), most],
  });
  return rows.map(({ crowded }) => crowded);
}

function spanColumns(spans: KeySpan[]): string[] {
  return [
    column(spans, (span) => span.key),
    column(spans, (span) => new Date(span.fromMs).toISOString()),
    column(spans, (span) => new Date(span.toMs).toISOString()),
  ];
}

/** How much work waits, counted up to `most` of each kind, and since when. */
export async function countWaiting(
  tx: TenantTx,
  most: number,
): Promise<{ conversions: number; touchpoints: number; oldestAt: Date | null }> {
  const [row] = await tx.query<{ conversions: number; touchpoints: number; oldest_at: Date | null }>({
    name: 'count-waiting',
    text: `with conversions as (
             select waiting_since from dirty_conversions where tenant_id = $1 limit $2
           ), touchpoints as (
             select received_at from new_touchpoints where tenant_id = $1 limit $2
           )
           select (select count(*)::integer from conversions) as conversions, (select count(*)::integer from touchpoints) as touchpoints,
             least((select min(waiting_since) from conversions), (select min(received_at) from touchpoints)) as oldest_at`,
    values: [tx.tenantId, most],
  });
  return { conversions: row.conversions, touchpoints: row.touchpoints, oldestAt: row.oldest_at };
}

export async function listTenantsWithWork(tx: DirectoryTx): Promise<string[]> {
  return findTenantsWithRows(tx, ['new_touchpoints', 'dirty_conversions']);
}

export function plainKey(key: string | null): string | undefined {
  return key === null ? undefined : key.replaceAll('-', '');
}

function toIdentity(row: KeyColumns) {
  return {
    addressKey: plainKey(row.address_key),
    agentKey: plainKey(row.agent_key),
    userKey: plainKey(row.user_key),
    emailKey: plainKey(row.email_key),
    deviceKey: plainKey(row.device_key),
    clickKey: plainKey(row.click_key),
  };
}

function toTouchpoint(row: TouchpointRow): TouchpointEvidence {
  return {
    ...toIdentity(row),
    id: row.id,
    occurredAtMs: Number(row.occurred_ms),
    kind: row.kind,
    campaign: row.campaign,
    channel: row.channel,
    show: row.show,
    episode: row.episode,
    placement: row.placement,
    deliveryEvidence: row.delivery_evidence,
    connectionType: row.connection_type,
    isControl: row.is_control,
  };
}

function toConversion(row: ConversionRow): ConversionEvidence {
  return {
    ...toIdentity(row),
    id: row.id,
    occurredAtMs: Number(row.occurred_ms),
    kind: row.kind,
    source: row.source,
    valueMinor: row.value_minor,
    currency: row.currency,
    orderId: row.order_id,
    order: row.order_id,
    shop: row.shop === null ? null : { system: row.id.split(':', 1)[0], name: row.shop },
    promoCode: row.promo_code,
    promoCodes: row.codes ?? undefined,
    isNewCustomer: row.is_new_customer,
    connectionType: row.connection_type,
    referrer: referrerHost(row.referrer),
    utm: row.utm,
    refundedMinor: 0,
    chargedBackMinor: 0,
    isErased: row.is_erased,
  };
}
