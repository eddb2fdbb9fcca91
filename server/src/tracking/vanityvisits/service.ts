import { findPublicIdsIn } from '../../catalog/publicids/service.ts';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { inDirectory, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { acceptTouchpointRows } from '../intake/service.ts';
import { eraseShareEventsIn } from '../shares/service.ts';
import { takeBackIn } from '../surveylinks/service.ts';
import { pathsBySum } from '../tags/rules.ts';
import type { VanityPath } from '../tags/schema.ts';
import { findTag } from '../tags/store.ts';
import { changedSums, isAsMapped, vanityId, vanityOf } from './rules.ts';
import {
  type ChangedPath,
  deleteChangedPath,
  insertChangedPaths,
  listChangedPaths,
  listTenantsWithChangedPaths,
  listVisits,
  markPathTold,
  type StoredVisit,
} from './store.ts';

const EVERY_MS = 10_000;
const BATCH = 500;
const FIRST = { occurredAt: '-infinity', id: '' };

/** Has the visits told anew that began at paths of a tag that mean something else by now. */
export async function markPathsIn(
  tx: TenantTx,
  tag: string,
  { before, after }: { before: readonly VanityPath[]; after: readonly VanityPath[] },
): Promise<void> {
  const changed = changedSums(before, after);
  if (changed.length > 0) await insertChangedPaths(tx, tag, changed);
}

/** What a path of a tag means now, and the public id under which its visits came. */
async function meaningIn(tx: TenantTx, { tag, landing }: ChangedPath): Promise<{ publicId: string; mapped: VanityPath | undefined }> {
  const [stored, publicIds] = [await findTag(tx, tag), await findPublicIdsIn(tx, 'tag', [tag])];
  return { publicId: publicIds.get(tag) ?? '', mapped: pathsBySum(stored?.paths ?? []).get(landing) };
}

/** Takes back what some visits are not any more, and stores what they are; false while a quota is in the way. */
async function tellAnew(context: Context, tenantId: string, visits: readonly StoredVisit[], mapped: VanityPath | undefined) {
  const wrong = visits.filter((visit) => !isAsMapped(visit, mapped));
  const gone = wrong.filter(({ isVanity }) => isVanity).map(vanityId);
  if (gone.length > 0)
    await inTenant(context.db, tenantId, async (tx) => {
      for (const id of gone) await takeBackIn(tx, id);
      await eraseShareEventsIn(tx, 'touchpoint', gone);
    });
  if (!mapped || wrong.length === 0) return true;
  const rows = wrong.map((visit) => vanityOf(visit, mapped, tenantId));
  return !(await acceptTouchpointRows(context, 'system', rows)).includes('quota_exceeded');
}

/** Tells all visits of one path anew; false when it has to be gone on with later. */
async function restatePath(context: Context, tenantId: string, path: ChangedPath, signal: AbortSignal | undefined): Promise<boolean> {
  const read = { readOnly: true } as const;
  const { publicId, mapped } = await inTenant(context.db, tenantId, (tx) => meaningIn(tx, path), read);
  for (let after: Pick<StoredVisit, 'occurredAt' | 'id'> = FIRST; signal?.aborted !== true;) {
    const place = after;
    const visits = await inTenant(context.db, tenantId, (tx) => listVisits(tx, { publicId, landing: path.landing }, place, BATCH), read);
    if (!(await tellAnew(context, tenantId, visits, mapped))) return false;
    if (visits.length < BATCH) return true;
    after = visits[visits.length - 1];
  }
  return false;
}

/**
 * Makes vanity visits of visits whose path was mapped after they came, and takes back those whose path means something else by now, so
 * that it does not matter which came first: a path is told at once, and once more a minute after it changed, when visits that were being
 * stored meanwhile are there. What a quota is in the way of is tried again later. Safe to stop and to run again.
 */
export async function restatePaths(context: Context, _actor: 'system', tenantId: string, signal?: AbortSignal): Promise<void> {
  for (let after = { tag: '', landing: -1 }; signal?.aborted !== true;) {
    const place = after;
    const paths = await inTenant(context.db, tenantId, (tx) => listChangedPaths(tx, place, BATCH));
    for (const path of paths)
      if (await restatePath(context, tenantId, path, signal))
        await inTenant(context.db, tenantId, (tx) => (path.isSettled ? deleteChangedPath(tx, path) : markPathTold(tx, path)));
    if (paths.length < BATCH) return;
    after = paths[paths.length - 1];
  }
}

/** Looks every ten seconds for paths that mean something else by now, until `close`. */
export function startVanityVisits(context: Context, actor: 'system', everyMs: number = EVERY_MS): Rounds {
  const { log } = context;
  const failure = 'visits of a vanity path could not be told anew; it is tried again';
  const round = async (signal: AbortSignal) => {
    const tenants = await inDirectory(context.db, listTenantsWithChangedPaths);
    await forEachTenant(tenants, (tenantId) => restatePaths(context, actor, tenantId, signal), {
      task: 'vanity-visits',
      failure,
      log,
      signal,
    });
  };
  return startRounds(round, { everyMs, failure, log });
}
