import { householdAddress } from '../intake/rules.ts';
import { episodeAddress, type FileSizes } from './delivery.ts';
import {
  type CountedAgent,
  type CountedNetwork,
  isBadAgent,
  isBot,
  isDatacenter,
  isExcludedAddress,
  isFailed,
  isImplausibleVolume,
  isNotGet,
  isNotModified,
  isProbe,
  isWatchDuplicate,
} from './filters.ts';
import type { EpisodeRequest, Evidence, FILTER_REASONS, WindowKind } from './schema.ts';
import { countWindows, type WindowFate } from './windows.ts';

/** Why a request is no download and no repeat of one. */
export type FilterReason = (typeof FILTER_REASONS)[number];

/** What becomes of a request. Requests = downloads + repeats + all filtered. */
export type Fate = 'download' | 'repeat' | FilterReason;

/**
 * The first rule by which a request alone is filtered, from itself and what the lists know of its user agent and address; undefined when
 * it passes (IAB Tech Lab Podcast Measurement Technical Guidelines v2.3, §5.5.2). Volume needs `implausibleRequests`, the rest
 * `countListener`.
 */
export function filterReason(
  request: EpisodeRequest,
  agent: CountedAgent,
  network: CountedNetwork,
  evidence: Evidence = 'host_log_bytes',
): FilterReason | undefined {
  if (isNotGet(request)) return 'not_get';
  if (isNotModified(request)) return 'not_modified';
  if (isFailed(request, evidence)) return 'failed_status';
  if (isProbe(request)) return 'probe_range';
  if (isWatchDuplicate(request)) return 'watch';
  if (isBadAgent(request)) return 'bad_agent';
  if (isBot(agent)) return 'bot';
  if (isDatacenter(network)) return 'datacenter';
  return isExcludedAddress(network) ? 'excluded_address' : undefined;
}

/** Who asks, as far as a log can tell: the address, IPv6 cut to its /64, and the user agent (§5.5.4). */
export function listenerKey({ ip, userAgent }: Pick<EpisodeRequest, 'ip' | 'userAgent'>): string {
  return `${householdAddress(ip)}\0${userAgent ?? ''}`;
}

/** What is counted once per window: a listener and an episode, which is its address without the query (§5.5.4). */
export function listenerEpisodeKey(request: Pick<EpisodeRequest, 'ip' | 'userAgent' | 'url'>): string {
  return `${listenerKey(request)}\0${episodeAddress(request.url)}`;
}

/**
 * Which of one address's requests that passed the filters lie on UTC days on which it asked for more than people do, as places in
 * `requests` (§5.5.2 step 1.2, 1). Other days of the address are not touched.
 */
export function implausibleRequests(requests: readonly EpisodeRequest[], network: Pick<CountedNetwork, 'isShared'>): Set<number> {
  const days = new Map<string, { places: number[]; pairs: Set<string> }>();
  requests.forEach((request, place) => {
    const key = new Date(request.at).toISOString().slice(0, 10);
    const day = days.get(key) ?? { places: [], pairs: new Set<string>() };
    days.set(key, day);
    day.places.push(place);
    day.pairs.add(listenerEpisodeKey(request));
  });
  return new Set([...days.values()].flatMap(({ places, pairs }) => (isImplausibleVolume(pairs.size, network) ? places : [])));
}

/** See `countWindows`: the fates of one listener's requests for one episode, all of which passed the filters. */
export function countListener(
  requests: readonly EpisodeRequest[],
  window: WindowKind,
  evidence: Evidence,
  catalogue?: FileSizes,
): WindowFate[] {
  return countWindows(requests, window, evidence, catalogue);
}

/**
 * The fates of all requests of one address that passed the filters, whatever their listeners and episodes, in the order given: volume
 * first, then threshold and uniqueness per listener and episode (§5.5 order of steps).
 */
export function countAddress(
  requests: readonly EpisodeRequest[],
  network: Pick<CountedNetwork, 'isShared'>,
  { window, evidence }: { window: WindowKind; evidence: Evidence },
): Fate[] {
  const fates: Fate[] = requests.map(() => 'implausible_volume');
  const implausible = implausibleRequests(requests, network);
  const listeners = new Map<string, number[]>();
  requests.forEach((request, place) => {
    if (implausible.has(place)) return;
    const key = listenerEpisodeKey(request);
    const places = listeners.get(key);
    if (places) places.push(place);
    else listeners.set(key, [place]);
  });
  for (const places of listeners.values()) {
    const counted = countListener(
      places.map((place) => requests[place]),
      window,
      evidence,
    );
    counted.forEach((fate, place) => {
      fates[places[place]] = fate;
    });
  }
  return fates;
}
