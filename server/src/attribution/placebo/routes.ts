import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { PlaceboQuery } from './query.ts';
import { Placebo } from './schema.ts';
import { getPlacebo } from './service.ts';

/** GET /attribution/placebo. */
export function placeboRoutes(app: App, context: Context): void {
  app.get('/attribution/placebo', {
    schema: {
      tags: ['Attribution'],
      summary: 'Tell how often conversions are matched by chance',
      description: 'The same matching against exposures that came after the conversions, beside that against those before them.',
      querystring: PlaceboQuery,
      response: { 200: Placebo },
    },
    handler: (request) => getPlacebo(context, actorOf(request), request.query),
  });
}
