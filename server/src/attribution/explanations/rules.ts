import { apportion, apportionConversions, type Model, NANO, weigh } from '../../../../engine/src/index.ts';
import type { ConversionEvidence } from '../../tracking/evidence/service.ts';
import { EVIDENCE_CLASSES, type EvidenceClass, TOUCHPOINT_KINDS } from '../paths/codes.ts';
import { chunkOf, type PathChunk } from '../paths/packed.ts';
import { syntheticId } from '../paths/rules.ts';
import type { StoredPath } from '../paths/store.ts';
import { campaignsOf } from '../reports/aggregate.ts';
import { ATTRIBUTED, createEvaluated, evaluate, EXCLUDED, FILTERED } from '../reports/evaluate.ts';
import type { ReportOptions, Slot } from '../reports/options.ts';
import type { CreditedTouchpoint } from './schema.ts';

const SIGNAL_KIND = 'promo_code' as const;

/** What a path's touches earn, and what else a reader needs to know about it. */
export interface Explained {
  outcome: 'attributed' | 'unattributed' | 'excluded' | 'filtered';
  touchpoints: CreditedTouchpoint[];
  /** Of each of these touchpoints the class it was matched by itself, before signals lent theirs; null for a synthetic one. */
  matchedBy: (EvidenceClass | null)[];
  /** The campaign that the conversion's promo code is mapped to; null when it has none, or one that is not mapped. */
  codeCampaign: string | null;
  /** Days before the conversion of every touchpoint that was matched, credited or not, oldest first. */
  matchedDays: number[];
}

function outcomeOf(state: number): Explained['outcome'] {
  if (state === ATTRIBUTED) return 'attributed';
  if (state === EXCLUDED) return 'excluded';
  return state === FILTERED ? 'filtered' : 'unattributed';
}

/** Ids of synthetic touches: the first of a conversion carries its id alone, further ones their campaign too. */
function syntheticIds(conversionId: string): (campaign: string | null) => string {
  let isFirst = true;
  return (campaign) => {
    const id = isFirst ? syntheticId(conversionId) : `${syntheticId(conversionId)}:${campaign ?? ''}`;
    isFirst = false;
    return id;
  };
}

function kindOf(chunk: PathChunk, origin: number): CreditedTouchpoint['kind'] {
  return origin < 0 ? SIGNAL_KIND : TOUCHPOINT_KINDS[chunk.evidence[origin] >> 8];
}

/** Credits one stored path, by the same code and to the same numbers as a report over many. */
export function explainPath(
  path: StoredPath & { packed: Buffer },
  model: Model,
  options: ReportOptions,
  slots: readonly Slot[],
): Explained {
  const chunk = chunkOf([path.packed]);
  const out = createEvaluated(1);
  evaluate(chunk, options, campaignsOf(slots), out);
  const count = out.offsets[1];
  const [weights, nano, minor] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  weigh(model, out, weights);
  apportionConversions(out, weights, nano);
  apportion(out, chunk.valueMinor, weights, minor);
  const nextId = syntheticIds(path.conversionId);
  const touchpoints = Array.from({ length: count }, (_, touch): CreditedTouchpoint => {
    const slot = slots[out.slot[touch]];
    const origin = out.origin[touch];
    return {
      id: origin < 0 ? nextId(slot.campaign) : path.touchpointIds[origin],
      occurredAt: new Date(path.convertedAtMs - out.ageMs[touch]).toISOString(),
      kind: kindOf(chunk, origin),
      ...slot,
      evidence: EVIDENCE_CLASSES[out.evidence[touch]],
      synthetic: origin < 0,
      weight: weights[touch],
      creditMinor: minor[touch],
      creditConversions: nano[touch] / NANO,
    };
  });
  return {
    outcome: outcomeOf(out.state[0]),
    touchpoints,
    matchedBy: touchpoints.map((_, touch) => (out.origin[touch] < 0 ? null : EVIDENCE_CLASSES[chunk.evidence[out.origin[touch]] & 255])),
    codeCampaign: chunk.codeSlot[0] < 0 ? null : slots[chunk.codeSlot[0]].campaign,
    matchedDays: Array.from(chunk.ageMs.subarray(0, chunk.offsets[1]), (age) => age / 86_400_000),
  };
}

/** What remains of a conversion's value after refunds; null when it has none. */
export function netValue(conversion: ConversionEvidence): number | null {
  return conversion.valueMinor === null ? null : Math.max(0, conversion.valueMinor - conversion.refundedMinor);
}
