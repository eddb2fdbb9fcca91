import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { CohortQuery, Cohorts } from './schema.ts';
import { getCohorts } from './service.ts';

/** GET /attribution/analytics/cohorts. */
export function cohortRoutes(app: App, context: Context): void {
  app.get('/attribution/analytics/cohorts', {
    schema: {
      tags: ['Attribution'],
      summary: 'Tell what households did in each month since their first exposure',
      querystring: CohortQuery,
      response: { 200: Cohorts },
    },
    handler: (request) => getCohorts(context, actorOf(request), request.query),
  });
}
