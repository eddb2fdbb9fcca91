import { column } from '../../platform/columns.ts';
import type { IntakeTx, TenantTx } from '../../platform/tenant-door.ts';
import type { EpisodeRequestRow } from './rules.ts';

/** Claims the ids that are new; returns the rows that got theirs. */
export async function insertRequestKeys(tx: IntakeTx, rows: EpisodeRequestRow[]): Promise<EpisodeRequestRow[]> {
  const inserted = await tx.query<{ tenant_id: string; id: string }>({
    name: 'insert-request-keys',
    text: `insert into episode_request_keys (tenant_id, id, fingerprint)
           select * from unnest($1::uuid[], $2::text[], $3::uuid[]) on conflict do nothing returning tenant_id, id`,
    values: [column(rows, (row) => row.tenantId), column(rows, (row) => row.id), column(rows, (row) => row.fingerprint)],
  });
  if (inserted.length === rows.length) return rows;
  const fresh = new Set(inserted.map((row) => `${row.tenant_id} ${row.id}`));
  return rows.filter((row) => fresh.has(`${row.tenantId} ${row.id}`));
}

/** The stored fingerprints of these rows' ids, by "tenant id". */
export async function findRequestFingerprints(tx: IntakeTx, rows: EpisodeRequestRow[]): Promise<Map<string, string>> {
  const found = await tx.query<{ tenant_id: string; id: string; fingerprint: string }>({
    text: `select stored.* from unnest($1::uuid[], $2::text[]) as asked (tenant_id, id)
           cross join lateral (
             select tenant_id, id, fingerprint from episode_request_keys where tenant_id = asked.tenant_id and id = asked.id offset 0
           ) as stored`,
    values: [column(rows, (row) => row.tenantId), column(rows, (row) => row.id)],
  });
  return new Map(found.map((row) => [`${row.tenant_id} ${row.id}`, row.fingerprint.replaceAll('-', '')]));
}

/** Stores requests whose ids were claimed in this transaction, and leaves their listeners as waiting work. */
export async function insertEpisodeRequests(tx: IntakeTx, rows: EpisodeRequestRow[]): Promise<void> {
  await tx.query({
    name: 'insert-episode-requests',
    text: `with incoming as materialized (
             select * from unnest(
               $1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::uuid[], $9::uuid[],
               $10::uuid[], $11::uuid[], $12::uuid[], $13::text[], $14::boolean[], $15::bigint[], $16::text[], $17::text[],
               $18::smallint[], $19::text[], $20::bigint[], $21::double precision[], $22::bigint[], $23::bigint[], $24::boolean[],
               $25::text[], $26::smallint[], $27::boolean[], $28::boolean[], $29::text[], $30::uuid[], $31::jsonb[]
             ) as r (tenant_id, id, occurred_at, source, evidence, show, episode, item_key, url_key, listener_key, address_key, agent_key,
               connection_type, is_excluded, asn, country, method, status, byte_range, bytes_sent, duration_seconds, file_bytes,
               header_bytes, counted_elsewhere, consent, priority, is_shared, is_segment, region,
               unfiled_key, inserted_ads)
           ), stored as (
             insert into episode_requests (tenant_id, id, occurred_at, source, evidence, show, episode, item_key, url_key, listener_key,
               address_key, agent_key, connection_type, is_excluded, asn, country, method, status, byte_range, bytes_sent,
               duration_seconds, file_bytes, header_bytes, counted_elsewhere, consent, is_shared, is_segment, region, unfiled_key,
               inserted_ads)
             select tenant_id, id, occurred_at, source, evidence, show, episode, item_key, url_key, listener_key,
               address_key, agent_key, connection_type, is_excluded, asn, country, method, status, byte_range, bytes_sent,
               duration_seconds, file_bytes, header_bytes, counted_elsewhere, consent, is_shared, is_segment, region, unfiled_key,
               inserted_ads
             from incoming
           )
           insert into waiting_listeners (tenant_id, priority, listener_key, item_key, day)
           select tenant_id, min(priority), listener_key, item_key, (occurred_at at time zone 'UTC')::date from incoming
           group by tenant_id, listener_key, item_key, (occurred_at at time zone 'UTC')::date`,
    values: [...placeColumns(rows), ...listenerColumns(rows), ...answerColumns(rows)],
  });
}

