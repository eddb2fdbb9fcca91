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
      summary: 'List what hosts counted as it was entered or pulled, the latest day first',
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
        'By show or episode and UTC day, for the waterfall to hold against what was counted here. Figures of several sources, and those ' +
        'pulled from hosts, stand beside each other: of one place and day the one counts that was entered, if any was, and came last. ' +
        'Null downloads take back what was entered of that source, or else what was pulled from it.',
      body: HostFigures,
      response: { 200: StoredFigures },
    },
    handler: (request) => putHostFigures(context, actorOf(request), request.body.figures),
  });
}
