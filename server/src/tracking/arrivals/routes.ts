import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { ArrivalQuery, Arrivals } from './schema.ts';
import { listArrivals } from './service.ts';

/** GET /tracking/arrivals. */
export function arrivalRoutes(app: App, context: Context): void {
  app.get('/tracking/arrivals', {
    schema: {
      tags: ['Tracking'],
      summary: 'Tell what has come since an instant, source by source',
      description: 'For a live check while tracking is set up: what came last, and what came and counts for nothing, with why.',
      querystring: ArrivalQuery,
      response: { 200: Arrivals },
    },
    handler: (request) => listArrivals(context, actorOf(request), request.query.since),
  });
}
