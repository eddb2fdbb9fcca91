import { toString as drawCode } from 'qrcode';
import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest } from '../../platform/paging.ts';
import { type DirectoryTx, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { ensureCampaignStubsIn } from '../campaigns/service.ts';
import { createPublicIdIn, findPublicIdsIn, removePublicIdIn } from '../publicids/service.ts';
import { ensureShowStubsIn } from '../shows/service.ts';
import { redirectOf, utmOf } from './rules.ts';
import type { Link, LinkDestination, LinkDetails, LinkFilter } from './schema.ts';
import { deleteLink, findDestination, findLinks, listDestinations, listLinks as listRows, type StoredLink, upsertLink } from './store.ts';
import { claimKeyIn, requirePlainKeysIn } from '../naming/service.ts';

function absent(): AppError {
  return new AppError('not_found', 'There is no such link.');
}

function linkOf({ publicUrl }: Context, stored: StoredLink, publicId: string): Link {
  return { ...stored, publicId, address: `${publicUrl}/l/${publicId}`, redirectsTo: redirectOf(stored) };
}

async function withPublicIdsIn(context: Context, tx: TenantTx, stored: StoredLink[]): Promise<Link[]> {
  const ids = await findPublicIdsIn(
    tx,
    'link',
    stored.map(({ key }) => key),
  );
  return stored.map((link) => linkOf(context, link, ids.get(link.key) ?? ''));
}

/** The tenant's links by key: all, or those of a campaign or a show. */
export async function listLinks(context: Context, actor: Actor, filter: LinkFilter, page: PageRequest): Promise<Page<Link>> {
  authorize(actor, 'catalog.read');
  const rows = await inTenant(context.db, actor.tenantId, async (tx) =>
    withPublicIdsIn(context, tx, await listRows(tx, filter, { after: page.after ?? '', limit: page.limit + 1 })),
  );
  return pageOf(rows, page.limit, ({ key }) => key);
}

/** These links by key; those the tenant does not have are left out. */
export async function findLinksByKeyIn(context: Context, tx: TenantTx, keys: readonly string[]): Promise<Map<string, Link>> {
  const found = keys.length === 0 ? [] : await withPublicIdsIn(context, tx, await findLinks(tx, keys));
  return new Map(found.map((link) => [link.key, link]));
}

/** One link. @throws AppError `not_found`. */
export async function getLink(context: Context, actor: Actor, key: string): Promise<Link> {
  authorize(actor, 'catalog.read');
  const found = await inTenant(context.db, actor.tenantId, (tx) => findLinksByKeyIn(context, tx, [key]));
  const link = found.get(key);
  if (!link) throw absent();
  return link;
}

/**
 * A link's address as a QR code: an SVG picture that a camera reads also when 15 % of it are hidden (ISO/IEC 18004, error correction level
 * M).
 * @throws AppError `not_found`.
 */
export async function drawLink(context: Context, actor: Actor, key: string): Promise<string> {
  const { address } = await getLink(context, actor, key);
  return drawCode(address, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 });
}

/** Creates or replaces a link in an open transaction, with its audit row and its public id, which stays the same. */
export async function putLinkIn(context: Context, tx: TenantTx, actor: Actor, link: { key: string; details: LinkDetails }): Promise<Link> {
  const { key, details } = link;
  const { campaign, show, destination, clickParameter } = details;
  await requirePlainKeysIn(tx, [
    { pointer: '/key', key, of: async () => (await findLinks(tx, [key])).length > 0 },
    { pointer: '/campaign', key: campaign, of: 'campaign' },
    { pointer: '/show', key: show, of: 'show' },
  ]);
  await ensureCampaignStubsIn(tx, [campaign]);
  if (show !== null) await ensureShowStubsIn(tx, [show]);
  const stored = await upsertLink(tx, { key, campaign, show, destination, utm: utmOf(details), clickParameter });
  const publicId = await createPublicIdIn(tx, 'link', key);
  const { createdAt: _createdAt, key: _key, ...after } = stored;
  await recordAuditIn(tx, { actor: actor.name, action: 'link.put', target: key, after });
  return linkOf(context, stored, publicId);
}

async function putAs(context: Context, actor: Actor, put: { key: string; details: LinkDetails }, isNew: boolean): Promise<Link> {
  authorize(actor, 'catalog.write');
  const { key } = put;
  return inTenant(context.db, actor.tenantId, async (tx) => {
    await claimKeyIn(tx, { noun: 'link', key, isNew, isTaken: async () => (await findLinks(tx, [key])).length > 0 });
    return putLinkIn(context, tx, actor, put);
  });
}

/** Creates a link or replaces it as a whole; a campaign or show that is unknown becomes a stub. @throws AppError `forbidden`. */
export async function putLink(context: Context, actor: Actor, key: string, details: LinkDetails): Promise<Link> {
  return putAs(context, actor, { key, details }, false);
}

/** Like `putLink`, for a key that no link has. @throws AppError `forbidden`; `precondition_failed`. */
export async function createLink(context: Context, actor: Actor, key: string, details: LinkDetails): Promise<Link> {
  return putAs(context, actor, { key, details }, true);
}

/** Deletes a link: its address then leads nowhere. @throws AppError `forbidden`; `not_found`. */
export async function removeLink(context: Context, actor: Actor, key: string): Promise<void> {
  authorize(actor, 'catalog.write');
  await inTenant(context.db, actor.tenantId, async (tx) => {
    const deleted = await deleteLink(tx, key);
    if (!deleted) throw absent();
    await removePublicIdIn(tx, 'link', key);
    const { campaign, show, destination } = deleted;
    await recordAuditIn(tx, { actor: actor.name, action: 'link.delete', target: key, before: { campaign, show, destination } });
  });
}

/**
 * Where the links of all tenants lead, after the public id `after` (empty for the first page), in the order of the ids: for a snapshot by
 * which links are answered without asking for each.
 */
export async function listLinkDestinationsIn(tx: DirectoryTx, after: string, limit: number): Promise<LinkDestination[]> {
  const rows = await listDestinations(tx, after, limit);
  return rows.map(({ destination, utm, ...link }) => ({ ...link, redirectsTo: redirectOf({ destination, utm }) }));
}

/** Where the link of a public id leads, whoever's it is; undefined when no link has it. */
export async function findLinkDestinationIn(tx: DirectoryTx, publicId: string): Promise<LinkDestination | undefined> {
  const found = await findDestination(tx, publicId);
  if (!found) return undefined;
  const { destination, utm, ...link } = found;
  return { ...link, redirectsTo: redirectOf({ destination, utm }) };
}
