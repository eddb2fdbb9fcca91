import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import type { FeedEpisode } from '../feedfetch/reader.ts';
import type { Person } from '../shows/schema.ts';
import { addressOf, keyForEpisode, knownAddresses, positionText, possibleKeys, readPosition, storedGuid } from './rules.ts';
import type { Episode, EpisodeAtAddress, EpisodeDetails, EpisodeFilter, EpisodeSizes, EpisodeWithEnclosures } from './schema.ts';
import {
  deleteNewFiles,
  deleteOldEnclosures,
  type FedEnclosure,
  type FedEpisode,
  findEpisodeNames,
  findEpisodes,
  findEpisodesAt,
  findOwners,
  insertEpisodeStubs,
  listDates,
  listEnclosures,
  listEpisodes as listRows,
  listEpisodesOfShow,
  listKeysByGuid,
  listNewFiles,
  listReleaseDays,
  unlistOthers,
  upsertEnclosures,
  upsertEpisodeName,
  upsertFedEpisodes,
} from './store.ts';
import { requirePlainKeysIn } from '../naming/service.ts';

async function episodesAtIn(tx: TenantTx, { enclosure = '', show }: EpisodeFilter): Promise<Episode[]> {
  const address = addressOf(enclosure);
  const found = address === undefined ? undefined : (await findEpisodesAtIn(tx, [address], show)).get(address);
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

/** An episode by its key. */
export async function findEpisodeIn(tx: TenantTx, key: string): Promise<Episode | undefined> {
  const [found] = await findEpisodes(tx, [key]);
  return found;
}

/** These episodes; those that are not there are left out. */
export async function findEpisodesIn(tx: TenantTx, keys: readonly string[]): Promise<Episode[]> {
  return keys.length === 0 ? [] : findEpisodes(tx, [...keys]);
}

/** The newest episodes of a show. */
export async function listEpisodesOfShowIn(tx: TenantTx, show: string, limit: number): Promise<Episode[]> {
  return listEpisodesOfShow(tx, show, { before: undefined, limit });
}

/** The newest episodes of the show that an episode is of, itself left out; none where no feed tells its show. */
export async function listEpisodesBesideIn(tx: TenantTx, { key, show }: Pick<Episode, 'key' | 'show'>, limit: number): Promise<Episode[]> {
  if (show === null) return [];
  const newest = await listEpisodesOfShow(tx, show, { before: undefined, limit: limit + 1 });
  return newest.filter((one) => one.key !== key).slice(0, limit);
}

async function getEpisodeIn(tx: TenantTx, key: string): Promise<Episode> {
  const found = await findEpisodeIn(tx, key);
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
    await requirePlainKeysIn(tx, [{ pointer: '/key', key, of: 'episode' }]);
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

/** When each episode came out, as its feed says, by key; those of which nobody knows are left out. */
export async function listEpisodeDatesIn(tx: TenantTx): Promise<Map<string, string>> {
  return new Map((await listDates(tx)).map(({ key, published_at }) => [key, published_at.toISOString()]));
}

/** The UTC days from this one on on which shows published episodes; episodes of which no such date is known are left out. */
export async function listReleaseDaysIn(tx: TenantTx, from: string): Promise<{ show: string; day: string }[]> {
  return listReleaseDays(tx, from);
}

/** The names of these episodes; those without a name are left out. */
export async function findEpisodeNamesIn(tx: TenantTx, keys: string[]): Promise<Map<string, string>> {
  return keys.length === 0 ? new Map() : findEpisodeNames(tx, keys);
}

/** What the catalogue knows of these episodes' files, in seconds and bytes; the size of what comes before the sound no feed tells. */
export async function findEpisodeSizesIn(tx: TenantTx, keys: readonly string[]): Promise<Map<string, EpisodeSizes>> {
  const found = keys.length === 0 ? [] : await findEpisodes(tx, [...keys]);
  return new Map(found.map(({ key, durationSeconds, fileBytes }) => [key, { durationSeconds, fileBytes, headerBytes: null }]));
}

/**
 * The episodes whose files are at these addresses, as `fileAddressOf` spells them; those of none are left out. `show` is preferred where
 * several shows have the same file.
 */
export async function findEpisodesAtIn(tx: TenantTx, addresses: readonly string[], show?: string): Promise<Map<string, EpisodeAtAddress>> {
  return addresses.length === 0 ? new Map() : findEpisodesAt(tx, [...addresses], show ?? null);
}

/** Addresses of files that the catalogue has since a moment ago, the oldest first: requests for them may have come before. */
export async function listNewFilesIn(tx: TenantTx, limit: number): Promise<string[]> {
  return listNewFiles(tx, limit);
}

/** Forgets that these files were new, where they have been known since before an instant. */
export async function dropNewFilesIn(tx: TenantTx, addresses: readonly string[], before: Date): Promise<void> {
  await deleteNewFiles(tx, addresses, before);
}

/** How many rows one statement writes. */
const ROWS_AT_ONCE = 1_000;
/** Addresses that are kept of an episode; hosts that sign them give it a new one at each reading. */
const MOST_ADDRESSES = 20;

/** A show's episodes as its feed has them. */
export interface FedShow {
  show: string;
  /** Those without persons of their own have the show's. */
  persons: Person[];
  episodes: readonly FeedEpisode[];
}

/** What a feed changed: episodes that are new, that are not as before, and that it has no more. */
export interface EpisodeChanges {
  added: number;
  changed: number;
  dropped: number;
}

/** The episodes under their keys; of several with one guid the first, since feeds begin with the newest. */
async function keyedEpisodesIn(tx: TenantTx, { show, persons, episodes }: FedShow): Promise<Map<string, [FedEpisode, FeedEpisode]>> {
  const known = await listKeysByGuid(tx, show);
  const unknown = episodes.map(({ guid }) => storedGuid(guid)).filter((guid) => !known.has(guid));
  const occupied = await findOwners(tx, [...new Set(unknown.flatMap((guid) => possibleKeys(show, guid)))]);
  const keyed = new Map<string, [FedEpisode, FeedEpisode]>();
  for (const episode of episodes) {
    const guid = storedGuid(episode.guid);
    const key = known.get(guid) ?? keyForEpisode(show, guid, occupied);
    if (key === undefined || keyed.has(key)) continue;
    const { title, link, transcripts, publishedAt, durationSeconds, enclosures } = episode;
    const file = enclosures.at(0);
    const fed = {
      key,
      guid,
      title,
      link,
      transcripts,
      published_at: publishedAt,
      duration_seconds: durationSeconds,
      enclosure_url: file?.url,
      enclosure_type: file?.type,
      file_bytes: file?.bytes,
      persons: episode.persons.length > 0 ? episode.persons : persons,
    };
    keyed.set(key, [fed, episode]);
  }
  return keyed;
}

function addressesOf(key: string, { enclosures }: FeedEpisode): FedEnclosure[] {
  const found = new Map<string, FedEnclosure>();
  for (const { url, type, bytes } of enclosures) {
    for (const address of knownAddresses(url)) {
      if (!found.has(address)) found.set(address, { address, episode: key, type, file_bytes: bytes });
    }
  }
  return [...found.values()];
}

function* partsOf<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let start = 0; start < items.length; start += ROWS_AT_ONCE) yield items.slice(start, start + ROWS_AT_ONCE);
}

