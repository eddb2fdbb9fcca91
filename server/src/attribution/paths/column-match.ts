import { createJoinScratch, type EventColumns, joinPaths } from '../../../../engine/src/index.ts';
import { COLUMN_KEYS, type EventRows, idOf, KEY_COUNT, type Names, type TouchpointRows } from '../../tracking/eventcolumns/schema.ts';
import { EVIDENCE_CLASSES } from './codes.ts';
import { DEVICE_SPAN_DAYS, LOOKBACK_DAYS, MOST_DEVICES } from './match.ts';

const DAY_MS = 86_400_000;
const LOOKBACK_MS = LOOKBACK_DAYS * DAY_MS;
const DEVICE_SPAN_MS = DEVICE_SPAN_DAYS * DAY_MS;
const ADDRESS = COLUMN_KEYS.indexOf('addressKey');
const IP_USER_AGENT = EVIDENCE_CLASSES.indexOf('ip_user_agent');
const HOUSEHOLD_IP = EVIDENCE_CLASSES.indexOf('household_ip');
/** The class of each key but the address, in the order of `COLUMN_KEYS`. */
const CLASS_OF_KEY = (['click_id', 'user_id', 'email_hash', 'device_id'] as const).map((name) => EVIDENCE_CLASSES.indexOf(name));
const NEVER_BY_ADDRESS = 0;
const ONLY_SAME_AGENT = 1;
const MAY_BE_HOUSEHOLD = 2;

/** Each conversion's touchpoints: rows from `offsets[row]` to `offsets[row + 1]`, oldest first, ties by id, each with its class. */
export interface ColumnMatches {
  offsets: Int32Array;
  touch: Int32Array;
  evidence: Uint8Array;
  /** Of each conversion 1 where a key of it is on too many touchpoints to be joined here: it has no touches, and is matched otherwise. */
  isCrowded: Uint8Array;
}

/** How many events may carry one key to be joined here by it: beyond that its conversions are left out. */
export interface JoinLimits {
  touchpointsPerKey: number;
  /** Conversions on a key times touchpoints on it. */
  pairsPerKey: number;
}

/** Touchpoints as matching needs them. */
type ExposedRows = EventRows & Pick<TouchpointRows, 'isControl'>;

/** What is matched, in numbers that both sides have in common; it can be handed to a thread. */
export interface MatchingColumns {
  touchpoints: ExposedRows;
  conversions: EventRows;
  /** How many identity keys there are. */
  keyCount: number;
  /** What each connection type allows. */
  allows: Uint8Array;
  limits: JoinLimits;
}

function columnsOf({ count, atMs, keys, agent, connection, kind, ids, idEnds }: EventRows): EventRows {
  return { count, atMs, keys, agent, connection, kind, ids, idEnds };
}

/** What matching needs of touchpoints and conversions. */
export function matchingColumns(
  { touchpoints, conversions, names }: { touchpoints: ExposedRows; conversions: EventRows; names: Names },
  limits: JoinLimits,
): MatchingColumns {
  const [exposed, seeking] = [{ ...columnsOf(touchpoints), isControl: touchpoints.isControl }, columnsOf(conversions)];
  return { touchpoints: exposed, conversions: seeking, keyCount: names.keys.count, allows: allowances(names), limits };
}

/** What connection types of these numbers allow. */
function allowances({ connections }: Names): Uint8Array {
  return Uint8Array.from({ length: connections.count }, (_, number) => {
    const name = connections.bytesOf(number).toString();
    if (name === 'relay' || name === 'datacenter') return NEVER_BY_ADDRESS;
    return name === 'household' || name === 'unknown' ? MAY_BE_HOUSEHOLD : ONLY_SAME_AGENT;
  });
}

/** Events as the join takes them, once for each of their keys; `row` tells whose. */
interface Expanded extends EventColumns {
  row: Int32Array;
  unit: Uint16Array;
}

