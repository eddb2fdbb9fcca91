import type { AudioPlace, Placement } from '../../catalog/placements/schema.ts';
import type { CountedRequest, StoredFate } from '../downloads/counting.ts';
import { ASSUMED_HEADER_BYTES, inOrder, ruleRequest } from '../downloads/counting.ts';
import { deliveryOf, type FileSizes, statedSizes } from '../downloads/delivery.ts';
import { type ByteRange, ByteUnion } from '../downloads/ranges.ts';
import type { DeliveredPlacement } from '../downloadpoints/rules.ts';
import type { InsertedAd } from '../requests/schema.ts';
import type { AdReason } from './schema.ts';

/** A counted request with the ads that its host says were in the file. */
export interface AdRequest extends CountedRequest {
  insertedAds: readonly InsertedAd[] | null;
}

/** An ad in a counted download that was not delivered, or that no placement stands for. */
export interface UndeliveredAd {
  placement: string;
  campaign: string | null;
  reason: AdReason;
}

/** What became of the ads in a download, of those that are judged by their bytes. */
export interface JudgedAds {
  delivered: DeliveredPlacement[];
  undelivered: UndeliveredAd[];
}

/** The bytes that an ad takes up in its file: a log names the first and the last. */
export function adBytes({ firstByte, lastByte }: Pick<InsertedAd, 'firstByte' | 'lastByte'>): ByteRange {
  return { start: firstByte, end: lastByte + 1 };
}

/** Whether all bytes of an ad were sent, in however many answers (METHOD §5; IAB v2.3 §6): a part of it delivers nothing. */
export function isWhollySent(ad: ByteRange, sent: readonly ByteRange[]): boolean {
  const union = new ByteUnion();
  sent.forEach(({ start, end }, place) => union.add({ start: Math.max(start, ad.start), end: Math.min(end, ad.end) }, place));
  return union.bytes === ad.end - ad.start;
}

/**
 * Which bytes of its file an answer shows to have been sent (§5.5.3 reads them in the same way for the threshold): its ranges, or the file
 * from its start, as far as the bytes sent go. An answer whose log tells no bytes, and what a prefix saw (§5.2), shows none.
 */
export function shownBytes(row: CountedRequest): ByteRange[] {
  if (row.bytesSent === null || row.evidence !== 'host_log_bytes') return [];
  const request = ruleRequest(row);
  return deliveryOf(request, statedSizes(request).fileBytes).placed;
}

/**
 * Of each download the requests of its window (§5.5.1): those before it that it completed, itself, and its repeats. Windows hold one
 * download each and do not overlap, so that the fates tell them apart, whatever their kind.
 */
export function windowsByDownload<Row extends CountedRequest>(
  rows: readonly Row[],
  fateOf: (row: Row) => StoredFate | undefined,
): Map<string, Row[]> {
  const windows = new Map<string, Row[]>();
  let before: Row[] = [];
  let open: Row[] = [];
  for (const row of inOrder(rows)) {
    const fate = fateOf(row);
    if (fate === 'partial') before.push(row);
    else if (fate === 'repeat') open.push(row);
    else if (fate === 'download') {
      windows.set(row.id, (open = [...before, row]));
      before = [];
    }
  }
  return windows;
}

/**
 * The ads that a host says were in the file of a download, judged by what the requests of its window were sent. Files that a host makes up
 * for one listener differ: only requests that state the same ad at the same bytes of the same file show its bytes. Of a placement that was
 * stated at several places one delivered is enough.
 */
export function judgeInsertedAds(
  window: readonly AdRequest[],
  placements: ReadonlyMap<string, Pick<DeliveredPlacement, 'key' | 'campaign'>>,
): JudgedAds {
  const statements = window.flatMap((row) =>
    (row.insertedAds ?? []).map((ad) => ({ ad, row, name: `${row.urlKey} ${ad.firstByte}-${ad.lastByte} ${ad.placement}` })),
  );
  const isDelivered = new Map<string, boolean>();
  for (const same of Map.groupBy(statements, ({ name }) => name).values()) {
    const [{ ad }] = same;
    const sent = same.flatMap(({ row }) => shownBytes(row));
    isDelivered.set(ad.placement, isDelivered.get(ad.placement) === true || isWhollySent(adBytes(ad), sent));
  }
  const judged: JudgedAds = { delivered: [], undelivered: [] };
  for (const [key, isSent] of [...isDelivered].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const placement = placements.get(key);
    if (placement === undefined) judged.undelivered.push({ placement: key, campaign: null, reason: 'ad_unknown_placement' });
    else if (!isSent) judged.undelivered.push({ placement: key, campaign: placement.campaign, reason: 'ad_not_delivered' });
    else judged.delivered.push({ key, campaign: placement.campaign, evidence: 'host_log_bytes' });
  }
  return judged;
}

