import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { Alert, AlertQuery } from './schema.ts';
import { listAlerts } from './service.ts';

/** GET /cost/alerts. */
export function alertRoutes(app: App, context: Context): void {
  app.get('/cost/alerts', {
    schema: {
      tags: ['Cost'],
      summary: 'List what was told of budgets, the newest first',
      description: 'Each threshold is told once in a period, and again after the budget is changed. Alerts stay when their budget goes.',
      querystring: AlertQuery,
      response: { 200: pageSchema(Alert) },
    },
    handler: (request) => listAlerts(context, actorOf(request), { budget: request.query.budget }, pageRequest(request.query)),
  });
}
