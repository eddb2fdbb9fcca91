import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { Lag, LagQuery } from './schema.ts';
import { getLag } from './service.ts';

/** GET /attribution/analytics/lag. */
export function lagRoutes(app: App, context: Context): void {
  app.get('/attribution/analytics/lag', {
    schema: {
      tags: ['Attribution'],
      summary: 'Tell how long after a touch conversions came',
      querystring: LagQuery,
      response: { 200: Lag },
    },
    handler: (request) => getLag(context, actorOf(request), request.query),
  });
}
