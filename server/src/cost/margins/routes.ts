import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { MarginQuery, Margins } from './schema.ts';
import { getMargins } from './service.ts';

/** GET /cost/margins. */
export function marginRoutes(app: App, context: Context): void {
  app.get('/cost/margins', {
    schema: {
      tags: ['Cost'],
      summary: "Compare campaigns' spend with what they cost to deliver",
      description:
        'Spend is spread evenly over the days of a flight; cost is that of the latest splits of the months over campaigns. What is not ' +
        'known is null.',
      querystring: MarginQuery,
      response: { 200: Margins },
    },
    handler: (request) => getMargins(context, actorOf(request), request.query),
  });
}