function expand({ count, keys, atMs }: EventRows, isMeant: (row: number) => boolean): Expanded {
  let length = 0;
  for (let place = 0; place < count * KEY_COUNT; place += 1) if (keys[place] >= 0) length += 1;
  const [identity, row, at] = [new Int32Array(length), new Int32Array(length), new Float64Array(length)];
  let next = 0;
  for (let of = 0; of < count; of += 1) {
    if (!isMeant(of)) continue;
    for (let field = 0; field < KEY_COUNT; field += 1) {
      const key = keys[of * KEY_COUNT + field];
      if (key < 0) continue;
      identity[next] = key;
      row[next] = of;
      at[next] = atMs[of];
      next += 1;
    }
  }
  return { identity: identity.subarray(0, next), row, unit: new Uint16Array(next), atMs: at.subarray(0, next) };
}

/** How many rows carry each key. */
function countByKey({ count, keys }: EventRows, keyCount: number): Int32Array {
  const counts = new Int32Array(keyCount);
  for (let place = 0; place < count * KEY_COUNT; place += 1) {
    const key = keys[place];
    if (key >= 0) counts[key] += 1;
  }
  return counts;
}

/** Marks the conversions with a key that too many events carry. */
function crowdedConversions({ touchpoints, conversions, keyCount, limits }: MatchingColumns): Uint8Array {
  const touched = countByKey(touchpoints, keyCount);
  const sought = countByKey(conversions, keyCount);
  const isTooMuch = (key: number) => touched[key] > limits.touchpointsPerKey || touched[key] * sought[key] > limits.pairsPerKey;
  const isCrowded = new Uint8Array(conversions.count);
  for (let place = 0; place < conversions.count * KEY_COUNT; place += 1) {
    const key = conversions.keys[place];
    if (key >= 0 && isTooMuch(key)) isCrowded[Math.floor(place / KEY_COUNT)] = 1;
  }
  return isCrowded;
}

/** Pairs that share a key in time, a pair once for each key. */
interface Pairs {
  count: number;
  conversion: Int32Array;
  touch: Int32Array;
}

function pairUp({ touchpoints, conversions, keyCount }: MatchingColumns, isCrowded: Uint8Array): Pairs {
  const exposures = expand(touchpoints, () => true);
  const seeking = expand(conversions, (row) => isCrowded[row] === 0);
  const pairs: Pairs = { count: 0, conversion: new Int32Array(1 << 12), touch: new Int32Array(1 << 12) };
  const options = { identityCount: keyCount, lookbackMs: LOOKBACK_MS, scratch: createJoinScratch() };
  joinPaths(exposures, seeking, options, ({ pathCount, offsets, conversion, exposure }) => {
    const needed = pairs.count + offsets[pathCount];
    for (const side of ['conversion', 'touch'] as const) {
      if (needed <= pairs[side].length) continue;
      const longer = new Int32Array(2 * needed);
      longer.set(pairs[side]);
      pairs[side] = longer;
    }
    for (let path = 0; path < pathCount; path += 1) {
      const from = conversion[path];
      for (let touch = offsets[path]; touch < offsets[path + 1]; touch += 1) {
        pairs.conversion[pairs.count] = seeking.row[from];
        pairs.touch[pairs.count] = exposures.row[exposure[touch]];
        pairs.count += 1;
      }
    }
  });
  return pairs;
}

/** The pairs' touches by conversion. */
function byConversion({ count, conversion, touch }: Pairs, conversions: number) {
  const offsets = new Int32Array(conversions + 1);
  for (let pair = 0; pair < count; pair += 1) offsets[conversion[pair] + 1] += 1;
  for (let row = 0; row < conversions; row += 1) offsets[row + 1] += offsets[row];
  const next = offsets.slice();
  const sorted = new Int32Array(count);
  for (let pair = 0; pair < count; pair += 1) {
    sorted[next[conversion[pair]]] = touch[pair];
    next[conversion[pair]] += 1;
  }
  return { offsets, sorted };
}

