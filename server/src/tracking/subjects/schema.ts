import { z } from 'zod';
import { Identity } from '../intake/schema.ts';

export const SUBJECT_FIELDS = ['user', 'email', 'device', 'click', 'address_agent'] as const;
export type SubjectField = (typeof SUBJECT_FIELDS)[number];

const { ip, userAgent, userId, emailSha256, emailMd5, deviceId, clickId } = Identity.shape;

/** What names a person in events. An address alone is nobody's own, so it counts only together with a user agent. */
export const SubjectIdentity = z
  .strictObject({
    email: z.email('must be an e-mail address').max(320, 'has at most 320 characters'),
    emailSha256: emailSha256.unwrap(),
    emailMd5: emailMd5.unwrap(),
    userId: userId.unwrap(),
    deviceId: deviceId.unwrap(),
    clickId: clickId.unwrap(),
    ip: ip.unwrap(),
    userAgent: userAgent.unwrap(),
  })
  .partial()
  .refine((one) => Object.values(one).some((value) => value !== undefined), 'names nobody; send at least one field')
  .refine((one) => (one.ip === undefined) === (one.userAgent === undefined), 'needs ip and userAgent together')
  .meta({ id: 'SubjectIdentity' });
export type SubjectIdentity = z.output<typeof SubjectIdentity>;

/** One keyed hash by which a person's events are found; with an address, the user agent's beside it, or none for events that tell none. */
export interface SubjectKey {
  field: SubjectField;
  key: string;
  agentKey?: string;
}

/** A stored event of a person, without hashes: what the sender sent of it, and by which fields it was found to be theirs. */
export interface SubjectTouchpoint {
  id: string;
  occurredAt: string;
  receivedAt: string;
  kind: string;
  campaign: string | null;
  channel: string | null;
  show: string | null;
  episode: string | null;
  placement: string | null;
  test: string | null;
  arm: string | null;
  deliveryEvidence: string | null;
  connectionType: string;
  country: string | null;
  region: string | null;
  asn: number | null;
  player: string | null;
  consent: string;
  metadata: unknown;
  identifiedBy: SubjectField[];
}

export interface SubjectConversion {
  id: string;
  occurredAt: string;
  receivedAt: string;
  source: string;
  kind: string;
  valueMinor: number | null;
  currency: string | null;
  orderId: string | null;
  promoCode: string | null;
  isNewCustomer: boolean | null;
  connectionType: string;
  country: string | null;
  region: string | null;
  asn: number | null;
  player: string | null;
  consent: string;
  metadata: unknown;
  identifiedBy: SubjectField[];
}

export interface SubjectRefund {
  conversionId: string;
  id: string;
  occurredAt: string;
  valueMinor: number;
}
