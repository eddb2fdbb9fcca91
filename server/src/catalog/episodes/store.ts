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

/** An episode as a feed has it, under the key that it has here. */
export interface FedEpisode {
  key: string;
  guid: string;
  title: string | undefined;
  link: string | undefined;
  published_at: string | undefined;
  duration_seconds: number | undefined;
  enclosure_url: string | undefined;
  enclosure_type: string | undefined;
  file_bytes: number | undefined;
  persons: Person[];
  transcripts: Transcript[];
}

/** Keys of a show's episodes by guid. */
export async function listKeysByGuid(tx: TenantTx, show: string): Promise<Map<string, string>> {
  const rows = await tx.query<{ guid: string; key: string }>({
    text: 'select guid, key from episodes where tenant_id = $1 and show = $2 and guid is not null',
    values: [tx.tenantId, show],
  });
  return new Map(rows.map(({ guid, key }) => [guid, key]));
}

/** Which of these keys episodes have, and whose they are: null of a stub that no feed has claimed. */
export async function findOwners(tx: TenantTx, keys: string[]): Promise<Map<string, string | null>> {
  const rows = await tx.query<{ key: string; show: string | null }>({
    text: 'select key, show from episodes where tenant_id = $1 and key = any ($2::text[])',
    values: [tx.tenantId, column(keys, (key) => key)],
  });
  return new Map(rows.map(({ key, show }) => [key, show]));
}

const FED = `title, link, published_at, duration_seconds, enclosure_url, enclosure_type, file_bytes, persons, transcripts`;
const FED_TYPES = `key text, guid text, title text, link text, published_at timestamptz, duration_seconds integer, enclosure_url text,
  enclosure_type text, file_bytes bigint, persons jsonb, transcripts jsonb`;
const fed = (table: string) => `${table}.${FED.replaceAll(', ', `, ${table}.`)}`;

/** Writes a feed's episodes down; what is as it was stays untouched. Tells how many are new and how many are not as before. */
export async function upsertFedEpisodes(tx: TenantTx, show: string, episodes: FedEpisode[]): Promise<{ added: number; changed: number }> {
  const rows = await tx.query<{ is_new: boolean }>({
    text: `insert into episodes (tenant_id, key, show, guid, name, name_from_feed, is_listed, ${FED})
           select $1, r.key, $2, r.guid, left(r.title, 200), true, true, ${fed('r')}
           from jsonb_to_recordset($3::jsonb) as r (${FED_TYPES})
           on conflict (tenant_id, key) do update set show = excluded.show, guid = excluded.guid, is_listed = true,
             name = case when episodes.name is null or episodes.name_from_feed then excluded.name else episodes.name end,
             name_from_feed = episodes.name is null or episodes.name_from_feed, (${FED}) = row (${fed('excluded')})
           where (episodes.show is null or episodes.show = excluded.show)
             and (episodes.guid, episodes.is_listed, ${fed('episodes')}) is distinct from (excluded.guid, true, ${fed('excluded')})
           returning xmax = 0 as is_new`,
    values: [tx.tenantId, show, JSON.stringify(episodes)],
  });
  const added = rows.filter((row) => row.is_new).length;
  return { added, changed: rows.length - added };
}

/** Marks a show's episodes that its feed has no more; tells how many had been in it until now. */
export async function unlistOthers(tx: TenantTx, show: string, listedKeys: string[]): Promise<number> {
  const rows = await tx.query({
    text: `update episodes set is_listed = false
           where tenant_id = $1 and show = $2 and is_listed and not key = any ($3::text[]) returning 1`,
    values: [tx.tenantId, show, column(listedKeys, (key) => key)],
  });
  return rows.length;
}

/** When a show published last. */
export async function findNewestAt(tx: TenantTx, show: string): Promise<Date | undefined> {
  const [row] = await tx.query<{ published_at: Date | null }>({
    text: `select published_at from episodes where tenant_id = $1 and show = $2
           order by coalesce(published_at, '-infinity') desc, key desc limit 1`,
    values: [tx.tenantId, show],
  });
  return row?.published_at ?? undefined;
}

