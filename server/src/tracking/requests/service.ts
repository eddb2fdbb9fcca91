import { createHash } from 'node:crypto';
import type { Rejection } from '../../platform/item-batch.ts';
import { fileAddressOf, findEpisodesAtIn } from '../../catalog/episodes/service.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { createGroupCommit, type GroupCommit } from '../../platform/group-commit.ts';
import { ensureMonthsOf } from '../../platform/partitions.ts';
import { createRecent, type Recent } from '../../platform/recent.ts';
import { inIntake, inTenant, type IntakeTx } from '../../platform/tenant-door.ts';
import { sealerForTenant } from '../../platform/vault.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { refusalForStorage } from '../../tenants/quotas/service.ts';
import { getTenantKeys, listTenantIds, type TenantKeys } from '../../tenants/service.ts';
import { addressDaysOf, dropsUnknownConsent, requireOpen } from '../../tenants/standing/service.ts';
import { oldestOf } from '../intake/faults.ts';
import { MAX_BATCH } from '../intake/schema.ts';
import { getKeptFromMs } from '../retention/service.ts';
import { screenIn } from '../screening/service.ts';
import { instantsIn } from '../lists/rules.ts';
import { loadLists } from '../lists/service.ts';
import { episodeAddress } from '../downloads/delivery.ts';
import { refileRequests } from '../filing/service.ts';
import {
  dayListenerKeyOf,
  type EpisodeRequestRow,
  type KnownEpisode,
  parseEpisodeRequest,
  placeIn,
  type RequestArrival,
  type RequestReading,
} from './rules.ts';
import type { DeliveryEvidence, RequestIntakeResult, RequestSource } from './schema.ts';
import {
  deleteOldAddresses,
  findRequestFingerprints,
  insertEpisodeRequests,
  insertRequestAddresses,
  insertRequestAgents,
  insertRequestKeys,
  type SealedAddress,
} from './store.ts';

type Outcome = 'accepted' | 'duplicate' | 'conflict' | 'invalid';

/** Where requests come from, and what they say of delivery; without `evidence` each says it by whether it tells the bytes sent. */
export interface RequestOrigin {
  source: RequestSource;
  evidence?: DeliveryEvidence | undefined;
  /** How they are read. Stored requests that come again are filed anew by it, and stay as they are without it. */
  reading?: RequestReading | undefined;
  /** Takes requests of any age, where otherwise 400 days are the most. */
  isHistory?: boolean | undefined;
}

/** Why a request that could be read was not stored. */
const REASONS = {
  conflict: 'this id is stored already with other content; send a changed request under a new id',
  invalid: 'this request could not be stored; a value lies outside what the database takes',
} as const;

const DAY_MS = 86_400_000;
const EPISODES_TRUST_MS = 60_000;
const LONGEST_URL = 4_000;
const MOST_REMEMBERED_ADDRESSES = 200_000;
const MOST_REMEMBERED_EPISODES = 20_000;

interface Memory {
  lane: GroupCommit<EpisodeRequestRow, Outcome>;
  /** "tenant address day" of addresses that are stored already, so that few are sealed twice. */
  addresses: Set<string>;
  /** Which episode a file belongs to, by tenant, show and address. */
  episodes: Recent<{ known: KnownEpisode; untilMs: number }>;
}

const memoryByContext = new WeakMap<Context, Memory>();

function memoryOf(context: Context): Memory {
  let memory = memoryByContext.get(context);
  if (!memory) {
    const lane = createGroupCommit<EpisodeRequestRow, Outcome>({
      ownerOf: ({ tenantId }) => tenantId,
      maxRows: 5_000,
      maxWaiting: 100_000,
      maxWaitingOfOwner: 20_000,
      concurrency: 2,
      flush: (rows) => storeGroup(context, rows),
    });
    memoryByContext.set(context, (memory = { lane, addresses: new Set(), episodes: createRecent(MOST_REMEMBERED_EPISODES) }));
  }
  return memory;
}

