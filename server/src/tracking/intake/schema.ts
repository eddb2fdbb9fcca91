import { z } from 'zod';
import { EventId, Instant } from '../../platform/item-batch.ts';
import { CodeText } from '../../catalog/codes/schema.ts';
import { Currency } from '../../platform/money.ts';
import { turnFault } from '../../platform/names.ts';

export { Instant };

export const TOUCHPOINT_KINDS = ['download', 'impression', 'click', 'vanity_visit', 'promo_code', 'survey'] as const;
/** How the delivery of an exposure is known, strongest first; `reported` is the word of whoever sent it. */
export const EXPOSURE_EVIDENCES = ['ad_pixel', 'host_log_bytes', 'prefix_request', 'reported'] as const;
export type ExposureEvidence = (typeof EXPOSURE_EVIDENCES)[number];
/** Who told of a conversion. */
export const CONVERSION_SOURCES = ['webhook', 'server', 'import', 'pixel'] as const;
export type ConversionSource = (typeof CONVERSION_SOURCES)[number];

/** The arm of every test whose people did not hear the ad. */
export const CONTROL_ARM = 'control';

export const CONVERSION_KINDS = ['visit', 'lead', 'signup', 'install', 'purchase', 'subscription'] as const;

export const MAX_BATCH = 1_000;
export const MAX_VALUE_MINOR = 1_000_000_000_000;
export const MAX_METADATA_CHARACTERS = 8_192;

const key = z.string().min(1, 'must not be empty').max(200, 'has at most 200 characters');
/** What becomes a row of the catalogue, or names one. */
const placeKey = key.refine((text) => turnFault(text) === undefined, { error: ({ input }) => turnFault(String(input)) });
const word = z.string().min(1, 'must not be empty').max(500, 'has at most 500 characters');

export const Identity = z
  .strictObject({
    ip: z.union([z.ipv4(), z.ipv6()], { error: 'must be an IPv4 or IPv6 address' }),
    userAgent: z.string().min(1, 'must not be empty').max(2_000, 'has at most 2000 characters'),
    userId: word,
    emailSha256: z
      .string()
      .regex(/^[0-9a-fA-F]{64}$/, 'must be the SHA-256 of the trimmed, lower-case address, as 64 hexadecimal digits')
      .toLowerCase(),
    emailMd5: z
      .string()
      .regex(/^[0-9a-fA-F]{32}$/, 'must be the MD5 of the trimmed, lower-case address, as 32 hexadecimal digits')
      .toLowerCase()
      .describe('where no SHA-256 is at hand; matches only events that also carry no more than the MD5'),
    deviceId: word,
    clickId: word,
  })
  .partial()
  .describe('what ties a touchpoint to a conversion; stored only as keyed hashes')
  .meta({ id: 'Identity' });
export type Identity = z.output<typeof Identity>;

/** An order id as orders are compared by it: without blanks around it and without a "#" before it, as some show it to buyers. */
export function orderIdOf(text: string): string {
  return text.trim().replace(/^#\s*/, '') || text;
}

/** Whether a JSON text named a number that this process cannot hold, and so reads as another one. */
function holdsInexactNumber(value: unknown): boolean {
  if (typeof value === 'number') return Math.abs(value) > Number.MAX_SAFE_INTEGER;
  return value !== null && typeof value === 'object' && Object.values(value).some(holdsInexactNumber);
}

export const Metadata = z
  .record(z.string().max(200), z.unknown())
  .refine((value) => !holdsInexactNumber(value), 'holds a number beyond 2^53, which would not be kept exactly; send it as text')
  .refine((value) => JSON.stringify(value).length <= MAX_METADATA_CHARACTERS, `has more than ${MAX_METADATA_CHARACTERS} characters of JSON`)
  .describe('anything else; connectionType, referrer, utm_* and, of exposures, evidence are understood');

export const CONSENTS = ['granted', 'denied', 'unknown'] as const;
export type ConsentState = (typeof CONSENTS)[number];

const Consent = z
  .enum(CONSENTS)
  .describe(
    "the person's consent to being recognised; with denied no identity is kept, and none needs to be sent, nor with unknown where the " +
      'tenant has settled so; unknown by default',
  );

export const TouchpointInput = z
  .strictObject({
    id: EventId,
    occurredAt: Instant,
    kind: z.enum(TOUCHPOINT_KINDS),
    campaign: placeKey.optional(),
    channel: placeKey.optional(),
    show: placeKey.optional(),
    episode: placeKey.optional(),
    placement: placeKey.optional(),
    identity: Identity.optional(),
    test: key.optional(),
    arm: key.optional().describe('treatment or control, or the name of a variant; who is in an arm named control did not hear the ad'),
    consent: Consent.optional(),
    metadata: Metadata.optional(),
  })
  .meta({ id: 'Touchpoint' });
export type TouchpointInput = z.output<typeof TouchpointInput>;

const valueMinor = z
  .int('must be a whole number of minor units (cents)')
  .min(0, 'must not be negative; send a refund instead')
  .max(MAX_VALUE_MINOR, `must be at most ${MAX_VALUE_MINOR}`)
  .describe('whole minor units, such as cents');

export const ConversionInput = z
  .strictObject({
    id: EventId,
    occurredAt: Instant,
    kind: z.enum(CONVERSION_KINDS),
    valueMinor: valueMinor.optional(),
    currency: Currency.optional(),
    orderId: key.optional(),
    promoCode: CodeText.optional(),
    isNewCustomer: z.boolean().optional(),
    identity: Identity.optional(),
    consent: Consent.optional(),
    metadata: Metadata.optional(),
  })
  .meta({ id: 'NewConversion' });
export type ConversionInput = z.output<typeof ConversionInput>;

export const REFUND_KINDS = ['refund', 'chargeback', 'chargeback_reversal'] as const;
export type RefundKind = (typeof REFUND_KINDS)[number];
/** How a dispute stands: what it took is still taken, was given back (or never taken), or is lost for good. */
export type DisputeStand = 'taken' | 'given_back' | 'lost';

export const RefundInput = z
  .strictObject({
    id: EventId,
    occurredAt: Instant,
    valueMinor: valueMinor.describe('what it takes off the conversion; of a reversal, what it gives back'),
    kind: z
      .enum(REFUND_KINDS)
      .optional()
      .describe("refund when left out; chargeback: the buyer's bank took it back; chargeback_reversal: the dispute was won"),
  })
  .meta({ id: 'Refund' });
export type RefundInput = z.output<typeof RefundInput>;

export const TouchpointBatch = z.strictObject({ touchpoints: z.array(TouchpointInput).min(1).max(MAX_BATCH) });
export const ConversionBatch = z.strictObject({ conversions: z.array(ConversionInput).min(1).max(MAX_BATCH) });
export const RefundBatch = z.strictObject({ refunds: z.array(RefundInput).min(1).max(MAX_BATCH) });
