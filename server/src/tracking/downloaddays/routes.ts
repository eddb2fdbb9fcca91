import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { pageRequest } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { type DownloadGroup, DownloadPage, DownloadQuery } from './schema.ts';
import { listDownloads } from './service.ts';

/** GET /tracking/downloads. */
export function downloadDayRoutes(app: App, context: Context): void {
  app.get('/tracking/downloads', {
    schema: {
      tags: ['Tracking'],
      summary: 'List downloads by show, episode and day',
      description: 'As they are counted by the rules of IAB v2.3: the figures of the waterfall, with the window and the delivery evidence.',
      querystring: DownloadQuery,
      response: { 200: DownloadPage },
    },
    handler: (request) => {
      const { groupBy, show, episode, from, to, ...page } = request.query;
      const groups = groupBy.split(',') as DownloadGroup[];
      return listDownloads(context, actorOf(request), { groupBy: groups, show, episode, from, to }, pageRequest(page));
    },
  });
}