/** An address under which an episode's file is to be had now. */
export interface FedEnclosure {
  address: string;
  episode: string;
  type: string | undefined;
  file_bytes: number | undefined;
}

/** Adds addresses, or what is new of them; that one was seen again is written down once a day. New ones are left as new files, too. */
export async function upsertEnclosures(tx: TenantTx, enclosures: FedEnclosure[], at: Date): Promise<void> {
  const rows = await tx.query<{ address: string; is_new: boolean }>({
    text: `insert into episode_enclosures (tenant_id, address, episode, type, file_bytes, seen_at)
           select $1, r.address, r.episode, r.type, r.file_bytes, $3
           from jsonb_to_recordset($2::jsonb) as r (address text, episode text, type text, file_bytes bigint)
           on conflict (tenant_id, address, episode) do update
             set type = excluded.type, file_bytes = excluded.file_bytes, seen_at = excluded.seen_at
           where (episode_enclosures.type, episode_enclosures.file_bytes) is distinct from (excluded.type, excluded.file_bytes)
             or episode_enclosures.seen_at < excluded.seen_at - interval '1 day'
           returning address, xmax = 0 as is_new`,
    values: [tx.tenantId, JSON.stringify(enclosures), at],
  });
  const added = rows.filter((row) => row.is_new);
  if (added.length === 0) return;
  await tx.query({
    text: `insert into new_files (tenant_id, address, added_at) select distinct $1::uuid, address, $3::timestamptz
           from unnest($2::text[]) as n (address) on conflict (tenant_id, address) do update set added_at = excluded.added_at`,
    values: [tx.tenantId, column(added, ({ address }) => address), at],
  });
}

export async function listNewFiles(tx: TenantTx, limit: number): Promise<string[]> {
  const rows = await tx.query<{ address: string }>({
    name: 'list-new-files',
    text: 'select address from new_files where tenant_id = $1 order by added_at, address limit $2',
    values: [tx.tenantId, limit],
  });
  return rows.map(({ address }) => address);
}

export async function deleteNewFiles(tx: TenantTx, addresses: readonly string[], before: Date): Promise<void> {
  await tx.query({
    text: 'delete from new_files where tenant_id = $1 and address = any ($2::text[]) and added_at < $3',
    values: [tx.tenantId, column(addresses, (address) => address), before],
  });
}

/** Keeps of each of these episodes the addresses that were seen last, at most so many. */
export async function deleteOldEnclosures(tx: TenantTx, episodes: string[], most: number): Promise<void> {
  await tx.query({
    text: `delete from episode_enclosures x using (
             select address, episode, row_number() over (partition by episode order by seen_at desc, address) as place
             from episode_enclosures where tenant_id = $1 and episode = any ($2::text[])
           ) old
           where x.tenant_id = $1 and x.address = old.address and x.episode = old.episode and old.place > $3`,
    values: [tx.tenantId, column(episodes, (key) => key), most],
  });
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

export async function listDates(tx: TenantTx): Promise<{ key: string; published_at: Date }[]> {
  return tx.query<{ key: string; published_at: Date }>({
    text: 'select key, published_at from episodes where tenant_id = $1 and published_at is not null order by key',
    values: [tx.tenantId],
  });
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

/** The UTC days on which shows published episodes, from one day on. */
export async function listReleaseDays(tx: TenantTx, from: string): Promise<{ show: string; day: string }[]> {
  return tx.query<{ show: string; day: string }>({
    text: `select distinct show, (published_at at time zone 'UTC')::date::text as day from episodes
           where tenant_id = $1 and show is not null and published_at >= $2::date::timestamp at time zone 'UTC' order by show, day`,
    values: [tx.tenantId, from],
  });
}
