/** OIDs of the types that columns are made of, as PostgreSQL has them in pg_type. */
const OID = { boolean: 16, bytea: 17, bigint: 20, smallint: 21, text: 25, double: 701, timestamptz: 1184, uuid: 2950 } as const;

const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const NULL_LENGTH = -1;
/** No character of a JavaScript string takes more bytes as UTF-8. */
const MOST_BYTES_OF_UNIT = 3;
const TWO_TO_32 = 0x1_0000_0000;
/** 2000-01-01, from which PostgreSQL counts microseconds. */
const EPOCH_MS = 946_684_800_000;

type Absent = null | undefined;

/** How one element is written: so many bytes, from a place on; with the place behind it. */
interface Elements<Value> {
  oid: number;
  /** Bytes that an element takes at most. */
  room(value: Value): number;
  /** Writes an element; returns how many bytes it took. */
  write(into: Buffer, value: Value, at: number): number;
}

/** An array of one dimension in PostgreSQL's binary format (array_recv): header, then each element behind its length. */
function packed<Row, Value>(rows: readonly Row[], pick: (row: Row) => Value | Absent, { oid, room, write }: Elements<Value>): Buffer {
  const values: (Value | Absent)[] = [];
  let most = HEADER_BYTES;
  let filled = 0;
  for (const row of rows) {
    const value = pick(row);
    values.push(value);
    most += LENGTH_BYTES;
    if (value === null || value === undefined) continue;
    filled += 1;
    most += room(value);
  }
  const bytes = Buffer.allocUnsafe(most);
  // A column without any value is the empty array, as `column` has it.
  bytes.writeInt32BE(filled === 0 ? 0 : 1, 0);
  bytes.writeInt32BE(filled < values.length ? 1 : 0, 4);
  bytes.writeInt32BE(oid, 8);
  if (filled === 0) return bytes.subarray(0, 12);
  bytes.writeInt32BE(values.length, 12);
  bytes.writeInt32BE(1, 16);
  let at = HEADER_BYTES;
  for (const value of values) {
    const isAbsent = value === null || value === undefined;
    const length = isAbsent ? 0 : write(bytes, value, at + LENGTH_BYTES);
    bytes.writeInt32BE(isAbsent ? NULL_LENGTH : length, at);
    at += LENGTH_BYTES + length;
  }
  return bytes.subarray(0, at);
}

function writeBigint(into: Buffer, value: number, at: number): number {
  const high = Math.floor(value / TWO_TO_32);
  into.writeInt32BE(high, at);
  into.writeUInt32BE(value - high * TWO_TO_32, at + 4);
  return 8;
}

const TEXTS: Elements<string> = {
  oid: OID.text,
  room: (text) => text.length * MOST_BYTES_OF_UNIT,
  write: (into, text, at) => into.write(text, at),
};
const BYTES: Elements<Uint8Array> = {
  oid: OID.bytea,
  room: (bytes) => bytes.length,
  write(into, bytes, at) {
    into.set(bytes, at);
    return bytes.length;
  },
};
const UUIDS: Elements<string> = {
  oid: OID.uuid,
  room: () => 16,
  write(into, uuid, at) {
    const digits = uuid.length === 32 ? uuid : uuid.replaceAll('-', '');
    if (digits.length !== 32 || into.write(digits, at, 'hex') !== 16) throw new TypeError('a UUID has 32 hexadecimal digits');
    return 16;
  },
};
const INSTANTS: Elements<string> = {
  oid: OID.timestamptz,
  room: () => 8,
  write(into, instant, at) {
    const ms = Date.parse(instant);
    if (Number.isNaN(ms)) throw new TypeError('an instant must be one that Date reads');
    // Of years far off a microsecond is no exact number any more.
    into.writeBigInt64BE(BigInt(ms - EPOCH_MS) * 1_000n, at);
    return 8;
  },
};
const BIGINTS: Elements<number> = { oid: OID.bigint, room: () => 8, write: writeBigint };
const SMALLINTS: Elements<number> = { oid: OID.smallint, room: () => 2, write: (into, value, at) => into.writeInt16BE(value, at) - at };
const DOUBLES: Elements<number> = {
  oid: OID.double,
  room: () => 8,
  // Digits have no negative zero.
  write: (into, value, at) => into.writeDoubleBE(value === 0 ? 0 : value, at) - at,
};
const BOOLEANS: Elements<boolean> = {
  oid: OID.boolean,
  room: () => 1,
  write: (into, value, at) => into.writeUInt8(value ? 1 : 0, at) - at,
};

type Column<Value> = <Row>(rows: readonly Row[], pick: (row: Row) => Value | Absent) => Buffer;

/**
 * Columns of many rows as arrays in PostgreSQL's binary format, for `unnest`: neither side turns what they hold into digits and back, which
 * for a UUID takes longer than storing it. As with `column`, one without any value becomes the empty array.
 *
 * This one is of UUIDs: 32 hexadecimal digits, with or without hyphens. @throws TypeError for what is none.
 */
export const uuids: Column<string> = (rows, pick) => packed(rows, pick, UUIDS);
/** A column of texts, as `uuids` is one of UUIDs. */
export const texts: Column<string> = (rows, pick) => packed(rows, pick, TEXTS);
/** A column of instants to the millisecond, as `Date.parse` reads them. @throws TypeError for what it does not read. */
export const instants: Column<string> = (rows, pick) => packed(rows, pick, INSTANTS);
/** A column of whole numbers that are safe integers. */
export const bigints: Column<number> = (rows, pick) => packed(rows, pick, BIGINTS);
/** A column of whole numbers of 16 bits. @throws RangeError for one beyond them. */
export const smallints: Column<number> = (rows, pick) => packed(rows, pick, SMALLINTS);
/** A column of numbers in double precision. */
export const doubles: Column<number> = (rows, pick) => packed(rows, pick, DOUBLES);
/** A column of truths. */
export const booleans: Column<boolean> = (rows, pick) => packed(rows, pick, BOOLEANS);
/** A column of bytes. */
export const byteas: Column<Uint8Array> = (rows, pick) => packed(rows, pick, BYTES);
