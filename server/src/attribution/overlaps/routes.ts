import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { Overlap, OverlapQuery } from './schema.ts';
import { getOverlap } from './service.ts';

/** GET /attribution/analytics/overlap. */
export function overlapRoutes(app: App, context: Context): void {
  app.get('/attribution/analytics/overlap', {
    schema: {
      tags: ['Attribution'],
      summary: 'Tell which households several shows or campaigns reached together',
      querystring: OverlapQuery,
      response: { 200: Overlap },
    },
    handler: (request) => getOverlap(context, actorOf(request), request.query),
  });
}
