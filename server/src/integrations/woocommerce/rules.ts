import { minorAmount } from '../../platform/money.ts';
import type { ConversionInput, Identity } from '../../tracking/intake/schema.ts';
import type { SettledOptions } from '../../tracking/sources/schema.ts';
import { codesOf, identityOf, instantOf, landingOf, listAt, metadataOf, namedValue, textAt } from '../hooks/reading.ts';
import {
  bodyKey,
  type HookAdapter,
  type Meaning,
  notedOrders,
  orderIdAmong,
  type Reading,
  type RefundDraft,
  refusalOfBody,
} from '../hooks/rules.ts';

const DIGITS_OF_BODY_KEY = 16;
const LONGEST_PING = 31;
/** Order statuses that come after payment. */
const PAID = new Set(['processing', 'completed', 'refunded']);
/** Times without a zone, in fields whose names end in `_gmt`. */
const GMT = 'Z';

/** Orders are numbered from one on in every shop, so that their ids hold the source. */
function conversionIdOf(source: string, orderId: string): string {
  return `woocommerce:${source}:order:${orderId}`;
}

/** An order's id, currency and time. */
interface Dated {
  orderId: string;
  currency: string;
  occurredAt: string;
}

function valuesOf(order: unknown, currency: string, { revenue }: SettledOptions): { gross: number; value: number } | undefined {
  const gross = minorAmount(textAt(order, 'total'), currency);
  if (gross === undefined) return undefined;
  const amountAt = (field: string) => minorAmount(textAt(order, field) ?? '0', currency) ?? 0;
  const tax = revenue === 'gross' ? 0 : amountAt('total_tax');
  const shipping = revenue === 'without_tax_and_shipping' ? amountAt('shipping_total') : 0;
  return { gross, value: Math.max(0, gross - tax - shipping) };
}

/**
 * Refunds as an order lists them: with a total below zero, and without a time. They get that of the order, which is the same each time they
 * are told; that of its last change is another one with each.
 */
function refundsOf(order: unknown, reading: Reading, { orderId, currency, occurredAt }: Dated): RefundDraft[] {
  return listAt(order, 'refunds').flatMap((refund): RefundDraft[] => {
    const id = textAt(refund, 'id');
    const amountMinor = minorAmount(textAt(refund, 'total')?.replace(/^-/, ''), currency);
    if (id === undefined || amountMinor === undefined || amountMinor === 0) return [];
    const of = { ref: conversionIdOf(reading.source, orderId) };
    return [{ id: `woocommerce:${reading.source}:refund:${id}`, occurredAt, amountMinor, currency, order: of }];
  });
}

function buyerOf(order: unknown, options: SettledOptions, source: string) {
  const meta = listAt(order, 'meta_data');
  const entry = namedValue(meta, 'key', ['_wc_order_attribution_session_entry']);
  const landing = landingOf(entry, options.clickIdFields);
  const customer = textAt(order, 'customer_id');
  const identity = identityOf({
    ip: textAt(order, 'customer_ip_address'),
    userAgent: textAt(order, 'customer_user_agent'),
    email: textAt(order, 'billing', 'email'),
    userId: customer === undefined || customer === '0' ? undefined : `woocommerce:${source}:customer:${customer}`,
    clickId: namedValue(meta, 'key', options.clickIdFields) ?? landing.clickId,
  });
  const attributed = (name: string) => namedValue(meta, 'key', [`_wc_order_attribution_${name}`]);
  const utm = ['source', 'medium', 'campaign', 'content', 'term'].map((name) => [`utm_${name}`, attributed(`utm_${name}`)]);
  const came = { ...(Object.fromEntries(utm) as Record<string, string | undefined>), ...landing.utm, referrer: attributed('referrer') };
  return { identity, came };
}