/**
 * Writes a show's episodes down as its feed has them, each under the key that it has had, a new one under its guid. What the feed has no
 * more stays, and so do addresses that it had before, the last 20 of each episode.
 */
export async function takeFedEpisodesIn(tx: TenantTx, fed: FedShow, at: Date): Promise<EpisodeChanges> {
  const keyed = [...(await keyedEpisodesIn(tx, fed)).values()];
  const changes: EpisodeChanges = { added: 0, changed: 0, dropped: 0 };
  for (const part of partsOf(keyed)) {
    const rows = part.map(([row]) => row);
    const { added, changed } = await upsertFedEpisodes(tx, fed.show, rows);
    [changes.added, changes.changed] = [changes.added + added, changes.changed + changed];
    const enclosures = part.flatMap(([{ key }, episode]) => addressesOf(key, episode));
    for (const some of partsOf(enclosures)) await upsertEnclosures(tx, some, at);
    const keys = rows.map(({ key }) => key);
    await deleteOldEnclosures(tx, keys, MOST_ADDRESSES);
  }
  const listed = keyed.map(([{ key }]) => key);
  changes.dropped = await unlistOthers(tx, fed.show, listed);
  return changes;
}

/**
 * What stays the same of a file's address, whoever measures it and however it is asked for: host and path, without the measurement prefixes
 * that stand before it. What is no address on the web, as the bare path in a log, loses its query alone.
 */
export function fileAddressOf(url: string): string {
  const end = url.search(/[?#]/);
  return addressOf(url) ?? (end < 0 ? url : url.slice(0, end)).replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
}
