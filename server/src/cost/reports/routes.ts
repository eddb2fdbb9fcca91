import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf, operatorOf } from '../../tenants/authorize.ts';
import { CostReport, CostReportQuery, PlatformCostQuery, PlatformCosts } from './schema.ts';
import { getCostReport, listPlatformCosts } from './service.ts';

/** GET /cost/reports. */
export function costReportRoutes(app: App, context: Context): void {
  const tags = ['Cost'];
  app.get('/cost/reports', {
    schema: {
      tags,
      summary: 'Report what charges came to, beside another period',
      description: "Charges count by their own day, whichever month's bill they stand in. Currencies are not converted.",
      querystring: CostReportQuery,
      response: { 200: CostReport },
    },
    handler: (request) => getCostReport(context, actorOf(request), request.query),
  });
}

/** GET /platform/costs, for operators. */
export function platformCostRoutes(app: App, context: Context): void {
  app.get('/costs', {
    schema: {
      tags: ['Platform'],
      summary: "Sum each tenant's bill of a month, beside another month",
      description: 'Currencies are not converted. What was used without a price is named, and in no sum.',
      querystring: PlatformCostQuery,
      response: { 200: PlatformCosts },
    },
    handler: (request) => listPlatformCosts(context, operatorOf(request), request.query),
  });
}