const keyOf = (row: EpisodeRequestRow) => `${row.tenantId} ${row.id}`;

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Rows in one order everywhere, so that two transactions never wait for each other crosswise; of a repeated id only the first. */
function distinctInOrder(rows: EpisodeRequestRow[]): EpisodeRequestRow[] {
  const order = (a: EpisodeRequestRow, b: EpisodeRequestRow) => compare(a.tenantId, b.tenantId) || compare(a.id, b.id);
  const sorted = [...rows].sort(order);
  return sorted.filter((row, place) => place === 0 || order(sorted[place - 1], row) !== 0);
}

function isDataFault(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('22') || code === '23514' || code === '54000';
}

async function storeGroup(context: Context, rows: EpisodeRequestRow[]): Promise<Outcome[]> {
  try {
    return await storeTogether(context, rows);
  } catch (error) {
    if (!isDataFault(error)) throw error;
    if (rows.length === 1) {
      context.log.warn({ err: error }, 'a request that passed validation could not be stored');
      return ['invalid'];
    }
    const middle = rows.length >> 1;
    const left = await storeGroup(context, rows.slice(0, middle));
    return [...left, ...(await storeGroup(context, rows.slice(middle)))];
  }
}

/** Of a person who objected nothing stays that outlives the day. */
function dropIdentity(row: EpisodeRequestRow, keys: TenantKeys): void {
  row.listenerKey = dayListenerKeyOf(keys.identity, row.occurredAt.slice(0, 10), row.addressKey ?? '', row.agentKey ?? '');
  row.addressKey = undefined;
  row.address = undefined;
}

async function storeTogether(context: Context, rows: EpisodeRequestRow[]): Promise<Outcome[]> {
  const distinct = distinctInOrder(rows);
  const sealed = await sealAddresses(context, distinct);
  const outcomes = await inIntake(context.db, new Set(rows.map(({ tenantId }) => tenantId)), async (tx) => {
    const { rows: screened, quiet } = await screenIn(context, tx, { kind: 'request', dropIdentity }, distinct);
    const fresh = screened.length === 0 ? [] : await insertRequestKeys(tx, screened);
    if (fresh.length > 0) await insertFresh(tx, fresh, sealed);
    if (fresh.length === rows.length) return rows.map((): Outcome => 'accepted');
    const stored = new Set(fresh);
    const fingerprints = await findRequestFingerprints(tx, distinct);
    return rows.map((row): Outcome => {
      if (stored.has(row)) return 'accepted';
      return quiet.has(keyOf(row)) || fingerprints.get(keyOf(row)) === row.fingerprint ? 'duplicate' : 'conflict';
    });
  });
  const { addresses } = memoryOf(context);
  if (addresses.size >= MOST_REMEMBERED_ADDRESSES) addresses.clear();
  for (const { tenantId, addressKey, day } of sealed) addresses.add(`${tenantId} ${addressKey} ${day}`);
  return outcomes;
}

async function insertFresh(tx: IntakeTx, fresh: EpisodeRequestRow[], sealed: readonly SealedAddress[]): Promise<void> {
  await insertEpisodeRequests(tx, fresh);
  await insertRequestAgents(tx, fresh);
  const kept = new Set(fresh.filter(({ address }) => address !== undefined).map(({ tenantId, addressKey }) => `${tenantId} ${addressKey}`));
  await insertRequestAddresses(
    tx,
    sealed.filter(({ tenantId, addressKey }) => kept.has(`${tenantId} ${addressKey}`)),
  );
}

/** Where a sealed address belongs. */
export function addressPlace(addressKey: string): string {
  return `request_addresses|${addressKey}|sealed`;
}

