import { type ByteRange, rangeParts, totalOf, UNKNOWN_END } from './ranges.ts';
import type { EpisodeRequest } from './schema.ts';

/** What is known of an episode's file. */
export type FileSizes = Pick<EpisodeRequest, 'durationSeconds' | 'fileBytes' | 'headerBytes'>;

/** What of a file one request delivered: ranges whose place is known, and the most that came in ranges whose place is not. */
export interface Delivery {
  placed: ByteRange[];
  unplacedBytes: number;
}

const MINUTE_SECONDS = 60;
const HLS_FILE = /\.(?:m3u8|ts|m4s|cmf[atv])$/i;

function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, '');
}

/** Whether an address is a part of an HLS rendition: a playlist or a segment, by its name (§3, §5.5.2 step 1.3). */
export function isHls(url: string): boolean {
  return HLS_FILE.test(withoutQuery(url));
}

/** What one episode's requests have in common: the address without its query, and under HLS the folder its segments lie in (§5.5.4). */
export function episodeAddress(url: string): string {
  const address = withoutQuery(url);
  return HLS_FILE.test(address) ? address.slice(0, address.lastIndexOf('/') + 1) : address;
}

/** The file that a request's byte ranges belong to: its address without the query. */
export function fileAddress(url: string): string {
  return withoutQuery(url);
}

/**
 * How many bytes make a download (§5.5.3): the header and one minute of audio at the episode's bitrate, which is (fileBytes −
 * headerBytes) / durationSeconds; the whole file for less than a minute of audio, or when one of the sizes is unknown or contradicts the
 * others. Of a file of unknown size the whole is more than any number of bytes.
 */
export function thresholdBytes({ durationSeconds, fileBytes, headerBytes }: FileSizes): number {
  if (fileBytes === null) return UNKNOWN_END;
  if (durationSeconds === null || headerBytes === null || headerBytes > fileBytes) return fileBytes;
  if (!(durationSeconds >= MINUTE_SECONDS)) return fileBytes;
  return headerBytes + Math.ceil(((fileBytes - headerBytes) * MINUTE_SECONDS) / durationSeconds);
}

/** The sizes that a request states itself. Of the file the answer's `Content-Range` has the last word. */
export function statedSizes({ durationSeconds, fileBytes, headerBytes, range }: EpisodeRequest): FileSizes {
  return { durationSeconds, fileBytes: totalOf(range) ?? fileBytes, headerBytes };
}

/**
 * Whether an answer counts by itself (§5.5.2 step 1.3, 2a): a 200 outside HLS does, unless the log proves that it was broken off, which
 * it does by less than the threshold sent of a file whose size the log itself states, or by nothing sent at all. `needed` is the threshold
 * in bytes. What a catalogue says of a file's size proves nothing: files differ from it by the ads in them.
 */
export function countsAlone({ status, bytesSent, url }: EpisodeRequest, isSizeLogged: boolean, needed: number): boolean {
  if (status !== 200 || isHls(url)) return false;
  return bytesSent === null || (bytesSent > 0 && !(isSizeLogged && bytesSent < needed));
}

/**
 * What a partial answer delivered (§5.5.2 step 1.3, 2b and 3): its ranges in the order asked for, cut where the bytes sent end. Without
 * `bytesSent` a 206 is taken as sent whole; a segment of HLS, or an answer whose status is 0 or unknown, must show its bytes. Bytes
 * whose place is unknown, since the log lacks the range or a suffix was asked of a file of unknown size, are held apart: of several such
 * requests the largest counts, the least that their union can be (§5.5.3, second note).
 */
export function deliveryOfPart({ range, status, bytesSent, url }: EpisodeRequest, fileBytes: number | null): Delivery {
  let left = bytesSent ?? (status === 206 && !isHls(url) ? UNKNOWN_END : 0);
  const parts = rangeParts(range, fileBytes);
  if (parts === undefined) return { placed: [], unplacedBytes: Math.min(bytesSent ?? 0, fileBytes ?? UNKNOWN_END) };
  const delivery: Delivery = { placed: [], unplacedBytes: 0 };
  for (const part of parts) {
    const asked = 'range' in part ? part.range.end - part.range.start : part.suffixBytes;
    const bytes = Math.min(asked, left);
    left -= bytes;
    if ('range' in part) delivery.placed.push({ start: part.range.start, end: part.range.start + bytes });
    else delivery.unplacedBytes = Math.max(delivery.unplacedBytes, bytes);
  }
  return delivery;
}

/**
 * What a request that passed the filters delivered of a file of `fileBytes` (null = unknown). A 200 that does not count alone delivered
 * the file from its start, whatever range was asked for (a server may ignore it), as far as the log says it was sent.
 */
export function deliveryOf(request: EpisodeRequest, fileBytes: number | null): Delivery {
  if (request.status !== 200) return deliveryOfPart(request, fileBytes);
  return { placed: [{ start: 0, end: request.bytesSent ?? 0 }], unplacedBytes: 0 };
}
