import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { FeedStanding, Person, Show } from './schema.ts';

/** A show as it is stored; its public id becomes an address in the service. */
export type StoredShow = Omit<Show, 'trackingPrefix'>;

interface ShowRow {
  key: string;
  name: string | null;
  title: string | null;
  feed_url: string | null;
  podcast_guid: string | null;
  author: string | null;
  category: string | null;
  link: string | null;
  image_url: string | null;
  language: string | null;
  persons: Person[];
  verified_at: Date | null;
  ownership_token: string | null;
  created_at: Date;
  is_followed: boolean;
  due_at: Date | null;
  fetched_at: Date | null;
  changed_at: Date | null;
  failures: number | null;
  problem: string | null;
  imports_transcripts: boolean;
  transcripts_waiting: number | null;
  transcripts_failing: number | null;
  transcript_problem: string | null;
}

const SELECT = `select s.key, s.name, s.title, s.feed_url, s.podcast_guid, s.author, s.category, s.link, s.image_url, s.language, s.persons,
    s.verified_at, s.created_at, f.show is not null as is_followed, f.due_at, f.fetched_at, f.changed_at, f.failures, f.problem,
    s.imports_transcripts, t.waiting as transcripts_waiting, t.failing as transcripts_failing, t.problem as transcript_problem,
    (select token from ownership_tokens where tenant_id = $1) as ownership_token
  from shows s left join feeds f on f.tenant_id = $1 and f.show = s.key
  left join lateral (
    select (count(*) filter (where w.due_at is not null))::integer as waiting, count(w.problem)::integer as failing,
      min(w.problem) as problem
    from fed_transcripts w where w.tenant_id = $1 and w.show = s.key and s.imports_transcripts
  ) t on s.imports_transcripts
  where s.tenant_id = $1`;

export async function listShows(tx: TenantTx, after: string, limit: number): Promise<StoredShow[]> {
  const rows = await tx.query<ShowRow>({ text: `${SELECT} and s.key > $2 order by s.key limit $3`, values: [tx.tenantId, after, limit] });
  return rows.map(toShow);
}

export async function findShows(tx: TenantTx, keys: readonly string[]): Promise<StoredShow[]> {
  const rows = await tx.query<ShowRow>({ text: `${SELECT} and s.key = any ($2::text[])`, values: [tx.tenantId, keys] });
  return rows.map(toShow);
}

export async function findShow(tx: TenantTx, key: string): Promise<StoredShow | undefined> {
  const [row] = await tx.query<ShowRow>({ text: `${SELECT} and s.key = $2`, values: [tx.tenantId, key] });
  return row && toShow(row);
}

/** Gives a show a name, or, without one, its title. */
export async function upsertShowName(tx: TenantTx, key: string, name: string | null): Promise<void> {
  await tx.query({
    text: `insert into shows (tenant_id, key, name) values ($1, $2, $3)
           on conflict (tenant_id, key) do update set name = coalesce($3, left(shows.title, 200)), name_from_feed = $3::text is null`,
    values: [tx.tenantId, key, name],
  });
}

/** Where a show's feed is, and what of the feed follows from that. */
export interface FeedTerms {
  key: string;
  feedUrl: string;
}

/** Gives a show a feed, or another one; makes the show where there is none. */
export async function upsertShowFeed(tx: TenantTx, { key, feedUrl }: FeedTerms): Promise<void> {
  await tx.query({
    text: `insert into shows (tenant_id, key, feed_url) values ($1, $2, $3)
           on conflict (tenant_id, key) do update set feed_url = excluded.feed_url`,
    values: [tx.tenantId, key, feedUrl],
  });
}

/** Takes a show's feed away; what it said stays. */
export async function clearShowFeed(tx: TenantTx, key: string): Promise<void> {
  await tx.query({
    text: 'update shows set feed_url = null, verified_at = null where tenant_id = $1 and key = $2',
    values: [tx.tenantId, key],
  });
}

/** The key of the show that has one of these addresses as its feed. */
export async function findShowByFeed(tx: TenantTx, feedUrls: readonly string[]): Promise<string | undefined> {
  const [row] = await tx.query<{ key: string }>({
    text: 'select key from shows where tenant_id = $1 and feed_url = any ($2::text[]) limit 1',
    values: [tx.tenantId, feedUrls],
  });
  return row?.key;
}

/** Keys of shows that begin like this. */
export async function listKeysLike(tx: TenantTx, start: string): Promise<string[]> {
  const rows = await tx.query<{ key: string }>({
    text: 'select key from shows where tenant_id = $1 and starts_with(key, $2)',
    values: [tx.tenantId, start],
  });
  return rows.map(({ key }) => key);
}

/** What a feed says of its show. */
export interface FeedFacts {
  title: string | undefined;
  podcastGuid: string | undefined;
  /** Taken where the show has no guid yet and the feed names none. */
  derivedGuid: string;
  author: string | undefined;
  category: string | undefined;
  link: string | undefined;
  imageUrl: string | undefined;
  language: string | undefined;
  persons: Person[];
  isVerified: boolean;
  at: Date;
}