function orderMeaning(order: unknown, reading: Reading): Meaning {
  const { options, source } = reading;
  const orderId = textAt(order, 'id');
  const currency = textAt(order, 'currency');
  const occurredAt = instantOf([textAt(order, 'date_created_gmt')], GMT) ?? instantOf([textAt(order, 'date_created')], GMT);
  if (orderId === undefined || currency === undefined || occurredAt === undefined)
    return { fault: 'the order has no id, currency or time' };
  const isPaid = textAt(order, 'date_paid_gmt') !== undefined || PAID.has(textAt(order, 'status') ?? '');
  if (!isPaid) return { setAside: `the order is not paid yet; its status is ${textAt(order, 'status') ?? 'not told'}` };
  const values = valuesOf(order, currency, options);
  if (values === undefined) return { fault: 'the order has a total that is no amount' };
  const codes = listAt(order, 'coupon_lines').map((one) => textAt(one, 'code'));
  const { identity, came } = buyerOf(order, options, source);
  const conversionId = conversionIdOf(source, orderId);
  const shownId = orderIdAmong([options.orderIdFrom === 'id' ? orderId : textAt(order, 'number')], orderId);
  const asOf = instantOf([textAt(order, 'date_modified_gmt')], GMT) ?? occurredAt;
  const promoCodes = codesOf(codes);
  const conversion: ConversionInput = {
    id: conversionId,
    occurredAt,
    kind: 'purchase',
    valueMinor: values.value,
    currency,
    orderId: shownId,
    ...(promoCodes.length === 0 ? {} : { promoCode: promoCodes[0] }),
    // An order that says nothing of who placed it counts all the same, under an identity of its own.
    identity: Object.keys(identity).length === 0 ? { userId: conversionId } : identity,
    metadata: metadataOf({
      source,
      shop: reading.headers['x-wc-webhook-source'],
      ...came,
      discountCodes: codes.filter((code) => code !== undefined),
      revenue: options.revenue,
    }),
  };
  return {
    conversions: [conversion],
    promoCodes,
    orders: notedOrders(
      { ref: conversionId, conversionId, valueMinor: values.value, grossMinor: values.gross, asOf, orderId: shownId },
      ['id', 'number', 'order_key'].map((field) => textAt(order, field)),
    ),
    refunds: refundsOf(order, reading, { orderId, currency, occurredAt }),
  };
}

function hostOf(address: string | undefined): string | undefined {
  return address !== undefined && URL.canParse(address) ? new URL(address).hostname : address?.toLowerCase();
}

function meaningOf(json: unknown, reading: Reading): Meaning {
  const { shop } = reading.options;
  const sender = hostOf(reading.headers['x-wc-webhook-source']);
  if (shop !== null && sender !== hostOf(shop)) return { setAside: `comes from ${sender ?? 'a shop without a name'}, not from ${shop}` };
  switch (reading.topic) {
    case 'order.created':
    case 'order.updated':
    case 'order.restored':
      return orderMeaning(json, reading);
    case 'order.deleted':
      return { setAside: 'the shop deleted the order; what was paid back is told by order.updated' };
    default:
      return { isUnknown: true };
  }
}

/** Whom an order or a customer tells of. */
function whoOf(json: unknown, { topic, source }: Reading): Identity {
  const id = textAt(json, topic?.startsWith('customer.') === true ? 'id' : 'customer_id');
  return identityOf({
    email: textAt(json, 'billing', 'email') ?? textAt(json, 'email'),
    userId: id === undefined || id === '0' ? undefined : `woocommerce:${source}:customer:${id}`,
  });
}

/**
 * How WooCommerce signs and names its deliveries, and what they mean. When a webhook is saved it sends a form `webhook_id=…` without a
 * signature and asks for 200. Its delivery ids are made of webhook and second, so two deliveries may share one: the body tells them apart.
 */
export const WOOCOMMERCE: HookAdapter = {
  fields: ['x-wc-webhook-delivery-id', 'x-wc-webhook-id', 'x-wc-webhook-signature', 'x-wc-webhook-source', 'x-wc-webhook-topic'],
  isPing: ({ headers, body }) =>
    headers['x-wc-webhook-topic'] === undefined && body.length <= LONGEST_PING && /^webhook_id=\d{1,20}$/.test(body.toString('latin1')),
  refusal: (request, secrets) => refusalOfBody(request, 'x-wc-webhook-signature', secrets),
  nameOf: ({ headers, body }) => {
    const parts = [headers['x-wc-webhook-id'], headers['x-wc-webhook-delivery-id']].map((one) => one?.slice(0, 100) ?? '');
    return { key: `${parts.join(':')}:${bodyKey(body, DIGITS_OF_BODY_KEY)}`, topic: headers['x-wc-webhook-topic']?.slice(0, 200) || null };
  },
  meaningOf,
  whoOf,
};
