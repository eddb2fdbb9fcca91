import type { CodeBook } from '../../catalog/codes/schema.ts';
import { callInThread } from '../../platform/thread.ts';
import {
  COLUMN_KEYS,
  type EventWindow,
  type Histories,
  type HistorySort,
  idOf,
  KEY_COUNT,
  placeOf,
} from '../../tracking/eventcolumns/schema.ts';
import { CONVERSION_KINDS, EVIDENCE_CLASSES, TOUCHPOINT_KINDS } from '../paths/codes.ts';
import { type ColumnMatches, type JoinLimits, matchingColumns } from '../paths/column-match.ts';
import { CUSTOMER_KNOWN, CUSTOMER_NEW, CUSTOMER_UNKNOWN, packPath } from '../paths/packed.ts';
import { personNumber } from '../paths/person.ts';
import { slotOfCode, syntheticId } from '../paths/rules.ts';
import type { StoredPath } from '../paths/store.ts';
import type { Slot } from '../reports/options.ts';

const [CLICK, USER, EMAIL, DEVICE, ADDRESS] = COLUMN_KEYS.map((_, field) => field);
const PERSON_FIELDS = [USER, EMAIL, DEVICE];
const BY_ADDRESS = EVIDENCE_CLASSES.indexOf('ip_user_agent');
const CUSTOMERS = [CUSTOMER_UNKNOWN, CUSTOMER_KNOWN, CUSTOMER_NEW];
/** The number of what the tenant has no number for: no stored path says it. */
const UNKNOWN = -2;
const MATCHING = new URL('../paths/column-match.ts', import.meta.url).href;

/** What conversions of a window are told by beside its columns. */
export interface Told {
  /** Undefined where there are too many to be held: who has a user, an e-mail hash or a device is left to be built by itself. */
  histories: Histories | undefined;
  codes: CodeBook;
  /** The number of a source; undefined where it has none. */
  sourceOf: (kind: 'referrer' | 'utm', value: string) => number | undefined;
}

/** The tenant's numbers, as far as a window needs them, for the slots they were last asked for. */
interface SlotNumbers {
  slots: readonly Slot[];
  ofPlace: Int32Array;
  ofName: ReadonlyMap<string, number>;
}

/** The conversions of a window, matched all at once. */
export interface Rematched {
  window: EventWindow;
  told: Told;
  matches: ColumnMatches;
  /** Of the window's numbers of kinds those by which paths tell them. */
  kinds: Record<'conversion' | 'touchpoint', Int32Array>;
  numbers: SlotNumbers;
}

/** How many rows carry each key. */
function countsOf({ count, keys }: Pick<EventWindow['touchpoints'], 'count' | 'keys'>, keyCount: number): Int32Array {
  const counts = new Int32Array(keyCount);
  for (let place = 0; place < count * KEY_COUNT; place += 1) if (keys[place] >= 0) counts[keys[place]] += 1;
  return counts;
}

/**
 * These limits, with fewer pairs for each key where all keys of the window together would give more than `mostPairs`: many keys that are
 * each within the limit may come to more than a thread can hold. Keys with the most pairs are the first that are left out.
 */
export function limitsWithin({ touchpoints, conversions, names }: EventWindow, limits: JoinLimits, mostPairs: number): JoinLimits {
  const keyCount = names.keys.count;
  const [touched, sought] = [countsOf(touchpoints, keyCount), countsOf(conversions, keyCount)];
  const pairs = Float64Array.from(touched, (count, key) => (count > limits.touchpointsPerKey ? 0 : count * sought[key]))
    .filter((count) => count > 0 && count <= limits.pairsPerKey)
    .sort();
  let sum = 0;
  for (const count of pairs) {
    sum += count;
    if (sum > mostPairs) return { ...limits, pairsPerKey: count - 1 };
  }
  return limits;
}

/**
 * Matches every conversion of a window with its touchpoints, in a thread of its own; those with a key on more events than `limits` says are
 * left out. @throws Error the signal's reason.
 */
