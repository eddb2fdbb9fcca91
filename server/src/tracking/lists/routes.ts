import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { ListOverview } from './schema.ts';
import { getLists } from './service.ts';

/** GET /tracking/lists. */
export function listRoutes(app: App, context: Context): void {
  app.get('/tracking/lists', {
    schema: {
      tags: ['Tracking'],
      summary: 'List what is known of user agents and addresses',
      description: 'Each list in the version that holds now, with its source, licence and age. Lists belong to the installation.',
      response: { 200: ListOverview },
    },
    handler: (request) => getLists(context, actorOf(request)),
  });
}
