/** Gives equal bytes equal numbers, from 0 on in the order in which they are met. */
export interface Interner {
  /** How many numbers were given out. */
  readonly count: number;
  /** How many bytes they stand for. */
  size(): number;
  numberOf(bytes: Uint8Array, start: number, end: number): number;
  /** The number of these bytes; undefined where they were not met. */
  find(bytes: Uint8Array): number | undefined;
  /** The bytes a number stands for. */
  bytesOf(number: number): Buffer;
}

/** The keys of an event by which it is matched, in the order in which they stand in columns. */
export const COLUMN_KEYS = ['clickKey', 'userKey', 'emailKey', 'deviceKey', 'addressKey'] as const;
export const KEY_COUNT = COLUMN_KEYS.length;

/** Numbers that events of both sorts have in common. */
export interface Names {
  /** Identity keys and user agents. */
  keys: Interner;
  connections: Interner;
  kinds: Interner;
}

/** Events as columns, one row each; numbers are those of `Names`, −1 for none. */
export interface EventRows {
  count: number;
  atMs: Float64Array;
  /** `KEY_COUNT` of them for each row. */
  keys: Int32Array;
  agent: Int32Array;
  connection: Int32Array;
  kind: Int32Array;
  /** The ids one behind the other; the one of row `n` ends at `idEnds[n]`. */
  ids: Buffer;
  idEnds: Int32Array;
}

/** Touchpoints, each with a number for the bytes of where it ran. */
export interface TouchpointRows extends EventRows {
  place: Int32Array;
  places: Interner;
  /** 1 where its people did not hear the ad: nothing belongs to it. */
  isControl: Uint8Array;
}

/** Conversions as columns. */
export interface ConversionRows extends EventRows {
  /** Their ids; the number of each is its row. */
  byId: Interner;
  /** NaN for none. */
  valueMinor: Float64Array;
  /** Number of its currency, −1 for none. */
  currency: Int32Array;
  /** Numbers of its code, the host of the page it came from, its utm_source and its order, −1 for none. */
  promoCode: Int32Array;
  referrer: Int32Array;
  utm: Int32Array;
  order: Int32Array;
  texts: Interner;
  /** Whether it says that the customer is new: 1, 0, −1 where it does not say. */
  isNewCustomer: Int8Array;
  /** 1 where these columns are all that tells of its path: no order of several records or codes, no refund, no erasure. */
  isPlain: Uint8Array;
}

/** What of people's earliest purchases (and subscriptions) and visits is on record. */
export interface Histories {
  /**
   * The earliest instant of the sort, in milliseconds, under a key of 16 bytes, records of this order aside (null for none); NaN where
   * there is none.
   */
  earliestMs(key: Uint8Array, sort: HistorySort, order: Uint8Array | null): number;
}

export type HistorySort = 'purchase' | 'visit';

/** Events of a tenant as columns. */
export interface EventWindow {
  touchpoints: TouchpointRows;
  conversions: ConversionRows;
  names: Names;
  /** The instant of the snapshot it was read in, by the clock that events are received by. */
  readAt: string;
}

/** The id of a row. */
export function idOf({ ids, idEnds }: EventRows, row: number): string {
  return ids.toString('utf8', row === 0 ? 0 : idEnds[row - 1], idEnds[row]);
}

/** What the bytes of a place say, field by field. */
export function placeOf(places: Interner, number: number): (string | null)[] {
  const bytes = places.bytesOf(number);
  const said: (string | null)[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readInt32BE(at);
    said.push(length < 0 ? null : bytes.toString('utf8', at + 4, at + 4 + length));
    at += 4 + Math.max(0, length);
  }
  return said;
}
