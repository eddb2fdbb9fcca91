import { minorDigits } from '../../platform/money.ts';
import type { ConversionInput, DisputeStand, Identity } from '../../tracking/intake/schema.ts';
import { at, codesOf, identityOf, instantOfSeconds, landingOf, listAt, metadataOf, textAt } from '../hooks/reading.ts';
import { disputeDraft } from '../hooks/disputes.ts';
import {
  bodyKey,
  type HookAdapter,
  type HookRequest,
  isSigned,
  type Meaning,
  NO_SECRET,
  NO_SIGNATURE,
  notedOrders,
  orderIdAmong,
  type Reading,
  WRONG_SIGNATURE,
} from '../hooks/rules.ts';

const SIGNATURE = 'stripe-signature';
/** How far the time of signing may lie from the time of arrival: what Stripe's own libraries allow. */
const TOLERANCE_MS = 300_000;
const MOST_SIGNATURES = 20;

/** Currencies whose amounts Stripe tells in whole units, and in thousandths; all others come in hundredths (Stripe, "Currencies"). */
const WHOLE = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '));
const THOUSANDTHS = new Set('BHD JOD KWD OMR TND'.split(' '));

/** An amount as Stripe tells it, in minor units of ISO 4217, which differ for a few currencies; undefined for what is no amount. */
export function minorOfStripe(amount: unknown, currency: string): number | undefined {
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount < 0) return undefined;
  const shift = minorDigits(currency) - (WHOLE.has(currency) ? 0 : THOUSANDTHS.has(currency) ? 3 : 2);
  const minor = shift >= 0 ? amount * 10 ** shift : Math.round(amount / 10 ** -shift);
  return Number.isSafeInteger(minor) ? minor : undefined;
}

function refusal({ headers, body, receivedAtMs }: HookRequest, secrets: readonly Buffer[]): string | undefined {
  if (secrets.length === 0) return NO_SECRET;
  const header = headers[SIGNATURE];
  if (header === undefined || header === '') return NO_SIGNATURE;
  const pairs = header.split(',').map((pair) => pair.trim().split('=', 2));
  const time = pairs.find(([name]) => name === 't')?.[1];
  const signatures = pairs.filter(([name]) => name === 'v1').slice(0, MOST_SIGNATURES);
  if (time === undefined || !/^\d{1,12}$/.test(time) || signatures.length === 0) return NO_SIGNATURE;
  const given = signatures.map(([, value = '']) => Buffer.from(value, 'hex'));
  if (!isSigned(given, [`${time}.`, body], secrets)) return WRONG_SIGNATURE;
  const apartMs = Math.abs(receivedAtMs - Number(time) * 1_000);
  return apartMs <= TOLERANCE_MS ? undefined : 'it was signed more than five minutes before or after it came';
}

function upper(currency: string | undefined): string | undefined {
  return currency?.toUpperCase();
}

/** The id of what a field holds, whether it is told as an id or as the whole object. */
function idAt(object: unknown, field: string): string | undefined {
  return textAt(object, field, 'id') ?? textAt(object, field);
}

interface Amounts {
  gross: number;
  value: number;
}

function amountsOf(
  { total, tax, shipping }: { total: unknown; tax: unknown; shipping: unknown },
  currency: string,
  { options }: Reading,
): Amounts | undefined {
  const gross = minorOfStripe(total, currency);
  if (gross === undefined) return undefined;
  const less = options.revenue === 'gross' ? 0 : (minorOfStripe(tax, currency) ?? 0);
  const sent = options.revenue === 'without_tax_and_shipping' ? (minorOfStripe(shipping, currency) ?? 0) : 0;
  return { gross, value: Math.max(0, gross - less - sent) };
}

/** The click id that a site handed over: in the metadata under one of the source's names, else as the client's reference. */
function clickIdOf(object: unknown, { options }: Reading): string | undefined {
  const metadata = at(object, 'metadata');
  const names = metadata !== null && typeof metadata === 'object' ? Object.keys(metadata) : [];
  const name = names.find((one) => options.clickIdFields.includes(one.toLowerCase()));
  return (name === undefined ? undefined : textAt(metadata, name)) ?? textAt(object, 'client_reference_id');
}

function discountsOf(object: unknown): (string | undefined)[] {
  const discounts = [
    ...listAt(object, 'discounts'),
    ...listAt(object, 'total_details', 'breakdown', 'discounts').map((one) => at(one, 'discount')),
  ];
  return discounts.map((one) => textAt(one, 'promotion_code', 'code') ?? textAt(one, 'promotion_code') ?? textAt(one, 'coupon', 'name'));
}

