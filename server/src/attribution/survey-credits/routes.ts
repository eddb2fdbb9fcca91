import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { SurveyCreditQuery, SurveyCredits } from './schema.ts';
import { getSurveyCredits } from './service.ts';

/** GET /attribution/analytics/surveys. */
export function surveyCreditRoutes(app: App, context: Context): void {
  app.get('/attribution/analytics/surveys', {
    schema: {
      tags: ['Attribution'],
      summary: 'Set what survey answers say of each show beside what is credited to it',
      querystring: SurveyCreditQuery,
      response: { 200: SurveyCredits },
    },
    handler: (request) => getSurveyCredits(context, actorOf(request), request.query),
  });
}
