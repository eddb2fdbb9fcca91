import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { CatalogKey } from '../campaigns/schema.ts';
import { Episode, EpisodeDetails, EpisodeQuery, EpisodeWithEnclosures } from './schema.ts';
import { getEpisode, listEpisodes, putEpisode } from './service.ts';

const tags = ['Catalog'];
const params = z.strictObject({ key: CatalogKey });

/** GET /episodes, GET and PUT /episodes/{key}. */
export function episodeRoutes(app: App, context: Context): void {
  app.get('/episodes', {
    schema: { tags, summary: 'List episodes', querystring: EpisodeQuery, response: { 200: pageSchema(Episode) } },
    handler: (request) => {
      const { show, enclosure } = request.query;
      return listEpisodes(context, actorOf(request), { show, enclosure }, pageRequest(request.query));
    },
  });
  app.get('/episodes/:key', {
    schema: { tags, summary: 'Read an episode', params, response: { 200: EpisodeWithEnclosures } },
    handler: (request) => getEpisode(context, actorOf(request), request.params.key),
  });
  app.put('/episodes/:key', {
    schema: { tags, summary: 'Name an episode, or complete a stub', params, body: EpisodeDetails, response: { 200: Episode } },
    handler: (request) => putEpisode(context, actorOf(request), request.params.key, request.body),
  });
}