function buyerOf(object: unknown, reading: Reading): ConversionInput['identity'] {
  const customer = idAt(object, 'customer');
  return identityOf({
    email: textAt(object, 'customer_details', 'email') ?? textAt(object, 'customer_email'),
    userId: customer === undefined ? undefined : `stripe:customer:${customer}`,
    clickId: clickIdOf(object, reading),
  });
}

/** What Checkout and invoices have in common. */
interface Sale {
  id: string;
  kind: 'purchase' | 'subscription';
  orderId: string;
  occurredAt: string;
  currency: string;
  amounts: Amounts;
  refs: (string | undefined)[];
  /** What else may call its order. */
  names: (string | undefined)[];
}

function saleMeaning(object: unknown, reading: Reading, sale: Sale): Meaning {
  const { id, kind, occurredAt, currency, amounts } = sale;
  const { orderId } = sale;
  const codes = discountsOf(object);
  const promoCodes = codesOf(codes);
  const identity = buyerOf(object, reading) ?? {};
  const landing = landingOf(textAt(object, 'metadata', 'landing_site'), reading.options.clickIdFields);
  const refs = sale.refs.filter((ref) => ref !== undefined && ref !== '');
  return {
    promoCodes,
    conversions: [
      {
        id,
        occurredAt,
        kind,
        valueMinor: amounts.value,
        currency,
        orderId,
        ...(promoCodes.length === 0 ? {} : { promoCode: promoCodes[0] }),
        // A sale that says nothing of who made it counts all the same, under an identity of its own.
        identity: Object.keys(identity).length === 0 ? { userId: id } : identity,
        metadata: metadataOf({
          source: reading.source,
          ...landing.utm,
          discountCodes: codes.filter((code) => code !== undefined),
          revenue: reading.options.revenue,
        }),
      },
    ],
    orders: refs.flatMap((ref, place) => {
      const order = { ref: String(ref), conversionId: id, valueMinor: amounts.value, grossMinor: amounts.gross, orderId };
      return notedOrders(order, place === 0 ? sale.names : []);
    }),
  };
}

/**
 * A session of Checkout. It is dated by when it was opened, which is before its invoice is paid: of the two records of one order the
 * session, which knows the click, is then the one that counts.
 */
function checkoutMeaning(session: unknown, reading: Reading): Meaning {
  const id = textAt(session, 'id');
  const currency = upper(textAt(session, 'currency'));
  const occurredAt = instantOfSeconds(at(session, 'created'));
  if (id === undefined || currency === undefined || occurredAt === undefined) return { fault: 'the session has no id, currency or time' };
  const mode = textAt(session, 'mode');
  if (mode === 'setup') return { setAside: 'a session that only sets up a means of payment' };
  const status = textAt(session, 'payment_status');
  if (status === 'unpaid')
    return { setAside: 'the session is not paid yet; it counts once checkout.session.async_payment_succeeded comes' };
  const details = at(session, 'total_details');
  const told = { total: at(session, 'amount_total'), tax: at(details, 'amount_tax'), shipping: at(details, 'amount_shipping') };
  const amounts = amountsOf(told, currency, reading);
  if (amounts === undefined) return { fault: 'the session has an amount_total that is no amount' };
  const [invoice, payment] = [idAt(session, 'invoice'), idAt(session, 'payment_intent')];
  const orderId = orderIdAmong([textAt(session, 'metadata', 'order_id'), invoice, payment], id);
  const kind = mode === 'subscription' ? 'subscription' : 'purchase';
  const sale = { id: `stripe:checkout:${id}`, kind, orderId, occurredAt, currency, amounts, refs: [id, payment, invoice] } as const;
  return saleMeaning(session, reading, { ...sale, refs: [...sale.refs], names: [invoice, payment, id] });
}

