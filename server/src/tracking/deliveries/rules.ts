import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';

/** How long a delivery is kept, with its body. */
export const KEPT_DAYS = 60;
/** How long the body is kept of one that nobody can be found by for whom it may tell of: one that is not genuine has not been read. */
export const UNKEYED_DAYS = 7;
/** So many refused deliveries of a source are kept with their bodies in a day, so that they can be replayed once its secret is right. */
export const MOST_REFUSED = 100;
export const MOST_BODY_BYTES = 4 * 1024 * 1024;
const MOST_PACKED_BYTES = 8 * 1024 * 1024;

/** What came with a delivery. */
export interface Content {
  headers: Record<string, string>;
  body: Buffer;
}

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw) as (packed: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

/** Where the content of a delivery is sealed. */
export function contentPlace(id: string): string {
  return `hook_deliveries|${id}|sealed`;
}

/** Content in one piece, compressed; on another thread, as it may be large. */
export async function packContent({ headers, body }: Content): Promise<Buffer> {
  const head = Buffer.from(JSON.stringify(headers));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  return deflate(Buffer.concat([length, head, body]));
}

export async function unpackContent(packed: Buffer): Promise<Content> {
  const whole = await inflate(packed, { maxOutputLength: MOST_PACKED_BYTES });
  const end = 4 + whole.readUInt32BE();
  return { headers: JSON.parse(whole.subarray(4, end).toString()) as Record<string, string>, body: whole.subarray(end) };
}

/** Seconds until the next attempt after so many: half a minute, doubling, six hours at most; undefined after 24, some four days. */
export function pauseAfter(attempts: number): number | undefined {
  return attempts >= 24 ? undefined : Math.min(21_600, 30 * 2 ** (attempts - 1));
}
