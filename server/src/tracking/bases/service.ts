import { isDeepStrictEqual } from 'node:util';
import { listBakedInIn } from '../../catalog/placements/service.ts';
import type { AudioPlace, Placement } from '../../catalog/placements/schema.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { unsealForTenant } from '../../platform/vault.ts';
import { findDownloadWindowIn } from '../../tenants/settings/service.ts';
import { compareStatedPlacementsIn } from '../insertedads/service.ts';
import type { Lists } from '../lists/rules.ts';
import { loadLists } from '../lists/service.ts';
import { addressPlace } from '../requests/service.ts';
import {
  type AddressNetwork,
  type Basis,
  deleteBases,
  findAddressNetworks,
  findBases,
  markAllWaiting,
  markDownloadsWaiting,
  moveNetworks,
  upsertBases,
} from './store.ts';

/** Where and when a placement ran, or runs: what its downloads are told by. */
interface PlacementBasis {
  campaign: string;
  show: string;
  episode: string | null;
  startsOn: string | null;
  endsOn: string | null;
  /** Only where it is known. */
  audio?: AudioPlace;
}

function basisOf({ key, campaign, show, episode, startsOn, endsOn, audio }: Omit<Placement, 'pixelId'>): Basis {
  const basis: PlacementBasis = { campaign, show, episode, startsOn, endsOn, ...(audio === null ? {} : { audio }) };
  return { part: 'placement', key, basis };
}

async function recordIn(tx: TenantTx, part: string, after: object): Promise<void> {
  await recordAuditIn(tx, { actor: 'system', action: 'downloads.restate', target: part, after: { ...after } });
}

/** Looks up anew what the lists say of the addresses that are still kept; requests whose answer differs are counted anew. */
async function compareNetworksIn(context: Context, tx: TenantTx, { changes }: Lists): Promise<number> {
  const opened = new Map<string, string | undefined>();
  const moved = new Map<string, AddressNetwork>();
  const stored = await findAddressNetworks(tx, changes);
  const lists = await loadLists(
    context,
    'system',
    stored.map(({ fromAt }) => Date.parse(fromAt)),
  );
  for (const { sealed, ...known } of stored) {
    const { addressKey, fromAt, toAt } = known;
    if (!opened.has(addressKey)) opened.set(addressKey, (await unsealForTenant(context, tx, addressPlace(addressKey), sealed))?.toString());
    const ip = opened.get(addressKey)?.replace(/\/64$/, '');
    if (ip === undefined) continue;
    const { connectionType, isExcluded, isShared, asn, country, region } = lists.network(ip, Date.parse(fromAt));
    const now: AddressNetwork = { addressKey, fromAt, toAt, connectionType, isExcluded, isShared, asn, country, region };
    if (!isDeepStrictEqual(now, known)) moved.set(`${addressKey} ${fromAt}`, now);
  }
  return moveNetworks(tx, [...moved.values()]);
}

/** What all counts of the tenant rest on: the window, and the version of the lists. */
async function compareTermsIn(context: Context, tx: TenantTx): Promise<void> {
  const lists = await loadLists(context, 'system');
  const stored = new Map((await findBases(tx, ['window', 'lists'])).map((one) => [one.part, one]));
  const now: Basis[] = [
    { part: 'window', key: '', basis: await findDownloadWindowIn(tx) },
    { part: 'lists', key: '', basis: lists.state },
  ];
  const moved = now.filter(({ part, basis }) => stored.get(part)?.basis !== basis);
  if (moved.length === 0) return;
  await upsertBases(tx, moved);
  const known = moved.filter(({ part }) => stored.has(part));
  if (known.some(({ part }) => part === 'lists')) await compareNetworksIn(context, tx, lists);
  if (known.length === 0) return;
  const listeners = await markAllWaiting(tx);
  if (listeners > 0) {
    for (const { part, basis } of known) await recordIn(tx, part, { from: stored.get(part)?.basis, to: basis, listeners });
  }
}

/** Placements that were booked, changed or deleted since the last time: the downloads they cover, or covered, are told anew. */
async function comparePlacementsIn(tx: TenantTx): Promise<void> {
  const stored = new Map((await findBases(tx, ['placement'])).map((one) => [one.key, one]));
  const now = new Map((await listBakedInIn(tx)).map((placement) => [placement.key, basisOf(placement)]));
  const moved = [...now.values()].filter(({ key, basis }) => !isDeepStrictEqual(stored.get(key)?.basis, basis));
  const gone = [...stored.values()].filter(({ key }) => !now.has(key));
  if (moved.length + gone.length === 0) return;
  await upsertBases(tx, moved);
  await deleteBases(
    tx,
    'placement',
    gone.map(({ key }) => key),
  );
  const concerned = [...moved, ...gone, ...moved.flatMap(({ key }) => stored.get(key) ?? [])];
  const listeners = await markDownloadsWaiting(
    tx,
    concerned.map(({ basis }) => basis as PlacementBasis),
  );
  if (listeners > 0) await recordIn(tx, 'placements', { placements: moved.length + gone.length, listeners });
}

/**
 * Finds what changed of that which the tenant's counts rest on beside the requests (the window, the lists, the placements) since they were
 * last counted by it, and has what may differ counted anew; each change that has is recorded.
 */
export async function compareBasesIn(context: Context, tx: TenantTx): Promise<void> {
  await compareTermsIn(context, tx);
  await comparePlacementsIn(tx);
  await compareStatedPlacementsIn(tx);
}
