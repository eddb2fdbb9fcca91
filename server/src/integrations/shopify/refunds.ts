import { minorAmount } from '../../platform/money.ts';
import { at, instantOf, listAt, textAt } from '../hooks/reading.ts';
import type { Meaning, Reading, RefundDraft } from '../hooks/rules.ts';

/** Transactions of a refund that did not come about. */
const FAILED = new Set(['failure', 'error']);

export function conversionIdOf(orderId: string): string {
  return `shopify:order:${orderId}`;
}

/** What an amount comes to in the shop's own currency; undefined where that is not told, or is none. */
function shopMoney(value: unknown, field: string, currency: string): number | undefined {
  if (textAt(value, `${field}_set`, 'shop_money', 'currency_code') !== currency) return undefined;
  const amount = textAt(value, `${field}_set`, 'shop_money', 'amount') ?? '';
  const minor = minorAmount(amount.replace(/^-/, ''), currency);
  return minor !== undefined && amount.startsWith('-') ? -minor : minor;
}

/** All of these amounts summed in the shop's own currency; undefined when one of them is not told in it. */
function shopMoneyOf(values: unknown[], fields: readonly string[], currency: string): number | undefined {
  let sum = 0;
  for (const one of values.flatMap((value) => fields.map((field) => shopMoney(value, field, currency)))) {
    if (one === undefined) return undefined;
    sum += one;
  }
  return sum;
}

/** The shop's own currency, as far as a refund tells it. */
function shopCurrencyOf(refund: unknown): string | undefined {
  const sets = [
    ...listAt(refund, 'transactions').map((one) => at(one, 'amount_set')),
    ...listAt(refund, 'refund_line_items').map((one) => at(one, 'subtotal_set')),
    ...listAt(refund, 'order_adjustments').map((one) => at(one, 'amount_set')),
  ];
  return sets.map((set) => textAt(set, 'shop_money', 'currency_code')).find((code) => code !== undefined);
}

/**
 * What a refund gives back in the shop's currency, where its payments are in another one: its lines with tax, less its adjustments, which
 * are below zero where they give back (Shopify, "Refund": a shipping refund of 5.00 has the amount -5.00).
 */
function convertedOf(refund: unknown, currency: string): number | undefined {
  const lines = shopMoneyOf(listAt(refund, 'refund_line_items'), ['subtotal', 'total_tax'], currency);
  const adjusted = shopMoneyOf(listAt(refund, 'order_adjustments'), ['amount', 'tax_amount'], currency);
  return lines === undefined || adjusted === undefined ? undefined : Math.max(0, lines - adjusted);
}

/** What the payments of a refund come to in one currency; a fault in words where that cannot be told. */
function paidBackOf(refund: unknown, payments: unknown[], currency: string | undefined): { minor: number; currency: string } | string {
  let minor = 0;
  let found = currency;
  for (const payment of payments) {
    const own = textAt(payment, 'amount_set', 'shop_money', 'currency_code') ?? textAt(payment, 'currency');
    const amount = textAt(payment, 'amount_set', 'shop_money', 'amount') ?? textAt(payment, 'amount');
    if (own !== undefined && found !== undefined && own !== found) {
      const converted = convertedOf(refund, found);
      return converted === undefined || converted === 0
        ? `the refund is in ${own}, and its order in ${found}`
        : { minor: converted, currency: found };
    }
    const part = own === undefined ? undefined : minorAmount(amount, own);
    if (own === undefined || part === undefined) return 'the refund has an amount that cannot be read';
    found = own;
    minor += part;
  }
  return { minor, currency: found ?? '' };
}

/** A refund once all of it was paid back: one that is under way is told again with its order. A fault in words where it cannot be read. */
export function refundOf(refund: unknown, orderId: string, currency: string | undefined): RefundDraft | string | undefined {
  const id = textAt(refund, 'id');
  const occurredAt = instantOf([textAt(refund, 'processed_at'), textAt(refund, 'created_at')]);
  if (id === undefined || occurredAt === undefined) return 'the refund has no id or no time';
  const payments = listAt(refund, 'transactions').filter((one) => textAt(one, 'kind') === 'refund' && !FAILED.has(statusOf(one)));
  // A refund without a payment gives nothing back: things were put back into stock.
  if (payments.length === 0 || payments.some((one) => statusOf(one) !== 'success')) return undefined;
  const paid = paidBackOf(refund, payments, currency ?? shopCurrencyOf(refund));
  if (typeof paid === 'string') return paid;
  if (paid.minor === 0) return undefined;
  const order = { ref: conversionIdOf(orderId) };
  return { id: `shopify:refund:${id}`, occurredAt, amountMinor: paid.minor, currency: paid.currency, order };
}

function statusOf(payment: unknown): string {
  return textAt(payment, 'status') ?? 'success';
}

export function refundMeaning(refund: unknown, { options }: Reading): Meaning {
  if (!options.acceptsTests && listAt(refund, 'transactions').some((one) => at(one, 'test') === true)) return { setAside: 'a test refund' };
  const orderId = textAt(refund, 'order_id');
  if (orderId === undefined) return { fault: 'the refund names no order' };
  const draft = refundOf(refund, orderId, undefined);
  if (typeof draft === 'string') return { fault: draft };
  return draft === undefined ? { setAside: 'nothing was paid back, or not yet' } : { refunds: [draft] };
}
