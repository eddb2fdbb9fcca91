import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { Reach, ReachQuery } from './schema.ts';
import { getReach } from './service.ts';

/** GET /attribution/analytics/reach. */
export function reachRoutes(app: App, context: Context): void {
  app.get('/attribution/analytics/reach', {
    schema: {
      tags: ['Attribution'],
      summary: 'Tell how far exposures reached, what they led to and what they cost',
      description: 'By campaign, show, episode, placement, day, country or player, in one period or two; every rate has its interval.',
      querystring: ReachQuery,
      response: { 200: Reach },
    },
    handler: (request) => getReach(context, actorOf(request), request.query),
  });
}