/**
 * The bytes of a baked-in ad whose place in the audio is known, in a file of known size (§6), by the constant bitrate that §5.5.3 has for
 * the threshold; outward to whole bytes. Behind a header of unknown size the ad may begin as if there were none, and end as if it were as
 * large as headers are taken for. Undefined where duration or size is unknown, or the ad lies beyond the audio.
 */
export function bakedInBytes({ startSeconds, endSeconds }: AudioPlace, sizes: FileSizes): ByteRange | undefined {
  const { durationSeconds, fileBytes, headerBytes } = sizes;
  if (durationSeconds === null || fileBytes === null || startSeconds >= durationSeconds) return undefined;
  if (headerBytes !== null && headerBytes > fileBytes) return undefined;
  const at = (seconds: number, header: number) => header + ((fileBytes - header) * seconds) / durationSeconds;
  const largest = headerBytes ?? Math.min(ASSUMED_HEADER_BYTES, fileBytes);
  return { start: Math.floor(at(startSeconds, headerBytes ?? 0)), end: Math.min(fileBytes, Math.ceil(at(endSeconds, largest))) };
}

/**
 * What is known of the file that a listener got: duration and size of one source, since a file that was made up for one listener is longer
 * and larger than the catalogue's. Undefined where no source has both, or the catalogue's size is another one.
 */
export function sizesOfFile(requests: readonly CountedRequest[], catalogue: FileSizes): FileSizes | undefined {
  const stated = requests.map((row) => statedSizes(ruleRequest(row)));
  const first = (name: keyof FileSizes) => stated.find((sizes) => sizes[name] !== null)?.[name] ?? null;
  const [durationSeconds, fileBytes] = [first('durationSeconds'), first('fileBytes')];
  const headerBytes = first('headerBytes') ?? catalogue.headerBytes;
  if (durationSeconds !== null && fileBytes !== null) return { durationSeconds, fileBytes, headerBytes };
  const isCatalogued = fileBytes === null || fileBytes === catalogue.fileBytes;
  return isCatalogued && catalogue.durationSeconds !== null && catalogue.fileBytes !== null ? { ...catalogue, headerBytes } : undefined;
}

/** Whether the log tells the place of every byte that these answers for one file sent: none is silent, and none lacks its range. */
function isPlaced(row: CountedRequest): boolean {
  if (row.evidence !== 'host_log_bytes' || row.bytesSent === null || row.isSegment || row.countedElsewhere !== null) return false;
  const request = ruleRequest(row);
  return deliveryOf(request, statedSizes(request).fileBytes).unplacedBytes === 0;
}

/**
 * The baked-in ads of a download (§6): one whose place in the audio is known counts when all its bytes were sent by the requests of the
 * window for the download's file. Where its place, the file's sizes or the place of bytes that were sent is not known, the download stands
 * for it.
 */
export function judgeBakedInAds(
  download: CountedRequest,
  window: readonly CountedRequest[],
  covering: readonly Placement[],
  catalogue: FileSizes,
): JudgedAds {
  const judged: JudgedAds = { delivered: [], undelivered: [] };
  const ofFile = window.filter(({ urlKey }) => urlKey === download.urlKey);
  const sizes = ofFile.length > 0 && ofFile.every(isPlaced) ? sizesOfFile(ofFile, catalogue) : undefined;
  for (const { key, campaign, audio } of covering) {
    const bytes = sizes === undefined || audio === null ? undefined : bakedInBytes(audio, sizes);
    const isSent = bytes === undefined || isWhollySent(bytes, ofFile.flatMap(shownBytes));
    if (isSent) judged.delivered.push({ key, campaign });
    else judged.undelivered.push({ placement: key, campaign, reason: 'ad_not_delivered' });
  }
  return judged;
}

/** What the ads of one download are judged by. */
export interface AdTerms {
  /** The baked-in placements that cover it. */
  covering: readonly Placement[];
  /** What stands for the ads that hosts say were in files. */
  stated: ReadonlyMap<string, Pick<DeliveredPlacement, 'key' | 'campaign'>>;
  /** What the catalogue knows of its file. */
  catalogue: FileSizes;
}

/** All ads of a download, by the requests of its window: those that a host states the place of by that, the others as baked-in ones. */
export function judgeAds(download: AdRequest, window: readonly AdRequest[], { covering, stated, catalogue }: AdTerms): JudgedAds {
  const names = new Set(window.flatMap(({ insertedAds }) => insertedAds ?? []).map(({ placement }) => placement));
  const others = covering.filter(({ key }) => !names.has(key));
  const [bakedIn, inserted] = [judgeBakedInAds(download, window, others, catalogue), judgeInsertedAds(window, stated)];
  return { delivered: [...bakedIn.delivered, ...inserted.delivered], undelivered: [...bakedIn.undelivered, ...inserted.undelivered] };
}
