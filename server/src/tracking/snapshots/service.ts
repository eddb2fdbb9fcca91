import { listLinkDestinationsIn } from '../../catalog/links/service.ts';
import { listPublicIdsIn } from '../../catalog/publicids/service.ts';
import type { Context, EdgeContext } from '../../platform/context.ts';
import { listStoppedTenantsIn } from '../../tenants/lifecycle/service.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { deriveKey } from '../../platform/sealing.ts';
import { keep, readKept } from '../../platform/secret-key.ts';
import { type DirectoryTx, inDirectory } from '../../platform/tenant-door.ts';
import { readSnapshot, writeSnapshot } from './rules.ts';
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
  /** The text of the present one, as the file holds it; undefined before the first. */
  text(): string | undefined;
  /** Takes over a text in place of the present one; false when it is not as this installation marks it. */
  replace(text: string): boolean;
  /** Notes that the present one is up to date. */
  confirm(): void;
}

function keysOf({ sealingKey, previousSealingKey }: Pick<EdgeContext, 'sealingKey' | 'previousSealingKey'>): Buffer[] {
  return [sealingKey, previousSealingKey].flatMap((key) => (key === undefined ? [] : [deriveKey(key, 'public ids')]));
}

/** The snapshot of a data folder, as it was kept last; one that was damaged is passed over, and said so in the log. */
export function openSnapshots(context: EdgeContext, dataDir: string): Snapshots {
  const keys = keysOf(context);
  let text: string | undefined;
  let entries: ReadonlyMap<string, SnapshotEntry> | undefined;
  let refreshedAtMs: number | undefined;

  function take(candidate: string): boolean {
    const read = readSnapshot(keys, candidate);
    if (!read) return false;
    text = candidate;
    entries = new Map(read.map((entry) => [entry.publicId, entry]));
    return true;
  }

  const kept = readKept(dataDir, FILE_NAME);
  if (kept !== undefined && !take(kept))
    context.log.warn('the kept snapshot of public ids is damaged or sealed by another secret; it is made anew');
  return {
    find: (publicId) => entries?.get(publicId),
    isThere: () => entries !== undefined,
    refreshedAtMs: () => refreshedAtMs,
    size: () => entries?.size ?? 0,
    text: () => text,
    replace(candidate) {
      if (candidate !== text) {
        if (!take(candidate)) return false;
        keep(dataDir, FILE_NAME, candidate);
      }
      refreshedAtMs = context.clock();
      return true;
    },
    confirm() {
      refreshedAtMs = context.clock();
    },
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

async function listEntriesIn(tx: DirectoryTx): Promise<SnapshotEntry[]> {
  const ids = await allPages((after) => listPublicIdsIn(tx, after, PAGE));
  const links = await allPages((after) => listLinkDestinationsIn(tx, after, PAGE));
  const stopped = await listStoppedTenantsIn(tx);
  // Links of a tenant that is stopped lead nowhere; its prefixes stand in feeds, whose listeners go on hearing the episodes.
  const destinations = new Map(links.filter(({ tenantId }) => !stopped.has(tenantId)).map((link) => [link.publicId, link]));
  return ids.map(({ publicId, kind }) => {
    const link = destinations.get(publicId);
    if (!link) return { publicId, kind };
    const { redirectsTo, clickParameter } = link;
    return { publicId, kind, redirectsTo, ...(clickParameter === null ? {} : { clickParameter }) };
  });
}

/** Brings a snapshot up to date from the database. @throws AppError `unavailable`; the present one then stays. */
export async function refreshSnapshots(context: Context, _actor: 'system', snapshots: Snapshots): Promise<void> {
  const entries = await inDirectory(context.db, listEntriesIn);
  snapshots.replace(writeSnapshot(keysOf(context)[0], entries));
}

/** Brings a snapshot up to date every two seconds until `close`. */
export function startSnapshots(context: Context, actor: 'system', snapshots: Snapshots): Rounds {
  return startRounds(() => refreshSnapshots(context, actor, snapshots), {
    everyMs: REFRESH_EVERY_MS,
    failure: 'the snapshot of public ids could not be made; public addresses are answered from the one before',
    log: context.log,
  });
}
