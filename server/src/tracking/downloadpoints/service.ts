import type { Context } from '../../platform/context.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { unsealForTenant } from '../../platform/vault.ts';
import { getTenantKeys } from '../../tenants/service.ts';
import { lockCounting } from '../downloads/store.ts';
import { acceptTouchpointRows } from '../intake/service.ts';
import { addressPlace } from '../requests/service.ts';
import { eraseShareEventsIn, findShareHashings, shareTouchpoint } from '../shares/service.ts';
import { type DownloadTouchpoint, rowOf } from './rules.ts';
import {
  deleteDownloads,
  deleteWaitingDownloads,
  findDueDownloads,
  findSealedAddresses,
  findUserAgents,
  insertWaitingDownloads,
  postponeDownloads,
} from './store.ts';

const DOWNLOADS_PER_ROUND = 2_000;

/**
 * Takes touchpoints back that stand for a download no longer, whether they were stored already or not, and has others stored by
 * `storeDownloads`. What they may have been matched with is matched anew.
 */
export async function replaceDownloadsIn(tx: TenantTx, goneIds: readonly string[], made: readonly DownloadTouchpoint[]): Promise<void> {
  const gone = await deleteDownloads(tx, goneIds);
  await eraseShareEventsIn(tx, 'touchpoint', gone);
  const waiting = made.map((touchpoint) => ({ touchpointId: touchpoint.id, priority: touchpoint.priority, touchpoint }));
  await insertWaitingDownloads(tx, waiting);
}

/** The identities behind these downloads as far as their addresses are still kept, by address key: what matching shares hash. */
async function identitiesIn(context: Context, tx: TenantTx, touchpoints: readonly DownloadTouchpoint[]) {
  const sealed = await findSealedAddresses(tx, [...new Set(touchpoints.flatMap(({ addressKey }) => addressKey ?? []))]);
  const agents = await findUserAgents(tx, [...new Set(touchpoints.flatMap(({ agentKey }) => agentKey ?? []))]);
  const addresses = new Map<string, string>();
  for (const [key, bytes] of sealed) {
    const opened = await unsealForTenant(context, tx, addressPlace(key), bytes);
    if (opened) addresses.set(key, opened.toString());
  }
  return ({ addressKey, agentKey }: DownloadTouchpoint) => {
    const ip = addressKey === undefined ? undefined : addresses.get(addressKey);
    // The household of an IPv6 address is kept as a network; any address of it hashes the same.
    return ip === undefined ? undefined : { ip: ip.replace(/\/64$/, ''), userAgent: agents.get(agentKey ?? '') };
  };
}

async function rowsIn(context: Context, tx: TenantTx, touchpoints: readonly DownloadTouchpoint[]) {
  const { tenantId } = tx;
  const { fingerprint } = await getTenantKeys(context, 'system', tenantId);
  const rows = touchpoints.map((touchpoint) => rowOf(tenantId, touchpoint, fingerprint));
  const hashings = await findShareHashings(context, 'system', tenantId);
  const shared = hashings.filter(({ campaign }) => campaign !== undefined);
  if (shared.length === 0) return rows;
  const identityOf = await identitiesIn(context, tx, touchpoints);
  return rows.map((row, place) => ({
    ...row,
    shared: shareTouchpoint(shared, { campaign: row.campaign, identity: identityOf(touchpoints[place]) }),
  }));
}

/**
 * Stores up to 2,000 counted downloads as touchpoints through intake, with its quota, screening and shares; resolves with how many were
 * stored and whether more are due. What a quota is in the way of waits an hour. The lock is held meanwhile, so that nobody counts a
 * download away whose touchpoint is on its way; intake has a login and transactions of its own.
 */
export async function storeDownloads(
  context: Context,
  _actor: 'system',
  tenantId: string,
): Promise<{ downloads: number; isFull: boolean }> {
  const store = async (tx: TenantTx) => {
    await lockCounting(tx);
    const due = await findDueDownloads(tx, DOWNLOADS_PER_ROUND);
    if (due.length === 0) return { downloads: 0, isFull: false };
    const rows = await rowsIn(
      context,
      tx,
      due.map(({ touchpoint }) => touchpoint as DownloadTouchpoint),
    );
    const outcomes = await acceptTouchpointRows(context, 'system', rows);
    const idsOf = (isWanted: (outcome: string) => boolean) =>
      due.filter((_, place) => isWanted(outcomes[place])).map((one) => one.touchpointId);
    const refused = idsOf((outcome) => outcome === 'conflict' || outcome === 'invalid');
    if (refused.length > 0) context.log.warn({ tenantId, ids: refused.slice(0, 10) }, 'counted downloads whose ids are taken otherwise');
    await deleteWaitingDownloads(
      tx,
      idsOf((outcome) => outcome !== 'quota_exceeded'),
    );
    await postponeDownloads(
      tx,
      idsOf((outcome) => outcome === 'quota_exceeded'),
    );
    return { downloads: idsOf((outcome) => outcome === 'accepted').length, isFull: due.length === DOWNLOADS_PER_ROUND };
  };
  return inTenant(context.db, tenantId, store, { patient: true });
}
