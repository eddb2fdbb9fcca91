import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { PageQuery, pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { CatalogKey } from '../campaigns/schema.ts';
import { Show, ShowDetails } from './schema.ts';
import { getShow, listShows, putShow } from './service.ts';

const tags = ['Catalog'];
const params = z.strictObject({ key: CatalogKey });

/** GET /shows, GET and PUT /shows/{key}. */
export function showRoutes(app: App, context: Context): void {
  app.get('/shows', {
    schema: { tags, summary: 'List shows', querystring: PageQuery, response: { 200: pageSchema(Show) } },
    handler: (request) => listShows(context, actorOf(request), pageRequest(request.query)),
  });
  app.get('/shows/:key', {
    schema: { tags, summary: 'Read a show', params, response: { 200: Show } },
    handler: (request) => getShow(context, actorOf(request), request.params.key),
  });
  app.put('/shows/:key', {
    schema: { tags, summary: 'Name a show, or complete a stub', params, body: ShowDetails, response: { 200: Show } },
    handler: (request) => putShow(context, actorOf(request), request.params.key, request.body),
  });
}
