import { setImmediate as nextTurn } from 'node:timers/promises';
import { to as copyTo } from 'pg-copy-streams';
import type { Transaction } from './tenant-door.ts';

/** PGCOPY\n\377\r\n\0, flags and an empty extension: PostgreSQL, "COPY", binary format. */
const HEADER_BYTES = 19;
const FIELD_HEADER_BYTES = 6;

type Reader = (bytes: Uint8Array) => void;

/** Hands on the values of the stream's parts; resolves, once the stream is over, with what a reader threw. */
async function readAll(parts: AsyncIterable<Buffer>, onValue: Reader): Promise<Error | undefined> {
  let failure: Error | undefined;
  let rest: Buffer = Buffer.alloc(0);
  let isStarted = false;
  for await (const part of parts) {
    // A connection whose copy was not read to its end can never be used again, not even to roll back.
    if (failure !== undefined) continue;
    const bytes = rest.length === 0 ? part : Buffer.concat([rest, part]);
    rest = bytes;
    if (!isStarted && bytes.length < HEADER_BYTES) continue;
    try {
      rest = bytes.subarray(readValues(bytes, isStarted ? 0 : HEADER_BYTES, onValue));
      isStarted = true;
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error));
    }
    // Parts that arrived together would be read at a stretch otherwise, and a long read would hold up whatever else the process serves.
    await nextTurn();
  }
  return failure;
}

/** Hands on the values that lie whole in `bytes` from `start` on; the place behind the last one. */
function readValues(bytes: Buffer, start: number, onValue: Reader): number {
  let place = start;
  while (bytes.length - place >= FIELD_HEADER_BYTES && bytes.readInt16BE(place) === 1) {
    const end = place + FIELD_HEADER_BYTES + bytes.readInt32BE(place + 2);
    if (end > bytes.length) break;
    onValue(bytes.subarray(place + FIELD_HEADER_BYTES, end));
    place = end;
  }
  return place;
}

/**
 * Runs a query with one `bytea` column that is never null and hands every value to `onValue` as it arrives, in constant memory and with
 * room for other work between the stream's parts. A value is only valid during the call; what a call throws is thrown once the query is
 * over. `query` cannot take parameters: put nothing into it that did not come from our own code.
 */
export async function streamBytes(tx: Transaction, query: string, onValue: Reader): Promise<void> {
  const stream = tx.client.query(copyTo(`copy (${query}) to stdout (format binary)`));
  const failure = await readAll(stream as AsyncIterable<Buffer>, onValue);
  if (failure !== undefined) throw failure;
}
