import { z } from 'zod';
import { CodeText } from '../../catalog/codes/schema.ts';

/** What one beacon may hold: browsers send no more than 64 KiB as a page closes. */
export const MAX_BEACON_BYTES = 65_536;
/** Any page may send a beacon, and read that it was taken; which pages count is judged later. */
export const BEACON_FIELDS = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  'cache-control': 'no-store',
} as const;
/** What pages may say that ask before they send. */
export const BEACON_PREFLIGHT_FIELDS = {
  ...BEACON_FIELDS,
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'content-type',
  'access-control-max-age': '86400',
} as const;
/** The site tag sends as many together at most. */
export const MAX_BEACON_EVENTS = 50;

const short = (most: number) => z.string().min(1).max(most).optional().catch(undefined);
const key = short(200);

const mark = z
  .string()
  .overwrite((value) => value.slice(0, 200).toWellFormed())
  .optional()
  .catch(undefined);

const Utm = z.object({ source: mark, medium: mark, campaign: mark, content: mark, term: mark }).optional().catch(undefined);

/**
 * One event as the site tag sends it. It comes out of anybody's hands: what is not as it should be is left out, and only an event without
 * id or kind is none.
 */
export const BeaconEvent = z.object({
  id: z.string().regex(/^[0-9A-Za-z_-]{8,64}$/),
  kind: z.enum(['view', 'lead', 'signup', 'purchase', 'survey']),
  age: z.number().min(0).catch(0),
  landing: z.int().optional().catch(undefined),
  referrer: short(253),
  utm: Utm,
  clickId: z
    .string()
    .regex(/^[\w.~-]{1,200}$/)
    .optional()
    .catch(undefined),
  userId: short(500),
  emailSha256: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/)
    .toLowerCase()
    .optional()
    .catch(undefined),
  orderId: key,
  value: z
    .union([z.string().max(40), z.number()])
    .optional()
    .catch(undefined),
  currency: z
    .string()
    .regex(/^[A-Za-z]{3}$/)
    .toUpperCase()
    .optional()
    .catch(undefined),
  promoCode: CodeText.optional().catch(undefined),
  isNewCustomer: z.union([z.boolean(), z.stringbool()]).optional().catch(undefined),
  answer: z
    .string()
    .trim()
    .min(1)
    .overwrite((value) => value.slice(0, 500).toWellFormed())
    .optional()
    .catch(undefined),
});
export type BeaconEvent = z.output<typeof BeaconEvent>;

export const Beacon = z.object({
  consent: z.enum(['granted', 'denied', 'unknown']).catch('unknown'),
  events: z.array(z.unknown()).max(MAX_BEACON_EVENTS),
});
