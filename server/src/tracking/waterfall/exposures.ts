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
  /** False in the control arm of a test. */
  isHeard: boolean;
  exposures: number;
}

/** Of people whom a test kept the ad from. */
const CONTROL = 'control_arm';

/** What a rule took out of one kind. */
export interface Lost {
  reason: PixelReason | AdReason | typeof CONTROL;
  requests: number;
}

const REASONS: readonly Lost['reason'][] = [...PIXEL_REASONS, ...AD_REASONS, CONTROL];
/** What is known of what was taken out: pixels were asked for, and hosts' logs told the bytes. */
const LOST_EVIDENCE: Record<ExposureKind, ExposureEvidence | undefined> = {
  ad: 'host_log_bytes',
  impression: 'ad_pixel',
  download: undefined,
};

function fallOfKind(kind: ExposureKind, sums: readonly ExposureSum[], taken: readonly Lost[]): ExposureFall {
  const own = sums.filter((sum) => sum.kind === kind);
  const stored = (isMeant: (sum: ExposureSum) => boolean) => own.reduce((all, sum) => (isMeant(sum) ? all + sum.exposures : all), 0);
  const total = (isMeant: (sum: ExposureSum) => boolean) => stored((sum) => sum.isHeard && isMeant(sum));
  const lost = taken.reduce((all, { requests }) => all + requests, 0);
  const exposures = total(() => true);
  const unheard = stored(({ isHeard }) => !isHeard);
  const filtered = unheard === 0 ? taken : [...taken, { reason: CONTROL, requests: unheard } as const];
  return {
    kind,
    received: exposures + lost + unheard,
    filtered: REASONS.flatMap((reason) => filtered.filter((one) => one.reason === reason)),
    exposures,
    usable: total(({ isUsable }) => isUsable),
    evidence: EXPOSURE_EVIDENCES.map((evidence) => {
      const received = stored((sum) => sum.evidence === evidence) + (evidence === LOST_EVIDENCE[kind] ? lost : 0);
      return { evidence, received, exposures: total((sum) => sum.evidence === evidence) };
    }).filter(({ received }) => received > 0),
  };
}

/** What rules took out, by kind. */
export type LostByKind = Partial<Record<ExposureKind, readonly Lost[]>>;

/** The falls of what was summed, kind by kind, without those of which nothing came in. */
export function exposureFalls(sums: readonly ExposureSum[], lost: LostByKind): ExposureFall[] {
  return EXPOSURE_KINDS.map((kind) => fallOfKind(kind, sums, lost[kind] ?? [])).filter(({ received }) => received > 0);
}
