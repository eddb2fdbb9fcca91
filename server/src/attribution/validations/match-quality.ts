import type { ConversionEvidence, TouchpointEvidence } from '../../tracking/evidence/service.ts';
import { EVIDENCE_CLASSES, type EvidenceClass } from '../paths/codes.ts';
import type { MatchedTouch } from '../paths/match.ts';
import { DEFAULT_OPTIONS } from '../reports/options.ts';

const LOOKBACK_MS = DEFAULT_OPTIONS.lookbackDays * 86_400_000;

/** How well exposures were matched, held against who heard them; shares are null where there is nothing to share. */
export interface MatchQuality {
  purchases: number;
  /** Of all purchases, those with a matched exposure in the lookback. */
  matchedShare: number | null;
  /** Of matched exposures, those that the buyer's own household heard. */
  ownShare: number | null;
  /** Of exposures that the buyers' households heard in the lookback, those that were matched. */
  foundShare: number | null;
  /** The own share by evidence class, strongest first; classes that matched nothing are left out. */
  byEvidence: { evidence: EvidenceClass; touches: number; ownShare: number }[];
}

/** Counts, purchase by purchase, whose exposures were matched. */
export interface Ownership {
  note(conversion: ConversionEvidence, matched: readonly MatchedTouch[]): void;
  finish(): MatchQuality;
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** `householdOf` says who is behind each event's id. */
export function createOwnership(exposures: readonly TouchpointEvidence[], householdOf: ReadonlyMap<string, number>): Ownership {
  const heardBy = Map.groupBy(exposures, ({ id }) => householdOf.get(id));
  const isExposure = new Set(exposures.map(({ id }) => id));
  const touches = EVIDENCE_CLASSES.map(() => 0);
  const own = EVIDENCE_CLASSES.map(() => 0);
  const counts = { purchases: 0, matched: 0, heard: 0 };
  return {
    note(conversion, matched) {
      const household = householdOf.get(conversion.id);
      const isInside = ({ occurredAtMs }: TouchpointEvidence) => {
        return occurredAtMs <= conversion.occurredAtMs && occurredAtMs >= conversion.occurredAtMs - LOOKBACK_MS;
      };
      const found = matched.filter(({ touchpoint }) => isExposure.has(touchpoint.id) && isInside(touchpoint));
      for (const { touchpoint, evidence } of found) {
        touches[evidence] += 1;
        if (householdOf.get(touchpoint.id) === household) own[evidence] += 1;
      }
      counts.purchases += 1;
      counts.matched += found.length > 0 ? 1 : 0;
      counts.heard += (heardBy.get(household) ?? []).filter(isInside).length;
    },
    finish() {
      const sum = (list: readonly number[]) => list.reduce((total, one) => total + one, 0);
      return {
        purchases: counts.purchases,
        matchedShare: share(counts.matched, counts.purchases),
        ownShare: share(sum(own), sum(touches)),
        foundShare: share(sum(own), counts.heard),
        byEvidence: EVIDENCE_CLASSES.flatMap((evidence, place) =>
          touches[place] === 0 ? [] : [{ evidence, touches: touches[place], ownShare: own[place] / touches[place] }],
        ),
      };
    },
  };
}
