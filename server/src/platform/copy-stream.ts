import type { Connection, Submittable } from 'pg';
import type { Transaction } from './tenant-door.ts';

/** PGCOPY\n\377\r\n\0, flags and an empty extension: PostgreSQL, "COPY", binary format. */
const HEADER_BYTES = 19;
const FIELD_HEADER_BYTES = 6;
const MESSAGE_HEADER_BYTES = 5;
/** Room for a part as it comes from a socket, and for what is left of the one before it. */
const FIRST_ROOM_BYTES = 1 << 17;

/** Kinds of messages, by their first byte (PostgreSQL, "Message Formats"). */
const COPY_DATA = 0x64;
const COPY_DONE = 0x63;
const ERROR_RESPONSE = 0x45;

type Reader = (bytes: Uint8Array) => void;

/** A row of a binary copy: field `n` is the `lengths[n]` bytes of `bytes` from `starts[n]` on, or null where that length is −1. */
export interface CopiedRow {
  bytes: Buffer;
  starts: Int32Array;
  lengths: Int32Array;
}

/** Reads what one message holds: `bytes` from `start` to `end`. */
type ReadMessage = (bytes: Buffer, start: number, end: number) => void;

/** A big-endian integer of four bytes. */
function integerAt(bytes: Uint8Array, place: number): number {
  return (bytes[place] << 24) | (bytes[place + 1] << 16) | (bytes[place + 2] << 8) | bytes[place + 3];
}

/** Hands the contents of the copy messages that lie whole in `bytes` to `read`; where the first other thing begins, and whether it ends. */
function readMessages(bytes: Buffer, read: ReadMessage): { end: number; isOver: boolean } {
  let place = 0;
  while (bytes.length - place >= MESSAGE_HEADER_BYTES) {
    const kind = bytes[place];
    if (kind === ERROR_RESPONSE) return { end: place, isOver: true };
    const end = place + 1 + integerAt(bytes, place + 1);
    if (end > bytes.length) break;
    if (kind === COPY_DATA) read(bytes, place + MESSAGE_HEADER_BYTES, end);
    place = end;
    if (kind === COPY_DONE) return { end: place, isOver: true };
  }
  return { end: place, isOver: false };
}

/**
 * A copy out of the database whose messages are read where they arrive. While it runs it stands in the place of what reads the connection
 * otherwise, which gets everything behind the copy. Between parts there is room for other work: those that arrived together would be read
 * at a stretch otherwise, and a long read would hold up whatever else the process serves.
 */
class CopyOut implements Submittable {
  readonly ended = Promise.withResolvers<void>();
  readonly #query: string;
  readonly #read: ReadMessage;
  #failure: Error | undefined;

  constructor(query: string, read: ReadMessage) {
    this.#query = `copy (${query}) to stdout (format binary)`;
    this.#read = read;
  }

  submit(connection: Connection): void {
    const { stream } = connection;
    const [otherwise] = stream.listeners('data') as ((bytes: Buffer) => void)[];
    let room = Buffer.allocUnsafeSlow(FIRST_ROOM_BYTES);
    let used = 0;
    const take = (part: Buffer) => {
      if (used + part.length > room.length) room = Buffer.concat([room.subarray(0, used)], 2 * (used + part.length));
      part.copy(room, used);
      const bytes = room.subarray(0, used + part.length);
      const { end, isOver } = readMessages(bytes, this.#readIfWell);
      if (isOver) {
        stream.removeListener('data', take);
        stream.on('data', otherwise);
        otherwise(bytes.subarray(end));
        return;
      }
      room.copyWithin(0, end, bytes.length);
      used = bytes.length - end;
      stream.pause();
      setImmediate(() => stream.resume());
    };
    stream.removeListener('data', otherwise);
    stream.on('data', take);
    connection.query(this.#query);
  }

  // A connection whose copy was not read to its end can never be used again, not even to roll back.
  readonly #readIfWell: ReadMessage = (bytes, start, end) => {
    if (this.#failure !== undefined) return;
    try {
      this.#read(bytes, start, end);
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
    }
  };

  handleError(error: Error): void {
    this.ended.reject(error);
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    if (this.#failure === undefined) this.ended.resolve();
    else this.ended.reject(this.#failure);
  }
}

/** Runs a query and hands the place of each of its rows, which come one to a message, to `read`; the header and what ends them left out. */
async function streamMessages(tx: Transaction, query: string, read: ReadMessage): Promise<void> {
  let isStarted = false;
  const copy = new CopyOut(query, (bytes, start, end) => {
    const from = isStarted ? start : start + HEADER_BYTES;
    isStarted = true;
    // A row begins with the number of its fields; what ends the copy is −1 in its place.
    if (end - from > 2) read(bytes, from, end);
  });
  tx.client.query(copy);
  await copy.ended.promise;
}

/**
 * Runs a query with one `bytea` column that is never null and hands every value to `onValue` as it arrives, in constant memory and with
 * room for other work between the stream's parts. A value is only valid during the call; what a call throws is thrown once the query is
 * over. `query` cannot take parameters: put nothing into it that did not come from our own code.
 */
export async function streamBytes(tx: Transaction, query: string, onValue: Reader): Promise<void> {
  await streamMessages(tx, query, (bytes, start, end) => onValue(bytes.subarray(start + FIELD_HEADER_BYTES, end)));
}

/**
 * Runs a query with so many columns and hands every row to `onRow` as it arrives, its values as PostgreSQL sends them in binary; as
 * `streamBytes` does otherwise. The row is the same object each time.
 */
export async function streamRows(tx: Transaction, query: string, columns: number, onRow: (row: CopiedRow) => void): Promise<void> {
  const [starts, lengths] = [new Int32Array(columns), new Int32Array(columns)];
  const row: CopiedRow = { bytes: Buffer.alloc(0), starts, lengths };
  await streamMessages(tx, query, (bytes, start) => {
    let place = start + 2;
    for (let field = 0; field < columns; field += 1) {
      const length = integerAt(bytes, place);
      starts[field] = place + 4;
      lengths[field] = length;
      place += 4 + (length < 0 ? 0 : length);
    }
    row.bytes = bytes;
    onRow(row);
  });
}
