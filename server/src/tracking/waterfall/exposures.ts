import { EXPOSURE_KINDS, type ExposureKind } from './schema.ts';
import { EXPOSURE_EVIDENCES, type ExposureEvidence } from '../intake/schema.ts';
import { PIXEL_REASONS, type PixelReason } from '../filteredpixels/schema.ts';
import { AD_REASONS, type AdReason } from '../insertedads/schema.ts';

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
  filtered: Lost[];
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

/** What a rule took out of one kind. */
export interface Lost {
  reason: PixelReason | AdReason;
  requests: number;
}

const REASONS: readonly Lost['reason'][] = [...PIXEL_REASONS, ...AD_REASONS];
/** What is known of what was taken out: pixels were asked for, and hosts' logs told the bytes. */
const LOST_EVIDENCE: Record<ExposureKind, ExposureEvidence | undefined> = {
  ad: 'host_log_bytes',
  impression: 'ad_pixel',
  download: undefined,
};

function fallOfKind(kind: ExposureKind, sums: readonly ExposureSum[], taken: readonly Lost[]): ExposureFall {
  const own = sums.filter((sum) => sum.kind === kind);
  const total = (isMeant: (sum: ExposureSum) => boolean) => own.reduce((all, sum) => (isMeant(sum) ? all + sum.exposures : all), 0);
  const lost = taken.reduce((all, { requests }) => all + requests, 0);
  const exposures = total(() => true);
  return {
    kind,
    received: exposures + lost,
    filtered: REASONS.flatMap((reason) => taken.filter((one) => one.reason === reason)),
    exposures,
    usable: total(({ isUsable }) => isUsable),
    evidence: EXPOSURE_EVIDENCES.map((evidence) => {
      const stored = total((sum) => sum.evidence === evidence);
      return { evidence, received: stored + (evidence === LOST_EVIDENCE[kind] ? lost : 0), exposures: stored };
    }).filter(({ received }) => received > 0),
  };
}

/** What rules took out, by kind. */
export type LostByKind = Partial<Record<ExposureKind, readonly Lost[]>>;

/** The falls of what was summed, kind by kind, without those of which nothing came in. */
export function exposureFalls(sums: readonly ExposureSum[], lost: LostByKind): ExposureFall[] {
  return EXPOSURE_KINDS.map((kind) => fallOfKind(kind, sums, lost[kind] ?? [])).filter(({ received }) => received > 0);
}
