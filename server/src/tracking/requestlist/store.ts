import type { TenantTx } from '../../platform/tenant-door.ts';
import type { RequestListQuery, StoredEpisodeRequest } from './schema.ts';

/** Where a list of requests goes on: before this instant, and at it before this id. */
export interface Position {
  occurredAt: string;
  id: string;
}

/** Which part of the list is read: what lies before a position, and of that the newest so many. */
export interface Stretch {
  query: Pick<RequestListQuery, 'from' | 'to'>;
  before: Position | undefined;
  /** How many requests are looked at, whether they are asked for or not. */
  looked: number;
}

type RequestRow = Omit<StoredEpisodeRequest, 'occurredAt' | 'receivedAt'> & { occurredAt: Date; receivedAt: Date };

const STRETCH = `from episode_requests
  where tenant_id = $1 and occurred_at >= coalesce($2::date::timestamp at time zone 'UTC', '-infinity')
    and occurred_at < coalesce($3::date::timestamp at time zone 'UTC', 'infinity')
    and (occurred_at, id) < (coalesce($4::timestamptz, 'infinity'), $5)
  order by occurred_at desc, id desc`;

function stretchValues(tx: TenantTx, { query, before }: Stretch): unknown[] {
  return [tx.tenantId, query.from ?? null, query.to ?? null, before?.occurredAt ?? null, before?.id ?? ''];
}

/** Those of a stretch that are asked for, newest first, at most `limit`. */
export async function findInStretch(
  tx: TenantTx,
  stretch: Stretch,
  { show, episode, fate }: Pick<RequestListQuery, 'show' | 'episode' | 'fate'>,
  limit: number,
): Promise<StoredEpisodeRequest[]> {
  const rows = await tx.query<RequestRow>({
    text: `select r.id, r.occurred_at as "occurredAt", r.received_at as "receivedAt", r.source, r.evidence, r.show, r.episode, r.player,
             (select user_agent from request_agents where tenant_id = $1 and agent_key = r.agent_key) as "userAgent",
             r.connection_type as "connectionType", r.asn, r.country, r.method, r.status, r.byte_range as range,
             r.bytes_sent as "bytesSent", r.fate, r.list_version as "listVersion", r.touchpoint_ids as "touchpointIds",
             r.is_erased as "isErased"
           from (select * ${STRETCH} limit $6) as r
           where ($7::text is null or r.show = $7) and ($8::text is null or r.episode = $8)
             and ($9::text is null or coalesce(r.fate, 'waiting') = $9)
           order by r.occurred_at desc, r.id desc limit $10`,
    values: [...stretchValues(tx, stretch), stretch.looked, show ?? null, episode ?? null, fate ?? null, limit],
  });
  return rows.map((row) => ({ ...row, occurredAt: row.occurredAt.toISOString(), receivedAt: row.receivedAt.toISOString() }));
}

/** The position of the last request of a stretch; undefined when there are fewer than it may look at. */
export async function findEndOfStretch(tx: TenantTx, stretch: Stretch): Promise<Position | undefined> {
  const [row] = await tx.query<{ occurred_at: Date; id: string }>({
    text: `select occurred_at, id ${STRETCH} offset $6 limit 1`,
    values: [...stretchValues(tx, stretch), stretch.looked - 1],
  });
  return row && { occurredAt: row.occurred_at.toISOString(), id: row.id };
}
