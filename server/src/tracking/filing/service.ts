import { dropNewFilesIn, findEpisodesAtIn, listNewFilesIn } from '../../catalog/episodes/service.ts';
import type { Context } from '../../platform/context.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { getTenantKeys } from '../../tenants/service.ts';
import { lockCounting } from '../downloads/store.ts';
import { episodeKeyOf, type EpisodeRequestRow, fileKeyOf } from '../requests/rules.ts';
import { areFiledElsewhere, type FiledFile, findUnfiled, moveAsRead, moveToEpisodes } from './store.ts';

const FILES_PER_ROUND = 2_000;
const REQUESTS_PER_ROUND = 5_000;
/** A request that is on its way into the database may have been read before the catalogue had its file; by then it is stored. */
const SETTLED_MS = 60_000;

/** Where requests for these files belong by now; `isCut` where there are more such files than are looked at together. */
async function filedIn(context: Context, tx: TenantTx, addresses: readonly string[]): Promise<{ filed: FiledFile[]; isCut: boolean }> {
  const { identity } = await getTenantKeys(context, 'system', tx.tenantId);
  const addressOf = new Map(addresses.map((address) => [fileKeyOf(identity, address), address]));
  const unfiled = await findUnfiled(tx, [...addressOf.keys()], FILES_PER_ROUND);
  const filed: FiledFile[] = [];
  for (const [statedShow, files] of Map.groupBy(unfiled, (one) => one.statedShow)) {
    const located = files.map((file) => ({ ...file, address: addressOf.get(file.fileKey) ?? '' }));
    const episodes = await findEpisodesAtIn(
      tx,
      located.map(({ address }) => address),
      statedShow ?? undefined,
    );
    for (const { address, fileKey } of located) {
      const found = episodes.get(address);
      if (found === undefined) continue;
      const [show, episode] = [statedShow ?? found.show, found.key];
      filed.push({ fileKey, statedShow, show, episode, itemKey: episodeKeyOf(identity, { show: show ?? '', episode }) });
    }
  }
  return { filed, isCut: unfiled.length === FILES_PER_ROUND };
}

/**
 * Gives stored requests the episode of their file where the catalogue has learned of it since, and has them counted anew; one whose file
 * was known when it came stays with that episode. Resolves with whether more are to follow. Nobody counts meanwhile.
 */
export async function fileRequestsIn(context: Context, tx: TenantTx): Promise<boolean> {
  const addresses = await listNewFilesIn(tx, FILES_PER_ROUND);
  if (addresses.length === 0) return false;
  const { filed, isCut } = await filedIn(context, tx, addresses);
  const moved = await moveToEpisodes(tx, filed, REQUESTS_PER_ROUND);
  if (moved === REQUESTS_PER_ROUND || (isCut && moved > 0)) return true;
  await dropNewFilesIn(tx, addresses, new Date(context.clock() - SETTLED_MS));
  return false;
}

/**
 * Files stored requests where they stand as they are read now: their address, their show and with these their episode; they are counted
 * anew. Returns how many stood elsewhere; ids that are not stored, and erased requests, are left out.
 */
export async function refileRequests(
  context: Context,
  _actor: 'system',
  tenantId: string,
  rows: readonly EpisodeRequestRow[],
): Promise<number> {
  if (rows.length === 0) return 0;
  const refile = async (tx: TenantTx) => {
    if (!(await areFiledElsewhere(tx, rows))) return 0;
    await lockCounting(tx);
    return moveAsRead(tx, rows);
  };
  return inTenant(context.db, tenantId, refile, { patient: true });
}
