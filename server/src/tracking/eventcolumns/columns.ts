import type { CopiedRow } from '../../platform/copy-stream.ts';
import { referrerHost } from '../intake/rules.ts';
import { createInterner } from './interning.ts';
import { type ConversionRows, type EventRows, type Interner, KEY_COUNT, type Names, type TouchpointRows } from './schema.ts';

export function createNames(): Names {
  return { keys: createInterner(), connections: createInterner(), kinds: createInterner() };
}

const FIRST_ROWS = 1 << 12;
const FIRST_ID_BYTES = 1 << 16;
/** Microseconds, in binary, are counted from 2000 on. */
const EPOCH_MS = 946_684_800_000;

export function createEventRows(): EventRows {
  const column = () => new Int32Array(FIRST_ROWS);
  return {
    count: 0,
    atMs: new Float64Array(FIRST_ROWS),
    keys: new Int32Array(FIRST_ROWS * KEY_COUNT),
    agent: column(),
    connection: column(),
    kind: column(),
    ids: Buffer.alloc(FIRST_ID_BYTES),
    idEnds: column(),
  };
}

export function createTouchpointRows(): TouchpointRows {
  return { ...createEventRows(), place: new Int32Array(FIRST_ROWS), places: createInterner(), isControl: new Uint8Array(FIRST_ROWS) };
}

export function createConversionRows(): ConversionRows {
  return {
    ...createEventRows(),
    byId: createInterner(),
    valueMinor: new Float64Array(FIRST_ROWS),
    currency: new Int32Array(FIRST_ROWS),
    promoCode: new Int32Array(FIRST_ROWS),
    referrer: new Int32Array(FIRST_ROWS),
    utm: new Int32Array(FIRST_ROWS),
    order: new Int32Array(FIRST_ROWS),
    texts: createInterner(),
    isNewCustomer: new Int8Array(FIRST_ROWS),
    isPlain: new Uint8Array(FIRST_ROWS),
  };
}

type Column = Int32Array | Float64Array | Int8Array | Uint8Array;

function twice(column: Column): Column {
  const longer = new (column.constructor as new (length: number) => Column)(column.length * 2);
  longer.set(column);
  return longer;
}

