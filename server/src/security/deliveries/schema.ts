import { z } from 'zod';

/** A message to one webhook, and what became of it. */
export const Delivery = z
  .object({
    id: z.string().describe('UUID; the `webhook-id` of the message, the same for each try'),
    webhookId: z.string(),
    type: z.string(),
    status: z.enum(['waiting', 'delivered', 'failed']),
    attempts: z.int(),
    nextAttemptAt: z.string().nullable(),
    answered: z.int().nullable().describe('the HTTP status of the last try; null when there was no answer'),
    fault: z.string().nullable().describe('why the last try failed'),
    createdAt: z.string(),
    finishedAt: z.string().nullable(),
  })
  .meta({ id: 'WebhookDelivery' });
export type Delivery = z.infer<typeof Delivery>;
