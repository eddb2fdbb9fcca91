import type { ConversionInput } from '../../tracking/intake/schema.ts';
import {
  type Adapting,
  firstOf,
  identityOf,
  instantOfCount,
  memberOf,
  nameOf,
  pageMarks,
  type Reading,
  readingOf,
  referrerOf,
  refundReadingOf,
  saleOf,
  textOf,
  truthOf,
} from './rules.ts';

/** Events of Google Analytics 4, and what they are here. */
const KINDS: Readonly<Record<string, ConversionInput['kind']>> = {
  purchase: 'purchase',
  in_app_purchase: 'purchase',
  generate_lead: 'lead',
  sign_up: 'signup',
  page_view: 'visit',
  first_open: 'install',
};
const MICROS_PER_MS = 1_000;

/** The events of a body of the Measurement Protocol; undefined when it is none. */
export function ga4Events(body: unknown): unknown[] | undefined {
  const events = memberOf(body, 'events');
  return Array.isArray(events) ? events : undefined;
}

function consentOf(body: unknown): ConversionInput['consent'] {
  const told = textOf(memberOf(body, 'consent', 'ad_user_data'))?.toUpperCase();
  return told === 'DENIED' ? 'denied' : told === 'GRANTED' ? 'granted' : undefined;
}

/**
 * One event of a body of the Measurement Protocol for GA4. Its `value` is what counts, as it is in Google Analytics. A purchase is known by
 * its `transaction_id`; a refund gives back its `value`, or all of that transaction where it has none.
 */
export function readGa4(body: unknown, event: unknown, adapting: Adapting): Reading {
  const name = textOf(memberOf(event, 'name'));
  if (name === undefined) return { fault: 'an event needs a "name"' };
  const kind = KINDS[name];
  if (kind === undefined && name !== 'refund') return { skipped: name };
  const params = memberOf(event, 'params');
  const orderId = textOf(memberOf(params, 'transaction_id'));
  const stated =
    instantOfCount(memberOf(event, 'timestamp_micros'), MICROS_PER_MS) ?? instantOfCount(memberOf(body, 'timestamp_micros'), MICROS_PER_MS);
  const { clickId, marks } = pageMarks(memberOf(params, 'page_location'));
  const device = textOf(memberOf(body, 'client_id'), 500) ?? textOf(memberOf(body, 'app_instance_id'), 500);
  const identity = identityOf({
    ip: memberOf(body, 'ip_override'),
    userAgent: memberOf(body, 'user_agent'),
    userId: memberOf(body, 'user_id'),
    deviceId: device,
    email: firstOf(memberOf(body, 'user_data', 'sha256_email_address')),
    fields: params,
    clickId,
  });
  const occurredAt = stated ?? new Date(adapting.receivedAtMs).toISOString();
  const sale = () => saleOf(memberOf(params, 'value'), memberOf(params, 'currency'));
  if (kind === undefined) {
    const refund = { name: undefined, occurredAt, orderId, sale: sale(), items: memberOf(params, 'items'), identity };
    return refundReadingOf('ga4', adapting, refund);
  }
  return readingOf('ga4', adapting, {
    name: `${name}:${orderId ?? nameOf([device, event], stated ?? adapting.receivedAtMs)}`,
    kind,
    occurredAt,
    sale: kind === 'purchase' || kind === 'lead' ? sale() : {},
    orderId,
    promoCode: textOf(memberOf(params, 'coupon'), 100),
    isNewCustomer: truthOf(memberOf(params, 'new_customer')),
    identity,
    consent: consentOf(body),
    metadata: { ...marks, ...referrerOf(memberOf(params, 'page_referrer')) },
  });
}
