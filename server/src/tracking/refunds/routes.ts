import { z } from 'zod';
import { answerIntake, eachItemAlone, itemsOf, EventId, IntakeResult } from '../../platform/item-batch.ts';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { MAX_BATCH, RefundBatch } from '../intake/schema.ts';
import { AppError } from '../../platform/errors.ts';
import { acceptRefunds } from './service.ts';

/** POST /conversions/{id}/refunds. */
export function refundRoutes(app: App, context: Context): void {
  app.post('/conversions/:id/refunds', {
    ...eachItemAlone,
    schema: {
      tags: ['Ingest'],
      summary: 'Refund a conversion in part or whole',
      description: 'Credit is computed on what remains, never below zero. The same refund id again is a duplicate.',
      params: z.strictObject({ id: EventId }),
      body: RefundBatch,
      response: { 202: IntakeResult },
    },
    handler: async (request, reply) => {
      const items = itemsOf(request.body, 'refunds');
      if (items.length === 0 || items.length > MAX_BATCH) {
        const detail = `"refunds" holds ${items.length} items; send 1 to ${MAX_BATCH} at a time.`;
        throw new AppError(items.length === 0 ? 'invalid_request' : 'too_large', detail, { errors: [{ pointer: '/refunds', detail }] });
      }
      return answerIntake(reply, await acceptRefunds(context, actorOf(request), request.params.id, items), 'refunds');
    },
  });
}
