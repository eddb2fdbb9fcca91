import { z } from 'zod';
import { EventId } from '../../platform/item-batch.ts';
import { Currency } from '../../platform/money.ts';
import { CONVERSION_KINDS, MAX_VALUE_MINOR } from '../../tracking/intake/schema.ts';
import { SubjectIdentity } from '../../tracking/subjects/schema.ts';

export const REQUEST_KINDS = ['access', 'portability', 'rectification', 'erasure', 'restriction', 'objection'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

export const REQUEST_STATES = ['received', 'verifying', 'in_progress', 'done', 'refused', 'expired'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

export const VERIFICATIONS = ['signed_in', 'mail_confirmed', 'document', 'known_person'] as const;
export const EXTENSIONS = ['complexity', 'number_of_requests'] as const;
export const REFUSALS = ['identity_not_verified', 'manifestly_unfounded', 'excessive', 'legal_obligation', 'rights_of_others'] as const;

const Verification = z
  .enum(VERIFICATIONS)
  .describe('how you made sure who asks: signed in with you, confirmed by mail, showed a document, or known to you in person');

/** What a person may have put right in an event that is theirs. */
export const Correction = z
  .strictObject({
    event: z.enum(['touchpoint', 'conversion']),
    id: EventId,
    isNotTheirs: z.literal(true).optional().describe('the event is not of this person: its identity is taken from it'),
    kind: z.enum(CONVERSION_KINDS).optional().describe('of a conversion'),
    valueMinor: z.int().min(0).max(MAX_VALUE_MINOR).optional().describe('of a conversion, together with currency'),
    currency: Currency.optional(),
    isNewCustomer: z.boolean().optional().describe('of a conversion'),
  })
  .refine((one) => (one.valueMinor === undefined) === (one.currency === undefined), 'needs valueMinor and currency together')
  .refine(
    ({ event, kind, valueMinor, isNewCustomer }) =>
      event === 'conversion' || (kind === undefined && valueMinor === undefined && isNewCustomer === undefined),
    'a touchpoint can only be said not to be theirs',
  )
  .refine(
    ({ isNotTheirs, kind, valueMinor, isNewCustomer }) =>
      [isNotTheirs, kind, valueMinor, isNewCustomer].some((value) => value !== undefined),
    'corrects nothing; say what is to change',
  )
  .meta({ id: 'Correction' });
export type Correction = z.output<typeof Correction>;

export const NewPrivacyRequest = z
  .strictObject({
    kind: z.enum(REQUEST_KINDS),
    identities: z.array(SubjectIdentity).min(1).max(50).describe('every key of the person you know; hashed at once and not stored'),
    verification: Verification.optional().describe('when you have made sure already who asks: work then begins at once'),
    confirmByMail: z
      .literal(true)
      .optional()
      .describe('sends a code to the `email` among the identities; the person hands it to you, and `verify` takes it'),
    objects: z.boolean().optional().describe('of an erasure: whether events that come later lose their identity, too'),
    corrections: z.array(Correction).min(1).max(100).optional().describe('of a rectification'),
  })
  .refine(({ kind, objects }) => objects === undefined || kind === 'erasure', { path: ['objects'], message: 'belongs to an erasure' })
  .refine(({ kind, corrections }) => (kind === 'rectification') === (corrections !== undefined), {
    path: ['corrections'],
    message: 'belongs to a rectification, which needs it',
  })
  .refine(({ verification, confirmByMail }) => verification === undefined || confirmByMail === undefined, {
    path: ['confirmByMail'],
    message: 'is of no use when you have made sure already',
  })
  .refine(({ identities, confirmByMail }) => confirmByMail === undefined || identities.some(({ email }) => email !== undefined), {
    path: ['confirmByMail'],
    message: 'needs an email among the identities',
  })
  .meta({ id: 'NewPrivacyRequest' });
export type NewPrivacyRequest = z.output<typeof NewPrivacyRequest>;

export const VerifyRequest = z
  .strictObject({
    verification: Verification,
    code: z.string().min(1).max(100).optional().describe('the code of the mail, where one was sent'),
  })
  .meta({ id: 'PrivacyVerification' });
export type VerifyRequest = z.output<typeof VerifyRequest>;
export const ExtendRequest = z.strictObject({ reason: z.enum(EXTENSIONS).describe('why one month is too short') });
export const EndRequest = z.strictObject({}).describe('nothing has to be said');
export const RefuseRequest = z.strictObject({ reason: z.enum(REFUSALS) });

/** What was done for a request, in numbers, signed by the installation. It holds nothing of the person. */
export const Receipt = z
  .object({
    request: z.string(),
    tenant: z.string(),
    kind: z.enum(REQUEST_KINDS),
    verification: Verification,
    receivedAt: z.string(),
    finishedAt: z.string(),
    counts: z.record(z.string(), z.int()).describe('what was exported, changed or erased, by kind of row'),
    hash: z.string().describe('SHA-256 of the fields above, as canonical JSON'),
    publicKey: z.string().describe('Ed25519, SubjectPublicKeyInfo in base64'),
    signature: z.string().describe('of the hash, base64'),
  })
  .meta({ id: 'PrivacyReceipt' });
export type Receipt = z.infer<typeof Receipt>;

export const PrivacyRequest = z
  .object({
    id: z.string(),
    kind: z.enum(REQUEST_KINDS),
    status: z.enum(REQUEST_STATES).describe('received until you have made sure who asks; verifying while a mailed code is waited for'),
    objects: z.boolean(),
    verification: Verification.nullable(),
    receivedAt: z.string(),
    dueAt: z.string().describe('one month after receipt; three when extended'),
    extension: z.enum(EXTENSIONS).nullable(),
    isOverdue: z.boolean(),
    finishedAt: z.string().nullable(),
    refusal: z.enum(REFUSALS).nullable(),
    endedAt: z.string().nullable().describe('when a restriction or an objection was taken back'),
    exportExpiresAt: z.string().nullable().describe('until when the export can be fetched; null when there is none'),
    receipt: Receipt.nullable(),
  })
  .meta({ id: 'PrivacyRequest' });
export type PrivacyRequest = z.infer<typeof PrivacyRequest>;

export const PrivacyArchive = z.string().meta({ format: 'binary' }).describe('a zip with JSON and CSV files');
