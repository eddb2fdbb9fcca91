import { z } from 'zod';
import { EventId } from '../../platform/item-batch.ts';
import { PageQuery, pageSchema } from '../../platform/paging.ts';
import { Moment } from '../reports/schema.ts';

/** Why a path was written anew, in a sentence each; docs/method.md lists the same. */
export const REASON_TEXTS = {
  new: 'The conversion was matched for the first time.',
  late_touchpoint: 'A touchpoint that shares a key with it came in, or was taken back, after it had been matched.',
  refund: 'Something of it was refunded, or a refund was taken back, so that credit is computed on another value.',
  chargeback: "The buyer's bank took its payment back, or gave it back after a dispute: credit is computed on another value.",
  order_edited: 'Its order was edited at the shop, so that credit is computed on another value.',
  duplicate_order: 'Another record of its order came in, or became known as one, and one record of an order counts.',
  promo_code: 'A promo code was mapped to a campaign, moved or taken back.',
  customer_history: 'An earlier purchase or visit of the same person came in.',
  list_changed: 'A list of networks changed, and says otherwise of an address by which it is matched.',
  identity_rule_changed: 'A rule changed by which touchpoints are tied to conversions, with an update of the program.',
  rectified: 'An event was put right at the request of the person behind it.',
  restricted: 'A person had the use of their events restricted, or a restriction ended.',
  erased: 'A person was erased. What was theirs is gone from it, and from every earlier version.',
  rebuild: 'Everything was matched anew from the stored events: an operator asked for it, or an update that repaired what was stored.',
} as const;
export type RestatementReason = keyof typeof REASON_TEXTS;
export const RESTATEMENT_REASONS = Object.keys(REASON_TEXTS) as [RestatementReason, ...RestatementReason[]];

export const RestatementsQuery = PageQuery.extend({
  conversion: EventId.optional().describe('of this conversion alone, by the id the tenant sent'),
  reason: z.enum(RESTATEMENT_REASONS, { error: `must be one of ${RESTATEMENT_REASONS.join(', ')}` }).optional(),
  from: Moment.optional().describe('restated from here on; a day or an instant'),
  to: Moment.optional().describe('restated before here; a day or an instant'),
});
export type RestatementsQuery = z.output<typeof RestatementsQuery>;

export const STATE_OUTCOMES = ['attributed', 'unattributed', 'excluded', 'filtered', 'duplicate'] as const;

/** What a version of a path says. */
export const PathState = z
  .object({
    version: z.int(),
    outcome: z
      .enum(STATE_OUTCOMES)
      .describe("under the tenant's settings for reports; duplicate: another record of the order counts instead of this one"),
    duplicateOf: z.string().nullable().describe('the record that counts'),
    touchpoints: z.int().describe('that belong to it within 90 days, whatever a report counts'),
    valueMinor: z.int().nullable().describe('after refunds; null for a duplicate'),
    currency: z.string().nullable(),
  })
  .meta({ id: 'PathState' });
export type PathState = z.infer<typeof PathState>;

export const PATH_CHANGES = [
  'touchpoints',
  'evidence',
  'placement',
  'value',
  'time',
  'kind',
  'code',
  'customer',
  'origin',
  'person',
  'order',
] as const;
export type PathChange = (typeof PATH_CHANGES)[number];

export const CAUSES = ['events', 'actor', 'list', 'privacy_request', 'unknown'] as const;

/** Who or what brought a version about, as far as that is on record. */
export const RestatementCause = z
  .object({
    by: z.enum(CAUSES),
    actors: z.array(z.string()).describe('who did it, as the audit log names them; empty unless "by" is actor'),
    says: z.string(),
  })
  .meta({ id: 'RestatementCause' });
export type RestatementCause = z.infer<typeof RestatementCause>;

/** One version of a path with what it changed. */
export const Restatement = z
  .object({
    conversionId: z.string(),
    version: z.int(),
    at: z.string().describe('from when on this version holds, to the microsecond'),
    supersededAt: z.string().nullable().describe('until when; null for the present one'),
    reason: z.enum(RESTATEMENT_REASONS),
    says: z.string().describe('the reason in a sentence'),
    cause: RestatementCause,
    before: PathState.nullable().describe('null when there was none, or when an erasure took it'),
    after: PathState,
    changes: z.array(z.enum(PATH_CHANGES)).describe('what of the path differs; empty when the version before it is not known'),
    touchpointsAdded: z.array(z.string()).describe('the first 100 of their ids'),
    touchpointsRemoved: z.array(z.string()).describe('the first 100 of their ids'),
    addedCount: z.int(),
    removedCount: z.int(),
  })
  .meta({ id: 'Restatement' });
export type Restatement = z.infer<typeof Restatement>;

export const ConversionHistory = pageSchema(Restatement)
  .extend({
    conversionId: z.string(),
    version: z.int().nullable().describe('the present one; null while it has not been matched'),
    versionsGone: z.int().describe('earlier versions that an erasure of somebody deleted: their number is all that is left of them'),
  })
  .meta({ id: 'ConversionHistory' });
export type ConversionHistory = z.infer<typeof ConversionHistory>;