/** The addresses of these requests as they are kept for some days; those of older requests are not. */
async function sealAddresses(context: Context, rows: readonly EpisodeRequestRow[]): Promise<SealedAddress[]> {
  const today = new Date(context.clock()).toISOString().slice(0, 10);
  const { addresses } = memoryOf(context);
  const fresh = new Map<string, EpisodeRequestRow>();
  for (const row of rows) {
    if (row.address === undefined || row.addressKey === undefined) continue;
    const name = `${row.tenantId} ${row.addressKey} ${today}`;
    if (!addresses.has(name)) fresh.set(name, row);
  }
  const sealed: SealedAddress[] = [];
  for (const [tenantId, own] of Map.groupBy(fresh.values(), (row) => row.tenantId)) {
    if ((await addressDaysOf(context, 'system', tenantId)) === 0) continue;
    const seal = await sealerForTenant(context, { tenantId });
    for (const { addressKey = '', address = '' } of own)
      sealed.push({ tenantId, addressKey, day: today, sealed: seal(addressPlace(addressKey), Buffer.from(address)) });
  }
  return sealed;
}

interface Located {
  /** The address that the episode of a request is known by. */
  address: string;
  show: string | undefined;
}

type AddressOf = RequestArrival['addressOf'];

/** Few files are asked for by most of a batch: each address is taken apart once in it. */
function rememberingAddresses(): AddressOf {
  const known = new Map<string, string>();
  return (url) => {
    let address = known.get(url);
    if (address === undefined) known.set(url, (address = fileAddressOf(url)));
    return address;
  };
}

const nameOf = ({ address, show = '' }: Located) => `${show}\0${address}`;

/** Where the items of a batch say they are, as far as they can be read; each place once, by its name. */
function locatedIn(items: readonly unknown[], reading: RequestReading, addressOf: AddressOf): Map<string, Located> {
  const located = new Map<string, Located>();
  for (const item of items) {
    const { url, show } = (item ?? {}) as Record<string, unknown>;
    if (typeof url !== 'string' || url.length > LONGEST_URL) continue;
    const place = placeIn({ url, show: typeof show === 'string' ? show : undefined }, reading);
    const one = { address: episodeAddress(addressOf(place.url)), show: place.show };
    located.set(nameOf(one), one);
  }
  return located;
}

/** A file by a hash, so that one with a long address takes no more memory than another. */
const placeOf = (tenantId: string, name: string) => createHash('sha256').update(`${tenantId} ${name}`).digest('base64');

/** The episodes that the files of a batch belong to, as of a minute ago at most. A file that none is known by is looked up each time. */
async function findEpisodes(
  context: Context,
  tenantId: string,
  located: ReadonlyMap<string, Located>,
): Promise<RequestArrival['episodeOf']> {
  const { episodes } = memoryOf(context);
  const nowMs = context.clock();
  const known = new Map<string, KnownEpisode>();
  const unknown: Located[] = [];
  for (const [name, one] of located) {
    const remembered = episodes.get(placeOf(tenantId, name));
    if (remembered && remembered.untilMs > nowMs) known.set(name, remembered.known);
    else unknown.push(one);
  }
  if (unknown.length > 0) {
    await inTenant(context.db, tenantId, async (tx) => {
      for (const [show, ofShow] of Map.groupBy(unknown, (one) => one.show)) {
        const addresses = ofShow.map(({ address }) => address);
        for (const [address, episode] of await findEpisodesAtIn(tx, addresses, show)) {
          const name = nameOf({ address, show });
          known.set(name, episode);
          episodes.set(placeOf(tenantId, name), { known: episode, untilMs: nowMs + EPISODES_TRUST_MS });
        }
      }
    });
  }
  return (address, show) => known.get(nameOf({ address, show }));
}

async function arrivalOf(
  context: Context,
  { tenantId }: Actor,
  { source, evidence, reading = {}, isHistory = false }: RequestOrigin,
  items: readonly unknown[],
): Promise<RequestArrival> {
  await requireOpen(context, 'system', tenantId);
  const beyond = await refusalForStorage(context, 'system', tenantId);
  if (beyond) throw beyond;
  const lists = await loadLists(context, 'system', instantsIn(items));
  const addressOf = rememberingAddresses();
  return {
    tenantId,
    source,
    evidence,
    reading,
    isHistory,
    keys: await getTenantKeys(context, 'system', tenantId),
    nowMs: context.clock(),
    keptFromMs: await getKeptFromMs(context, 'system', tenantId),
    dropsUnknown: await dropsUnknownConsent(context, 'system', tenantId),
    agentHashes: new Map(),
    hashes: new Map(),
    networkOf: (ip, atMs) => lists.network(ip, atMs),
    addressOf,
    episodeOf: await findEpisodes(context, tenantId, locatedIn(items, reading, addressOf)),
  };
}