export async function rematch(window: EventWindow, told: Told, limits: JoinLimits, signal?: AbortSignal): Promise<Rematched> {
  const matches = await callInThread<ColumnMatches>(
    { module: MATCHING, name: 'matchColumns', input: matchingColumns(window, limits) },
    signal,
  );
  const kindsOf = (kinds: readonly string[]) =>
    Int32Array.from({ length: window.names.kinds.count }, (_, number) => kinds.indexOf(window.names.kinds.bytesOf(number).toString()));
  const kinds = { conversion: kindsOf(CONVERSION_KINDS), touchpoint: kindsOf(TOUCHPOINT_KINDS) };
  const numbers = { slots: [], ofPlace: new Int32Array(0), ofName: new Map<string, number>() };
  return { window, told, matches, kinds, numbers };
}

const nameOf = (fields: readonly (string | null)[]) => JSON.stringify(fields);
const slotName = ({ campaign, channel, show, episode, placement, deliveryEvidence }: Slot) =>
  nameOf([campaign, channel, show, episode, placement, deliveryEvidence]);

function numbersOf(rematched: Rematched, slots: readonly Slot[]): SlotNumbers {
  if (rematched.numbers.slots === slots) return rematched.numbers;
  const ofName = new Map(slots.map((slot, number) => [slotName(slot), number]));
  const { places } = rematched.window.touchpoints;
  const ofPlace = Int32Array.from({ length: places.count }, (_, place) => ofName.get(nameOf(placeOf(places, place))) ?? UNKNOWN);
  rematched.numbers = { slots, ofPlace, ofName };
  return rematched.numbers;
}

/** How many touches come before a synthetic one of the conversion. */
function syntheticRankOf({ window, matches }: Rematched, row: number, id: string): number {
  const { touchpoints, conversions } = window;
  const [atMs, synthetic] = [conversions.atMs[row] - 1, syntheticId(id)];
  let rank = 0;
  for (let place = matches.offsets[row]; place < matches.offsets[row + 1]; place += 1) {
    const touch = matches.touch[place];
    const at = touchpoints.atMs[touch];
    if (at < atMs || (at === atMs && idOf(touchpoints, touch) < synthetic)) rank += 1;
  }
  return rank;
}

/** The first of these fields in which the row has a key; its number, −1 for none. */
function firstKey(keys: Int32Array, row: number, fields: readonly number[]): number {
  for (const field of fields) if (keys[row * KEY_COUNT + field] >= 0) return keys[row * KEY_COUNT + field];
  return -1;
}

/** The key by which a conversion's person is told, as `personOf` finds it one by one; −1 where its id alone is left. */
function personKeyOf({ window: { conversions, touchpoints }, matches }: Rematched, row: number): number {
  const [from, end] = [matches.offsets[row], matches.offsets[row + 1]];
  let isByAddress = false;
  for (const field of PERSON_FIELDS) {
    const key = conversions.keys[row * KEY_COUNT + field];
    if (key < 0) continue;
    for (let place = from; place < end; place += 1) if (touchpoints.keys[matches.touch[place] * KEY_COUNT + field] === key) return key;
  }
  for (let place = from; place < end; place += 1) if (matches.evidence[place] >= BY_ADDRESS) isByAddress = true;
  if (isByAddress) return conversions.keys[row * KEY_COUNT + ADDRESS];
  const clicked = from === end ? -1 : firstKey(touchpoints.keys, matches.touch[from], [...PERSON_FIELDS, ADDRESS, CLICK]);
  return clicked >= 0 ? clicked : firstKey(conversions.keys, row, [...PERSON_FIELDS, ADDRESS]);
}

function personAt(rematched: Rematched, row: number, id: string): number {
  const key = personKeyOf(rematched, row);
  return personNumber(key < 0 ? undefined : rematched.window.names.keys.bytesOf(key).toString('hex'), id);
}

/** The earliest of a sort that the histories of a conversion's user, e-mail and device tell of before it; 0 for none. */
function earlierMs({ window, told: { histories } }: Rematched, row: number, sort: HistorySort): number {
  const { keys, atMs, order, texts } = window.conversions;
  let found = Infinity;
  for (const field of PERSON_FIELDS) {
    const key = keys[row * KEY_COUNT + field];
    if (key < 0) continue;
    const at = histories?.earliestMs(window.names.keys.bytesOf(key), sort, order[row] < 0 ? null : texts.bytesOf(order[row])) ?? NaN;
    if (at < atMs[row] && at < found) found = at;
  }
  return found === Infinity ? 0 : found;
}

