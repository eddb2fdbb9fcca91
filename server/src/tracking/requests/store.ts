import { bigints, booleans, byteas, doubles, instants, smallints, texts, uuids } from '../../platform/binary-columns.ts';
import { column } from '../../platform/columns.ts';
import type { IntakeTx, TenantTx } from '../../platform/tenant-door.ts';
import type { EpisodeRequestRow } from './rules.ts';

/** Claims the ids that are new; returns the rows that got theirs. */
export async function insertRequestKeys(tx: IntakeTx, rows: EpisodeRequestRow[]): Promise<EpisodeRequestRow[]> {
  const [{ claimed, tenant_ids: tenantIds, ids }] = await tx.query<{ claimed: number; tenant_ids: string[] | null; ids: string[] | null }>({
    name: 'insert-request-keys',
    text: `with claimed as (
             insert into episode_request_keys (tenant_id, id, fingerprint)
             select unnest($1::uuid[]), unnest($2::text[]), unnest($3::uuid[]) on conflict do nothing returning tenant_id, id
           )
           select count(*)::integer as claimed,
             case when count(*) < $4 then array_agg(tenant_id) end as tenant_ids, case when count(*) < $4 then array_agg(id) end as ids
           from claimed`,
    values: [uuids(rows, (row) => row.tenantId), texts(rows, (row) => row.id), uuids(rows, (row) => row.fingerprint), rows.length],
  });
  if (claimed === rows.length) return rows;
  const fresh = new Set(ids?.map((id, place) => `${tenantIds?.[place]} ${id}`));
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

interface StoredColumn {
  name: string;
  type: string;
  of(rows: readonly EpisodeRequestRow[]): Buffer | string;
}

const COLUMNS: readonly StoredColumn[] = [
  { name: 'tenant_id', type: 'uuid', of: (rows) => uuids(rows, (row) => row.tenantId) },
  { name: 'id', type: 'text', of: (rows) => texts(rows, (row) => row.id) },
  { name: 'occurred_at', type: 'timestamptz', of: (rows) => instants(rows, (row) => row.occurredAt) },
  { name: 'source', type: 'text', of: (rows) => texts(rows, (row) => row.source) },
  { name: 'evidence', type: 'text', of: (rows) => texts(rows, (row) => row.evidence) },
  { name: 'show', type: 'text', of: (rows) => texts(rows, (row) => row.show) },
  { name: 'episode', type: 'text', of: (rows) => texts(rows, (row) => row.episode) },
  { name: 'item_key', type: 'uuid', of: (rows) => uuids(rows, (row) => row.itemKey) },
  { name: 'url_key', type: 'uuid', of: (rows) => uuids(rows, (row) => row.urlKey) },
  { name: 'unfiled_key', type: 'uuid', of: (rows) => uuids(rows, (row) => row.unfiledKey) },
  { name: 'is_segment', type: 'boolean', of: (rows) => booleans(rows, (row) => row.isSegment) },
  { name: 'listener_key', type: 'uuid', of: (rows) => uuids(rows, (row) => row.listenerKey) },
  { name: 'address_key', type: 'uuid', of: (rows) => uuids(rows, (row) => row.addressKey) },
  { name: 'agent_key', type: 'uuid', of: (rows) => uuids(rows, (row) => row.agentKey) },
  { name: 'connection_type', type: 'text', of: (rows) => texts(rows, (row) => row.network.connectionType) },
  { name: 'is_excluded', type: 'boolean', of: (rows) => booleans(rows, (row) => row.network.isExcluded === true) },
  { name: 'is_shared', type: 'boolean', of: (rows) => booleans(rows, (row) => row.network.isShared === true) },
  { name: 'asn', type: 'bigint', of: (rows) => bigints(rows, (row) => row.network.asn) },
  { name: 'country', type: 'text', of: (rows) => texts(rows, (row) => row.network.country) },
  { name: 'region', type: 'text', of: (rows) => texts(rows, (row) => row.network.region) },
  { name: 'method', type: 'text', of: (rows) => texts(rows, (row) => row.method) },
  { name: 'status', type: 'smallint', of: (rows) => smallints(rows, (row) => row.status) },
  { name: 'byte_range', type: 'text', of: (rows) => texts(rows, (row) => row.range) },
  { name: 'bytes_sent', type: 'bigint', of: (rows) => bigints(rows, (row) => row.bytesSent) },
  { name: 'duration_seconds', type: 'double precision', of: (rows) => doubles(rows, (row) => row.durationSeconds) },
  { name: 'file_bytes', type: 'bigint', of: (rows) => bigints(rows, (row) => row.fileBytes) },
  { name: 'header_bytes', type: 'bigint', of: (rows) => bigints(rows, (row) => row.headerBytes) },
  { name: 'counted_elsewhere', type: 'boolean', of: (rows) => booleans(rows, (row) => row.counted) },
  { name: 'consent', type: 'text', of: (rows) => texts(rows, (row) => row.consent) },
  { name: 'inserted_ads', type: 'jsonb', of: (rows) => column(rows, (row) => row.insertedAds) },
];

/** Unnested side by side: as a table of columns PostgreSQL would write each of them to a place of its own first, and read it back. */
const UNNESTED = COLUMNS.map(({ type }, place) => `unnest($${place + 1}::${type}[])`).join(', ');
const MARKS_FROM = COLUMNS.length + 1;

/** A listener of an item on a day, who waits to be counted. */
interface Mark {
  row: EpisodeRequestRow;
  day: string;
  priority: number;
}

function marksOf(rows: readonly EpisodeRequestRow[]): Mark[] {
  const marks = new Map<string, Mark>();
  for (const row of rows) {
    const day = row.occurredAt.slice(0, 10);
    const name = `${row.tenantId}${row.listenerKey}${row.itemKey}${day}`;
    const mark = marks.get(name);
    if (mark === undefined) marks.set(name, { row, day, priority: row.priority });
    else if (row.priority < mark.priority) mark.priority = row.priority;
  }
  return [...marks.values()];
}

/** Stores requests whose ids were claimed in this transaction, and leaves their listeners as waiting work. */
export async function insertEpisodeRequests(tx: IntakeTx, rows: EpisodeRequestRow[]): Promise<void> {
  const marks = marksOf(rows);
  await tx.query({
    name: 'insert-episode-requests',
    text: `with stored as (
             insert into episode_requests (${COLUMNS.map(({ name }) => name).join(', ')}) select ${UNNESTED}
           )
           insert into waiting_listeners (tenant_id, priority, listener_key, item_key, day)
           select unnest($${MARKS_FROM}::uuid[]), unnest($${MARKS_FROM + 1}::smallint[]), unnest($${MARKS_FROM + 2}::uuid[]),
             unnest($${MARKS_FROM + 3}::uuid[]), unnest($${MARKS_FROM + 4}::date[])`,
    values: [
      ...COLUMNS.map((one) => one.of(rows)),
      uuids(marks, ({ row }) => row.tenantId),
      smallints(marks, ({ priority }) => priority),
      uuids(marks, ({ row }) => row.listenerKey),
      uuids(marks, ({ row }) => row.itemKey),
      column(marks, ({ day }) => day),
    ],
  });
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
           select * from (
             select unnest($1::uuid[]) as t, unnest($2::uuid[]) as a, unnest($3::date[]) as d, unnest($4::bytea[])
           ) as r order by t, a, d on conflict do nothing`,
    values: [
      uuids(addresses, (one) => one.tenantId),
      uuids(addresses, (one) => one.addressKey),
      column(addresses, (one) => one.day),
      byteas(addresses, (one) => one.sealed),
    ],
  });
}

/** Deletes the addresses that were seen before a day and not kept any longer; of the day itself all stay. */
export async function deleteOldAddresses(tx: TenantTx, before: string): Promise<void> {
  await tx.query({ text: 'delete from request_addresses where tenant_id = $1 and day < $2', values: [tx.tenantId, before] });
}
