import { EXPOSURE_KINDS, type ExposureKind } from './schema.ts';
import { EXPOSURE_EVIDENCES, type ExposureEvidence } from '../intake/schema.ts';
import { PIXEL_REASONS, type PixelReason } from '../filteredpixels/schema.ts';

/** Which exposures a fall is of; days are UTC, the end excluded. */
export interface ExposureSelection {
  campaign?: string | undefined;
  show?: string | undefined;
  episode?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** What came in of one kind as it falls through the filters: received = filtered + exposures. */
export interface ExposureFall {
  kind: ExposureKind;
  received: number;
  filtered: { reason: PixelReason; requests: number }[];
  exposures: number;
  /** Exposures that carry something they may be matched by. */
  usable: number;
  evidence: { evidence: ExposureEvidence; received: number; exposures: number }[];
}

/** How many stored exposures of a kind are known in which way. */
export interface ExposureSum {
  kind: ExposureKind;
  evidence: ExposureEvidence;
  isUsable: boolean;
  exposures: number;
}

export interface PixelSum {
  reason: PixelReason;
  requests: number;
}

const PIXEL_EVIDENCE: ExposureEvidence = 'ad_pixel';

function fallOfKind(kind: ExposureKind, sums: readonly ExposureSum[], pixels: readonly PixelSum[]): ExposureFall {
  const own = sums.filter((sum) => sum.kind === kind);
  const total = (isMeant: (sum: ExposureSum) => boolean) => own.reduce((all, sum) => (isMeant(sum) ? all + sum.exposures : all), 0);
  const lost = pixels.reduce((all, { requests }) => all + requests, 0);
  const exposures = total(() => true);
  return {
    kind,
    received: exposures + lost,
    filtered: PIXEL_REASONS.flatMap((reason) => pixels.filter((one) => one.reason === reason)),
    exposures,
    usable: total(({ isUsable }) => isUsable),
    evidence: EXPOSURE_EVIDENCES.map((evidence) => {
      const stored = total((sum) => sum.evidence === evidence);
      return { evidence, received: stored + (evidence === PIXEL_EVIDENCE ? lost : 0), exposures: stored };
    }).filter(({ received }) => received > 0),
  };
}

/** The falls of what was summed, kind by kind, without those of which nothing came in. What pixels' filters took out were impressions. */
export function exposureFalls(sums: readonly ExposureSum[], pixels: readonly PixelSum[]): ExposureFall[] {
  return EXPOSURE_KINDS.map((kind) => fallOfKind(kind, sums, kind === 'impression' ? pixels : [])).filter(({ received }) => received > 0);
}
