import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { AllSharesQuery, AllSharesReport, ShareReport, ShareReportQuery } from './schema.ts';
import { getAllSharesReport, getShareReport } from './service.ts';

const params = z.strictObject({ id: z.uuid() });

/** GET /shares/report and GET /shares/{id}/report. */
export function shareReportRoutes(app: App, context: Context): void {
  app.get('/shares/report', {
    schema: {
      tags: ['Shares'],
      summary: 'Every share this tenant received, in one view',
      querystring: AllSharesQuery,
      response: { 200: AllSharesReport },
    },
    handler: (request) => getAllSharesReport(context, actorOf(request), request.query),
  });
  app.get('/shares/:id/report', {
    schema: {
      tags: ['Shares'],
      summary: 'The figures of a live share',
      description: 'The same for both sides. Reading them is recorded in the audit logs of both.',
      params,
      querystring: ShareReportQuery,
      response: { 200: ShareReport },
    },
    handler: (request) => getShareReport(context, actorOf(request), request.params.id, request.query),
  });
}
