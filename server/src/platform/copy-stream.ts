import { to as copyTo } from 'pg-copy-streams';
import type { Transaction } from './tenant-door.ts';

/** PGCOPY\n\377\r\n\0, flags and an empty extension: PostgreSQL, "COPY", binary format. */
const HEADER_BYTES = 19;
const FIELD_HEADER_BYTES = 6;

/**
 * Runs a query with one `bytea` column that is never null and hands every value to `onValue` as it arrives, in constant memory. A value is
 * only valid during the call. `query` cannot take parameters: put nothing into it that did not come from our own code.
 */
export async function streamBytes(tx: Transaction, query: string, onValue: (bytes: Uint8Array) => void): Promise<void> {
  const stream = tx.client.query(copyTo(`copy (${query}) to stdout (format binary)`));
  let rest: Buffer = Buffer.alloc(0);
  let isStarted = false;
  for await (const part of stream as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? part : Buffer.concat([rest, part]);
    let place = 0;
    if (!isStarted) {
      if (bytes.length < HEADER_BYTES) {
        rest = bytes;
        continue;
      }
      place = HEADER_BYTES;
      isStarted = true;
    }
    while (bytes.length - place >= FIELD_HEADER_BYTES && bytes.readInt16BE(place) === 1) {
      const end = place + FIELD_HEADER_BYTES + bytes.readInt32BE(place + 2);
      if (end > bytes.length) break;
      onValue(bytes.subarray(place + FIELD_HEADER_BYTES, end));
      place = end;
    }
    rest = bytes.subarray(place);
  }
}
