import { minorAmount } from '../../platform/money.ts';
import { instantOf, textAt } from '../hooks/reading.ts';
import type { Meaning, Reading } from '../hooks/rules.ts';
import type { DisputeStand } from '../../tracking/intake/schema.ts';
import { disputeDraft } from '../hooks/disputes.ts';
import { conversionIdOf } from './refunds.ts';

/**
 * Statuses of a chargeback and how it stands by them (Shopify, "DisputeStatus"); by all others the money is taken. One that was prevented,
 * or settled by a refund of which refunds/create tells, takes nothing itself.
 */
const STANDS: ReadonlyMap<string, DisputeStand> = new Map([
  ['won', 'given_back'],
  ['prevented', 'given_back'],
  ['charge_refunded', 'given_back'],
  ['lost', 'lost'],
]);

/** When Shopify saw what a delivery tells; not signed, and the body of a dispute has no such time. */
const TRIGGERED_AT = 'x-shopify-triggered-at';

/** A dispute of an order paid through Shopify Payments: told when it begins and with each change, it takes the payment back once. */
export function disputeMeaning(dispute: unknown, { headers }: Pick<Reading, 'headers'>): Meaning {
  const [type, status = ''] = [textAt(dispute, 'type'), textAt(dispute, 'status')];
  if (type !== 'chargeback') return { setAside: 'an inquiry, by which nothing was taken back' };
  const [id, orderId, currency] = [textAt(dispute, 'id'), textAt(dispute, 'order_id'), textAt(dispute, 'currency')];
  const occurredAt = instantOf([textAt(dispute, 'initiated_at')]);
  const amountMinor = currency === undefined ? undefined : minorAmount(textAt(dispute, 'amount'), currency);
  if (id === undefined || orderId === undefined || occurredAt === undefined || amountMinor === undefined)
    return { fault: 'the dispute has no id, order, time or amount' };
  const order = { ref: conversionIdOf(orderId) };
  const telling = { stand: STANDS.get(status) ?? 'taken', toldAt: instantOf([headers[TRIGGERED_AT]]) } as const;
  return { refunds: [disputeDraft({ name: `shopify:dispute:${id}`, occurredAt, amountMinor, currency, order }, telling)] };
}
