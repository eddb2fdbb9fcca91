import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { pageRequest } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { RequestListQuery, RequestPage } from './schema.ts';
import { listEpisodeRequests } from './service.ts';

/** GET /tracking/requests. */
export function requestListRoutes(app: App, context: Context): void {
  app.get('/tracking/requests', {
    schema: {
      tags: ['Tracking'],
      summary: 'List stored requests with what became of each, newest first',
      description:
        'Without addresses and hashes. A page looks at 20,000 requests at most, so that one with filters may hold fewer than its limit, ' +
        'or none, and still have a nextCursor.',
      querystring: RequestListQuery,
      response: { 200: RequestPage },
    },
    handler: (request) => listEpisodeRequests(context, actorOf(request), request.query, pageRequest(request.query)),
  });
}
