import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest } from '../../platform/paging.ts';
import { pixelKeysOf, pixelTokenOf } from '../../platform/pixel-token.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { ensureCampaignStubsIn } from '../campaigns/service.ts';
import { createPublicIdIn, findPublicIdsIn, removePublicIdIn } from '../publicids/service.ts';
import { ensureEpisodeStubsIn } from '../episodes/service.ts';
import { ensureShowStubsIn } from '../shows/service.ts';
import { coverOf, pixelsOf } from './rules.ts';
import type { Placement, PlacementCover, PlacementDetails, PlacementFilter, PlacementWithPixels } from './schema.ts';
import {
  deletePlacement,
  findBakedIn,
  findCampaignOfShow,
  findPlacements,
  findPlacementsMark,
  listPlacements as listRows,
  type StoredPlacement,
  upsertPlacement,
} from './store.ts';
import { claimKeyIn, requirePlainKeysIn } from '../naming/service.ts';

function absent(): AppError {
  return new AppError('not_found', 'There is no such placement.');
}

async function withPixelIdsIn(tx: TenantTx, stored: StoredPlacement[]): Promise<Placement[]> {
  const ids = await findPublicIdsIn(
    tx,
    'pixel',
    stored.map(({ key }) => key),
  );
  return stored.map((placement) => ({ ...placement, pixelId: ids.get(placement.key) ?? '' }));
}

function withPixels(context: Context, placement: Placement): PlacementWithPixels {
  const [key] = pixelKeysOf(context);
  const { pixelId } = placement;
  return { ...placement, pixels: pixelsOf(context.publicUrl, pixelId, pixelTokenOf(key, pixelId)) };
}

/** The tenant's placements by key: all, or those of a campaign, in a show, of a kind. */
export async function listPlacements(context: Context, actor: Actor, filter: PlacementFilter, page: PageRequest): Promise<Page<Placement>> {
  authorize(actor, 'catalog.read');
  const rows = await inTenant(context.db, actor.tenantId, (tx) => listPlacementsIn(tx, filter, { ...page, limit: page.limit + 1 }));
  return pageOf(rows, page.limit, ({ key }) => key);
}

/** These placements by key; those the tenant does not have are left out. */
export async function findPlacementsByKeyIn(tx: TenantTx, keys: readonly string[]): Promise<Map<string, Placement>> {
  const found = await withPixelIdsIn(tx, await findPlacements(tx, keys));
  return new Map(found.map((placement) => [placement.key, placement]));
}

/** One placement; undefined when the tenant has none of this key. */
export async function findPlacementByKeyIn(tx: TenantTx, key: string): Promise<Placement | undefined> {
  return (await findPlacementsByKeyIn(tx, [key])).get(key);
}

/** A page of the placements of an open transaction, by key. */
export async function listPlacementsIn(tx: TenantTx, filter: PlacementFilter, page: PageRequest): Promise<Placement[]> {
  return withPixelIdsIn(tx, await listRows(tx, filter, { after: page.after ?? '', limit: page.limit }));
}

/**
 * The baked-in placements of these shows that run at some time from `from` to `to`: what a download of an episode delivers beside the
 * episode. Ask the answer for each download's show, episode and instant.
 */
export async function findPlacementsCoveringIn(
  tx: TenantTx,
  shows: readonly string[],
  range: { from: Date; to: Date },
): Promise<PlacementCover> {
  return coverOf(shows.length === 0 ? [] : await withPixelIdsIn(tx, await findBakedIn(tx, shows, range)));
}

const BAKED_IN_PER_PAGE = 1_000;

/** Every baked-in placement of the tenant, by key. */
export async function listBakedInIn(tx: TenantTx): Promise<StoredPlacement[]> {
  const all: StoredPlacement[] = [];
  for (let after = ''; ; after = all[all.length - 1].key) {
    const page = await listRows(tx, { kind: 'baked_in' }, { after, limit: BAKED_IN_PER_PAGE });
    all.push(...page);
    if (page.length < BAKED_IN_PER_PAGE) return all;
  }
}

