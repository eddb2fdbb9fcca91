import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { PUBLIC_ID, PUBLIC_ID_KINDS } from '../../catalog/publicids/schema.ts';
import type { SnapshotEntry } from './schema.ts';

/** One entry: the id, its kind, and of a link where it leads and by which parameter it tells the click's id. */
const Row = z.tuple([
  z.string().regex(PUBLIC_ID),
  z.enum(PUBLIC_ID_KINDS),
  z.string().nullable().optional(),
  z.string().nullable().optional(),
]);

const MARK_CHARACTERS = 64;

function markOf(key: Uint8Array, body: string): string {
  return createHmac('sha256', key).update(body).digest('hex');
}

/** The rows of entries, as text: the same for the same entries. */
export function writeEntries(entries: readonly SnapshotEntry[]): string {
  const rows = entries.map(({ publicId, kind, redirectsTo, clickParameter }) =>
    redirectsTo === undefined ? [publicId, kind] : [publicId, kind, redirectsTo, clickParameter ?? null],
  );
  return JSON.stringify(rows);
}

/** Rows as a file keeps them, which tells when they were changed or cut off: a keyed mark, a line's end, and the rows. */
export function writeSnapshot(key: Uint8Array, rows: string): string {
  return `${markOf(key, rows)}\n${rows}`;
}

/** The rows of a file's text; undefined when they are not as one of the keys marked them. */
export function readSnapshot(keys: readonly Uint8Array[], text: string): string | undefined {
  const mark = Buffer.from(text.slice(0, MARK_CHARACTERS));
  const body = text.slice(MARK_CHARACTERS + 1);
  const isOurs = (key: Uint8Array) => {
    const own = Buffer.from(markOf(key, body));
    return own.length === mark.length && timingSafeEqual(own, mark);
  };
  return keys.some(isOurs) ? body : undefined;
}

/** The entries of rows. @throws Error for what is no list. */
export function readEntries(text: string): SnapshotEntry[] {
  // Rows of a kind that this version does not know are those of a newer main installation: they are passed over.
  const rows = z
    .array(z.unknown())
    .parse(JSON.parse(text))
    .flatMap((row) => {
      const read = Row.safeParse(row).data;
      return read === undefined ? [] : [read];
    });
  return rows.map(([publicId, kind, redirectsTo, clickParameter]) => ({
    publicId,
    kind,
    ...(typeof redirectsTo === 'string' ? { redirectsTo } : {}),
    ...(typeof clickParameter === 'string' ? { clickParameter } : {}),
  }));
}
