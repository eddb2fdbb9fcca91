import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { EpisodeRequestRow } from '../requests/rules.ts';

/** A file that requests without an episode were for, and the show that they name; null where they name none. */
export interface UnfiledFile {
  fileKey: string;
  statedShow: string | null;
}

/** Which of these files requests without an episode were for, by the shows that these name; at most so many. */
export async function findUnfiled(tx: TenantTx, fileKeys: readonly string[], limit: number): Promise<UnfiledFile[]> {
  return tx.query<UnfiledFile>({
    name: 'find-unfiled-requests',
    text: `select distinct replace(r.unfiled_key::text, '-', '') as "fileKey", r.show as "statedShow"
           from unnest($2::uuid[]) as asked (file_key)
           join episode_requests as r on r.tenant_id = $1 and r.unfiled_key = asked.file_key and not r.is_erased
           limit $3`,
    values: [tx.tenantId, column(fileKeys, (key) => key), limit],
  });
}

/** The episode that requests for a file are for, and what they are counted together by from now on. */
export interface FiledFile extends UnfiledFile {
  show: string | null;
  episode: string;
  itemKey: string;
}

/** What a request stands for in the sums of the days, and what it is counted together with, before it moves. */
const BEFORE = `r.id, r.occurred_at, r.listener_key, r.item_key as old_item_key, (r.occurred_at at time zone 'UTC')::date as day,
  coalesce(r.show, '') as show, coalesce(r.episode, '') as episode, r.evidence, r.fate,
  coalesce(r.fate = 'download' and r.address_key is not null and r.connection_type not in ('relay', 'datacenter'), false) as is_usable`;

/** Takes the requests of `before` out of the sums, marks both of their groups as waiting, and moves them. */
const MOVE = `sums as (
    insert into request_days as d (tenant_id, day, show, episode, evidence, fate, is_usable, requests)
    select $1, day, show, episode, evidence, fate, is_usable, -count(*) from before where fate is not null
    group by day, show, episode, evidence, fate, is_usable order by day, show, episode, evidence, fate, is_usable
    on conflict (tenant_id, day, show, episode, evidence, fate, is_usable)
      do update set requests = d.requests + excluded.requests
  ), marks as (
    insert into waiting_listeners (tenant_id, priority, listener_key, item_key, day)
    select distinct $1::uuid, 1, before.listener_key, item.key, before.day
    from before cross join lateral (values (before.old_item_key), (before.item_key)) as item (key)
  ), moved as (
    update episode_requests as r
    set show = before.new_show, episode = before.new_episode, item_key = before.item_key, url_key = before.new_url_key,
      unfiled_key = before.new_unfiled_key, is_segment = before.new_is_segment, fate = null, reason = null
    from before where r.tenant_id = $1 and r.occurred_at = before.occurred_at and r.id = before.id
    returning 1
  ) select count(*)::integer as moved from moved`;

/**
 * Gives up to `limit` requests for these files their episode, takes them out of the sums of the days, and has them counted anew, together
 * with those that they were counted with before; returns how many there are.
 */
export async function moveToEpisodes(tx: TenantTx, files: readonly FiledFile[], limit: number): Promise<number> {
  if (files.length === 0) return 0;
  const [row] = await tx.query<{ moved: number }>({
    text: `with given as materialized (
             select * from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[])
               as f (file_key, stated_show, show, episode, item_key)
           ), before as materialized (
             select ${BEFORE}, given.item_key, given.show as new_show, given.episode as new_episode, r.url_key as new_url_key,
               null::uuid as new_unfiled_key, r.is_segment as new_is_segment
             from given join episode_requests as r on r.tenant_id = $1 and r.unfiled_key = given.file_key and not r.is_erased
               and r.show is not distinct from given.stated_show
             limit $7
           ), ${MOVE}`,
    values: [
      tx.tenantId,
      column(files, (file) => file.fileKey),
      column(files, (file) => file.statedShow),
      column(files, (file) => file.show),
      column(files, (file) => file.episode),
      column(files, (file) => file.itemKey),
      limit,
    ],
  });
  return row.moved;
}

/** Requests as they are read, beside those stored under their ids that stand elsewhere. */
const READ_ANEW = `unnest($2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::uuid[], $8::uuid[], $9::boolean[])
    as read (occurred_at, id, show, episode, item_key, url_key, unfiled_key, is_segment)
  join episode_requests as r on r.tenant_id = $1 and r.occurred_at = read.occurred_at and r.id = read.id and not r.is_erased
    and (r.url_key <> read.url_key or r.show is distinct from read.show)`;

function readColumns(tx: TenantTx, rows: readonly EpisodeRequestRow[]): string[] {
  return [
    tx.tenantId,
    column(rows, (row) => row.occurredAt),
    column(rows, (row) => row.id),
    column(rows, (row) => row.show),
    column(rows, (row) => row.episode),
    column(rows, (row) => row.itemKey),
    column(rows, (row) => row.urlKey),
    column(rows, (row) => row.unfiledKey),
    column(rows, (row) => row.isSegment),
  ];
}

/** Whether any of these requests is stored under another address or show than it is read with. */
export async function areFiledElsewhere(tx: TenantTx, rows: readonly EpisodeRequestRow[]): Promise<boolean> {
  const [row] = await tx.query<{ any: boolean }>({
    text: `select exists (select 1 from ${READ_ANEW}) as any`,
    values: readColumns(tx, rows),
  });
  return row.any;
}

/** Moves the stored requests that stand elsewhere to where they are read, and has them counted anew; returns how many there are. */
export async function moveAsRead(tx: TenantTx, rows: readonly EpisodeRequestRow[]): Promise<number> {
  const [row] = await tx.query<{ moved: number }>({
    text: `with before as materialized (
             select distinct on (r.occurred_at, r.id) ${BEFORE}, read.item_key, read.show as new_show, read.episode as new_episode,
               read.url_key as new_url_key, read.unfiled_key as new_unfiled_key, read.is_segment as new_is_segment
             from ${READ_ANEW}
           ), ${MOVE}`,
    values: readColumns(tx, rows),
  });
  return row.moved;
}
