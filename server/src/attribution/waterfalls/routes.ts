import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { Waterfall, WaterfallQuery } from './schema.ts';
import { getWaterfall } from './service.ts';

/** GET /tracking/waterfall. */
export function waterfallRoutes(app: App, context: Context): void {
  app.get('/tracking/waterfall', {
    schema: {
      tags: ['Tracking'],
      summary: 'How requests became downloads, and downloads credit',
      description: 'For any campaign, show, episode and days; each row adds up to the one before, and beside it stands what hosts counted.',
      querystring: WaterfallQuery,
      response: { 200: Waterfall },
    },
    handler: (request) => getWaterfall(context, actorOf(request), request.query),
  });
}