/** Writes down what a feed says of its show; tells whether anything is new. */
export async function updateShowFacts(tx: TenantTx, key: string, facts: FeedFacts): Promise<boolean> {
  const rows = await tx.query({
    text: `update shows set title = r.title, podcast_guid = r.guid, author = r.author, category = r.category,
             link = r.link, image_url = r.image_url, language = r.language, persons = r.persons, verified_at = r.verified_at,
             name = r.name, name_from_feed = r.name_from_feed
           from (
             select $3::text as title, coalesce($4::uuid, podcast_guid, $5::uuid) as guid, $6::text as author, $13::text as category,
               $7::text as link, $8::text as image_url, $9::text as language, $10::jsonb as persons,
               case when $11 then coalesce(verified_at, $12::timestamptz) end as verified_at,
               case when name is null or name_from_feed then left($3, 200) else name end as name,
               name is null or name_from_feed as name_from_feed
             from shows where tenant_id = $1 and key = $2 for update
           ) r
           where shows.tenant_id = $1 and shows.key = $2
             and (shows.title, shows.podcast_guid, shows.author, shows.category, shows.link, shows.image_url, shows.language,
               shows.persons, shows.verified_at, shows.name) is distinct from
               (r.title, r.guid, r.author, r.category, r.link, r.image_url, r.language, r.persons, r.verified_at, r.name)
           returning 1`,
    values: [
      tx.tenantId,
      key,
      facts.title,
      facts.podcastGuid,
      facts.derivedGuid,
      facts.author,
      facts.link,
      facts.imageUrl,
      facts.language,
      JSON.stringify(facts.persons),
      facts.isVerified,
      facts.at,
      facts.category,
    ],
  });
  return rows.length === 1;
}

export async function insertShowStubs(tx: TenantTx, keys: string[]): Promise<void> {
  await tx.query({
    text: `insert into shows (tenant_id, key) select $1, key from unnest($2::text[]) as stub (key) on conflict do nothing`,
    values: [tx.tenantId, column(keys, (key) => key)],
  });
}

export async function findShowNames(tx: TenantTx, keys: string[]): Promise<Map<string, string>> {
  const rows = await tx.query<{ key: string; name: string }>({
    text: `select key, name from shows where tenant_id = $1 and key = any ($2::text[]) and name is not null`,
    values: [tx.tenantId, column(keys, (key) => key)],
  });
  return new Map(rows.map((row) => [row.key, row.name]));
}

/** The categories of shows that have one, by the show's key. */
export async function listCategories(tx: TenantTx): Promise<Map<string, string>> {
  const rows = await tx.query<{ key: string; category: string }>({
    text: 'select key, category from shows where tenant_id = $1 and category is not null order by key',
    values: [tx.tenantId],
  });
  return new Map(rows.map(({ key, category }) => [key, category]));
}

function toFeedStanding(row: ShowRow): FeedStanding | null {
  if (!row.is_followed) return null;
  const failures = row.failures ?? 0;
  const read = row.fetched_at === null ? 'waiting' : 'fresh';
  return {
    state: row.due_at === null ? 'gone' : failures > 0 ? 'failing' : read,
    fetchedAt: row.fetched_at?.toISOString() ?? null,
    changedAt: row.changed_at?.toISOString() ?? null,
    dueAt: row.due_at?.toISOString() ?? null,
    failures,
    problem: row.problem,
  };
}

function toShow(row: ShowRow): StoredShow {
  return {
    key: row.key,
    name: row.name,
    title: row.title,
    feedUrl: row.feed_url,
    podcastGuid: row.podcast_guid,
    author: row.author,
    category: row.category,
    link: row.link,
    imageUrl: row.image_url,
    language: row.language,
    persons: row.persons,
    ownership: row.verified_at === null ? 'unverified' : 'verified',
    verifiedAt: row.verified_at?.toISOString() ?? null,
    ownershipToken: row.ownership_token,
    feed: toFeedStanding(row),
    importsTranscripts: row.imports_transcripts,
    transcriptImports: row.imports_transcripts
      ? { waiting: row.transcripts_waiting ?? 0, failing: row.transcripts_failing ?? 0, problem: row.transcript_problem }
      : null,
    createdAt: row.created_at.toISOString(),
  };
}

/** Every show with its name, or its key where it has none, by key. */
export async function listShowNames(tx: TenantTx, most: number): Promise<{ key: string; name: string }[]> {
  return tx.query<{ key: string; name: string }>({
    text: 'select key, coalesce(name, key) as name from shows where tenant_id = $1 order by key limit $2',
    values: [tx.tenantId, most],
  });
}

/** The keys and names of all shows, as one text that changes with them. */
export async function findNamesMark(tx: TenantTx): Promise<string> {
  const [row] = await tx.query<{ mark: string | null }>({
    text: `select md5(string_agg(key || chr(1) || coalesce(name, key), chr(2) order by key)) as mark from shows where tenant_id = $1`,
    values: [tx.tenantId],
  });
  return row?.mark ?? '';
}