/** Sorts touches, oldest first, ties by id. */
function order(rows: Int32Array, touchpoints: EventRows): void {
  const { atMs } = touchpoints;
  const compare = (a: number, b: number) => {
    if (atMs[a] !== atMs[b] || a === b) return atMs[a] - atMs[b];
    return idOf(touchpoints, a) < idOf(touchpoints, b) ? -1 : 1;
  };
  if (rows.length > 32) {
    rows.sort(compare);
    return;
  }
  for (let place = 1; place < rows.length; place += 1) {
    const row = rows[place];
    let at = place;
    for (; at > 0 && compare(rows[at - 1], row) > 0; at -= 1) rows[at] = rows[at - 1];
    rows[at] = row;
  }
}

/** Whether at most 20 devices were seen on the conversion's address in the 30 days up to it, among these touches. */
function mayBeHome({ touchpoints, conversions }: MatchingColumns, row: number, touches: Int32Array): boolean {
  const address = conversions.keys[row * KEY_COUNT + ADDRESS];
  if (address < 0 || touches.length <= MOST_DEVICES) return true;
  const agents = new Set<number>();
  for (const touch of touches) {
    if (touchpoints.keys[touch * KEY_COUNT + ADDRESS] !== address || touchpoints.agent[touch] < 0) continue;
    if (touchpoints.atMs[touch] >= conversions.atMs[row] - DEVICE_SPAN_MS) agents.add(touchpoints.agent[touch]);
  }
  return agents.size <= MOST_DEVICES;
}

/** The strongest class by which a conversion and a touchpoint belong together; −1 for none. */
function classOf({ touchpoints, conversions, allows }: MatchingColumns, [row, touch]: readonly [number, number], isHome: boolean) {
  if (touchpoints.isControl[touch] === 1) return -1;
  const [own, other] = [row * KEY_COUNT, touch * KEY_COUNT];
  for (let key = 0; key < ADDRESS; key += 1) {
    const sought = conversions.keys[own + key];
    if (sought >= 0 && sought === touchpoints.keys[other + key]) return CLASS_OF_KEY[key];
  }
  const address = conversions.keys[own + ADDRESS];
  if (address < 0 || address !== touchpoints.keys[other + ADDRESS]) return -1;
  const allowed = Math.min(allows[conversions.connection[row]], allows[touchpoints.connection[touch]]);
  if (allowed === NEVER_BY_ADDRESS) return -1;
  if (conversions.agent[row] >= 0 && conversions.agent[row] === touchpoints.agent[touch]) return IP_USER_AGENT;
  return isHome && allowed === MAY_BE_HOUSEHOLD ? HOUSEHOLD_IP : -1;
}

/** The columns with ids that are read as text: a buffer arrives in a thread as bare bytes. */
function withTextIds<Rows extends EventRows>(rows: Rows): Rows {
  const { buffer, byteOffset, byteLength } = rows.ids;
  return { ...rows, ids: Buffer.from(buffer, byteOffset, byteLength) };
}

/**
 * Matches many conversions at once, as `matchPath` does each: the same touches in the same order by the same classes. Conversions with a
 * key that more events carry than `limits` says are left out and marked.
 */
export function matchColumns(given: MatchingColumns): ColumnMatches {
  const columns = { ...given, touchpoints: withTextIds(given.touchpoints) };
  const { touchpoints, conversions } = columns;
  const isCrowded = crowdedConversions(columns);
  const { offsets: from, sorted } = byConversion(pairUp(columns, isCrowded), conversions.count);
  const offsets = new Int32Array(conversions.count + 1);
  const evidence = new Uint8Array(sorted.length);
  let end = 0;
  for (let row = 0; row < conversions.count; row += 1) {
    const touches = sorted.subarray(from[row], from[row + 1]);
    order(touches, touchpoints);
    const isHome = mayBeHome(columns, row, touches);
    let before = -1;
    for (let place = 0; place < touches.length; place += 1) {
      const touch = touches[place];
      const strongest = touch === before ? -1 : classOf(columns, [row, touch], isHome);
      before = touch;
      if (strongest < 0) continue;
      sorted[end] = touch;
      evidence[end] = strongest;
      end += 1;
    }
    offsets[row + 1] = end;
  }
  return { offsets, touch: sorted.slice(0, end), evidence: evidence.slice(0, end), isCrowded };
}
