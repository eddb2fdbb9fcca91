import type { CountedRequest, StoredFate } from '../downloads/counting.ts';
import { inOrder, ruleRequest } from '../downloads/counting.ts';
import { deliveryOf, statedSizes } from '../downloads/delivery.ts';
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

/** What became of the ads that a host says were in a download. */
export interface JudgedAds {
  delivered: DeliveredPlacement[];
  undelivered: UndeliveredAd[];
  /** The placements that were stated, whatever became of them. */
  stated: ReadonlySet<string>;
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
  const judged: JudgedAds = { delivered: [], undelivered: [], stated: new Set(isDelivered.keys()) };
  for (const [key, isSent] of [...isDelivered].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const placement = placements.get(key);
    if (placement === undefined) judged.undelivered.push({ placement: key, campaign: null, reason: 'ad_unknown_placement' });
    else if (!isSent) judged.undelivered.push({ placement: key, campaign: placement.campaign, reason: 'ad_not_delivered' });
    else judged.delivered.push({ key, campaign: placement.campaign, evidence: 'host_log_bytes' });
  }
  return judged;
}
