import type { ConnectionType } from '../intake/rules.ts';
import type { DeliveryEvidence } from '../requests/schema.ts';
import type { FileSizes } from './delivery.ts';
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

/** What requests are counted by. */
export interface CountingTerms {
  window: WindowKind;
  agentOf(userAgent: string, atMs: number): CountedAgent;
  /** What the catalogue knows of the episode's file, for requests that do not say it. */
  sizes: FileSizes;
  /** Whether an address asked for more on this UTC day than people do. */
  isCrowded(addressKey: string, day: string): boolean;
}

/**
 * What the header of a stored request is taken for where nobody states its size, which hosts' logs never do: room for tags with a cover
 * picture, so that rather too few requests reach the threshold than too many.
 */
export const ASSUMED_HEADER_BYTES = 262_144;

const NO_AGENT: CountedAgent = { class: 'unknown', isAutomated: false };

const dayOf = ({ occurredAt }: Pick<CountedRequest, 'occurredAt'>) => occurredAt.slice(0, 10);

/** A stored request as the rules take it; its file is told by a hash. One listener sent all that are counted together. */
export function ruleRequest(row: CountedRequest): EpisodeRequest {
  return {
    at: row.occurredAt,
    ip: '0.0.0.0',
    userAgent: row.userAgent,
    method: row.method,
    status: row.status,
    range: row.range,
    bytesSent: row.bytesSent,
    url: row.isSegment ? `segments/${row.urlKey}.ts` : row.urlKey,
    durationSeconds: row.durationSeconds,
    fileBytes: row.fileBytes,
    headerBytes: row.headerBytes,
  };
}

/** Why a request alone is no download, by itself and the lists; undefined when it passes. What its source counted is believed. */
function reasonOf(row: CountedRequest, { agentOf }: CountingTerms): StoredReason | undefined {
  if (row.countedElsewhere !== null) return row.countedElsewhere ? undefined : 'not_counted_by_source';
  const agent = row.userAgent === null ? NO_AGENT : agentOf(row.userAgent, Date.parse(row.occurredAt));
  const { connectionType, isExcluded, isShared } = row;
  return filterReason(ruleRequest(row), agent, { connectionType, isExcluded, isShared }, row.evidence);
}

/** A request that is a download whatever bytes it tells of: one that a prefix saw, or that its source counted. */
function asWhole(request: EpisodeRequest): EpisodeRequest {
  return { ...request, url: 'whole', status: 200, range: null, bytesSent: null };
}

/** Requests of one listener for one episode in one order, whatever order they came in. */
export function inOrder<Row extends CountedRequest>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => (a.occurredAt === b.occurredAt ? (a.id < b.id ? -1 : 1) : a.occurredAt < b.occurredAt ? -1 : 1));
}

const HOUR_MS = 3_600_000;

/** Whether two requests can be one, told twice: of one UTC day, or at most an hour apart, as a request across midnight is. */
function isNear(a: CountedRequest, b: CountedRequest): boolean {
  return dayOf(a) === dayOf(b) || Math.abs(Date.parse(a.occurredAt) - Date.parse(b.occurredAt)) <= HOUR_MS;
}

/** The nearest of these rows, given in order of time, that can be the same request as `row`. */
function nearest(row: CountedRequest, sorted: readonly CountedRequest[]): CountedRequest | undefined {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle].occurredAt < row.occurredAt) low = middle + 1;
    else high = middle;
  }
  const atMs = Date.parse(row.occurredAt);
  const distance = (one: CountedRequest) => Math.abs(Date.parse(one.occurredAt) - atMs);
  const around = sorted.slice(Math.max(0, low - 1), low + 1).filter((one) => isNear(row, one));
  return around.toSorted((a, b) => distance(a) - distance(b)).at(0);
}

const isLogged = ({ evidence }: CountedRequest) => evidence === 'host_log_bytes';
const isTold = ({ countedElsewhere }: CountedRequest) => countedElsewhere === true;

/** One listener's requests for one episode: those that passed the filters, and those of a host's log that no audio was sent for. */
interface Heard {
  passed: readonly CountedRequest[];
  failed: readonly CountedRequest[];
}

/**
 * The fates of one listener's requests for one episode that passed the filters. What a host's log tells of, a prefix saw once more: such
 * a request is `repeat` where the log's completed the threshold and `below_threshold` where it did not. So are those that a prefix saw
 * beside what a source counted. That itself is a download each time, but for what a host's log tells otherwise.
 */
function countPassed({ passed, failed }: Heard, { window, sizes }: Pick<CountingTerms, 'window' | 'sizes'>): RuleFate[] {
  const [logged, told] = [passed.filter(isLogged), passed.filter((row) => isTold(row) && !isLogged(row))];
  const stands = passed.map((row) => (isLogged(row) ? undefined : (nearest(row, logged) ?? nearest(row, failed))));
  const isAgain = passed.map((row, place) => !isLogged(row) && !isTold(row) && stands[place] === undefined && !!nearest(row, told));
  const places = passed.flatMap((_, place) => (stands[place] === undefined && !isAgain[place] ? [place] : []));
  const counted = countListener(
    places.map((place) => {
      const request = ruleRequest(passed[place]);
      return isLogged(passed[place]) && !isTold(passed[place]) ? request : asWhole(request);
    }),
    window,
    'host_log_bytes',
    { ...sizes, headerBytes: sizes.headerBytes ?? ASSUMED_HEADER_BYTES },
  );
  const fateOf = new Map(places.map((place, turn) => [passed[place], isTold(passed[place]) ? ('download' as const) : counted[turn]]));
  return passed.map((row, place): RuleFate => {
    const own = fateOf.get(row);
    if (own !== undefined) return own;
    const other = stands[place];
    if (other === undefined) return 'repeat';
    const fate = fateOf.get(other);
    return fate === undefined || fate === 'below_threshold' ? 'below_threshold' : 'repeat';
  });
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
  const failed: CountedRequest[] = [];
  for (const row of inOrder(given)) {
    const reason = reasonOf(row, terms);
    const isCrowded = row.addressKey !== undefined && row.countedElsewhere === null && terms.isCrowded(row.addressKey, dayOf(row));
    if (isLogged(row) && (reason === 'failed_status' || reason === 'not_modified')) failed.push(row);
    if (reason !== undefined) judged.set(row.id, { reason, fate: reason });
    else if (isCrowded) judged.set(row.id, { reason: undefined, fate: 'implausible_volume' });
    else passed.push(row);
  }
  const fates = countPassed({ passed, failed }, terms);
  passed.forEach(({ id }, place) => judged.set(id, { reason: undefined, fate: fates[place] }));
  return judged;
}

/** Whether a download can be matched by its address at all: it has one, of neither a relay nor a datacenter (METHOD §4). */
export function isUsable(addressKey: string | undefined, connectionType: ConnectionType): boolean {
  return addressKey !== undefined && connectionType !== 'relay' && connectionType !== 'datacenter';
}
