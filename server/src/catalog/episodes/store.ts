import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { Person } from '../shows/schema.ts';
import type { EpisodePosition } from './rules.ts';
import type { Enclosure, Episode, EpisodeAtAddress, Transcript } from './schema.ts';

interface EpisodeRow {
  key: string;
  name: string | null;
  show: string | null;
  guid: string | null;
  title: string | null;
  published_at: Date | null;
  duration_seconds: number | null;
  enclosure_url: string | null;
  enclosure_type: string | null;
  file_bytes: number | null;
  link: string | null;
  persons: Person[];
  transcripts: Transcript[];
  is_listed: boolean;
  created_at: Date;
}

const COLUMNS = `key, name, show, guid, title, published_at, duration_seconds, enclosure_url, enclosure_type, file_bytes, link, persons,
  transcripts, is_listed, created_at`;

export async function listEpisodes(tx: TenantTx, after: string, limit: number): Promise<Episode[]> {
  const rows = await tx.query<EpisodeRow>({
    text: `select ${COLUMNS} from episodes where tenant_id = $1 and key > $2 order by key limit $3`,
    values: [tx.tenantId, after, limit],
  });
  return rows.map(toEpisode);
}

/** Episodes of a show behind a position, the newest first. */
export async function listEpisodesOfShow(
  tx: TenantTx,
  show: string,
  { before, limit }: { before: EpisodePosition | undefined; limit: number },
): Promise<Episode[]> {
  const rows = await tx.query<EpisodeRow>({
    text: `select ${COLUMNS} from episodes
           where tenant_id = $1 and show = $2
             and ($3::timestamptz is null or (coalesce(published_at, '-infinity'), key) < ($3::timestamptz, $4::text))
           order by coalesce(published_at, '-infinity') desc, key desc limit $5`,
    values: [tx.tenantId, show, before?.publishedAt ?? null, before?.key ?? null, limit],
  });
  return rows.map(toEpisode);
}

export async function findEpisodes(tx: TenantTx, keys: string[]): Promise<Episode[]> {
  const rows = await tx.query<EpisodeRow>({
    text: `select ${COLUMNS} from episodes where tenant_id = $1 and key = any ($2::text[]) order by key`,
    values: [tx.tenantId, column(keys, (key) => key)],
  });
  return rows.map(toEpisode);
}

export async function listEnclosures(tx: TenantTx, episode: string): Promise<Enclosure[]> {
  const rows = await tx.query<{ address: string; type: string | null; file_bytes: number | null; seen_at: Date }>({
    text: `select address, type, file_bytes, seen_at from episode_enclosures where tenant_id = $1 and episode = $2
           order by seen_at desc, address`,
    values: [tx.tenantId, episode],
  });
  return rows.map((row) => ({ address: row.address, type: row.type, fileBytes: row.file_bytes, seenAt: row.seen_at.toISOString() }));
}

/**
 * The episode at each address. Of several at one address it is one of this show, then one that is in a feed, then the newest: shows
 * republish each other's episodes, and hosts give addresses out again.
 */
export async function findEpisodesAt(tx: TenantTx, addresses: string[], show: string | null): Promise<Map<string, EpisodeAtAddress>> {
  const rows = await tx.query<EpisodeRow & { address: string }>({
    text: `select distinct on (x.address) x.address, e.key, e.show, e.published_at, e.duration_seconds, x.file_bytes
           from episode_enclosures x join episodes e on e.tenant_id = $1 and e.key = x.episode
           where x.tenant_id = $1 and x.address = any ($2::text[])
           order by x.address, (e.show = $3) desc nulls last, e.is_listed desc, e.published_at desc nulls last, e.key`,
    values: [tx.tenantId, column(addresses, (address) => address), show],
  });
  return new Map(rows.map((row) => [row.address, toEpisodeAtAddress(row)]));
}

/** Gives an episode a name, or, without one, its title. */
export async function upsertEpisodeName(tx: TenantTx, key: string, name: string | null): Promise<void> {
  await tx.query({
    text: `insert into episodes (tenant_id, key, name) values ($1, $2, $3)
           on conflict (tenant_id, key) do update set name = coalesce($3, left(episodes.title, 200)), name_from_feed = $3::text is null`,
    values: [tx.tenantId, key, name],
  });
}

export async function insertEpisodeStubs(tx: TenantTx, keys: string[]): Promise<void> {
  await tx.query({
    text: `insert into episodes (tenant_id, key) select $1, key from unnest($2::text[]) as stub (key) on conflict do nothing`,
    values: [tx.tenantId, column(keys, (key) => key)],
  });
}

export async function findEpisodeNames(tx: TenantTx, keys: string[]): Promise<Map<string, string>> {
  const rows = await tx.query<{ key: string; name: string }>({
    text: `select key, name from episodes where tenant_id = $1 and key = any ($2::text[]) and name is not null`,
    values: [tx.tenantId, column(keys, (key) => key)],
  });
  return new Map(rows.map((row) => [row.key, row.name]));
}

function toEpisodeAtAddress(row: EpisodeRow): EpisodeAtAddress {
  return {
    key: row.key,
    show: row.show,
    publishedAt: row.published_at?.toISOString() ?? null,
    durationSeconds: row.duration_seconds,
    fileBytes: row.file_bytes,
  };
}

function toEpisode(row: EpisodeRow): Episode {
  return {
    ...toEpisodeAtAddress(row),
    name: row.name,
    guid: row.guid,
    title: row.title,
    enclosureUrl: row.enclosure_url,
    enclosureType: row.enclosure_type,
    link: row.link,
    persons: row.persons,
    transcripts: row.transcripts,
    isListed: row.is_listed,
    createdAt: row.created_at.toISOString(),
  };
}
