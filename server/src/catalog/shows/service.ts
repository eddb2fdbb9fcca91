import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { createPublicIdIn, findPublicIdsIn } from '../publicids/service.ts';
import type { Show, ShowDetails } from './schema.ts';
import {
  findShow,
  findShowNames,
  findShows,
  insertShowStubs,
  findNamesMark,
  listCategories,
  listShowNames,
  listShows as listRows,
  type StoredShow,
  upsertShowName,
} from './store.ts';
import { requirePlainKeysIn } from '../naming/service.ts';

async function withPrefixesIn({ publicUrl }: Context, tx: TenantTx, shows: StoredShow[]): Promise<Show[]> {
  const keys = shows.map(({ key }) => key);
  const ids = await findPublicIdsIn(tx, 'prefix', keys);
  const prefixOf = (id: string | undefined) => (id === undefined ? null : `${publicUrl}/e/${id}/`);
  return shows.map((show) => ({ ...show, trackingPrefix: prefixOf(ids.get(show.key)) }));
}

/** The tenant's shows by key, stubs included. */
export async function listShows(context: Context, actor: Actor, page: PageRequest): Promise<Page<Show>> {
  authorize(actor, 'catalog.read');
  const shows = await inTenant(context.db, actor.tenantId, async (tx) =>
    withPrefixesIn(context, tx, await listRows(tx, page.after ?? '', page.limit + 1)),
  );
  return pageOf(shows, page.limit, (show) => show.key);
}

/** One show of an open transaction. @throws AppError `not_found`. */
export async function getShowIn(context: Context, tx: TenantTx, key: string): Promise<Show> {
  const found = await findShow(tx, key);
  if (!found) throw new AppError('not_found', 'There is no such show.');
  const [show] = await withPrefixesIn(context, tx, [found]);
  return show;
}

/** These shows of an open transaction; those the tenant does not have are left out. */
export async function findShowsIn(context: Context, tx: TenantTx, keys: readonly string[]): Promise<Show[]> {
  return withPrefixesIn(context, tx, await findShows(tx, keys));
}

/** One show. @throws AppError `not_found`. */
export async function getShow(context: Context, actor: Actor, key: string): Promise<Show> {
  authorize(actor, 'catalog.read');
  return inTenant(context.db, actor.tenantId, (tx) => getShowIn(context, tx, key));
}

/** Creates or names a show in an open transaction, with its audit row. See `putShow`. */
export async function putShowIn(context: Context, tx: TenantTx, actor: Actor, show: { key: string; details: ShowDetails }): Promise<Show> {
  const { key, details } = show;
  await requirePlainKeysIn(tx, [{ pointer: '/key', key, of: 'show' }]);
  await upsertShowName(tx, key, details.name);
  await createPublicIdIn(tx, 'prefix', key);
  await recordAuditIn(tx, { actor: actor.name, action: 'show.put', target: key, after: { ...details } });
  return getShowIn(context, tx, key);
}

/**
 * Creates a show or completes a stub: its name replaces what was there, and it has a tracking prefix from then on. Without a name it bears
 * the title of its feed.
 */
export async function putShow(context: Context, actor: Actor, key: string, details: ShowDetails): Promise<Show> {
  authorize(actor, 'catalog.write');
  return inTenant(context.db, actor.tenantId, (tx) => putShowIn(context, tx, actor, { key, details }));
}

/** Names a show, or, without a name, lets it bear the title of its feed. */
export async function putShowNameIn(tx: TenantTx, key: string, name: string | null): Promise<void> {
  await upsertShowName(tx, key, name);
}

/** Makes sure that each key has a show; what is there stays as it is. */
export async function ensureShowStubsIn(tx: TenantTx, keys: Iterable<string>): Promise<void> {
  const sorted = [...new Set(keys)].sort();
  if (sorted.length > 0) await insertShowStubs(tx, sorted);
}

/** The names of these shows; those without a name are left out. */
export async function findShowNamesIn(tx: TenantTx, keys: string[]): Promise<Map<string, string>> {
  return keys.length === 0 ? new Map() : findShowNames(tx, keys);
}

const MOST_NAMES = 10_000;

/** The tenant's shows, at most 10,000, each with its name or else its key. */
export async function listShowNamesIn(tx: TenantTx): Promise<{ key: string; name: string }[]> {
  return listShowNames(tx, MOST_NAMES);
}

/** The categories of shows whose feeds name one, by the show's key. */
export async function listShowCategoriesIn(tx: TenantTx): Promise<Map<string, string>> {
  return listCategories(tx);
}

/** The keys and names of all shows, as one text that changes with them. */
export async function findShowNamesMarkIn(tx: TenantTx): Promise<string> {
  return findNamesMark(tx);
}
