import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';

/** A request as the person behind it is told of it. */
export interface SubjectRequest {
  id: string;
  occurredAt: string;
  receivedAt: string;
  source: string;
  show: string | null;
  episode: string | null;
  method: string;
  status: number | null;
  range: string | null;
  bytesSent: number | null;
  connectionType: string;
  country: string | null;
  region: string | null;
  player: string | null;
  consent: string;
  fate: string | null;
  insertedAds: unknown;
}

/**
 * Makes anonymous amounts of up to `limit` requests of these listeners that were received before an instant, or of all; returns the ids
 * they had. Day, episode and fate stay; the sums move, since their addresses are of no use from now on.
 */
export async function updateToAmounts(
  tx: TenantTx,
  listenerKeys: readonly string[],
  { limit, before, newIds }: { limit: number; before: string | undefined; newIds: readonly string[] },
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>({
    text: `with chosen as materialized (
             select id, occurred_at, listener_key, item_key, coalesce(show, '') as show, coalesce(episode, '') as episode, evidence,
               touchpoint_ids,
               coalesce(fate = 'download' and address_key is not null and connection_type not in ('relay', 'datacenter'), false)
                 as is_usable,
               row_number() over () as place
             from episode_requests
             where tenant_id = $1 and listener_key = any ($2::uuid[]) and not is_erased and received_at <= $4 limit $3
           ), usable as (
             select (occurred_at at time zone 'UTC')::date as day, show, episode, evidence, count(*) as requests
             from chosen where is_usable group by 1, 2, 3, 4
           ), sums as (
             insert into request_days as d (tenant_id, day, show, episode, evidence, fate, is_usable, requests)
             select $1, day, show, episode, evidence, 'download', flag, case when flag then -requests else requests end
             from usable cross join (values (false), (true)) as f (flag) order by day, show, episode, evidence, flag
             on conflict (tenant_id, day, show, episode, evidence, fate, is_usable)
               do update set requests = d.requests + excluded.requests
           ), downloads as (
             delete from waiting_downloads where tenant_id = $1 and touchpoint_id in (select unnest(touchpoint_ids) from chosen)
           ), ads as (
             delete from undelivered_ads where tenant_id = $1 and request_id in (select id from chosen)
           ), keys as (
             delete from episode_request_keys where tenant_id = $1 and id in (select id from chosen)
           ), amounts as (
             update episode_requests as r
             set id = new.id, occurred_at = date_trunc('day', r.occurred_at, 'UTC'), received_at = date_trunc('day', r.received_at, 'UTC'),
               listener_key = gen_random_uuid(), address_key = null, agent_key = null, connection_type = 'unknown', asn = null,
               country = null, region = null, player = null, byte_range = null, bytes_sent = null, status = null, touchpoint_ids = '{}',
               touchpoint_print = null, inserted_ads = null, consent = 'unknown', is_erased = true
             from chosen join unnest($5::text[]) with ordinality as new (id, place) using (place)
             where r.tenant_id = $1 and r.listener_key = chosen.listener_key and r.item_key = chosen.item_key
               and r.occurred_at = chosen.occurred_at and r.id = chosen.id
           )
           select id from chosen`,
    values: [tx.tenantId, column(listenerKeys, (key) => key), limit, before ?? 'infinity', column(newIds, (id) => id)],
  });
  return rows.map(({ id }) => id);
}

/** Deletes the user agents of these hashes that no request has any more. */
export async function deleteUnusedAgents(tx: TenantTx, agentKeys: readonly string[]): Promise<void> {
  await tx.query({
    text: `delete from request_agents as a where tenant_id = $1 and agent_key = any ($2::uuid[])
             and not exists (select 1 from episode_requests where tenant_id = $1 and agent_key = a.agent_key)`,
    values: [tx.tenantId, column(agentKeys, (key) => key)],
  });
}

/** Deletes what else is kept of these addresses and waits of these listeners. */
export async function deleteAddresses(tx: TenantTx, addressKeys: readonly string[], listenerKeys: readonly string[]): Promise<void> {
  const addresses = [tx.tenantId, column(addressKeys, (key) => key)];
  await tx.query({ text: 'delete from request_addresses where tenant_id = $1 and address_key = any ($2::uuid[])', values: addresses });
  const listeners = [tx.tenantId, column(listenerKeys, (key) => key)];
  await tx.query({ text: 'delete from waiting_listeners where tenant_id = $1 and listener_key = any ($2::uuid[])', values: listeners });
}

/** The requests of these listeners, in order of time; at most `limit`. */
export async function findRequestsOf(tx: TenantTx, listenerKeys: readonly string[], limit: number): Promise<SubjectRequest[]> {
  const rows = await tx.query<Omit<SubjectRequest, 'occurredAt' | 'receivedAt'> & { occurredAt: Date; receivedAt: Date }>({
    text: `select id, occurred_at as "occurredAt", received_at as "receivedAt", source, show, episode, method, status, byte_range as range,
             bytes_sent as "bytesSent", connection_type as "connectionType", country, region, player, consent, fate,
             inserted_ads as "insertedAds"
           from episode_requests where tenant_id = $1 and listener_key = any ($2::uuid[]) and not is_erased
           order by occurred_at, id limit $3`,
    values: [tx.tenantId, column(listenerKeys, (key) => key), limit],
  });
  return rows.map((row) => ({ ...row, occurredAt: row.occurredAt.toISOString(), receivedAt: row.receivedAt.toISOString() }));
}

/** Deletes up to `limit` requests from before an instant, with their ids; returns how many. Sums stay: they are of what was. */
export async function deleteOldRequests(tx: TenantTx, before: string, limit: number): Promise<number> {
  const [row] = await tx.query<{ deleted: number }>({
    text: `with chosen as materialized (
             select tableoid as part, ctid as place from episode_requests where tenant_id = $1 and occurred_at < $2 limit $3
           ), deleted as (
             delete from episode_requests as r using chosen
             where r.tenant_id = $1 and r.occurred_at < $2 and r.tableoid = chosen.part and r.ctid = chosen.place returning r.id
           ), keys as (
             delete from episode_request_keys where tenant_id = $1 and id in (select id from deleted)
           ), crowds as (
             delete from crowded_addresses where tenant_id = $1 and day < ($2::timestamptz at time zone 'UTC')::date
           )
           select count(*)::integer as deleted from deleted`,
    values: [tx.tenantId, before, limit],
  });
  return row.deleted;
}
