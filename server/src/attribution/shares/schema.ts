import { z } from 'zod';
import { Instant } from '../../platform/item-batch.ts';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import { CONVERSION_KINDS } from '../paths/codes.ts';

export const BREAKDOWNS = ['show', 'episode', 'placement', 'channel', 'day'] as const;

const Day = z.iso.date({ error: 'must be a day, such as 2026-11-01' });
const Kinds = z.array(z.enum(CONVERSION_KINDS)).min(1, 'must name a kind, or be null for all').max(CONVERSION_KINDS.length);

export const LEAST_FLOOR = 2;

export const SHARE_KINDS = ['report', 'matching'] as const;

export const NewShare = z
  .strictObject({
    kind: z
      .enum(SHARE_KINDS)
      .default('report')
      .describe("report: this tenant's own figures; matching: its exposures, matched with the orders of the other side"),
    campaign: CatalogKey.describe('the campaign whose figures are shared'),
    partner: z
      .string()
      .trim()
      .min(1, 'must not be empty')
      .max(200, 'has at most 200 characters')
      .describe('whom it is for, in your words; the other side does not see this'),
    breakdowns: z
      .array(z.enum(BREAKDOWNS))
      .max(BREAKDOWNS.length)
      .default(['show'])
      .describe('what figures may be broken down by, beside the campaign as a whole'),
    conversionKinds: Kinds.nullable().default(null).describe('only conversions of these kinds; null = all'),
    showsValue: z.boolean().default(true).describe('whether credited value is shown'),
    showsSpend: z.boolean().default(false).describe('whether the booked spend is shown'),
    from: Day.nullable().default(null).describe('conversions from this UTC day on'),
    to: Day.nullable().default(null).describe('conversions before this UTC day'),
    minPeople: z
      .int('must be a whole number')
      .min(LEAST_FLOOR, `must be at least ${LEAST_FLOOR}, or a row could be one order`)
      .max(1_000, 'must be at most 1000')
      .default(10)
      .describe('rows that stand on conversions of fewer people or households are put together, and value that fewer paid is not shown'),
    expiresAt: Instant.describe('when the share ends by itself; at most two years ahead'),
    email: z.email('must be an e-mail address').max(254).optional().describe('sends the invitation code to this address as well'),
  })
  .meta({ id: 'NewShare' });
export type NewShare = z.output<typeof NewShare>;

const Scope = {
  id: z.string().describe('UUID'),
  kind: z.enum(SHARE_KINDS),
  campaign: z.string(),
  breakdowns: z.array(z.enum(BREAKDOWNS)),
  conversionKinds: z.array(z.enum(CONVERSION_KINDS)).nullable(),
  showsValue: z.boolean(),
  showsSpend: z.boolean(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  minPeople: z.int(),
  expiresAt: z.string(),
  claimedAt: z.string().nullable().describe('when the invitation code was entered'),
  acceptedAt: z.string().nullable(),
  granteeKinds: z
    .array(z.enum(CONVERSION_KINDS))
    .nullable()
    .describe("of a matching share, which kinds of the grantee's conversions take part; null = all"),
};

export const SHARE_STATES = ['invited', 'invitation_expired', 'offered', 'live', 'expired', 'revoked', 'declined'] as const;
export type ShareState = (typeof SHARE_STATES)[number];

export const Share = z
  .object({
    ...Scope,
    state: z.enum(SHARE_STATES),
    partner: z.string(),
    grantee: z.string().nullable().describe('name of the tenant that entered the code'),
    invitationExpiresAt: z.string(),
    createdAt: z.string(),
    endedAt: z.string().nullable(),
  })
  .meta({ id: 'Share' });
export type Share = z.infer<typeof Share>;

export const CreatedShare = Share.extend({
  invitationCode: z.string().describe('hand it to the other side; shown this once'),
}).meta({ id: 'CreatedShare' });
export type CreatedShare = z.infer<typeof CreatedShare>;

export const ReceivedShare = z
  .object({
    ...Scope,
    state: z.enum(['offered', 'live']),
    grantor: z.string().describe('name of the tenant that shares'),
  })
  .meta({ id: 'ReceivedShare' });
export type ReceivedShare = z.infer<typeof ReceivedShare>;

export const Invitation = z
  .strictObject({ code: z.string().min(1, 'must not be empty').max(200, 'is no invitation code') })
  .meta({ id: 'ShareInvitation' });

export const Acceptance = z
  .strictObject({
    conversionKinds: Kinds.nullable().default(null).describe('of a matching share: which kinds of your conversions take part; null = all'),
  })
  .meta({ id: 'ShareAcceptance' });
export type Acceptance = z.output<typeof Acceptance>;
