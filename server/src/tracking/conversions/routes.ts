import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { Conversion, ConversionsQuery } from './schema.ts';
import { listConversions } from './service.ts';

/** GET /conversions. */
export function conversionRoutes(app: App, context: Context): void {
  app.get('/conversions', {
    schema: {
      tags: ['Ingest'],
      summary: 'List conversions, newest first',
      querystring: ConversionsQuery,
      response: { 200: pageSchema(Conversion) },
    },
    handler: (request) => listConversions(context, actorOf(request), { ...pageRequest(request.query), kinds: request.query.kind }),
  });
}
