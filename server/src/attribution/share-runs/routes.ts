import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { ShareManifest } from './schema.ts';
import { getShareManifest } from './service.ts';

/** GET /shares/{id}/manifest. */
export function shareRunRoutes(app: App, context: Context): void {
  app.get('/shares/:id/manifest', {
    schema: {
      tags: ['Shares'],
      summary: "Check this tenant's own events against the last run of a matching share",
      params: z.strictObject({ id: z.uuid() }),
      response: { 200: ShareManifest },
    },
    handler: (request) => getShareManifest(context, actorOf(request), request.params.id),
  });
}
