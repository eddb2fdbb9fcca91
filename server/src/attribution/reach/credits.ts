import { apportion, apportionConversions, type Model, weigh } from '../../../../engine/src/index.ts';
import { TOUCHPOINT_KINDS } from '../paths/codes.ts';
import type { PathChunk } from '../paths/packed.ts';
import type { Evaluated } from '../reports/evaluate.ts';
import type { Slot } from '../reports/options.ts';

const EXPOSURES = new Set([TOUCHPOINT_KINDS.indexOf('download'), TOUCHPOINT_KINDS.indexOf('impression')]);

/** Exposures of a time and place that take credit. */
export interface CreditScope {
  fromMs: number;
  toMs: number;
  campaign?: string | undefined;
  show?: string | undefined;
}

/** Credited touches as columns, in the order their paths came. */
export interface CreditedTouches {
  /** Of the touchpoint; '' for a synthetic touch, which is none. */
  ids: string[];
  atMs: number[];
  slot: number[];
  person: number[];
  /** Code of the conversion's kind. */
  kind: number[];
  nano: number[];
  minor: number[];
  /** Whether it is a download or an impression. */
  isExposure: boolean[];
}

/** No touches yet. */
export function noTouches(): CreditedTouches {
  return { ids: [], atMs: [], slot: [], person: [], kind: [], nano: [], minor: [], isExposure: [] };
}

interface Weighed {
  chunk: PathChunk;
  out: Evaluated;
  idsOf: (path: number) => string[];
}

/** Weighs the paths of a chunk under a model and adds those credited touches that lie in the scope. */
export function addTouches(
  found: CreditedTouches,
  model: Model,
  { chunk, out, idsOf }: Weighed,
  terms: { scope: CreditScope; slots: readonly Slot[] },
): void {
  const { scope, slots } = terms;
  const touches = out.offsets[out.pathCount];
  const [weights, nano, minor] = [new Float64Array(touches), new Float64Array(touches), new Float64Array(touches)];
  weigh(model, out, weights);
  apportionConversions(out, weights, nano);
  apportion(out, chunk.valueMinor, weights, minor);
  for (let path = 0; path < out.pathCount; path += 1) {
    for (let touch = out.offsets[path]; touch < out.offsets[path + 1]; touch += 1) {
      const atMs = chunk.convertedAtMs[path] - out.ageMs[touch];
      if (atMs < scope.fromMs || atMs >= scope.toMs || !isMeant(slots[out.slot[touch]], scope)) continue;
      found.ids.push(out.origin[touch] < 0 ? '' : idsOf(path)[out.origin[touch]]);
      found.atMs.push(atMs);
      found.slot.push(out.slot[touch]);
      found.person.push(chunk.person[path]);
      found.kind.push(chunk.kind[path]);
      found.nano.push(nano[touch]);
      found.minor.push(minor[touch]);
      found.isExposure.push(out.origin[touch] >= 0 && EXPOSURES.has(chunk.evidence[chunk.offsets[path] + out.origin[touch]] >> 8));
    }
  }
}

function isMeant({ campaign, show }: Slot, scope: CreditScope): boolean {
  return (scope.campaign === undefined || campaign === scope.campaign) && (scope.show === undefined || show === scope.show);
}
