import { countsAlone, deliveryOf, episodeAddress, type FileSizes, fileAddress, isHls, statedSizes, thresholdBytes } from './delivery.ts';
import { ByteUnion, UNKNOWN_END } from './ranges.ts';
import type { EpisodeRequest, Evidence, WindowKind } from './schema.ts';

/** What becomes of a request that passed the filters. */
export type WindowFate = 'download' | 'repeat' | 'partial' | 'below_threshold';

const DAY_MS = 86_400_000;
/** Room for one segment of HLS, so that the segments of an episode lie side by side in one union. */
const SEGMENT_ROOM = 2 ** 32;
const MAX_SEGMENTS = 2 ** 20;

/** One window of one listener and episode while its requests pass by in order of time. */
interface OpenWindow {
  /** What of each file was delivered; an episode may lie in several. */
  unions: Map<string, ByteUnion>;
  /** Requests that may yet become part of a download, oldest first, from `firstPending` on. */
  pending: number[];
  firstPending: number;
  startedAtMs: number;
  lastAtMs: number;
  countedAtMs: number | undefined;
}

function openWindow(atMs: number): OpenWindow {
  return { unions: new Map(), pending: [], firstPending: 0, startedAtMs: atMs, lastAtMs: atMs, countedAtMs: undefined };
}

function dayOf(ms: number): number {
  return Math.floor(ms / DAY_MS);
}

/**
 * Whether a request begins a new window (§5.5.1). Windows hold 24 hours from their start, included, to their end, excluded: the UTC day;
 * the day that began with the counted request; or as long as each request comes less than a day after the one before.
 */
export function beginsWindow(kind: WindowKind, atMs: number, open: Pick<OpenWindow, 'startedAtMs' | 'lastAtMs' | 'countedAtMs'>): boolean {
  if (kind === 'calendar_day') return dayOf(atMs) !== dayOf(open.startedAtMs);
  if (kind === 'rolling_last') return atMs - open.lastAtMs >= DAY_MS;
  return open.countedAtMs !== undefined && atMs - open.countedAtMs >= DAY_MS;
}

export const NO_SIZES: FileSizes = { durationSeconds: null, fileBytes: null, headerBytes: null };

const SIZES = ['durationSeconds', 'fileBytes', 'headerBytes'] as const;

/** Each size as the first that states it does. */
function firstStated(...all: readonly FileSizes[]): FileSizes {
  const sizes = { ...NO_SIZES };
  for (const name of SIZES) sizes[name] = all.find((one) => one[name] !== null)?.[name] ?? null;
  return sizes;
}

/**
 * A number for each request that those share which can lie in one window: its day, or how many gaps of a day lie before it, which no
 * window that rolls spans.
 */
function spansOf(times: readonly number[], order: readonly number[], kind: WindowKind): number[] {
  if (kind === 'calendar_day') return times.map(dayOf);
  const spans = times.map(() => 0);
  order.forEach((place, turn) => {
    if (turn === 0) return;
    const before = order[turn - 1];
    spans[place] = spans[before] + (times[place] - times[before] >= DAY_MS ? 1 : 0);
  });
  return spans;
}

/**
 * What the log knows of each request's file: what the request states, else the largest that others for the same file state which can lie
 * in its window. What was asked in another window changes nothing.
 */
function loggedSizes(requests: readonly EpisodeRequest[], spans: readonly number[]): FileSizes[] {
  const largest = new Map<string, FileSizes>();
  const stated = requests.map(statedSizes);
  const keys = requests.map(({ url }, place) => `${spans[place]} ${episodeAddress(url)}`);
  stated.forEach((sizes, place) => {
    const known = largest.get(keys[place]) ?? { ...NO_SIZES };
    largest.set(keys[place], known);
    for (const name of SIZES) if ((sizes[name] ?? -1) > (known[name] ?? -1)) known[name] = sizes[name];
  });
  return stated.map((sizes, place) => firstStated(sizes, largest.get(keys[place]) ?? NO_SIZES));
}

