import type { FitUnit } from '../fits/schema.ts';
import { CONVERSION_KINDS } from '../paths/codes.ts';
import { createChunk } from '../paths/packed.ts';
import { createWeighed, type Crediting, type Weigher, weigherOf } from './crediting.ts';
import { createEvaluated } from './evaluate.ts';
import type { Slot } from './options.ts';

/** One path as an export tells it: ages in milliseconds, oldest touch first, and where each touch ran. */
export interface ToldPath {
  kind: (typeof CONVERSION_KINDS)[number];
  valueMinor: number;
  ages: readonly number[];
  slots: readonly Slot[];
  /** Which touches stand for a code or another signal that no exposure explains. */
  synthetic: readonly boolean[];
}

/** Credits paths one at a time. */
export type RowCreditor = (path: ToldPath) => {
  weights: Float64Array;
  nano: Float64Array;
  minor: Float64Array;
  organic: { weight: number; nano: number; minor: number };
};

/** No key that can be stored holds this character: it stands for whatever a model does not know. */
const UNKNOWN = '\u0000';
const NOWHERE: Slot = { campaign: null, channel: null, show: null, episode: null, placement: null, deliveryEvidence: null };

/** By what a model tells touches apart, and the keys that it knows; undefined for one to which they are all alike. */
function keysOf(crediting: Crediting): { unit: FitUnit; keys: (string | null)[] } | undefined {
  if (crediting.kind === 'fitted') return { unit: crediting.unit, keys: crediting.fit.result?.fits[0]?.units.map(({ key }) => key) ?? [] };
  if (crediting.kind !== 'custom' || 'positions' in crediting.weights) return undefined;
  return { unit: 'placement', keys: [...crediting.weights.placements.keys()] };
}

/** Gives a weigher and, for the touches of a path, the places of their slots among those that it was built for. */
type Prepare = (slots: readonly Slot[]) => { weigher: Weigher | undefined; slotOf: Int32Array };

/** Touches of a shapley path are alike within that path alone: its units are numbered anew each time, in as many slots as it takes. */
function prepareShapley(crediting: Crediting & { kind: 'shapley' }): Prepare {
  const { unit } = crediting;
  let room = 0;
  let weigher: Weigher | undefined;
  return (slots) => {
    const places = new Map([...new Set(slots.map((slot) => slot[unit]))].map((key, place) => [key, place]));
    if (places.size > room) {
      room = Math.max(64, 2 * places.size);
      weigher = weigherOf(
        crediting,
        Array.from({ length: room }, (_, place) => ({ ...NOWHERE, [unit]: String(place) })),
      );
    }
    return { weigher, slotOf: Int32Array.from(slots, (slot) => places.get(slot[unit]) ?? 0) };
  };
}

/** All other models know their units beforehand: one slot for each, and one for all that they do not know. */
function prepareKnown(crediting: Crediting): Prepare {
  const { unit, keys } = keysOf(crediting) ?? { unit: 'placement', keys: [] };
  const places = new Map(keys.map((key, place) => [key, place]));
  const weigher = weigherOf(
    crediting,
    [...keys, UNKNOWN].map((key) => ({ ...NOWHERE, [unit]: key })),
  );
  return (slots) => ({ weigher, slotOf: Int32Array.from(slots, (slot) => places.get(slot[unit]) ?? keys.length) });
}

/**
 * Credits paths that were told apart from any store, one at a time, by the same code and to the same numbers as a report; what a model
 * computes from its parameters is computed once.
 */
export function createRowCreditor(crediting: Crediting): RowCreditor {
  const prepare = crediting.kind === 'shapley' ? prepareShapley(crediting) : prepareKnown(crediting);
  return ({ kind, valueMinor, ages, slots, synthetic }) => {
    const { weigher, slotOf } = prepare(slots);
    const chunk = createChunk(1);
    chunk.kind[0] = CONVERSION_KINDS.indexOf(kind);
    chunk.valueMinor[0] = valueMinor;
    const out = { ...createEvaluated(1), pathCount: 1, offsets: Int32Array.of(0, ages.length), ageMs: Float64Array.from(ages) };
    out.origin = Int32Array.from(synthetic, (one, place) => (one ? -1 : place));
    out.slot = slotOf;
    const weighed = createWeighed(ages.length, 1);
    weigher?.(chunk, out, weighed);
    const { weights, nano, minor, organicWeight, organicNano, organicMinor } = weighed;
    return { weights, nano, minor, organic: { weight: organicWeight[0], nano: organicNano[0], minor: organicMinor[0] } };
  };
}
