import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { EventQuery, SecurityEvent } from './schema.ts';
import { listSecurityEvents } from './service.ts';

/** GET /security/events. */
export function eventRoutes(app: App, context: Context): void {
  app.get('/security/events', {
    schema: {
      tags: ['Security'],
      summary: 'List security events, newest first',
      querystring: EventQuery,
      response: { 200: pageSchema(SecurityEvent) },
    },
    handler: (request) => listSecurityEvents(context, actorOf(request), request.query, pageRequest(request.query)),
  });
}
