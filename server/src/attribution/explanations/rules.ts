import { NANO } from '../../../../engine/src/index.ts';
import type { ConversionEvidence } from '../../tracking/evidence/service.ts';
import type { StoredPath } from '../paths/store.ts';
import { type CreditedTouch, creditPaths, type Outcome } from '../reports/credited.ts';
import type { Crediting } from '../reports/crediting.ts';
import type { ReportOptions, Slot } from '../reports/options.ts';
import { CONVERSION_KINDS, EVIDENCE_CLASSES, type EvidenceClass, isSignal, TIER, TOUCHPOINT_KINDS } from '../paths/codes.ts';
import type { PathChunk } from '../paths/packed.ts';
import type { CreditedTouchpoint, UnusedTouchpoint } from './schema.ts';
import { type Workings, workingsOf } from './workings.ts';

/** What a path's touches earn, and what else a reader needs to know about it. */
export interface Explained {
  outcome: Outcome;
  /** What of it the model gives to nobody. */
  organicMinor: number;
  organicConversions: number;
  touchpoints: CreditedTouchpoint[];
  /** Of each of these touchpoints the class it was matched by itself, before signals lent theirs; null for a synthetic one. */
  matchedBy: (EvidenceClass | null)[];
  /** The campaign that the conversion's promo code is mapped to; null when it has none, or one that is not mapped. */
  codeCampaign: string | null;
  /** How the weight of each of these touchpoints came about, and that of nobody. */
  workings: Workings;
  /** Those that were matched and are not among these. */
  unused: UnusedTouchpoint[];
  /** Days before the conversion of every touchpoint that was matched, credited or not, oldest first. */
  matchedDays: number[];
}

function told({ id, occurredAtMs, kind, slot, evidence, matchedBy, weight, nano, minor }: CreditedTouch): CreditedTouchpoint {
  return {
    id,
    occurredAt: new Date(occurredAtMs).toISOString(),
    kind,
    ...slot,
    evidence,
    synthetic: matchedBy === null,
    weight,
    creditMinor: minor,
    creditConversions: nano / NANO,
  };
}

const DAY_MS = 86_400_000;

/** Why a matched touch is not credited under the options. */
function whyUnused(kind: number, evidence: number, ageMs: number, options: ReportOptions): UnusedTouchpoint['why'] {
  if (ageMs > options.lookbackDays * DAY_MS) return 'outside_lookback';
  if (isSignal(kind) && options.responseSignals === 'evidence') return 'evidence_only';
  if (options.touchpointKinds !== undefined && !options.touchpointKinds.includes(kind)) return 'other_kind';
  if (TIER[evidence] > TIER[EVIDENCE_CLASSES.indexOf(options.minEvidence)]) return 'too_weak';
  return 'repeat';
}

/** The touches of a stored path that are not among the credited ones. */
function unusedOf(
  path: StoredPath,
  chunk: PathChunk,
  credited: ReadonlySet<string>,
  about: { options: ReportOptions; slots: readonly Slot[] },
) {
  return path.touchpointIds.slice(0, chunk.offsets[1]).flatMap((id, place): UnusedTouchpoint[] => {
    if (credited.has(id)) return [];
    const [kind, evidence] = [chunk.evidence[place] >> 8, chunk.evidence[place] & 255];
    const ageMs = chunk.ageMs[place];
    return [
      {
        id,
        occurredAt: new Date(path.convertedAtMs - ageMs).toISOString(),
        kind: TOUCHPOINT_KINDS[kind],
        ...about.slots[chunk.slot[place]],
        evidence: EVIDENCE_CLASSES[evidence],
        why: whyUnused(kind, evidence, ageMs, about.options),
      },
    ];
  });
}

/** Credits one stored path, by the same code and to the same numbers as a report over many. */
export function explainPath(
  path: StoredPath & { packed: Buffer },
  crediting: Crediting,
  options: ReportOptions,
  slots: readonly Slot[],
): Explained {
  const { chunk, outcomeOf, organicOf, touchesOf } = creditPaths([path], crediting, options, slots);
  const touches = touchesOf(0);
  return {
    outcome: outcomeOf(0),
    organicMinor: organicOf(0).minor,
    organicConversions: organicOf(0).nano / NANO,
    touchpoints: touches.map(told),
    matchedBy: touches.map(({ matchedBy }) => matchedBy),
    workings: workingsOf(
      crediting,
      CONVERSION_KINDS[chunk.kind[0]],
      touches.map(({ occurredAtMs, slot, matchedBy }) => {
        return { ageMs: path.convertedAtMs - occurredAtMs, slot, shown: slot, synthetic: matchedBy === null };
      }),
    ),
    unused: unusedOf(path, chunk, new Set(touches.map(({ id }) => id)), { options, slots }),
    codeCampaign: chunk.codeSlot[0] < 0 ? null : slots[chunk.codeSlot[0]].campaign,
    matchedDays: Array.from(chunk.ageMs.subarray(0, chunk.offsets[1]), (age) => age / 86_400_000),
  };
}

/** What people call campaigns, shows and episodes, by key. */
export type Names = Record<'campaign' | 'show' | 'episode', ReadonlyMap<string, string>>;

/** A slot with names in the place of keys, as far as there are some. */
export function named(names: Names, { ...slot }: Slot): Slot {
  for (const dimension of ['campaign', 'show', 'episode'] as const) {
    const key = slot[dimension];
    if (key !== null) slot[dimension] = names[dimension].get(key) ?? key;
  }
  return slot;
}

/** The same as it is told to people: by names, in its workings, too. Ids and figures stay. */
export function explainedByName(explained: Explained, names: Names, crediting: Crediting, conversion: ConversionEvidence): Explained {
  const touches = explained.touchpoints.map(({ occurredAt, synthetic, ...slot }) => {
    return { ageMs: conversion.occurredAtMs - Date.parse(occurredAt), slot, shown: named(names, slot), synthetic };
  });
  return {
    ...explained,
    codeCampaign: explained.codeCampaign && (names.campaign.get(explained.codeCampaign) ?? explained.codeCampaign),
    touchpoints: explained.touchpoints.map((touch, place) => {
      const { campaign, show, episode } = touches[place].shown;
      return { ...touch, campaign, show, episode };
    }),
    workings: workingsOf(crediting, conversion.kind, touches),
  };
}

/** What remains of a conversion's value after refunds; null when it has none. */
export function netValue(conversion: ConversionEvidence): number | null {
  return conversion.valueMinor === null ? null : Math.max(0, conversion.valueMinor - conversion.refundedMinor);
}
