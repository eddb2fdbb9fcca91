import { createHash } from 'node:crypto';
import { findLinkDestinationIn, listLinkDestinationsIn } from '../../catalog/links/service.ts';
import { listPublicIdsIn, resolvePublicIdIn } from '../../catalog/publicids/service.ts';
import type { LinkDestination } from '../../catalog/links/schema.ts';
import type { PublicId } from '../../catalog/publicids/schema.ts';
import type { Context, EdgeContext } from '../../platform/context.ts';
import { listStoppedTenantsIn } from '../../tenants/lifecycle/service.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { deriveEdgeKeys } from '../../platform/edge-key.ts';
import { keep, readKept } from '../../platform/secret-key.ts';
import { type DirectoryTx, inDirectory } from '../../platform/tenant-door.ts';
import { readEntries, readSnapshot, writeEntries, writeSnapshot } from './rules.ts';
import type { SnapshotEntry } from './schema.ts';

const FILE_NAME = 'public-ids.snapshot';
const REFRESH_EVERY_MS = 2_000;
const PAGE = 5_000;

/** The public ids of all tenants as they were a moment ago: in memory, and in a file of the data folder for the next start. */
export interface Snapshots {
  /** What an id means; undefined when nothing has it. */
  find(publicId: string): SnapshotEntry | undefined;
  /** False before the first snapshot: then nothing is known of any id. */
  isThere(): boolean;
  /** When the present one was seen to be up to date, in milliseconds since 1970; undefined before this process saw any. */
  refreshedAtMs(): number | undefined;
  size(): number;
  /** The rows of the present one, and what tells them from others; undefined before the first. */
  rows(): { text: string; hash: string } | undefined;
  /** Takes rows over in place of the present ones; they are then known to be up to date. @throws Error for what is no list. */
  replace(rows: string): void;
  /** How many times one was seen to be up to date: what is looked up from now on is newer than all of them. */
  seen(): number;
  /** Adds an entry that was looked up once so many were seen; it is forgotten when the next one is seen, and not taken after that. */
  add(entry: SnapshotEntry, seen: number): void;
  /** Notes that the present one is up to date. */
  confirm(): void;
}

/** The snapshot of a data folder, as it was kept last; one that was damaged is passed over, and said so in the log. */
export function openSnapshots(context: EdgeContext, dataDir: string): Snapshots {
  const keys = deriveEdgeKeys(context, 'public ids');
  let rows: { text: string; hash: string } | undefined;
  let entries: Map<string, SnapshotEntry> | undefined;
  let refreshedAtMs: number | undefined;
  const added = new Map<string, SnapshotEntry>();
  let seen = 0;

  function see(): void {
    // What was added may have been deleted since: it stands in the snapshot, or is looked up again.
    added.clear();
    seen += 1;
    refreshedAtMs = context.clock();
  }

  function take(text: string): void {
    entries = new Map(readEntries(text).map((entry) => [entry.publicId, entry]));
    rows = { text, hash: createHash('sha256').update(text).digest('hex') };
  }

  const kept = readKept(dataDir, FILE_NAME);
  const own = kept === undefined ? undefined : readSnapshot(keys, kept);
  if (own !== undefined) take(own);
  else if (kept !== undefined) context.log.warn('the kept snapshot of public ids is damaged or of another secret; it is made anew');
  return {
    find: (publicId) => entries?.get(publicId) ?? added.get(publicId),
    isThere: () => entries !== undefined,
    refreshedAtMs: () => refreshedAtMs,
    size: () => (entries?.size ?? 0) + added.size,
    rows: () => rows,
    replace(text) {
      if (text !== rows?.text) {
        take(text);
        keep(dataDir, FILE_NAME, writeSnapshot(keys[0], text));
      }
      see();
    },
    seen: () => seen,
    add(entry, asOf) {
      if (entries !== undefined && asOf === seen) added.set(entry.publicId, entry);
    },
    confirm: see,
  };
}

/** All of what a page at a time tells, in the order of the public ids. */
async function allPages<Row extends { publicId: string }>(page: (after: string) => Promise<Row[]>): Promise<Row[]> {
  const all: Row[] = [];
  for (let after = ''; ;) {
    const rows = await page(after);
    all.push(...rows);
    if (rows.length < PAGE) return all;
    after = rows[rows.length - 1].publicId;
  }
}

function entryOf({ publicId, kind }: PublicId, link: LinkDestination | undefined): SnapshotEntry {
  if (!link) return { publicId, kind };
  const { redirectsTo, clickParameter } = link;
  return { publicId, kind, redirectsTo, ...(clickParameter === null ? {} : { clickParameter }) };
}

async function listEntriesIn(tx: DirectoryTx): Promise<SnapshotEntry[]> {
  const ids = await allPages((after) => listPublicIdsIn(tx, after, PAGE));
  const links = await allPages((after) => listLinkDestinationsIn(tx, after, PAGE));
  const stopped = await listStoppedTenantsIn(tx);
  // Links of a tenant that is stopped lead nowhere; its prefixes stand in feeds, whose listeners go on hearing the episodes.
  const destinations = new Map(links.filter(({ tenantId }) => !stopped.has(tenantId)).map((link) => [link.publicId, link]));
  return ids.map((id) => entryOf(id, destinations.get(id.publicId)));
}

/** Brings a snapshot up to date from the database. @throws AppError `unavailable`; the present one then stays. */
export async function refreshSnapshots(context: Context, _actor: 'system', snapshots: Snapshots): Promise<void> {
  const entries = await inDirectory(context.db, listEntriesIn);
  snapshots.replace(writeEntries(entries));
}

/** What an id means now; undefined when nothing has it. @throws AppError `unavailable`. */
export async function lookUpEntry(context: Context, _actor: 'system', publicId: string): Promise<SnapshotEntry | undefined> {
  return inDirectory(context.db, async (tx) => {
    const found = await resolvePublicIdIn(tx, publicId);
    const link = found?.kind === 'link' ? await findLinkDestinationIn(tx, publicId) : undefined;
    const isLeading = link && !(await listStoppedTenantsIn(tx)).has(link.tenantId);
    return found && entryOf(found, isLeading === true ? link : undefined);
  });
}

/** Brings a snapshot up to date every two seconds until `close`. */
export function startSnapshots(context: Context, actor: 'system', snapshots: Snapshots): Rounds {
  return startRounds(() => refreshSnapshots(context, actor, snapshots), {
    everyMs: REFRESH_EVERY_MS,
    failure: 'the snapshot of public ids could not be made; public addresses are answered from the one before',
    log: context.log,
  });
}