function isColumn(value: unknown): value is Column {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

/** Room for one more row, whose id takes so many bytes. */
function makeRoom(rows: EventRows, idBytes: number): void {
  const used = rows.count === 0 ? 0 : rows.idEnds[rows.count - 1];
  if (used + idBytes > rows.ids.length) rows.ids = Buffer.concat([rows.ids], 2 * (used + idBytes));
  if (rows.count < rows.atMs.length) return;
  for (const [name, column] of Object.entries(rows) as [string, unknown][])
    if (name !== 'ids' && isColumn(column)) Object.assign(rows, { [name]: twice(column) });
}

/** The number of a field's bytes; −1 for null. */
export function numberOfField({ bytes, starts, lengths }: CopiedRow, field: number, interner: Interner): number {
  return lengths[field] < 0 ? -1 : interner.numberOf(bytes, starts[field], starts[field] + lengths[field]);
}

/** The milliseconds of a field with an instant, to the nearest. */
export function instantOfField(copied: CopiedRow, field: number): number {
  return EPOCH_MS + Math.round(integerOfField(copied, field) / 1_000);
}

/** An integer of eight bytes, as exact as a double is. */
function integerOfField({ bytes, starts }: CopiedRow, field: number): number {
  const at = starts[field];
  const high = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  const low = ((bytes[at + 4] << 24) | (bytes[at + 5] << 16) | (bytes[at + 6] << 8) | bytes[at + 7]) >>> 0;
  return high * 4_294_967_296 + low;
}

/** Fields of a row: instant, the five keys, user agent, connection type, kind, id. */
const EVENT_FIELDS = KEY_COUNT + 5;
const AGENT = KEY_COUNT + 1;
const ID = AGENT + 3;

/** Adds the event that the first fields of a row tell of; returns its row. */
function addEvent(rows: EventRows, names: Names, copied: CopiedRow): number {
  const { bytes, starts, lengths } = copied;
  const { keys } = names;
  makeRoom(rows, lengths[ID]);
  const row = rows.count;
  rows.atMs[row] = instantOfField(copied, 0);
  for (let key = 0; key < KEY_COUNT; key += 1) rows.keys[row * KEY_COUNT + key] = numberOfField(copied, 1 + key, keys);
  rows.agent[row] = numberOfField(copied, AGENT, keys);
  rows.connection[row] = numberOfField(copied, AGENT + 1, names.connections);
  rows.kind[row] = numberOfField(copied, AGENT + 2, names.kinds);
  const from = row === 0 ? 0 : rows.idEnds[row - 1];
  const [ids, start] = [rows.ids, starts[ID]];
  for (let place = 0; place < lengths[ID]; place += 1) ids[from + place] = bytes[start + place];
  rows.idEnds[row] = from + lengths[ID];
  rows.count = row + 1;
  return row;
}

/** Puts the host of each page in the place of its address. */
export function tellHosts({ count, referrer, texts }: ConversionRows): void {
  const hosts = new Map<number, number>([[-1, -1]]);
  for (let row = 0; row < count; row += 1) {
    let host = hosts.get(referrer[row]);
    if (host === undefined) {
      const said = referrerHost(texts.bytesOf(referrer[row]).toString());
      const bytes = Buffer.from(said ?? '');
      host = said === null ? -1 : texts.numberOf(bytes, 0, bytes.length);
      hosts.set(referrer[row], host);
    }
    referrer[row] = host;
  }
}

const VALUE = EVENT_FIELDS;
/** Behind those of an event: value, currency, code, whether the customer is new, referrer, utm_source, order, whether there is more. */
export const CONVERSION_FIELDS = EVENT_FIELDS + 8;

/** Adds the conversion that a row tells of. */
export function addConversion(rows: ConversionRows, names: Names, copied: CopiedRow): void {
  const row = addEvent(rows, names, copied);
  const { bytes, starts, lengths } = copied;
  numberOfField(copied, ID, rows.byId);
  rows.valueMinor[row] = lengths[VALUE] < 0 ? Number.NaN : integerOfField(copied, VALUE);
  rows.currency[row] = numberOfField(copied, VALUE + 1, rows.texts);
  rows.promoCode[row] = numberOfField(copied, VALUE + 2, rows.texts);
  rows.isNewCustomer[row] = lengths[VALUE + 3] < 0 ? -1 : bytes[starts[VALUE + 3]];
  rows.referrer[row] = numberOfField(copied, VALUE + 4, rows.texts);
  rows.utm[row] = numberOfField(copied, VALUE + 5, rows.texts);
  rows.order[row] = numberOfField(copied, VALUE + 6, rows.texts);
  rows.isPlain[row] = bytes[starts[VALUE + 7]] === 0 ? 1 : 0;
}

/** Fields of where an exposure ran, behind those of an event: campaign, channel, show, episode, placement, delivery evidence. */
const PLACE_FIELDS = 6;
/** Behind them stands whether its people did not hear it. */
export const TOUCHPOINT_FIELDS = EVENT_FIELDS + PLACE_FIELDS + 1;

/** Adds the touchpoint that a row tells of. */
export function addTouchpoint(rows: TouchpointRows, names: Names, copied: CopiedRow): void {
  const row = addEvent(rows, names, copied);
  const { bytes, starts, lengths } = copied;
  const last = EVENT_FIELDS + PLACE_FIELDS - 1;
  // The fields with their lengths are the name: equal bytes are equal places.
  rows.place[row] = rows.places.numberOf(bytes, starts[EVENT_FIELDS] - 4, starts[last] + Math.max(0, lengths[last]));
  rows.isControl[row] = bytes[starts[last + 1]];
}
