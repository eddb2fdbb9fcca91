import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { StoredCounts, ViewCountQuery, ViewCounts, ViewDay } from './schema.ts';
import { listViewDays, putViewCounts } from './service.ts';

const tags = ['Tracking'];
const PATH = '/tracking/view-counts';

/** GET and PUT /tracking/view-counts. */
export function viewCountRoutes(app: App, context: Context): void {
  app.get(PATH, {
    schema: {
      tags,
      summary: 'List views of videos beside downloads, by show, day and episode',
      description: 'Views are totals of their platforms and modelled; they are in no other figure.',
      querystring: ViewCountQuery,
      response: { 200: pageSchema(ViewDay) },
    },
    handler: (request) => {
      const { show, from, to, ...page } = request.query;
      return listViewDays(context, actorOf(request), { show, from, to }, pageRequest(page));
    },
  });
  app.put(PATH, {
    schema: { tags, summary: 'Enter views of videos as totals', body: ViewCounts, response: { 200: StoredCounts } },
    handler: (request) => putViewCounts(context, actorOf(request), request.body.counts),
  });
}
