import type { ConnectionType } from '../intake/rules.ts';
import type { DeliveryEvidence } from '../requests/schema.ts';
import type { CountedAgent } from './filters.ts';
import { countListener, type Fate as RuleFate, filterReason, type FilterReason } from './rules.ts';
import type { EpisodeRequest, WindowKind } from './schema.ts';

/** What becomes of a stored request; `not_counted_by_source` where an export that says what it counted did not count it. */
export type StoredFate = RuleFate | 'not_counted_by_source';
type StoredReason = FilterReason | 'not_counted_by_source';

/** One stored request of a listener for an episode, as far as it is counted by. */
export interface CountedRequest {
  id: string;
  occurredAt: string;
  evidence: DeliveryEvidence;
  urlKey: string;
  isSegment: boolean;
  addressKey: string | undefined;
  userAgent: string | null;
  connectionType: ConnectionType;
  isExcluded: boolean;
  isShared: boolean;
  method: string;
  status: number | null;
  range: string | null;
  bytesSent: number | null;
  durationSeconds: number | null;
  fileBytes: number | null;
  headerBytes: number | null;
  countedElsewhere: boolean | null;
}

/** What the catalogue knows of an episode's file, for requests that do not say it. */
export type EpisodeSizes = Pick<EpisodeRequest, 'durationSeconds' | 'fileBytes' | 'headerBytes'>;

export const NO_SIZES: EpisodeSizes = { durationSeconds: null, fileBytes: null, headerBytes: null };

/** What requests are counted by. */
export interface CountingTerms {
  window: WindowKind;
  agentOf(userAgent: string, atMs: number): CountedAgent;
  sizes: EpisodeSizes;
  /** Whether an address asked for more on this UTC day than people do. */
  isCrowded(addressKey: string, day: string): boolean;
}

const NO_AGENT: CountedAgent = { class: 'unknown', isAutomated: false };

const dayOf = ({ occurredAt }: Pick<CountedRequest, 'occurredAt'>) => occurredAt.slice(0, 10);

/** A stored request as the rules take it; its file is told by a hash. One listener sent all that are counted together. */
function ruleRequest(row: CountedRequest, sizes: EpisodeSizes): EpisodeRequest {
  return {
    at: row.occurredAt,
    ip: '0.0.0.0',
    userAgent: row.userAgent,
    method: row.method,
    status: row.status,
    range: row.range,
    bytesSent: row.bytesSent,
    url: row.isSegment ? `${row.urlKey}/segment.ts` : row.urlKey,
    durationSeconds: row.durationSeconds ?? sizes.durationSeconds,
    fileBytes: row.fileBytes ?? sizes.fileBytes,
    headerBytes: row.headerBytes ?? sizes.headerBytes,
  };
}

/** Why a request alone is no download, by itself and the lists; undefined when it passes. What its source counted is believed. */
function reasonOf(row: CountedRequest, { agentOf, sizes }: CountingTerms): StoredReason | undefined {
  if (row.countedElsewhere !== null) return row.countedElsewhere ? undefined : 'not_counted_by_source';
  const agent = row.userAgent === null ? NO_AGENT : agentOf(row.userAgent, Date.parse(row.occurredAt));
  const { connectionType, isExcluded, isShared } = row;
  return filterReason(ruleRequest(row, sizes), agent, { connectionType, isExcluded, isShared }, row.evidence);
}

/** A request that is a download whatever bytes it tells of: one that a prefix saw, or that its source counted. */
function asWhole(request: EpisodeRequest): EpisodeRequest {
  return { ...request, url: 'whole', status: 200, range: null, bytesSent: null };
}

/** Requests of one listener for one episode in one order, whatever order they came in. */
function inOrder(rows: readonly CountedRequest[]): CountedRequest[] {
  return rows.toSorted((a, b) => (a.occurredAt === b.occurredAt ? (a.id < b.id ? -1 : 1) : a.occurredAt < b.occurredAt ? -1 : 1));
}

/**
 * The fates of one listener's requests for one episode that passed the filters. Where a host's log tells of a day, what a prefix saw on
 * that day is the same requests once more: `repeat`.
 */
function countPassed(rows: readonly CountedRequest[], { window, sizes }: Pick<CountingTerms, 'window' | 'sizes'>): RuleFate[] {
  const isLogged = (row: CountedRequest) => row.evidence === 'host_log_bytes';
  const logged = new Set(rows.filter(isLogged).map(dayOf));
  const fates: RuleFate[] = rows.map(() => 'repeat');
  const places = rows.flatMap((row, place) => (isLogged(row) || !logged.has(dayOf(row)) ? [place] : []));
  const counted = countListener(
    places.map((place) => {
      const request = ruleRequest(rows[place], sizes);
      return isLogged(rows[place]) && rows[place].countedElsewhere === null ? request : asWhole(request);
    }),
    window,
    logged.size === 0 ? 'prefix_request' : 'host_log_bytes',
  );
  counted.forEach((fate, place) => {
    fates[places[place]] = fate;
  });
  return fates;
}

/** What became of a request: why it alone is none, if so, and its fate. */
export interface Judged {
  reason: StoredReason | undefined;
  fate: StoredFate;
}

/**
 * Judges the requests of one listener for one episode, given in any order, and answers by id (IAB v2.3 §5.5: filters, volume, threshold,
 * uniqueness). The same requests have the same fates whatever the order.
 */
export function judgeListener(given: readonly CountedRequest[], terms: CountingTerms): Map<string, Judged> {
  const judged = new Map<string, Judged>();
  const passed: CountedRequest[] = [];
  for (const row of inOrder(given)) {
    const reason = reasonOf(row, terms);
    const isCrowded = row.addressKey !== undefined && row.countedElsewhere === null && terms.isCrowded(row.addressKey, dayOf(row));
    if (reason !== undefined) judged.set(row.id, { reason, fate: reason });
    else if (isCrowded) judged.set(row.id, { reason: undefined, fate: 'implausible_volume' });
    else passed.push(row);
  }
  const fates = countPassed(passed, terms);
  passed.forEach(({ id }, place) => judged.set(id, { reason: undefined, fate: fates[place] }));
  return judged;
}

/** Whether a download can be matched by its address at all: it has one, of neither a relay nor a datacenter (METHOD §4). */
export function isUsable(addressKey: string | undefined, connectionType: ConnectionType): boolean {
  return addressKey !== undefined && connectionType !== 'relay' && connectionType !== 'datacenter';
}
