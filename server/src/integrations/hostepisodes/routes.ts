import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { HostEpisode, HostEpisodeQuery } from './schema.ts';
import { listHostEpisodes } from './service.ts';

/** GET /tracking/host-episodes. */
export function hostEpisodeRoutes(app: App, context: Context): void {
  app.get('/tracking/host-episodes', {
    schema: {
      tags: ['Tracking'],
      summary: 'List episodes as hosts name them',
      description: 'Of hosts that are asked for figures, each with the episode of yours that it was found to be.',
      querystring: HostEpisodeQuery,
      response: { 200: pageSchema(HostEpisode) },
    },
    handler: (request) => {
      const { show, isMapped, ...page } = request.query;
      return listHostEpisodes(context, actorOf(request), { show, isMapped }, pageRequest(page));
    },
  });
}