function invoiceMeaning(invoice: unknown, reading: Reading): Meaning {
  const id = textAt(invoice, 'id');
  const currency = upper(textAt(invoice, 'currency'));
  const occurredAt = instantOfSeconds(at(invoice, 'status_transitions', 'paid_at')) ?? instantOfSeconds(at(invoice, 'created'));
  if (id === undefined || currency === undefined || occurredAt === undefined) return { fault: 'the invoice has no id, currency or time' };
  const taxes = [...listAt(invoice, 'total_taxes'), ...listAt(invoice, 'total_tax_amounts')].map((one) => at(one, 'amount'));
  const tax = at(invoice, 'tax') ?? taxes.reduce<number>((sum, amount) => sum + (typeof amount === 'number' ? amount : 0), 0);
  const told = { total: at(invoice, 'amount_paid'), tax, shipping: at(invoice, 'shipping_cost', 'amount_subtotal') };
  const amounts = amountsOf(told, currency, reading);
  if (amounts === undefined) return { fault: 'the invoice has an amount_paid that is no amount' };
  if (amounts.gross === 0) return { setAside: 'nothing was paid by the invoice' };
  const kind = textAt(invoice, 'billing_reason') === 'subscription_create' ? 'subscription' : 'purchase';
  const payments = listAt(invoice, 'payments', 'data').map((one) => textAt(one, 'payment', 'payment_intent'));
  const refs = [id, idAt(invoice, 'payment_intent'), idAt(invoice, 'charge'), ...payments];
  return saleMeaning(invoice, reading, { id: `stripe:invoice:${id}`, kind, orderId: id, occurredAt, currency, amounts, refs, names: [] });
}

/** Which payment an invoice was paid by, where invoices do not say it themselves; what of it counts, the invoice says. */
function paymentMeaning(payment: unknown): Meaning {
  const [invoice, intent] = [idAt(payment, 'invoice'), idAt(at(payment, 'payment'), 'payment_intent')];
  if (invoice === undefined || intent === undefined) return { setAside: 'it names no payment of an invoice' };
  return { orders: [{ ref: intent, conversionId: `stripe:invoice:${invoice}`, valueMinor: null, grossMinor: null }] };
}

/** What a promotion code is called: sessions and invoices name it by its id. */
function promotionMeaning(promotion: unknown): Meaning {
  const [[id], [code]] = [codesOf([textAt(promotion, 'id')]), codesOf([textAt(promotion, 'code')])];
  return id === undefined || code === undefined ? { fault: 'the promotion code has no id or no code' } : { namedCodes: [{ id, code }] };
}

/** A charge tells how much of it is refunded by now, and the event how much was before: the refund is the difference. */
function refundMeaning(charge: unknown, event: unknown): Meaning {
  const id = textAt(charge, 'id');
  const currency = upper(textAt(charge, 'currency'));
  const occurredAt = instantOfSeconds(at(event, 'created'));
  if (id === undefined || currency === undefined || occurredAt === undefined) return { fault: 'the charge has no id, currency or time' };
  const now = at(charge, 'amount_refunded');
  const before = at(event, 'data', 'previous_attributes', 'amount_refunded') ?? 0;
  const [nowMinor, beforeMinor] = [minorOfStripe(now, currency), minorOfStripe(before, currency)];
  if (nowMinor === undefined || beforeMinor === undefined || nowMinor < beforeMinor)
    return { fault: 'the charge has amounts that cannot be read' };
  if (nowMinor === beforeMinor) return { setAside: 'nothing more was refunded' };
  const ref = idAt(charge, 'payment_intent') ?? idAt(charge, 'invoice') ?? id;
  // Once a refund has failed, another one may come to the same sum.
  const refundId = `stripe:refund:${id}:${nowMinor}:${String(at(event, 'created'))}`;
  const formerId = `stripe:refund:${id}:${nowMinor}`;
  const refund = { id: refundId, formerId, occurredAt, amountMinor: nowMinor - beforeMinor, currency, order: { ref } };
  return { refunds: [refund] };
}

/** Statuses of refunds that the charge counted as refunded when they began, and that gave nothing back. */
const FAILED_REFUNDS = new Set(['failed', 'canceled']);

/** A refund that did not come about after all; told by several events, it is taken back once. */
function failedRefundMeaning(refund: unknown): Meaning {
  const status = textAt(refund, 'status') ?? '';
  if (!FAILED_REFUNDS.has(status)) return { setAside: 'the refund did not fail; charge.refunded tells of it' };
  const [id, currency, occurredAt] = [textAt(refund, 'id'), upper(textAt(refund, 'currency')), instantOfSeconds(at(refund, 'created'))];
  const ref = idAt(refund, 'payment_intent') ?? idAt(refund, 'charge');
  const amountMinor = currency === undefined ? undefined : minorOfStripe(at(refund, 'amount'), currency);
  if (id === undefined || occurredAt === undefined || ref === undefined || amountMinor === undefined)
    return { fault: 'the refund has no id, time, payment or amount' };
  return { refunds: [{ id: `stripe:failed-refund:${id}`, occurredAt, amountMinor, currency, isTakenBack: true, order: { ref } }] };
}

