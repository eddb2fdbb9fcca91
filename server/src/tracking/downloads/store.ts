import { column } from '../../platform/columns.ts';
import { findTenantsWithRows } from '../../platform/directory.ts';
import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import type { ConnectionType } from '../intake/rules.ts';
import type { ConsentState } from '../intake/schema.ts';
import type { AdRequest } from '../insertedads/rules.ts';
import type { DeliveryEvidence, InsertedAd, RequestSource } from '../requests/schema.ts';

/** Keeps others from counting this tenant's requests until the transaction ends. Whoever also closes intake takes this first. */
export async function lockCounting(tx: TenantTx): Promise<void> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended('downloads:' || $1, 0))`, values: [tx.tenantId] });
}

/** A listener of an episode who waits to be counted, with the first and the last of the days that changed. */
export interface WaitingListener {
  listenerKey: string;
  itemKey: string;
  fromDay: string;
  toDay: string;
  priority: number;
}

/** Takes up to about `limit` marks, live ones first; each listener and episode once, with every mark there is of it. */
export async function takeWaiting(tx: TenantTx, limit: number): Promise<{ taken: number; listeners: WaitingListener[] }> {
  const rows = await tx.query<WaitingListener & { marks: number }>({
    name: 'take-waiting-listeners',
    text: `with chosen as (
             select ctid from waiting_listeners where tenant_id = $1 order by priority limit $2
           ), taken as (
             delete from waiting_listeners where tenant_id = $1 and ctid = any (array(select ctid from chosen)) returning *
           )
           select listener_key as "listenerKey", item_key as "itemKey", min(day) as "fromDay", max(day) as "toDay",
             min(priority)::integer as priority, count(*)::integer as marks
           from taken group by listener_key, item_key order by listener_key, item_key`,
    values: [tx.tenantId, limit],
  });
  return { taken: rows.reduce((sum, { marks }) => sum + marks, 0), listeners: rows };
}

/** A stored request, with what was made of it when it was last counted. */
export interface StoredRequest extends AdRequest {
  listenerKey: string;
  itemKey: string;
  source: RequestSource;
  show: string | null;
  episode: string | null;
  agentKey: string | undefined;
  consent: ConsentState;
  reason: string | null;
  fate: string | null;
  touchpointIds: string[];
  touchpointPrint: string | null;
}

interface RequestRow {
  id: string;
  occurred_at: Date;
  source: RequestSource;
  evidence: DeliveryEvidence;
  show: string | null;
  episode: string | null;
  item_key: string;
  url_key: string;
  listener_key: string;
  address_key: string | null;
  agent_key: string | null;
  user_agent: string | null;
  connection_type: ConnectionType;
  is_excluded: boolean;
  is_shared: boolean;
  is_segment: boolean;
  method: string;
  status: number | null;
  byte_range: string | null;
  bytes_sent: number | null;
  duration_seconds: number | null;
  file_bytes: number | null;
  header_bytes: number | null;
  counted_elsewhere: boolean | null;
  consent: ConsentState;
  reason: string | null;
  fate: string | null;
  touchpoint_ids: string[];
  touchpoint_print: string | null;
  inserted_ads: InsertedAd[] | null;
}

/** The requests of these listeners for their episodes from one day to another, both included. */
export async function findRequests(tx: TenantTx, listeners: readonly WaitingListener[]): Promise<StoredRequest[]> {
  const rows = await tx.query<RequestRow>({
    name: 'find-requests-of-listeners',
    text: `select r.*, a.user_agent
           from unnest($2::uuid[], $3::uuid[], $4::date[], $5::date[]) as asked (listener_key, item_key, from_day, to_day)
           cross join lateral (
             select id, occurred_at, source, evidence, show, episode, item_key, url_key, listener_key, address_key, agent_key,
               connection_type, is_excluded, is_shared, is_segment, method, status, byte_range, bytes_sent, duration_seconds, file_bytes,
               header_bytes, counted_elsewhere, consent, reason, fate, touchpoint_ids, touchpoint_print, inserted_ads
             from episode_requests
             where tenant_id = $1 and listener_key = asked.listener_key and item_key = asked.item_key and not is_erased
               and occurred_at >= asked.from_day::timestamp at time zone 'UTC'
               and occurred_at < (asked.to_day + 1)::timestamp at time zone 'UTC' offset 0
           ) as r
           left join lateral (
             select user_agent from request_agents where tenant_id = $1 and agent_key = r.agent_key offset 0
           ) as a on true`,
    values: [
      tx.tenantId,
      column(listeners, (one) => one.listenerKey),
      column(listeners, (one) => one.itemKey),
      column(listeners, (one) => one.fromDay),
      column(listeners, (one) => one.toDay),
    ],
  });
  return rows.map(toRequest);
}

/** What is stored of a request once it was counted. */
export interface CountedFate {
  request: StoredRequest;
  reason: string | undefined;
  fate: string;
  player: string | undefined;
  listVersion: string;
  touchpointIds: readonly string[];
  touchpointPrint: string | undefined;
}

export async function updateFates(tx: TenantTx, fates: readonly CountedFate[]): Promise<void> {
  await tx.query({
    name: 'update-request-fates',
    text: `update episode_requests as r
           set reason = counted.reason, fate = counted.fate, player = counted.player, list_version = counted.list_version,
             touchpoint_ids = case when counted.ids is null then '{}' else string_to_array(counted.ids, chr(1)) end,
             touchpoint_print = counted.print
           from unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
             $11::uuid[]) as counted (listener_key, item_key, occurred_at, id, reason, fate, player, list_version, ids, print)
           where r.tenant_id = $1 and r.listener_key = counted.listener_key and r.item_key = counted.item_key
             and r.occurred_at = counted.occurred_at and r.id = counted.id`,
    values: [
      tx.tenantId,
      column(fates, (one) => one.request.listenerKey),
      column(fates, (one) => one.request.itemKey),
      column(fates, (one) => one.request.occurredAt),
      column(fates, (one) => one.request.id),
      column(fates, (one) => one.reason),
      column(fates, (one) => one.fate),
      column(fates, (one) => one.player),
      column(fates, (one) => one.listVersion),
      column(fates, (one) => (one.touchpointIds.length === 0 ? undefined : one.touchpointIds.join('\u0001'))),
      column(fates, (one) => one.touchpointPrint),
    ],
  });
}

/** One address on one UTC day. */
export interface AddressDay {
  addressKey: string;
  day: string;
}

function addressDayColumns(days: readonly AddressDay[]): string[] {
  return [column(days, (one) => one.addressKey), column(days, (one) => one.day)];
}

/**
 * That a request is of this row's day. Of a table that is just being filled the planner knows nothing, and it would look through the whole
 * day for each address if it could; this form leaves it the index by address.
 */
const ON_DAY = (row: string) => `(occurred_at at time zone 'UTC')::date = ${row}.day`;

const addressDayName = ({ addressKey, day }: AddressDay) => `${addressKey} ${day}`;

/** Those of these that are marked as crowded, as "address day". */
export async function findCrowdedDays(tx: TenantTx, days: readonly AddressDay[]): Promise<Set<string>> {
  if (days.length === 0) return new Set();
  const rows = await tx.query<AddressDay>({
    name: 'find-crowded-days',
    text: `select replace(c.address_key::text, '-', '') as "addressKey", c.day
           from unnest($2::uuid[], $3::date[]) as asked (address_key, day)
           join crowded_addresses as c on c.tenant_id = $1 and c.address_key = asked.address_key and c.day = asked.day`,
    values: [tx.tenantId, ...addressDayColumns(days)],
  });
  return new Set(rows.map(addressDayName));
}

/** The days on which these addresses are marked as crowded. */
export async function findCrowdsOf(tx: TenantTx, addressKeys: readonly string[]): Promise<AddressDay[]> {
  return tx.query<AddressDay>({
    text: `select address_key as "addressKey", day from crowded_addresses where tenant_id = $1 and address_key = any ($2::uuid[])`,
    values: [tx.tenantId, column(addressKeys, (key) => key)],
  });
}

/**
 * Those of these on which more than `most` pairs of listener and episode passed the filters and do not stand on a safe list. The rows of an
 * address are read before they are told apart: in a month that is just beginning the planner would rather walk through all of the tenant's
 * rows, for each address, to have them in the order of the pairs. It plans anew each time, since what was right for the month's first rows
 * would be kept for all that follow.
 */
export async function findOverfullDays(tx: TenantTx, days: readonly AddressDay[], most: number): Promise<Set<string>> {
  if (days.length === 0) return new Set();
  const rows = await tx.query<AddressDay>({
    text: `select replace(asked.address_key::text, '-', '') as "addressKey", asked.day
           from unnest($2::uuid[], $3::date[]) as asked (address_key, day)
           where exists (
             select 1 from (
               select distinct listener_key, item_key from (
                 select listener_key, item_key from episode_requests
                 where tenant_id = $1 and address_key = asked.address_key and fate is not null and reason is null and not is_shared
                   and counted_elsewhere is null and not is_erased and ${ON_DAY('asked')} offset 0
               ) as own
             ) as pairs offset $4
           )`,
    values: [tx.tenantId, ...addressDayColumns(days), most],
  });
  return new Set(rows.map(addressDayName));
}

/** Marks addresses as crowded on a day, or no longer, and has everything of them on that day counted anew. */
export async function moveCrowdedDays(tx: TenantTx, days: readonly AddressDay[], isCrowded: boolean): Promise<void> {
  if (days.length === 0) return;
  const change = isCrowded
    ? `insert into crowded_addresses (tenant_id, address_key, day)
       select $1, address_key, day from unnest($2::uuid[], $3::date[]) as d (address_key, day) on conflict do nothing`
    : `delete from crowded_addresses as c using unnest($2::uuid[], $3::date[]) as d (address_key, day)
       where c.tenant_id = $1 and c.address_key = d.address_key and c.day = d.day`;
  await tx.query({ text: change, values: [tx.tenantId, ...addressDayColumns(days)] });
  await tx.query({
    text: `insert into waiting_listeners (tenant_id, priority, listener_key, item_key, day)
           select distinct $1::uuid, 1, r.listener_key, r.item_key, d.day
           from unnest($2::uuid[], $3::date[]) as d (address_key, day)
           join episode_requests as r on r.tenant_id = $1 and r.address_key = d.address_key and not r.is_erased and ${ON_DAY('d')}`,
    values: [tx.tenantId, ...addressDayColumns(days)],
  });
}

/** By how much the sums of a day change. */
export interface DayChange {
  day: string;
  show: string;
  episode: string;
  evidence: string;
  fate: string;
  isUsable: boolean;
  requests: number;
}

/** Moves the sums by day; what comes to nothing is left out. */
export async function moveDays(tx: TenantTx, changes: readonly DayChange[]): Promise<void> {
  if (changes.length === 0) return;
  await tx.query({
    name: 'move-request-days',
    text: `insert into request_days as d (tenant_id, day, show, episode, evidence, fate, is_usable, requests)
           select $1, * from unnest($2::date[], $3::text[], $4::text[], $5::text[], $6::text[], $7::boolean[], $8::bigint[])
             as change (day, show, episode, evidence, fate, is_usable, requests)
           order by day, show, episode, evidence, fate, is_usable
           on conflict (tenant_id, day, show, episode, evidence, fate, is_usable)
             do update set requests = d.requests + excluded.requests`,
    values: [
      tx.tenantId,
      column(changes, (one) => one.day),
      column(changes, (one) => one.show),
      column(changes, (one) => one.episode),
      column(changes, (one) => one.evidence),
      column(changes, (one) => one.fate),
      column(changes, (one) => one.isUsable),
      column(changes, (one) => one.requests),
    ],
  });
}

/** How much waits to be counted or made a touchpoint, up to `most`, and since when; what a quota is in the way of does not wait. */
export async function countWaitingRequests(tx: TenantTx, most: number): Promise<{ count: number; oldestAt: Date | null }> {
  const [row] = await tx.query<{ count: number; oldest_at: Date | null }>({
    name: 'count-waiting-requests',
    text: `with listeners as (
             select waiting_since from waiting_listeners where tenant_id = $1 limit $2
           ), downloads as (
             select due_at from waiting_downloads where tenant_id = $1 and due_at <= now() limit $2
           )
           select (select count(*) from listeners)::integer + (select count(*) from downloads)::integer as count,
             least((select min(waiting_since) from listeners), (select min(due_at) from downloads)) as oldest_at`,
    values: [tx.tenantId, most],
  });
  return { count: row.count, oldestAt: row.oldest_at };
}

/** The tenants with requests that wait to be counted, or downloads that are due. */
export async function listTenantsWithRequests(tx: DirectoryTx): Promise<string[]> {
  return findTenantsWithRows(tx, ['waiting_listeners', 'waiting_downloads']);
}

/** The tenants that have counted requests, or some that wait. */
export async function listTenantsWithCounts(tx: DirectoryTx): Promise<string[]> {
  return findTenantsWithRows(tx, ['waiting_listeners', 'waiting_downloads', 'request_days']);
}

const plain = (key: string | null) => key?.replaceAll('-', '') ?? undefined;

function toRequest(row: RequestRow): StoredRequest {
  return {
    id: row.id,
    occurredAt: row.occurred_at.toISOString(),
    source: row.source,
    evidence: row.evidence,
    show: row.show,
    episode: row.episode,
    itemKey: row.item_key,
    urlKey: row.url_key,
    listenerKey: row.listener_key,
    addressKey: plain(row.address_key),
    agentKey: plain(row.agent_key),
    userAgent: row.user_agent,
    connectionType: row.connection_type,
    isExcluded: row.is_excluded,
    isShared: row.is_shared,
    isSegment: row.is_segment,
    method: row.method,
    status: row.status,
    range: row.byte_range,
    bytesSent: row.bytes_sent,
    durationSeconds: row.duration_seconds,
    fileBytes: row.file_bytes,
    headerBytes: row.header_bytes,
    countedElsewhere: row.counted_elsewhere,
    consent: row.consent,
    reason: row.reason,
    fate: row.fate,
    touchpointIds: row.touchpoint_ids,
    insertedAds: row.inserted_ads,
    touchpointPrint: row.touchpoint_print?.replaceAll('-', '') ?? null,
  };
}