/** Where in the union each request's file begins: 0, except for segments of HLS, which lie side by side. */
function offsets(): (request: EpisodeRequest) => { offset: number; room: number } {
  const segments = new Map<string, number>();
  return ({ url }) => {
    if (!isHls(url)) return { offset: 0, room: UNKNOWN_END };
    const address = fileAddress(url);
    const number = segments.get(address) ?? Math.min(segments.size, MAX_SEGMENTS);
    segments.set(address, number);
    return { offset: number * SEGMENT_ROOM, room: SEGMENT_ROOM };
  };
}

type Completion = (place: number, unions: Map<string, ByteUnion>) => boolean;

/**
 * Adds what each request delivers to the union of its file and says whether the threshold is reached with it. `catalogue` stands in for
 * what the log does not know.
 */
function completionOf(requests: readonly EpisodeRequest[], logged: readonly FileSizes[], catalogue: FileSizes): Completion {
  const offsetOf = offsets();
  return (place, unions) => {
    const request = requests[place];
    const sizes = firstStated(logged[place], catalogue);
    const needed = thresholdBytes(sizes);
    if (countsAlone(request, logged[place].fileBytes !== null, needed)) return true;
    const file = episodeAddress(request.url);
    const union = unions.get(file) ?? new ByteUnion();
    unions.set(file, union);
    const { offset, room } = offsetOf(request);
    const { placed, unplacedBytes } = deliveryOf(request, sizes.fileBytes);
    for (const { start, end } of placed) union.add({ start: offset + Math.min(start, room), end: offset + Math.min(end, room) }, place);
    const bytes = Math.max(union.bytes, unplacedBytes);
    return bytes > 0 && bytes >= needed;
  };
}

/**
 * Counts the requests of one listener (address and user agent) for one episode that passed the filters, given in any order; the fates
 * stand in the order of the requests (§5.5.3, §5.5.4). The request that completes the threshold within one window is the download, those
 * before it are `partial`, those after it `repeat`; where none completes it all are `below_threshold`. Byte ranges of one file are united
 * over one window and a request belongs to one window alone. `catalogue` says of the episode's file what the requests do not. Before a
 * first download the window that rolls from it is still open: it holds the 24 hours before the request at hand. A prefix sees no bytes,
 * so each of its requests completes the threshold (§5.2). Requests of one instant keep their order.
 */
export function countWindows(
  requests: readonly EpisodeRequest[],
  kind: WindowKind,
  evidence: Evidence,
  catalogue: FileSizes = NO_SIZES,
): WindowFate[] {
  const times = requests.map(({ at }) => Date.parse(at));
  const order = requests.map((_, place) => place).sort((a, b) => times[a] - times[b]);
  const logged = loggedSizes(requests, spansOf(times, order, kind));
  const completes: Completion = evidence === 'prefix_request' ? () => true : completionOf(requests, logged, catalogue);
  const fates = Array.from<WindowFate>({ length: requests.length }).fill('below_threshold');
  let open: OpenWindow | undefined;
  for (const place of order) {
    const atMs = times[place];
    if (open === undefined || beginsWindow(kind, atMs, open)) open = openWindow(atMs);
    if (kind === 'rolling_first') dropOlder(open, times, atMs);
    open.lastAtMs = atMs;
    if (open.countedAtMs !== undefined) fates[place] = 'repeat';
    else if (completes(place, open.unions)) {
      fates[place] = 'download';
      for (const earlier of open.pending.slice(open.firstPending)) fates[earlier] = 'partial';
      open.countedAtMs = atMs;
    } else open.pending.push(place);
  }
  return fates;
}

/** Takes out of a window that is not counted yet what lies 24 hours or more before `atMs`. */
function dropOlder(open: OpenWindow, times: readonly number[], atMs: number): void {
  if (open.countedAtMs !== undefined) return;
  for (; open.firstPending < open.pending.length; open.firstPending += 1) {
    const place = open.pending[open.firstPending];
    if (atMs - times[place] < DAY_MS) return;
    for (const union of open.unions.values()) union.remove(place);
  }
}
