import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { HostEpisode, HostEpisodeFilter } from './schema.ts';

/** What a host tells of an episode. */
export type ToldEpisode = Omit<HostEpisode, 'episode'>;

interface Row extends Omit<HostEpisode, 'publishedAt'> {
  publishedAt: Date | null;
}

const COLUMNS = 'host, id, show, guid, enclosure, title, published_at as "publishedAt", episode';

/** Writes down what a host tells; what it does not tell this time stays, and so does which of ours it was found to be. */
export async function upsertEpisodes(tx: TenantTx, episodes: readonly ToldEpisode[]): Promise<void> {
  await tx.query({
    text: `insert into host_episodes as h (tenant_id, host, id, show, guid, enclosure, title, published_at)
           select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[])
           order by 2, 3
           on conflict (tenant_id, host, id) do update
             set show = excluded.show, guid = coalesce(excluded.guid, h.guid), enclosure = coalesce(excluded.enclosure, h.enclosure),
               title = coalesce(excluded.title, h.title), published_at = coalesce(excluded.published_at, h.published_at),
               episode = case when h.show = excluded.show then h.episode end,
               looked_at = case when (excluded.show, excluded.guid, excluded.enclosure, excluded.title, excluded.published_at)
                 is distinct from (h.show, h.guid, h.enclosure, h.title, h.published_at) then null else h.looked_at end`,
    values: [
      tx.tenantId,
      column(episodes, (one) => one.host),
      column(episodes, (one) => one.id),
      column(episodes, (one) => one.show),
      column(episodes, (one) => one.guid ?? undefined),
      column(episodes, (one) => one.enclosure ?? undefined),
      column(episodes, (one) => one.title ?? undefined),
      column(episodes, (one) => one.publishedAt ?? undefined),
    ],
  });
}

/**
 * Which of ours these episodes of a host are, by its ids, as it stays until the transaction ends; those that are none yet are left out.
 * Those that are none are locked, too, in the order in which `listUnmapped` tells them.
 */
export async function lockMapped(tx: TenantTx, host: string, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.query<{ id: string; episode: string | null }>({
    text: `select id, episode from host_episodes where tenant_id = $1 and host = $2 and id = any ($3::text[])
           order by show, id for share`,
    values: [tx.tenantId, host, column(ids, (id) => id)],
  });
  return new Map(rows.flatMap(({ id, episode }) => (episode === null ? [] : [[id, episode]])));
}

/** Episodes that are none of ours yet and were not looked for since an instant, by show; up to `limit`. */
export async function listUnmapped(tx: TenantTx, before: string, limit: number): Promise<HostEpisode[]> {
  const rows = await tx.query<Row>({
    text: `select ${COLUMNS} from host_episodes
           where tenant_id = $1 and episode is null and (looked_at is null or looked_at < $2) order by show, host, id limit $3`,
    values: [tx.tenantId, before, limit],
  });
  return rows.map(toEpisode);
}

export async function updateMapped(tx: TenantTx, { host, id }: Pick<HostEpisode, 'host' | 'id'>, episode: string | null, at: string) {
  await tx.query({
    text: 'update host_episodes set episode = $4, looked_at = $5 where tenant_id = $1 and host = $2 and id = $3',
    values: [tx.tenantId, host, id, episode, at],
  });
}

export async function listEpisodes(
  tx: TenantTx,
  { show, isMapped }: HostEpisodeFilter,
  after: { host: string; id: string } | undefined,
  limit: number,
): Promise<HostEpisode[]> {
  const rows = await tx.query<Row>({
    text: `select ${COLUMNS} from host_episodes
           where tenant_id = $1 and ($2::text is null or show = $2) and ($3::boolean is null or (episode is not null) = $3)
             and ($4::text is null or (host, id) > ($4, $5)) order by host, id limit $6`,
    values: [tx.tenantId, show ?? null, isMapped ?? null, after?.host ?? null, after?.id ?? '', limit],
  });
  return rows.map(toEpisode);
}

function toEpisode(row: Row): HostEpisode {
  return { ...row, publishedAt: row.publishedAt?.toISOString() ?? null };
}
