import type { ConversionInput, Identity } from '../../tracking/intake/schema.ts';
import type { SettledOptions } from '../../tracking/sources/schema.ts';
import type { SubjectIdentity } from '../../tracking/subjects/schema.ts';
import { minorAmount } from '../../platform/money.ts';
import { at, codesOf, identityOf, instantOf, landingOf, listAt, metadataOf, namedValue, textAt } from '../hooks/reading.ts';
import { bodyKey, type HookAdapter, type Meaning, notedOrders, orderIdAmong, type Reading, refusalOfBody } from '../hooks/rules.ts';
import { disputeMeaning } from './disputes.ts';
import { conversionIdOf, refundMeaning, refundOf } from './refunds.ts';

/** Fields of an order that pages and other systems call it by. */
const NAMES = ['id', 'order_number', 'name', 'checkout_token', 'admin_graphql_api_id'] as const;
const PAID = new Set(['paid', 'partially_refunded', 'refunded']);
/** Which shop a delivery says that it comes from; not signed. */
function shopOf(headers: Reading['headers']): string | undefined {
  return headers['x-shopify-shop-domain']?.slice(0, 200).toLowerCase() || undefined;
}

/** Amounts that must be there, summed; undefined when one of them is no amount. */
function sumOf(amounts: (string | undefined)[], currency: string): number | undefined {
  let sum = 0;
  for (const amount of amounts) {
    const minor = minorAmount(amount ?? '0', currency);
    if (minor === undefined) return undefined;
    sum += minor;
  }
  return sum;
}

/** What was paid for shipping without its tax. */
function shippingOf(order: unknown, currency: string): number {
  const isTaxIncluded = at(order, 'taxes_included') === true;
  const lines = listAt(order, 'shipping_lines');
  const prices = sumOf(
    lines.map((line) => textAt(line, 'discounted_price') ?? textAt(line, 'price')),
    currency,
  );
  const taxes = lines.flatMap((line) => listAt(line, 'tax_lines').map((tax) => textAt(tax, 'price')));
  return Math.max(0, (prices ?? 0) - (isTaxIncluded ? (sumOf(taxes, currency) ?? 0) : 0));
}

/** What was paid, and what of it counts; in the shop's own currency. */
function valuesOf(order: unknown, currency: string, { revenue }: SettledOptions): { gross: number; value: number } | undefined {
  const gross = minorAmount(textAt(order, 'total_price'), currency);
  if (gross === undefined) return undefined;
  const tax = revenue === 'gross' ? 0 : (sumOf([textAt(order, 'total_tax')], currency) ?? 0);
  const shipping = revenue === 'without_tax_and_shipping' ? shippingOf(order, currency) : 0;
  return { gross, value: Math.max(0, gross - tax - shipping) };
}

function buyerOf(order: unknown, options: SettledOptions) {
  const landing = landingOf(textAt(order, 'landing_site'), options.clickIdFields);
  const customer = textAt(order, 'customer', 'id');
  const identity = identityOf({
    ip: textAt(order, 'browser_ip') ?? textAt(order, 'client_details', 'browser_ip'),
    userAgent: textAt(order, 'client_details', 'user_agent'),
    email: textAt(order, 'email') ?? textAt(order, 'contact_email') ?? textAt(order, 'customer', 'email'),
    userId: customer === undefined ? undefined : `shopify:customer:${customer}`,
    clickId: namedValue(listAt(order, 'note_attributes'), 'name', options.clickIdFields) ?? landing.clickId,
  });
  return { landing, identity };
}

function isNew(order: unknown): boolean | undefined {
  const count = at(order, 'customer', 'orders_count');
  return typeof count === 'number' ? count <= 1 : undefined;
}

/** Of which instant an order tells: that of its last change. */
function toldAt(order: unknown, occurredAt: string): string {
  return instantOf([textAt(order, 'updated_at')]) ?? occurredAt;
}

function orderMeaning(order: unknown, { options, headers, source }: Reading): Meaning {
  const id = textAt(order, 'id');
  const currency = textAt(order, 'currency');
  const occurredAt = instantOf([textAt(order, 'processed_at'), textAt(order, 'created_at')]);
  if (id === undefined || currency === undefined || occurredAt === undefined) return { fault: 'the order has no id, currency or time' };
  const values = valuesOf(order, currency, options);
  if (values === undefined) return { fault: 'the order has a total_price that is no amount' };
  const codes = listAt(order, 'discount_codes').map((one) => textAt(one, 'code'));
  const { landing, identity } = buyerOf(order, options);
  const conversionId = conversionIdOf(id);
  const named = options.orderIdFrom === 'id' ? 'id' : options.orderIdFrom === 'name' ? 'name' : 'order_number';
  const orderId = orderIdAmong([textAt(order, named)], id);
  const isNewCustomer = isNew(order);
  const promoCodes = codesOf(codes);
  const conversion: ConversionInput = {
    id: conversionId,
    occurredAt,
    kind: 'purchase',
    valueMinor: values.value,
    currency,
    orderId,
    ...(promoCodes.length === 0 ? {} : { promoCode: promoCodes[0] }),
    ...(isNewCustomer === undefined ? {} : { isNewCustomer }),
    // An order that says nothing of who placed it counts all the same, under an identity of its own.
    identity: Object.keys(identity).length === 0 ? { userId: conversionId } : identity,
    metadata: metadataOf({
      source,
      shop: shopOf(headers),
      referrer: textAt(order, 'referring_site'),
      ...landing.utm,
      discountCodes: codes.filter((code) => code !== undefined),
      revenue: options.revenue,
    }),
  };
  const refunds = listAt(order, 'refunds').map((one) => refundOf(one, id, currency));
  return {
    conversions: [conversion],
    promoCodes,
    orders: notedOrders(
      { ref: conversionId, conversionId, valueMinor: values.value, grossMinor: values.gross, asOf: toldAt(order, occurredAt), orderId },
      NAMES.map((field) => textAt(order, field)),
    ),
    refunds: refunds.filter((one) => typeof one === 'object'),
    partFault: refunds.find((one) => typeof one === 'string'),
  };
}

