import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { LastPathCheck } from './schema.ts';
import { getLastPathCheck } from './service.ts';

/** GET /attribution/check. */
export function pathCheckRoutes(app: App, context: Context): void {
  app.get('/attribution/check', {
    schema: {
      tags: ['Attribution'],
      summary: 'Tell what the last nightly check of stored paths found',
      description: 'Every night paths are built anew from the stored events, and compared with the stored ones and their sums.',
      response: { 200: LastPathCheck },
    },
    handler: (request) => getLastPathCheck(context, actorOf(request)),
  });
}