/**
 * Stores requests for episodes and resolves after their COMMIT; a background job counts them. Each item stands alone, as with touchpoints:
 * the same id with the same content is a duplicate, which is filed anew where this time it is read otherwise: in the end stored requests
 * stand where the last sending that said how to read them has them, whichever others came before, between or after. Requests take no
 * part of the tenant's events; the downloads counted of them do.
 * @throws AppError `forbidden`; `suspended`; `quota_exceeded` where the tenant's storage is full; `invalid_request` or `too_large` for
 * none or more than 1,000 items; `unavailable` when nothing could be stored.
 */
export async function acceptEpisodeRequests(
  context: Context,
  actor: Actor,
  requests: unknown[],
  origin: RequestOrigin,
): Promise<RequestIntakeResult & { refiled: number }> {
  authorize(actor, 'requests.create');
  if (requests.length === 0 || requests.length > MAX_BATCH) {
    const detail = `"requests" holds ${requests.length} items; send 1 to ${MAX_BATCH} at a time.`;
    const code = requests.length === 0 ? 'invalid_request' : 'too_large';
    throw new AppError(code, detail, { errors: [{ pointer: '/requests', detail }] });
  }
  const arrival = await arrivalOf(context, actor, origin, requests);
  const rejected: Rejection[] = [];
  const rows: EpisodeRequestRow[] = [];
  const indexes: number[] = [];
  requests.forEach((item, index) => {
    const parsed = parseEpisodeRequest(item, arrival);
    if ('rejection' in parsed) rejected.push({ index, ...parsed.rejection });
    else {
      rows.push(parsed.row);
      indexes.push(index);
    }
  });
  if (arrival.isHistory === true) await ensureMonthsOf(context.db, rows, oldestOf(arrival));
  const outcomes = await memoryOf(context).lane.submit(rows);
  outcomes.forEach((outcome, place) => {
    if (outcome === 'conflict' || outcome === 'invalid') rejected.push({ index: indexes[place], code: outcome, detail: REASONS[outcome] });
  });
  rejected.sort((a, b) => a.index - b.index);
  const rowsThat = (wanted: Outcome) => rows.filter((_, place) => outcomes[place] === wanted);
  const [accepted, known] = [rowsThat('accepted'), rowsThat('duplicate')];
  const { site, show } = origin.reading ?? {};
  const refiled = site === undefined && show === undefined ? 0 : await refileRequests(context, 'system', actor.tenantId, known);
  const stored = [...accepted, ...known];
  return {
    accepted: accepted.length,
    duplicates: known.length,
    rejected,
    refiled,
    withoutEpisode: stored.filter(({ episode }) => episode === undefined).length,
    withoutUserAgent: stored.filter(({ userAgent }) => userAgent === undefined).length,
  };
}

/** Deletes what is kept of addresses for longer than their tenants keep them: of so many days, today's included; with 0 today's too. */
export async function dropOldAddresses(context: Context, actor: 'system'): Promise<void> {
  const drop = async (tenantId: string) => {
    const days = await addressDaysOf(context, actor, tenantId);
    const before = new Date(context.clock() - (days - 1) * DAY_MS).toISOString().slice(0, 10);
    await inTenant(context.db, tenantId, (tx) => deleteOldAddresses(tx, before), { patient: true });
  };
  await forEachTenant(await listTenantIds(context, actor), drop, {
    task: 'request-upkeep',
    failure: 'old addresses of a tenant could not be deleted; it is tried again in an hour',
    log: context.log,
  });
}

/** Resolves when every request handed in so far is stored or refused; called before the process ends. */
export async function drainRequestIntakeIn(context: Context): Promise<void> {
  await memoryByContext.get(context)?.lane.idle();
}