function placeColumns(rows: EpisodeRequestRow[]): string[] {
  return [
    column(rows, (row) => row.tenantId),
    column(rows, (row) => row.id),
    column(rows, (row) => row.occurredAt),
    column(rows, (row) => row.source),
    column(rows, (row) => row.evidence),
    column(rows, (row) => row.show),
    column(rows, (row) => row.episode),
    column(rows, (row) => row.itemKey),
    column(rows, (row) => row.urlKey),
  ];
}

function listenerColumns(rows: EpisodeRequestRow[]): string[] {
  return [
    column(rows, (row) => row.listenerKey),
    column(rows, (row) => row.addressKey),
    column(rows, (row) => row.agentKey),
    column(rows, (row) => row.network.connectionType),
    column(rows, (row) => row.network.isExcluded === true),
    column(rows, (row) => row.network.asn),
    column(rows, (row) => row.network.country),
  ];
}

function answerColumns(rows: EpisodeRequestRow[]): string[] {
  return [
    column(rows, (row) => row.method),
    column(rows, (row) => row.status),
    column(rows, (row) => row.range),
    column(rows, (row) => row.bytesSent),
    column(rows, (row) => row.durationSeconds),
    column(rows, (row) => row.fileBytes),
    column(rows, (row) => row.headerBytes),
    column(rows, (row) => row.counted),
    column(rows, (row) => row.consent),
    column(rows, (row) => row.priority),
    column(rows, (row) => row.network.isShared === true),
    column(rows, (row) => row.isSegment),
    column(rows, (row) => row.network.region),
    column(rows, (row) => row.unfiledKey),
    column(rows, (row) => row.insertedAds),
  ];
}

/** The user agents of requests, each once; known ones stay. */
export async function insertRequestAgents(tx: IntakeTx, rows: readonly EpisodeRequestRow[]): Promise<void> {
  const agents = [...new Map(rows.filter((row) => row.agentKey).map((row) => [`${row.tenantId} ${row.agentKey}`, row])).values()];
  if (agents.length === 0) return;
  agents.sort((a, b) => (`${a.tenantId} ${a.agentKey}` < `${b.tenantId} ${b.agentKey}` ? -1 : 1));
  await tx.query({
    name: 'insert-request-agents',
    text: `insert into request_agents (tenant_id, agent_key, user_agent) select * from unnest($1::uuid[], $2::uuid[], $3::text[])
           on conflict do nothing`,
    values: [column(agents, (row) => row.tenantId), column(agents, (row) => row.agentKey), column(agents, (row) => row.userAgent)],
  });
}

/** An address as it is kept for a few days, by its hash and the day it was seen. */
export interface SealedAddress {
  tenantId: string;
  addressKey: string;
  day: string;
  sealed: Buffer;
}

export async function insertRequestAddresses(tx: IntakeTx, addresses: readonly SealedAddress[]): Promise<void> {
  if (addresses.length === 0) return;
  await tx.query({
    name: 'insert-request-addresses',
    text: `insert into request_addresses (tenant_id, address_key, day, sealed)
           select t, a, d, decode(s, 'base64') from unnest($1::uuid[], $2::uuid[], $3::date[], $4::text[]) as r (t, a, d, s)
           order by t, a, d on conflict do nothing`,
    values: [
      column(addresses, (one) => one.tenantId),
      column(addresses, (one) => one.addressKey),
      column(addresses, (one) => one.day),
      column(addresses, (one) => one.sealed.toString('base64')),
    ],
  });
}

/** Deletes the addresses that were seen before a day and not kept any longer; of the day itself all stay. */
export async function deleteOldAddresses(tx: TenantTx, before: string): Promise<void> {
  await tx.query({ text: 'delete from request_addresses where tenant_id = $1 and day < $2', values: [tx.tenantId, before] });
}
