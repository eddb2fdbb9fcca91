import { EVIDENCE_CLASSES, type EvidenceClass, KIND_PROMO_CODE, TOUCHPOINT_KINDS } from '../paths/codes.ts';
import { chunkOf, type PathChunk } from '../paths/packed.ts';
import { syntheticId } from '../paths/rules.ts';
import type { StoredPath } from '../paths/store.ts';
import { campaignsOf } from './aggregate.ts';
import { createWeighed, type Crediting, weigherOf, type Weighed } from './crediting.ts';
import { ATTRIBUTED, createEvaluated, evaluate, type Evaluated, EXCLUDED, FILTERED, OTHER_CURRENCY } from './evaluate.ts';
import type { ReportOptions, Slot } from './options.ts';

/** One touch that earns credit, with what it earns. */
export interface CreditedTouch {
  id: string;
  occurredAtMs: number;
  kind: (typeof TOUCHPOINT_KINDS)[number];
  slot: Slot;
  /** The class it was matched by, after signals lent theirs. */
  evidence: EvidenceClass;
  /** The class it was matched by itself; null for a synthetic touch. */
  matchedBy: EvidenceClass | null;
  weight: number;
  nano: number;
  minor: number;
}

/** What became of a conversion under a report's options. */
export type Outcome = 'attributed' | 'unattributed' | 'excluded' | 'filtered' | 'other_currency';

/** Paths with the credit of their touches, by the place of a path among those that were given. */
export interface Credited {
  chunk: PathChunk;
  outcomeOf(path: number): Outcome;
  /** What of a path the model gives to nobody. */
  organicOf(path: number): { weight: number; nano: number; minor: number };
  touchesOf(path: number): CreditedTouch[];
}

function outcomeOf(state: number): Outcome {
  if (state === ATTRIBUTED) return 'attributed';
  if (state === EXCLUDED) return 'excluded';
  if (state === OTHER_CURRENCY) return 'other_currency';
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

function weighAll(crediting: Crediting, chunk: PathChunk, out: Evaluated, slots: readonly Slot[]): Weighed | undefined {
  const weigher = weigherOf(crediting, slots);
  if (weigher === undefined) return undefined;
  const weighed = createWeighed(out.offsets[out.pathCount], out.pathCount);
  weigher(chunk, out, weighed);
  return weighed;
}

/** Credits stored paths one by one, by the same code and to the same numbers as a report adds up over many. */
export function creditPaths(
  paths: readonly (StoredPath & { packed: Buffer })[],
  crediting: Crediting,
  options: ReportOptions,
  slots: readonly Slot[],
): Credited {
  const chunk = chunkOf(paths.map(({ packed }) => packed));
  const out = createEvaluated(paths.length);
  evaluate(chunk, options, campaignsOf(slots), out);
  // A model that there is not enough data for credits nothing.
  const { weights, nano, minor, organicWeight, organicNano, organicMinor } =
    weighAll(crediting, chunk, out, slots) ?? createWeighed(out.offsets[out.pathCount], out.pathCount);
  return {
    chunk,
    outcomeOf: (path) => outcomeOf(out.state[path]),
    organicOf: (path) => ({ weight: organicWeight[path], nano: organicNano[path], minor: organicMinor[path] }),
    touchesOf(path) {
      const { conversionId, convertedAtMs, touchpointIds } = paths[path];
      const nextId = syntheticIds(conversionId);
      const start = out.offsets[path];
      return Array.from({ length: out.offsets[path + 1] - start }, (_, place): CreditedTouch => {
        const touch = start + place;
        const slot = slots[out.slot[touch]];
        const origin = out.origin[touch];
        const stored = origin < 0 ? undefined : chunk.evidence[chunk.offsets[path] + origin];
        return {
          id: origin < 0 ? nextId(slot.campaign) : touchpointIds[origin],
          occurredAtMs: convertedAtMs - out.ageMs[touch],
          kind: TOUCHPOINT_KINDS[stored === undefined ? KIND_PROMO_CODE : stored >> 8],
          slot,
          evidence: EVIDENCE_CLASSES[out.evidence[touch]],
          matchedBy: stored === undefined ? null : EVIDENCE_CLASSES[stored & 255],
          weight: weights[touch],
          nano: nano[touch],
          minor: minor[touch],
        };
      });
    },
  };
}
