import { z } from 'zod';
import { PageQuery } from '../../platform/paging.ts';
import { SourceKey } from '../sources/schema.ts';

export const DELIVERY_STATES = ['received', 'waiting', 'kept', 'duplicate', 'set_aside', 'unknown_topic', 'refused', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** What a shop or tool delivered, and what became of it. */
export const HookDelivery = z
  .object({
    id: z.string().describe('UUID'),
    source: z.string(),
    deliveryId: z.string().describe("the sender's own id of it, or a hash of the body where it has none"),
    topic: z.string().nullable(),
    state: z
      .enum(DELIVERY_STATES)
      .describe(
        'received: about to be worked on; waiting: for the order it belongs to; kept: it brought something; duplicate: nothing new; ' +
          'set_aside: understood and not wanted; unknown_topic; refused: not genuine; failed',
      ),
    reason: z.string().nullable(),
    receivedAt: z.string(),
    attempts: z.int(),
    nextAttemptAt: z.string().nullable(),
    made: z.array(z.string()).describe('ids of the conversions, refunds and privacy requests that it brought'),
    bytes: z.int().describe('of the body'),
    hasBody: z.boolean().describe('whether the body is still kept; without it nothing can be replayed'),
  })
  .meta({ id: 'HookDelivery' });
export type HookDelivery = z.infer<typeof HookDelivery>;

export const DeliveryContent = z
  .object({
    headers: z.record(z.string(), z.string()),
    body: z.string().describe('byte for byte as it came, in base64'),
  })
  .meta({ id: 'HookDeliveryContent' });
export type DeliveryContent = z.infer<typeof DeliveryContent>;

export const DeliveryQuery = PageQuery.extend({
  source: SourceKey.optional(),
  state: z.enum(DELIVERY_STATES).optional(),
});

/** Which deliveries are listed. */
export interface DeliveryFilter {
  source?: string | undefined;
  state?: DeliveryState | undefined;
}

/** Another name of an order, the conversion it became, and how much of what was paid counts. */
export interface OrderRef {
  ref: string;
  conversionId: string;
  valueMinor: number;
  grossMinor: number;
}

/**
 * An order as it was told at an instant, where the sender says of which; one without an instant takes the place of none. Amounts are null
 * where the order is named without saying what it came to.
 */
export interface NotedOrder extends Pick<OrderRef, 'ref' | 'conversionId'> {
  valueMinor: number | null;
  grossMinor: number | null;
  asOf?: string | undefined;
  /** The order id of its conversion, where `ref` is a name by which others may call the order. */
  orderId?: string | undefined;
}

/** A code that orders name by an id; both in upper case. */
export interface NamedCode {
  id: string;
  code: string;
}

/** How a name of an order is kept apart from the refs by which its shop speaks of it. */
export const NAME_PREFIX = 'name:';
