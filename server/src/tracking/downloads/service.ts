import { findEpisodeSizesIn } from '../../catalog/episodes/service.ts';
import { findPlacementsCoveringIn } from '../../catalog/placements/service.ts';
import type { PlacementCover } from '../../catalog/placements/schema.ts';
import type { Context } from '../../platform/context.ts';
import { type DirectoryTx, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { findDownloadWindowIn } from '../../tenants/settings/service.ts';
import { compareBasesIn } from '../bases/service.ts';
import { type DownloadTouchpoint, printOf, touchpointsOf } from '../downloadpoints/rules.ts';
import { replaceDownloadsIn } from '../downloadpoints/service.ts';
import { fileRequestsIn } from '../filing/service.ts';
import { judgeAds, type UndeliveredAd, windowsByDownload } from '../insertedads/rules.ts';
import { findStatedPlacementsIn, replaceUndeliveredAdsIn, type StatedPlacements } from '../insertedads/service.ts';
import type { Lists } from '../lists/rules.ts';
import { loadLists } from '../lists/service.ts';
import { type CountingTerms, isUsable, judgeListener } from './counting.ts';
import type { FileSizes } from './delivery.ts';
import { MAX_DAILY_PAIRS } from './filters.ts';
import type { WindowKind } from './schema.ts';
import { NO_SIZES } from './windows.ts';
import {
  type AddressDay,
  type CountedFate,
  countWaitingRequests,
  type DayChange,
  findCrowdedDays,
  findOverfullDays,
  findRequests,
  listTenantsWithCounts,
  listTenantsWithRequests,
  lockCounting,
  moveCrowdedDays,
  moveDays,
  type StoredRequest,
  takeWaiting,
  updateFates,
  type WaitingListener,
} from './store.ts';

/** How much one transaction takes: enough to be quick, little enough to be short. */
const MARKS_PER_ROUND = 4_000;
const DAY_MS = 86_400_000;
const ALL_DAYS = { fromDay: '1970-01-01', toDay: '9999-12-30' };

/** What one round of counting did. */
export interface CountingRound {
  /** Listeners of an episode that were counted. */
  listeners: number;
  /** Requests whose fate is new or another one. */
  changed: number;
  /** True when more waits. */
  isFull: boolean;
}

/** What the requests of one round are counted by. */
interface Round {
  lists: Lists;
  window: WindowKind;
  crowded: ReadonlySet<string>;
  cover: PlacementCover;
  /** What stands for the ads that hosts say were in files. */
  stated: StatedPlacements;
  /** What the catalogue knows of the files of episodes, by key. */
  sizes: ReadonlyMap<string, FileSizes>;
  priorityOf(request: StoredRequest): number;
}

const dayOf = ({ occurredAt }: StoredRequest) => occurredAt.slice(0, 10);
const groupOf = ({ listenerKey, itemKey }: Pick<StoredRequest, 'listenerKey' | 'itemKey'>) => `${listenerKey} ${itemKey}`;

function addressDaysOf(requests: readonly StoredRequest[]): AddressDay[] {
  const days = new Map<string, AddressDay>();
  for (const request of requests) {
    const { addressKey } = request;
    if (addressKey !== undefined) days.set(`${addressKey} ${dayOf(request)}`, { addressKey, day: dayOf(request) });
  }
  return [...days.values()];
}

async function coverIn(tx: TenantTx, requests: readonly StoredRequest[]): Promise<PlacementCover> {
  const shows = [...new Set(requests.flatMap(({ show }) => show ?? []))];
  const instants = requests.map(({ occurredAt }) => Date.parse(occurredAt));
  const bound = (pick: (a: number, b: number) => number) => new Date(instants.reduce(pick, instants[0] ?? 0));
  return findPlacementsCoveringIn(tx, shows, { from: bound((a, b) => Math.min(a, b)), to: bound((a, b) => Math.max(a, b)) });
}

/** What becomes of one listener's requests for one episode, and the touchpoints that stand for it. */
function countGroup(requests: readonly StoredRequest[], { lists, window, crowded, cover, stated, sizes, priorityOf }: Round) {
  const terms: CountingTerms = {
    window,
    agentOf: (userAgent, atMs) => lists.agent(userAgent, atMs),
    sizes: sizes.get(requests[0]?.episode ?? '') ?? NO_SIZES,
    isCrowded: (addressKey, day) => crowded.has(`${addressKey} ${day}`),
  };
  const judged = judgeListener(requests, terms);
  const windows = windowsByDownload(requests, ({ id }) => judged.get(id)?.fate);
  return requests.map((request): CountedFate & { touchpoints: DownloadTouchpoint[]; undelivered: UndeliveredAd[] } => {
    const { reason, fate } = judged.get(request.id) ?? { reason: undefined, fate: 'below_threshold' };
    const atMs = Date.parse(request.occurredAt);
    const player = lists.agent(request.userAgent, atMs).player ?? undefined;
    const covering = fate === 'download' && request.show !== null ? cover.at(request.show, request.episode, atMs) : [];
    const ads = judgeAds(request, windows.get(request.id) ?? [], { covering, stated, catalogue: terms.sizes });
    const touchpoints = fate === 'download' ? touchpointsOf(request, ads.delivered, { player, priority: priorityOf(request) }) : [];
    return {
      request,
      reason,
      fate,
      player,
      listVersion: String(lists.version(atMs)),
      touchpointIds: touchpoints.map(({ id }) => id),
      touchpointPrint: printOf(touchpoints, ads.undelivered),
      touchpoints,
      undelivered: ads.undelivered,
    };
  });
}

function dayChangesOf(changed: readonly CountedFate[]): DayChange[] {
  const changes = new Map<string, DayChange>();
  const move = (request: StoredRequest, fate: string, requests: number) => {
    const { show, episode, evidence, addressKey, connectionType } = request;
    const isCounted = fate === 'download' && isUsable(addressKey, connectionType);
    const place = { day: dayOf(request), show: show ?? '', episode: episode ?? '', evidence, fate, isUsable: isCounted };
    const key = JSON.stringify(place);
    const change = changes.get(key) ?? { ...place, requests: 0 };
    changes.set(key, change);
    change.requests += requests;
  };
  for (const { request, fate } of changed) {
    if (request.fate === fate) continue;
    if (request.fate !== null) move(request, request.fate, -1);
    move(request, fate, 1);
  }
  return [...changes.values()].filter(({ requests }) => requests !== 0);
}

function isChanged({ request, reason, fate, touchpointPrint }: CountedFate): boolean {
  return request.fate !== fate || request.reason !== (reason ?? null) || (request.touchpointPrint ?? undefined) !== touchpointPrint;
}

type Counted = ReturnType<typeof countGroup>[number];

/** Writes what changed: fates, sums, and the touchpoints that no longer stand for a download or do so from now on. */
async function writeIn(tx: TenantTx, changed: readonly Counted[]): Promise<void> {
  await updateFates(tx, changed);
  await moveDays(tx, dayChangesOf(changed));
  const moved = changed.filter(({ request, touchpointPrint }) => (request.touchpointPrint ?? undefined) !== touchpointPrint);
  const gone = moved.flatMap(({ request }) => request.touchpointIds);
  await replaceDownloadsIn(
    tx,
    gone,
    moved.flatMap(({ touchpoints }) => touchpoints),
  );
  await replaceUndeliveredAdsIn(
    tx,
    moved.filter(({ request }) => request.touchpointPrint !== null).map(({ request }) => request.id),
    moved.flatMap(({ request: { id, occurredAt, show, episode }, undelivered }) =>
      undelivered.map((ad) => ({ ...ad, requestId: id, occurredAt, show, episode })),
    ),
  );
}

/** Finds addresses that ask for more than people do on the days of these requests, and those that no longer do. */
async function moveCrowdsIn(tx: TenantTx, requests: readonly StoredRequest[], crowded: ReadonlySet<string>): Promise<boolean> {
  const days = addressDaysOf(requests);
  const overfull = await findOverfullDays(tx, days, MAX_DAILY_PAIRS);
  const nameOf = ({ addressKey, day }: AddressDay) => `${addressKey} ${day}`;
  const fresh = days.filter((day) => overfull.has(nameOf(day)) && !crowded.has(nameOf(day)));
  const over = days.filter((day) => !overfull.has(nameOf(day)) && crowded.has(nameOf(day)));
  await moveCrowdedDays(tx, fresh, true);
  await moveCrowdedDays(tx, over, false);
  return fresh.length + over.length > 0;
}

interface Days {
  fromDay: string;
  toDay: string;
}

function aroundDays({ fromDay, toDay }: Days, days: number): Days {
  const moved = (day: string, by: number) => new Date(Date.parse(day) + by * DAY_MS).toISOString().slice(0, 10);
  return { fromDay: moved(fromDay, -days), toDay: moved(toDay, days) };
}

/**
 * The days whose fates may change with those of a listener that changed, and the days these depend on. Windows that roll reach from one
 * day into the next, without end while requests keep coming; days touch their neighbours alone, where one request is told on two of them.
 */
function spanOf(changed: Days, window: WindowKind): { judged: Days; read: Days } {
  if (window !== 'calendar_day') return { judged: ALL_DAYS, read: ALL_DAYS };
  return { judged: aroundDays(changed, 1), read: aroundDays(changed, 2) };
}

async function countListenersIn(context: Context, tx: TenantTx, waiting: readonly WaitingListener[]): Promise<number> {
  const window = await findDownloadWindowIn(tx);
  const spans = new Map(waiting.map((one) => [groupOf(one), spanOf(one, window)]));
  const requests = await findRequests(
    tx,
    waiting.map((one) => ({ ...one, ...spans.get(groupOf(one))?.read })),
  );
  if (requests.length === 0) return 0;
  const priorities = new Map(waiting.map((one) => [groupOf(one), one.priority]));
  const crowded = await findCrowdedDays(tx, addressDaysOf(requests));
  const round: Round = {
    lists: await loadLists(
      context,
      'system',
      requests.map(({ occurredAt }) => Date.parse(occurredAt)),
    ),
    window,
    crowded,
    cover: await coverIn(tx, requests),
    stated: await findStatedPlacementsIn(tx, requests),
    sizes: await findEpisodeSizesIn(tx, [...new Set(requests.flatMap(({ episode }) => episode ?? []))]),
    priorityOf: (request) => priorities.get(groupOf(request)) ?? 0,
  };
  const counted = [...Map.groupBy(requests, groupOf).values()].flatMap((group) => countGroup(group, round));
  const isJudged = ({ request }: CountedFate) => {
    const judged = spans.get(groupOf(request))?.judged ?? ALL_DAYS;
    return dayOf(request) >= judged.fromDay && dayOf(request) <= judged.toDay;
  };
  const changed = counted.filter((one) => isJudged(one) && isChanged(one));
  if (changed.length > 0) await writeIn(tx, changed);
  await moveCrowdsIn(tx, requests, crowded);
  return changed.length;
}

/**
 * Takes one round of a tenant's waiting requests in one transaction: each listener of an episode that got a request is counted anew, by the
 * rules of IAB v2.3 under the tenant's window. Fates and daily sums move by the difference; touchpoints that stand for a download no longer
 * are taken back, and new ones wait for `storeDownloads`.
 */
export async function countRound(context: Context, _actor: 'system', tenantId: string): Promise<CountingRound> {
  const round = async (tx: TenantTx) => {
    await lockCounting(tx);
    await compareBasesIn(context, tx);
    const isFiling = await fileRequestsIn(context, tx);
    const { taken, listeners } = await takeWaiting(tx, MARKS_PER_ROUND);
    const changed = listeners.length === 0 ? 0 : await countListenersIn(context, tx, listeners);
    return { listeners: listeners.length, changed, isFull: isFiling || taken === MARKS_PER_ROUND };
  };
  return inTenant(context.db, tenantId, round, { patient: true });
}

/** How much of the tenant's requests is not in its touchpoints yet, counted up to `most` of each kind, and since when. */
export async function countWaitingRequestsIn(tx: TenantTx, most: number): Promise<{ count: number; oldestAt: Date | null }> {
  return countWaitingRequests(tx, most);
}

/** The tenants with requests or downloads that wait. */
export async function listTenantsWithRequestsIn(tx: DirectoryTx): Promise<string[]> {
  return listTenantsWithRequests(tx);
}

/** The tenants with counted requests, or with some that wait. */
export async function listTenantsWithCountsIn(tx: DirectoryTx): Promise<string[]> {
  return listTenantsWithCounts(tx);
}

/** Keeps the tenant's requests from being counted, and downloads from becoming touchpoints, until the transaction ends. */
export async function holdCountingIn(tx: TenantTx): Promise<void> {
  await lockCounting(tx);
}
