import { at, textAt } from '../hooks/reading.ts';
import { bodyKey, type HookAdapter, type Meaning } from '../hooks/rules.ts';
import type { RefundReading } from './rules.ts';

/** What a refund is kept as while its order may still have to come. */
export function keptRefund({ identity: _identity, ...refund }: RefundReading): Buffer {
  return Buffer.from(JSON.stringify(refund));
}

function meaningOf(json: unknown): Meaning {
  const [id, occurredAt, orderId, amount] = [
    textAt(json, 'id'),
    textAt(json, 'occurredAt'),
    textAt(json, 'orderId'),
    at(json, 'valueMinor'),
  ];
  if (id === undefined || occurredAt === undefined || orderId === undefined) return { fault: 'it is no refund' };
  const amountMinor = typeof amount === 'number' ? amount : undefined;
  return { refunds: [{ id, occurredAt, amountMinor, currency: textAt(json, 'currency'), order: { orderId } }] };
}

/** How refunds are worked on that came to the address of an adapter: they were genuine there, and nothing comes in by a webhook. */
export const KEPT_REFUNDS: HookAdapter = {
  fields: [],
  isPing: () => false,
  refusal: () => 'a source of this kind has another address',
  nameOf: ({ body }) => ({ key: bodyKey(body), topic: null }),
  meaningOf,
};
