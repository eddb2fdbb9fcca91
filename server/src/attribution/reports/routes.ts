import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { Comparison, ComparisonQuery, Report, ReportQuery, Status } from './schema.ts';
import { getComparison, getReport, getStatus } from './service.ts';

/** GET /attribution/report, /attribution/compare and /attribution/status. */
export function reportRoutes(app: App, context: Context): void {
  app.get('/attribution/report', {
    schema: {
      tags: ['Attribution'],
      summary: 'Credit under one model',
      description: 'Rows hold attributed credit and sum to the attributed totals exactly; every option is chosen here, when reading.',
      querystring: ReportQuery,
      response: { 200: Report },
    },
    handler: (request) => getReport(context, actorOf(request), request.query),
  });
  app.get('/attribution/compare', {
    schema: {
      tags: ['Attribution'],
      summary: 'Credit under several models side by side',
      querystring: ComparisonQuery,
      response: { 200: Comparison },
    },
    handler: (request) => getComparison(context, actorOf(request), request.query),
  });
  app.get('/attribution/status', {
    schema: { tags: ['Attribution'], summary: 'Tell how much is still being matched', response: { 200: Status } },
    handler: (request) => getStatus(context, actorOf(request)),
  });
}