/** Statuses of inquiries, by which nothing was taken back, and why nothing is made of them (Stripe, "The Dispute object"). */
const INQUIRIES: Readonly<Record<string, string>> = {
  warning_needs_response: 'an inquiry, by which nothing was taken back',
  warning_under_review: 'an inquiry, by which nothing was taken back',
  warning_closed: 'an inquiry that ended without a dispute',
};

/**
 * Statuses of disputes and how they stand by them (Stripe, "The Dispute object"); by all others the money is taken. One that was prevented,
 * or settled by a refund of which charge.refunded tells, takes nothing itself.
 */
const STANDS: ReadonlyMap<string, DisputeStand> = new Map([
  ['won', 'given_back'],
  ['prevented', 'given_back'],
  ['charge_refunded', 'given_back'],
  ['lost', 'lost'],
]);

/** A dispute takes a payment back when it begins, and gives it back when it is won; each of its events says how it stood then. */
function disputeMeaning(event: unknown, topic: string): Meaning {
  const dispute = at(event, 'data', 'object');
  const status = textAt(dispute, 'status') ?? '';
  const isMoved = topic.startsWith('charge.dispute.funds_');
  if (!isMoved && Object.hasOwn(INQUIRIES, status)) return { setAside: INQUIRIES[status] };
  const [id, currency, occurredAt] = [textAt(dispute, 'id'), upper(textAt(dispute, 'currency')), instantOfSeconds(at(dispute, 'created'))];
  const ref = idAt(dispute, 'payment_intent') ?? idAt(dispute, 'charge');
  const amountMinor = currency === undefined ? undefined : minorOfStripe(at(dispute, 'amount'), currency);
  if (id === undefined || occurredAt === undefined || ref === undefined || amountMinor === undefined)
    return { fault: 'the dispute has no id, time, payment or amount' };
  const stand = topic === 'charge.dispute.funds_reinstated' ? 'given_back' : (STANDS.get(status) ?? 'taken');
  const telling = { stand, toldAt: instantOfSeconds(at(event, 'created')) };
  return { refunds: [disputeDraft({ name: `stripe:dispute:${id}`, occurredAt, amountMinor, currency, order: { ref } }, telling)] };
}

function meaningOf(event: unknown, reading: Reading): Meaning {
  if (at(event, 'livemode') === false && !reading.options.acceptsTests) return { setAside: 'an event of the test mode' };
  const object = at(event, 'data', 'object');
  switch (reading.topic) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
      return checkoutMeaning(object, reading);
    case 'invoice.paid':
      return invoiceMeaning(object, reading);
    case 'invoice_payment.paid':
      return paymentMeaning(object);
    case 'promotion_code.created':
    case 'promotion_code.updated':
      return promotionMeaning(object);
    case 'charge.refunded':
      return refundMeaning(object, event);
    case 'refund.failed':
    case 'refund.updated':
    case 'charge.refund.updated':
      return failedRefundMeaning(object);
    case 'charge.dispute.created':
    case 'charge.dispute.updated':
    case 'charge.dispute.closed':
    case 'charge.dispute.funds_withdrawn':
    case 'charge.dispute.funds_reinstated':
      return disputeMeaning(event, reading.topic);
    default:
      return { isUnknown: true };
  }
}

/** Whom the object of an event tells of. */
function whoOf(event: unknown): Identity {
  const object = at(event, 'data', 'object');
  const customer = textAt(object, 'object') === 'customer' ? textAt(object, 'id') : idAt(object, 'customer');
  return identityOf({
    email:
      textAt(object, 'customer_details', 'email') ??
      textAt(object, 'customer_email') ??
      textAt(object, 'billing_details', 'email') ??
      textAt(object, 'receipt_email') ??
      textAt(object, 'evidence', 'customer_email_address') ??
      textAt(object, 'email'),
    userId: customer === undefined ? undefined : `stripe:customer:${customer}`,
  });
}

/** How Stripe signs and names its events, and what they mean. */
export const STRIPE: HookAdapter = {
  fields: [SIGNATURE],
  isPing: () => false,
  refusal,
  nameOf: ({ body }, json) => ({
    key: textAt(json, 'id')?.slice(0, 200) ?? bodyKey(body),
    topic: textAt(json, 'type')?.slice(0, 200) ?? null,
  }),
  meaningOf,
  whoOf,
};
