import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { JourneyQuery, Journeys } from './schema.ts';
import { getJourneys } from './service.ts';

/** GET /attribution/analytics/paths. */
export function journeyRoutes(app: App, context: Context): void {
  app.get('/attribution/analytics/paths', {
    schema: {
      tags: ['Attribution'],
      summary: 'Tell which paths conversions took',
      description: 'How long they were, which ways most of them went, which conversions each unit assisted, and the flow as a picture.',
      querystring: JourneyQuery,
      response: { 200: Journeys },
    },
    handler: (request) => getJourneys(context, actorOf(request), request.query),
  });
}
