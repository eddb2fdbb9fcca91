import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { addressOf, peelPrefixes as peel, positionText, readPosition } from './rules.ts';
import type { Episode, EpisodeAtAddress, EpisodeDetails, EpisodeFilter, EpisodeWithEnclosures } from './schema.ts';
import {
  findEpisodeNames,
  findEpisodes,
  findEpisodesAt,
  insertEpisodeStubs,
  listEnclosures,
  listEpisodes as listRows,
  listEpisodesOfShow,
  upsertEpisodeName,
} from './store.ts';

async function episodesAtIn(tx: TenantTx, { enclosure = '', show }: EpisodeFilter): Promise<Episode[]> {
  const found = (await findEpisodesByEnclosureIn(tx, [enclosure], show)).get(enclosure);
  if (!found || (show !== undefined && found.show !== show)) return [];
  return findEpisodes(tx, [found.key]);
}

/**
 * The tenant's episodes by key, stubs included; of one show the newest first; or the one whose file is at an address.
 * @throws AppError `forbidden`; `invalid_request` for a cursor that did not come from an answer.
 */
export async function listEpisodes(context: Context, actor: Actor, filter: EpisodeFilter, page: PageRequest): Promise<Page<Episode>> {
  authorize(actor, 'catalog.read');
  const { show, enclosure } = filter;
  const limit = page.limit + 1;
  return inTenant(context.db, actor.tenantId, async (tx) => {
    if (enclosure !== undefined) return { items: await episodesAtIn(tx, filter), nextCursor: null };
    if (show === undefined) return pageOf(await listRows(tx, page.after ?? '', limit), page.limit, ({ key }) => key);
    const before = page.after === undefined ? undefined : readPosition(page.after);
    return pageOf(await listEpisodesOfShow(tx, show, { before, limit }), page.limit, positionText);
  });
}

async function getEpisodeIn(tx: TenantTx, key: string): Promise<Episode> {
  const [found] = await findEpisodes(tx, [key]);
  if (!found) throw new AppError('not_found', 'There is no such episode.');
  return found;
}

/** One episode with every address its file has or had. @throws AppError `forbidden`; `not_found`. */
export async function getEpisode(context: Context, actor: Actor, key: string): Promise<EpisodeWithEnclosures> {
  authorize(actor, 'catalog.read');
  return inTenant(context.db, actor.tenantId, async (tx) => ({
    ...(await getEpisodeIn(tx, key)),
    enclosures: await listEnclosures(tx, key),
  }));
}

/**
 * Creates an episode, or completes a stub: the name replaces what was there. Without one it bears the title of its feed.
 * @throws AppError `forbidden`.
 */
export async function putEpisode(context: Context, actor: Actor, key: string, details: EpisodeDetails): Promise<Episode> {
  authorize(actor, 'catalog.write');
  return inTenant(context.db, actor.tenantId, async (tx) => {
    await upsertEpisodeName(tx, key, details.name);
    await recordAuditIn(tx, { actor: actor.name, action: 'episode.put', target: key, after: { ...details } });
    return getEpisodeIn(tx, key);
  });
}

/** Makes sure that each key has an episode; what is there stays as it is. */
export async function ensureEpisodeStubsIn(tx: TenantTx, keys: Iterable<string>): Promise<void> {
  const sorted = [...new Set(keys)].sort();
  if (sorted.length > 0) await insertEpisodeStubs(tx, sorted);
}

/** The names of these episodes; those without a name are left out. */
export async function findEpisodeNamesIn(tx: TenantTx, keys: string[]): Promise<Map<string, string>> {
  return keys.length === 0 ? new Map() : findEpisodeNames(tx, keys);
}

/**
 * The episodes whose files these addresses lead to, by address as it was given; those that lead to none are left out. Scheme, query and
 * measurement prefixes make no difference. `show` is preferred where several shows have the same file.
 */
export async function findEpisodesByEnclosureIn(
  tx: TenantTx,
  urls: readonly string[],
  show?: string,
): Promise<Map<string, EpisodeAtAddress>> {
  const addresses = new Map(urls.flatMap((url) => [[url, addressOf(url)] as const]));
  const asked = [...new Set(addresses.values())].filter((address) => address !== undefined);
  if (asked.length === 0) return new Map();
  const found = await findEpisodesAt(tx, asked, show ?? null);
  return new Map(
    [...addresses].flatMap(([url, address]) => {
      const episode = address === undefined ? undefined : found.get(address);
      return episode ? [[url, episode] as const] : [];
    }),
  );
}

/** The address of a file without the measurement prefixes that stand before it; what is no web address comes back as it is. */
export function peelPrefixes(address: string): string {
  return peel(address);
}
