import { z } from 'zod';
import { EventId } from '../../platform/item-batch.ts';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { Explanation, ExplanationQuery } from './schema.ts';
import { getExplanation } from './service.ts';

/** GET /attribution/conversions/{id}/explanation. */
export function explanationRoutes(app: App, context: Context): void {
  app.get('/attribution/conversions/:id/explanation', {
    schema: {
      tags: ['Attribution'],
      summary: "Explain one conversion's credit",
      description:
        'The path with evidence, weight and credit of each touchpoint, and the same in sentences. {id} is the id the tenant sent.',
      params: z.strictObject({ id: EventId }),
      querystring: ExplanationQuery,
      response: { 200: Explanation },
    },
    handler: (request) => getExplanation(context, actorOf(request), request.params.id, request.query),
  });
}
