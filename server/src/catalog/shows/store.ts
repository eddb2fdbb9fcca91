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
  link: string | null;
  image_url: string | null;
  language: string | null;
  persons: Person[];
  verified_at: Date | null;
  created_at: Date;
  is_followed: boolean;
  due_at: Date | null;
  fetched_at: Date | null;
  changed_at: Date | null;
  failures: number | null;
  problem: string | null;
}

const SELECT = `select s.key, s.name, s.title, s.feed_url, s.podcast_guid, s.author, s.link, s.image_url, s.language, s.persons,
    s.verified_at, s.created_at, f.show is not null as is_followed, f.due_at, f.fetched_at, f.changed_at, f.failures, f.problem
  from shows s left join feeds f on f.tenant_id = $1 and f.show = s.key where s.tenant_id = $1`;

export async function listShows(tx: TenantTx, after: string, limit: number): Promise<StoredShow[]> {
  const rows = await tx.query<ShowRow>({ text: `${SELECT} and s.key > $2 order by s.key limit $3`, values: [tx.tenantId, after, limit] });
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
    link: row.link,
    imageUrl: row.image_url,
    language: row.language,
    persons: row.persons,
    ownership: row.verified_at === null ? 'unverified' : 'verified',
    verifiedAt: row.verified_at?.toISOString() ?? null,
    feed: toFeedStanding(row),
    createdAt: row.created_at.toISOString(),
  };
}