/** Whom one of the privacy topics is about. */
function personOf(json: unknown): SubjectIdentity[] {
  const email = textAt(json, 'customer', 'email');
  const id = textAt(json, 'customer', 'id');
  return [
    ...(email !== undefined && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) && email.length <= 320 ? [{ email }] : []),
    ...(id !== undefined && id.length <= 100 ? [{ userId: `shopify:customer:${id}` }] : []),
  ];
}

/** Fields that tell what each topic is about: the topic itself is not signed, and what it asks for cannot be undone. */
const OF_OTHERS = {
  'customers/data_request': ['id', 'line_items', 'orders_to_redact'],
  'customers/redact': ['id', 'line_items', 'orders_requested', 'data_request'],
  'shop/redact': ['id', 'line_items', 'customer', 'orders_to_redact', 'orders_requested', 'data_request'],
} as const;
type PrivacyTopic = keyof typeof OF_OTHERS;

/** The shop that a request of a privacy topic is of; undefined where the body is not one of this topic. */
function shopOfRequest(json: unknown, topic: PrivacyTopic): string | undefined {
  const shop = textAt(json, 'shop_domain')?.toLowerCase();
  const isOther = OF_OTHERS[topic].some((field) => at(json, field) !== undefined);
  return textAt(json, 'shop_id') === undefined || isOther ? undefined : shop;
}

function shopMeaning(json: unknown, topic: PrivacyTopic, { headers, options }: Reading): Meaning {
  const shop = shopOfRequest(json, topic);
  if (shop === undefined) return { fault: `the body is not that of the topic ${topic}` };
  if (shop !== shopOf(headers) || (options.shop !== null && shop !== options.shop))
    return { fault: `the request is of the shop ${shop}, and comes from another` };
  if (topic === 'shop/redact') return { erasesShop: shop };
  return privacyMeaning(json, topic === 'customers/redact' ? 'erasure' : 'access');
}

function privacyMeaning(json: unknown, kind: 'access' | 'erasure'): Meaning {
  const identities = personOf(json);
  return identities.length === 0 ? { fault: 'the request names no customer' } : { privacy: [{ kind, identities }] };
}

function meaningOfOrder(json: unknown, reading: Reading): Meaning {
  if (at(json, 'test') === true && !reading.options.acceptsTests) return { setAside: 'a test order' };
  const status = textAt(json, 'financial_status');
  if (status === undefined ? reading.topic !== 'orders/paid' : !PAID.has(status))
    return { setAside: 'the order is not paid yet; it counts once orders/paid comes' };
  return orderMeaning(json, reading);
}

function meaningOf(json: unknown, reading: Reading): Meaning {
  const { shop } = reading.options;
  const sender = shopOf(reading.headers);
  if (shop !== null && sender !== shop) return { setAside: `comes from ${sender ?? 'a shop without a name'}, not from ${shop}` };
  switch (reading.topic) {
    case 'orders/paid':
    case 'orders/create':
    case 'orders/updated':
      return meaningOfOrder(json, reading);
    case 'orders/edited':
      return { setAside: 'what the order comes to now is told by orders/updated' };
    case 'refunds/create':
      return refundMeaning(json, reading);
    case 'disputes/create':
    case 'disputes/update':
      return disputeMeaning(json, reading);
    case 'customers/data_request':
    case 'customers/redact':
    case 'shop/redact':
      return shopMeaning(json, reading.topic, reading);
    case 'app/uninstalled':
      return { notice: 'the app was uninstalled from the shop, which sends no orders any more' };
    default:
      return { isUnknown: true };
  }
}

/** Whom an order, a checkout, a customer or a request of one tells of. */
function whoOf(json: unknown, { topic }: Reading): Identity {
  const isCustomer = topic?.startsWith('customers/') === true && at(json, 'customer') === undefined;
  const id = isCustomer ? textAt(json, 'id') : textAt(json, 'customer', 'id');
  return identityOf({
    email: textAt(json, 'email') ?? textAt(json, 'contact_email') ?? textAt(json, 'customer', 'email'),
    userId: id === undefined ? undefined : `shopify:customer:${id}`,
  });
}

/** How Shopify signs and names its deliveries, and what they mean. */
export const SHOPIFY: HookAdapter = {
  fields: ['x-shopify-hmac-sha256', 'x-shopify-shop-domain', 'x-shopify-topic', 'x-shopify-triggered-at', 'x-shopify-webhook-id'],
  isPing: () => false,
  refusal: (request, secrets) => refusalOfBody(request, 'x-shopify-hmac-sha256', secrets),
  nameOf: ({ headers, body }) => ({
    key: headers['x-shopify-webhook-id']?.slice(0, 200) || bodyKey(body),
    topic: headers['x-shopify-topic']?.slice(0, 200) || null,
    shop: shopOf(headers),
  }),
  meaningOf,
  whoOf,
};
