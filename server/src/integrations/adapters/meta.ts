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
  saleOf,
  textOf,
  truthOf,
} from './rules.ts';

/** Standard events of the Conversions API, and what they are here. */
const KINDS: Readonly<Record<string, ConversionInput['kind']>> = {
  Purchase: 'purchase',
  Lead: 'lead',
  CompleteRegistration: 'signup',
  Subscribe: 'subscription',
  StartTrial: 'subscription',
  PageView: 'visit',
};
const SECONDS_PER_MS = 1 / 1_000;

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The events of a body: a list, or, as forms send it, the text of one; undefined when it is none. */
export function metaEvents(body: unknown): unknown[] | undefined {
  const data = memberOf(body, 'data');
  const events = typeof data === 'string' ? jsonOf(data) : data;
  return Array.isArray(events) ? events : undefined;
}

function consentOf(event: unknown): ConversionInput['consent'] {
  const processing = memberOf(event, 'data_processing_options');
  const isLimited = Array.isArray(processing) && processing.includes('LDU');
  return isLimited || truthOf(memberOf(event, 'opt_out')) === true ? 'denied' : undefined;
}

/**
 * One event as the Conversions API takes it. It is known by `event_name` and `event_id`, as there; unlike there, one that is too old is
 * refused alone.
 */
export function readMeta(event: unknown, adapting: Adapting): Reading {
  const name = textOf(memberOf(event, 'event_name'));
  if (name === undefined) return { fault: 'an event needs an "event_name"' };
  const kind = KINDS[name];
  if (kind === undefined) return { skipped: name };
  const occurredAt = instantOfCount(memberOf(event, 'event_time'), SECONDS_PER_MS);
  if (occurredAt === undefined) return { fault: '"event_time" must be seconds since 1970' };
  const [user, custom] = [memberOf(event, 'user_data'), memberOf(event, 'custom_data')];
  const { clickId, marks } = pageMarks(memberOf(event, 'event_source_url'));
  return readingOf('meta', adapting, {
    name: `${name}:${textOf(memberOf(event, 'event_id')) ?? nameOf(event, occurredAt)}`,
    kind,
    occurredAt,
    sale: kind === 'visit' ? {} : saleOf(memberOf(custom, 'value'), memberOf(custom, 'currency')),
    orderId: textOf(memberOf(custom, 'order_id')),
    promoCode: textOf(memberOf(custom, 'promo_code'), 100) ?? textOf(memberOf(custom, 'coupon'), 100),
    isNewCustomer: truthOf(memberOf(custom, 'is_new_customer')),
    identity: identityOf({
      ip: memberOf(user, 'client_ip_address'),
      userAgent: memberOf(user, 'client_user_agent'),
      userId: firstOf(memberOf(user, 'external_id')),
      deviceId: memberOf(user, 'madid'),
      email: firstOf(memberOf(user, 'em')),
      fields: custom,
      clickId,
    }),
    consent: consentOf(event),
    metadata: { ...marks, ...referrerOf(memberOf(event, 'referrer_url')) },
  });
}
