import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { HostFigures, StoredFigures } from './schema.ts';
import { putHostFigures } from './service.ts';

/** PUT /tracking/host-figures. */
export function hostFigureRoutes(app: App, context: Context): void {
  app.put('/tracking/host-figures', {
    schema: {
      tags: ['Tracking'],
      summary: 'Enter what a host counted itself',
      description: 'By show or episode and UTC day, for the waterfall to hold against what was counted here.',
      body: HostFigures,
      response: { 200: StoredFigures },
    },
    handler: (request) => putHostFigures(context, actorOf(request), request.body.figures),
  });
}
