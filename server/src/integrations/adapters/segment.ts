import { minorAmount } from '../../platform/money.ts';
import type { ConversionInput } from '../../tracking/intake/schema.ts';
import {
  type Adapting,
  identityOf,
  instantOf,
  memberOf,
  nameOf,
  pageMarks,
  type Reading,
  readingOf,
  referrerOf,
  refundReadingOf,
  type Sale,
  saleOf,
  textOf,
  truthOf,
} from './rules.ts';

/** Events of Segment's specification, in lower case, and what they are here. */
const KINDS: Readonly<Record<string, ConversionInput['kind']>> = {
  'order completed': 'purchase',
  'signed up': 'signup',
  'application installed': 'install',
};
const REFUND = 'order refunded';

/** The events of a body: of a batch each, else the one it is; what the batch says for all stands in each. */
export function segmentEvents(body: unknown): unknown[] {
  const batch = memberOf(body, 'batch');
  if (!Array.isArray(batch)) return [body];
  const shared = memberOf(body, 'context');
  return batch.map((event: unknown) => {
    if (shared === undefined || event === null || typeof event !== 'object') return event;
    return { ...event, context: { ...(shared as object), ...(memberOf(event, 'context') as object | undefined) } };
  });
}

/**
 * What counts of an order by the parts that Segment's "Order Completed" names: `total` is all that was paid, `revenue` is that without tax
 * and shipping. Where the part that is needed is not told, what is told counts: `total`, else `revenue`, else `value`.
 */
function orderSale(properties: unknown, revenue: Adapting['revenue']): Sale {
  const [total, net, tax, shipping] = ['total', 'revenue', 'tax', 'shipping'].map((name) => memberOf(properties, name));
  const currency = memberOf(properties, 'currency');
  if (revenue === 'without_tax_and_shipping' && net !== undefined) return saleOf(net, currency);
  const whole = total ?? net ?? memberOf(properties, 'value');
  const sale = saleOf(whole, currency);
  if (total === undefined || revenue === 'gross' || !('currency' in sale) || sale.currency === undefined) return sale;
  const parts = revenue === 'without_tax' ? [tax] : [tax, shipping];
  const off = parts.map((part) => minorAmount(part ?? 0, sale.currency ?? '') ?? 0).reduce((sum, part) => sum + part, 0);
  return { ...sale, valueMinor: Math.max(0, (sale.valueMinor ?? 0) - off) };
}

/** Consent as Segment's consent management tells it: denied as soon as a category that is about advertising is. */
function consentOf(context: unknown): ConversionInput['consent'] {
  const preferences = memberOf(context, 'consent', 'categoryPreferences');
  if (preferences === null || typeof preferences !== 'object') return undefined;
  const told = Object.entries(preferences).filter(([name]) => /advert|market|target/i.test(name));
  if (told.length === 0) return undefined;
  return told.every(([, value]) => value === true) ? 'granted' : 'denied';
}

/** One call of Segment's tracking API, or of a source that speaks it (segment.com/docs/connections/spec). */
export function readSegment(event: unknown, adapting: Adapting): Reading {
  const type = textOf(memberOf(event, 'type')) ?? 'track';
  const name = textOf(memberOf(event, 'event'));
  if (type !== 'track' || name === undefined) return type === 'track' ? { fault: 'a track call needs an "event"' } : { skipped: type };
  const kind = KINDS[name.toLowerCase()];
  const isRefund = name.toLowerCase() === REFUND;
  if (kind === undefined && !isRefund) return { skipped: name };
  const [properties, context] = [memberOf(event, 'properties'), memberOf(event, 'context')];
  const messageId = textOf(memberOf(event, 'messageId'));
  const stated = instantOf(memberOf(event, 'timestamp')) ?? instantOf(memberOf(event, 'originalTimestamp'));
  const { clickId, marks } = pageMarks(memberOf(context, 'page', 'url') ?? memberOf(context, 'page', 'search'));
  const campaign = memberOf(context, 'campaign');
  const told = Object.fromEntries(
    [...['source', 'medium', 'term', 'content'].map((part) => [part, part]), ['name', 'campaign']].flatMap(([from, to]) => {
      const value = textOf(memberOf(campaign, from));
      return value === undefined ? [] : [[`utm_${to}`, value]];
    }),
  ) as Record<string, string>;
  const occurredAt = stated ?? new Date(adapting.receivedAtMs).toISOString();
  const orderId = textOf(memberOf(properties, 'order_id')) ?? textOf(memberOf(properties, 'orderId'));
  const identity = identityOf({
    ip: memberOf(context, 'ip'),
    userAgent: memberOf(context, 'userAgent'),
    userId: memberOf(event, 'userId'),
    deviceId: textOf(memberOf(context, 'device', 'advertisingId'), 500) ?? memberOf(event, 'anonymousId'),
    email: memberOf(context, 'traits', 'email') ?? memberOf(properties, 'email'),
    fields: properties,
    clickId,
  });
  if (kind === undefined) {
    const [sale, items] = [orderSale(properties, adapting.revenue), memberOf(properties, 'products')];
    return refundReadingOf('segment', adapting, { name: messageId, occurredAt, orderId, sale, items, identity });
  }
  return readingOf('segment', adapting, {
    name: messageId ?? nameOf(event, stated ?? adapting.receivedAtMs),
    kind,
    occurredAt,
    sale: kind === 'purchase' ? orderSale(properties, adapting.revenue) : {},
    orderId,
    promoCode: textOf(memberOf(properties, 'coupon'), 100),
    isNewCustomer: truthOf(memberOf(properties, 'is_new_customer')),
    identity,
    consent: consentOf(context),
    metadata: { ...marks, ...told, ...referrerOf(memberOf(context, 'page', 'referrer')) },
  });
}
