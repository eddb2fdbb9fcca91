import { z } from 'zod';
import { CONVERSION_SOURCES, EXPOSURE_EVIDENCES } from '../../tracking/intake/schema.ts';
import { CONVERSION_KINDS, EVIDENCE_CLASSES, TOUCHPOINT_KINDS } from '../paths/codes.ts';
import { ModelOrigin, ModelReference } from '../../tenants/schema.ts';
import { CreditQuery, FitNote } from '../reports/schema.ts';

export const ExplanationQuery = CreditQuery.extend({
  model: ModelReference.optional().describe("built in, or of your own, or NAME@VERSION; the tenant's default when left out"),
});
export type ExplanationQuery = z.output<typeof ExplanationQuery>;

export const CreditedTouchpoint = z
  .object({
    id: z.string(),
    occurredAt: z.string(),
    kind: z.enum(TOUCHPOINT_KINDS),
    campaign: z.string().nullable(),
    show: z.string().nullable(),
    episode: z.string().nullable(),
    channel: z.string().nullable(),
    placement: z.string().nullable(),
    deliveryEvidence: z.enum(EXPOSURE_EVIDENCES).nullable().describe('how its delivery is known; null for what is no exposure'),
    evidence: z.enum(EVIDENCE_CLASSES).describe('the class by which it was matched, after signals lent theirs'),
    synthetic: z.boolean().describe('true when it stands for a promo code or another signal that no exposure explains'),
    weight: z.number(),
    creditMinor: z.int(),
    creditConversions: z.number(),
  })
  .meta({ id: 'CreditedTouchpoint' });
export type CreditedTouchpoint = z.infer<typeof CreditedTouchpoint>;

export const UNUSED_REASONS = ['outside_lookback', 'too_weak', 'other_kind', 'evidence_only', 'repeat'] as const;

export const UnusedTouchpoint = CreditedTouchpoint.pick({
  id: true,
  occurredAt: true,
  kind: true,
  campaign: true,
  show: true,
  episode: true,
  channel: true,
  placement: true,
  deliveryEvidence: true,
})
  .extend({
    evidence: z.enum(EVIDENCE_CLASSES).describe('the class by which it was matched'),
    why: z
      .enum(UNUSED_REASONS)
      .describe(
        'outside the lookback, weaker than minEvidence, not of touchpointKind, evidence for an exposure rather than one, or a repeat',
      ),
  })
  .meta({ id: 'UnusedTouchpoint' });
export type UnusedTouchpoint = z.infer<typeof UnusedTouchpoint>;

const NamedKey = z.object({ key: z.string(), name: z.string() });

export const Explanation = z
  .object({
    id: z.string(),
    kind: z.enum(CONVERSION_KINDS),
    occurredAt: z.string(),
    valueMinor: z.int().nullable().describe('what credit is computed on: the gross value less refunds'),
    grossValueMinor: z.int().nullable(),
    refundedMinor: z.int(),
    chargedBackMinor: z.int().describe("what of it the buyer's bank took back, and has not given back"),
    currency: z.string().nullable(),
    model: z.string().describe('of your own, with the version that was meant'),
    modelOrigin: ModelOrigin,
    fit: FitNote.nullable().describe('what a data-driven model rests on; null for rules'),
    lookbackDays: z.int(),
    version: z.int().nullable().describe('of the path; it grows with every restatement'),
    source: z.enum(CONVERSION_SOURCES).describe('who told of it: a webhook, a server, an import, or only a page'),
    otherRecords: z.array(z.string()).describe('ids of the other records of its order; what they carry belongs to the one that counts'),
    duplicateOf: z.string().nullable().describe('the conversion of the same order that counts instead of this one'),
    unattributedReason: z.enum(['erased']).nullable().describe('erased when the person behind it was erased, and only its amount is left'),
    waiting: z.boolean().describe('true while events are still being matched, so that this may change'),
    touchpoints: z.array(CreditedTouchpoint),
    unusedTouchpoints: z.array(UnusedTouchpoint).describe('matched and without credit under these options, oldest first'),
    names: z
      .object({ campaigns: z.array(NamedKey), shows: z.array(NamedKey), episodes: z.array(NamedKey) })
      .describe('what those of these touchpoints are called that have a name; the sentences use it'),
    organicMinor: z.int().describe('what the model gives to nobody; 0 for models that do not estimate it'),
    organicConversions: z.number(),
    sentences: z.array(z.string()),
  })
  .meta({ id: 'Explanation' });
export type Explanation = z.infer<typeof Explanation>;