/** Whether all that tells of a conversion's path is at hand. */
function isAtHand({ window: { conversions }, matches, told }: Rematched, row: number): boolean {
  const isNamed = told.histories !== undefined || firstKey(conversions.keys, row, PERSON_FIELDS) < 0;
  return conversions.isPlain[row] === 1 && matches.isCrowded[row] === 0 && isNamed;
}

/** The slot of the conversion's code; −1 where it has none that stands for a campaign. */
function codeSlotOf({ window: { conversions }, told }: Rematched, row: number, { ofName }: SlotNumbers): number {
  if (conversions.promoCode[row] < 0) return -1;
  const code = told.codes.at(conversions.texts.bytesOf(conversions.promoCode[row]).toString(), conversions.atMs[row]);
  return code === undefined ? -1 : (ofName.get(slotName(slotOfCode(code))) ?? UNKNOWN);
}

/** The path of a conversion by its row, packed as `buildPath` does. */
function packRow(rematched: Rematched, row: number, id: string, slots: readonly Slot[]): Buffer {
  const { window, told, matches, kinds } = rematched;
  const { conversions, touchpoints } = window;
  const numbers = numbersOf(rematched, slots);
  const [from, end] = [matches.offsets[row], matches.offsets[row + 1]];
  const textOf = (number: number) => conversions.texts.bytesOf(number).toString();
  const sourceOf = (kind: 'referrer' | 'utm') =>
    conversions[kind][row] < 0 ? -1 : (told.sourceOf(kind, textOf(conversions[kind][row])) ?? UNKNOWN);
  const [value, currency, codeSlot] = [conversions.valueMinor[row], conversions.currency[row], codeSlotOf(rematched, row, numbers)];
  return packPath({
    convertedAtMs: conversions.atMs[row],
    valueMinor: Number.isNaN(value) ? 0 : Math.max(0, value),
    currency: currency < 0 ? null : textOf(currency),
    kind: kinds.conversion[conversions.kind[row]],
    priorPurchaseAtMs: earlierMs(rematched, row, 'purchase'),
    priorVisitAtMs: earlierMs(rematched, row, 'visit'),
    customer: CUSTOMERS[conversions.isNewCustomer[row] + 1],
    codeSlot,
    referrer: sourceOf('referrer'),
    utm: sourceOf('utm'),
    syntheticRank: syntheticRankOf(rematched, row, id),
    person: from < end || codeSlot !== -1 ? personAt(rematched, row, id) : 0,
    touches: Array.from({ length: end - from }, (_, place) => {
      const touch = matches.touch[from + place];
      return {
        ageMs: conversions.atMs[row] - touchpoints.atMs[touch],
        slot: numbers.ofPlace[touchpoints.place[touch]],
        evidence: matches.evidence[from + place],
        kind: kinds.touchpoint[touchpoints.kind[touch]],
      };
    }),
  });
}

/**
 * The row of the conversion of a stored path that is, to the byte and by its touchpoints' ids, what matching it among all of its window
 * gives. Undefined also where more than the window's columns tells of the path (an order of several records or codes, a refund, an
 * erasure), or where a key is on too many touchpoints: such a path is to be built by itself.
 */
export function agreeingRow(
  rematched: Rematched,
  { conversionId, packed, touchpointIds }: Pick<StoredPath, 'conversionId' | 'packed' | 'touchpointIds'>,
  slots: readonly Slot[],
): number | undefined {
  const { window, matches } = rematched;
  const row = window.conversions.byId.find(Buffer.from(conversionId));
  if (packed === null || row === undefined || !isAtHand(rematched, row)) return undefined;
  const from = matches.offsets[row];
  const isSame =
    matches.offsets[row + 1] - from === touchpointIds.length &&
    packRow(rematched, row, conversionId, slots).equals(packed) &&
    touchpointIds.every((id, place) => idOf(window.touchpoints, matches.touch[from + place]) === id);
  return isSame ? row : undefined;
}
