import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';

/** A feed that this process alone may read for now, with what is known of it from before. */
export interface ClaimedFeed {
  show: string;
  url: string;
  etag: string | null;
  lastModified: string | null;
  contentHash: Buffer | null;
  failures: number;
}

/** How the reading of a feed stands after it went well. */
export interface ReadFeed {
  at: Date;
  dueAt: Date;
  /** What came with a new content; undefined when it is as before. */
  content?: { etag: string | undefined; lastModified: string | undefined; hash: Buffer; isNews: boolean };
}

interface FeedRow {
  show: string;
  feed_url: string;
  etag: string | null;
  last_modified: string | null;
  content_hash: Buffer | null;
  failures: number;
}

/** Lets nobody else give this tenant's shows feeds until the transaction ends. */
export async function lockFollowing(tx: TenantTx): Promise<void> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended('feeds of ' || $1, 0))`, values: [tx.tenantId] });
}

/** Tenants with a feed that is due. */
export async function listTenantsWithDue(tx: DirectoryTx, at: Date): Promise<string[]> {
  const rows = await tx.query<{ tenant_id: string }>({ text: 'select distinct tenant_id from feeds where due_at <= $1', values: [at] });
  return rows.map(({ tenant_id }) => tenant_id);
}

/** Feeds that are due and that nobody reads, the longest due first. */
export async function listDue(tx: TenantTx, at: Date, limit: number): Promise<{ show: string; url: string }[]> {
  return tx.query({
    text: `select f.show, s.feed_url as url from feeds f join shows s on s.tenant_id = $1 and s.key = f.show
           where f.tenant_id = $1 and f.due_at <= $2 and (f.claimed_until is null or f.claimed_until <= $2) and s.feed_url is not null
           order by f.due_at, f.show limit $3`,
    values: [tx.tenantId, at, limit],
  });
}

export async function countFeeds(tx: TenantTx): Promise<number> {
  const [row] = await tx.query<{ count: number }>({ text: 'select count(*) from feeds where tenant_id = $1', values: [tx.tenantId] });
  return row.count;
}

export async function hasFeed(tx: TenantTx, show: string): Promise<boolean> {
  const rows = await tx.query({ text: 'select 1 from feeds where tenant_id = $1 and show = $2', values: [tx.tenantId, show] });
  return rows.length === 1;
}

/** Begins the reading of a show's feed anew, as if it had never been read. */
export async function replaceFeed(tx: TenantTx, show: string, dueAt: Date): Promise<void> {
  await deleteFeed(tx, show);
  await tx.query({ text: 'insert into feeds (tenant_id, show, due_at) values ($1, $2, $3)', values: [tx.tenantId, show, dueAt] });
}

export async function deleteFeed(tx: TenantTx, show: string): Promise<void> {
  await tx.query({ text: 'delete from feeds where tenant_id = $1 and show = $2', values: [tx.tenantId, show] });
}

/** Takes a feed that nobody reads: one that is due, or any by hand. Undefined when there is none to take. */
export async function claimFeed(
  tx: TenantTx,
  show: string,
  { at, until, isByHand }: { at: Date; until: Date; isByHand: boolean },
): Promise<ClaimedFeed | undefined> {
  const [row] = await tx.query<FeedRow>({
    text: `update feeds f set claimed_until = $4 from shows s
           where f.tenant_id = $1 and f.show = $2 and (f.claimed_until is null or f.claimed_until <= $3) and ($5 or f.due_at <= $3)
             and s.tenant_id = $1 and s.key = f.show and s.feed_url is not null
           returning f.show, s.feed_url, f.etag, f.last_modified, f.content_hash, f.failures`,
    values: [tx.tenantId, show, at, until, isByHand],
  });
  return row && toClaimedFeed(row);
}

/** Whether a feed that was claimed is still the show's, which from then on stays so until the transaction ends. */
export async function lockClaimed(tx: TenantTx, { show, url }: ClaimedFeed): Promise<boolean> {
  const rows = await tx.query({
    text: `select 1 from feeds f join shows s on s.tenant_id = $1 and s.key = f.show
           where f.tenant_id = $1 and f.show = $2 and s.feed_url = $3 for update`,
    values: [tx.tenantId, show, url],
  });
  return rows.length === 1;
}

export async function updateRead(tx: TenantTx, show: string, { at, dueAt, content }: ReadFeed): Promise<void> {
  await tx.query({
    text: `update feeds set fetched_at = $3, due_at = $4, claimed_until = null, failures = 0, problem = null, rests_until = null
           where tenant_id = $1 and show = $2`,
    values: [tx.tenantId, show, at, dueAt],
  });
  if (!content) return;
  await tx.query({
    text: `update feeds set etag = $3, last_modified = $4, content_hash = $5, changed_at = case when $6 then $7 else changed_at end
           where tenant_id = $1 and show = $2`,
    values: [tx.tenantId, show, content.etag, content.lastModified, content.hash, content.isNews, at],
  });
}

/** That a feed could not be read, when it is tried again (never where `dueAt` is null), and until when its host asked to be left alone. */
export interface FailedFeed {
  problem: string;
  dueAt: Date | null;
  restsUntil?: Date | undefined;
}

export async function updateFailed(tx: TenantTx, show: string, { problem, dueAt, restsUntil }: FailedFeed): Promise<void> {
  await tx.query({
    text: `update feeds set failures = failures + 1, problem = $3, due_at = $4, rests_until = $5, claimed_until = null
           where tenant_id = $1 and show = $2`,
    values: [tx.tenantId, show, problem, dueAt, restsUntil ?? null],
  });
}

/** Until when the host of a show's feed asked to be left alone; undefined when it did not, or that is over. */
export async function findRest(tx: TenantTx, show: string, at: Date): Promise<Date | undefined> {
  const [row] = await tx.query<{ until: Date }>({
    text: 'select rests_until as until from feeds where tenant_id = $1 and show = $2 and rests_until > $3',
    values: [tx.tenantId, show, at],
  });
  return row?.until;
}

/** Gives a claimed feed back as it was. */
export async function releaseFeed(tx: TenantTx, show: string): Promise<void> {
  await tx.query({ text: 'update feeds set claimed_until = null where tenant_id = $1 and show = $2', values: [tx.tenantId, show] });
}

export async function findToken(tx: TenantTx): Promise<string | undefined> {
  const [row] = await tx.query<{ token: string }>({
    text: 'select token from ownership_tokens where tenant_id = $1',
    values: [tx.tenantId],
  });
  return row?.token;
}

export async function insertToken(tx: TenantTx, token: string): Promise<void> {
  await tx.query({ text: 'insert into ownership_tokens (tenant_id, token) values ($1, $2)', values: [tx.tenantId, token] });
}

function toClaimedFeed(row: FeedRow): ClaimedFeed {
  return {
    show: row.show,
    url: row.feed_url,
    etag: row.etag,
    lastModified: row.last_modified,
    contentHash: row.content_hash,
    failures: row.failures,
  };
}