/** One placement, with the addresses of its pixel. @throws AppError `not_found`. */
export async function getPlacement(context: Context, actor: Actor, key: string): Promise<PlacementWithPixels> {
  authorize(actor, 'catalog.read');
  const found = await inTenant(context.db, actor.tenantId, (tx) => findPlacementByKeyIn(tx, key));
  if (!found) throw absent();
  return withPixels(context, found);
}

/** Creates or replaces a placement in an open transaction, with its audit row and its pixel's public id, which stays the same. */
export async function putPlacementIn(
  tx: TenantTx,
  actor: Actor,
  placement: { key: string; details: PlacementDetails },
): Promise<Placement> {
  const { key, details } = placement;
  await requirePlainKeysIn(tx, [
    { pointer: '/key', key, of: async () => (await findPlacements(tx, [key])).length > 0 },
    { pointer: '/campaign', key: details.campaign, of: 'campaign' },
    { pointer: '/show', key: details.show, of: 'show' },
    { pointer: '/episode', key: details.episode, of: 'episode' },
  ]);
  await ensureCampaignStubsIn(tx, [details.campaign]);
  await ensureShowStubsIn(tx, [details.show]);
  if (details.episode !== null) await ensureEpisodeStubsIn(tx, [details.episode]);
  const stored = await upsertPlacement(tx, key, details);
  const pixelId = await createPublicIdIn(tx, 'pixel', key);
  await recordAuditIn(tx, { actor: actor.name, action: 'placement.put', target: key, after: { ...details } });
  return { ...stored, pixelId };
}

async function putAs(context: Context, actor: Actor, put: { key: string; details: PlacementDetails }, isNew: boolean) {
  authorize(actor, 'catalog.write');
  const { key } = put;
  const placement = await inTenant(context.db, actor.tenantId, async (tx) => {
    await claimKeyIn(tx, { noun: 'placement', key, isNew, isTaken: async () => (await findPlacements(tx, [key])).length > 0 });
    return putPlacementIn(tx, actor, put);
  });
  return withPixels(context, placement);
}

/**
 * Creates a placement or replaces it as a whole; a campaign, show or episode that is unknown becomes a stub.
 * @throws AppError `forbidden`.
 */
export async function putPlacement(context: Context, actor: Actor, key: string, details: PlacementDetails): Promise<PlacementWithPixels> {
  return putAs(context, actor, { key, details }, false);
}

/** Like `putPlacement`, for a key that no placement has. @throws AppError `forbidden`; `precondition_failed`. */
export async function createPlacement(
  context: Context,
  actor: Actor,
  key: string,
  details: PlacementDetails,
): Promise<PlacementWithPixels> {
  return putAs(context, actor, { key, details }, true);
}

/**
 * Deletes a placement: its pixel then counts nothing. Touchpoints that named it stay, under its key.
 * @throws AppError `forbidden`; `not_found`.
 */
export async function removePlacement(context: Context, actor: Actor, key: string): Promise<void> {
  authorize(actor, 'catalog.write');
  await inTenant(context.db, actor.tenantId, async (tx) => {
    const deleted = await deletePlacement(tx, key);
    if (!deleted) throw absent();
    await removePublicIdIn(tx, 'pixel', key);
    await recordAuditIn(tx, { actor: actor.name, action: 'placement.delete', target: key, before: { ...deleted } });
  });
}

/**
 * The campaign that somebody who heard a show at an instant, or in the 90 days before, heard last there: of the placements that ran, the
 * one that began last. Undefined when none is on record.
 */
export async function findCampaignOfShowIn(tx: TenantTx, show: string, at: Date): Promise<string | undefined> {
  return findCampaignOfShow(tx, show, at);
}

/** Where and when all placements run, as one text that changes with them. */
export async function findPlacementsMarkIn(tx: TenantTx): Promise<string> {
  return findPlacementsMark(tx);
}
