import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { EnteredFigure, HostFigureQuery, HostFigures, StoredFigures } from './schema.ts';
import { listHostFigures, putHostFigures } from './service.ts';

/** GET and PUT /tracking/host-figures. */
export function hostFigureRoutes(app: App, context: Context): void {
  app.get('/tracking/host-figures', {
    schema: {
      tags: ['Tracking'],
      summary: 'List what hosts counted as it was entered, the latest day first',
      querystring: HostFigureQuery,
      response: { 200: pageSchema(EnteredFigure) },
    },
    handler: (request) => {
      const { show, from, to, ...page } = request.query;
      return listHostFigures(context, actorOf(request), { show, from, to }, pageRequest(page));
    },
  });
  app.put('/tracking/host-figures', {
    schema: {
      tags: ['Tracking'],
      summary: 'Enter what a host counted itself',
      description:
        'By show or episode and UTC day, for the waterfall to hold against what was counted here. Null downloads take a figure back.',
      body: HostFigures,
      response: { 200: StoredFigures },
    },
    handler: (request) => putHostFigures(context, actorOf(request), request.body.figures),
  });
}
