import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { PageQuery, pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { VendorComparison, VendorReport, VendorReportDetails } from './schema.ts';
import { deleteVendorReport, getVendorComparison, listVendorReports, putVendorReport } from './service.ts';

const params = z.strictObject({ key: CatalogKey });
const tags = ['Attribution'];
const PATH = '/attribution/vendor-reports';

/** GET /attribution/vendor-reports; GET, PUT and DELETE /attribution/vendor-reports/{key}. */
export function vendorReportRoutes(app: App, context: Context): void {
  app.get(PATH, {
    schema: { tags, summary: "List other vendors' reports", querystring: PageQuery, response: { 200: pageSchema(VendorReport) } },
    handler: (request) => listVendorReports(context, actorOf(request), pageRequest(request.query)),
  });
  app.get(`${PATH}/:key`, {
    schema: {
      tags,
      summary: "Set a vendor's report beside ours",
      description: 'Each difference comes with the steps that lead from our figure to one counted as the vendor counts.',
      params,
      response: { 200: VendorComparison },
    },
    handler: (request) => getVendorComparison(context, actorOf(request), request.params.key),
  });
  app.put(`${PATH}/:key`, {
    schema: { tags, summary: "Keep a vendor's report", params, body: VendorReportDetails, response: { 200: VendorReport } },
    handler: (request) => putVendorReport(context, actorOf(request), request.params.key, request.body),
  });
  app.delete(`${PATH}/:key`, {
    schema: { tags, summary: "Forget a vendor's report", params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await deleteVendorReport(context, actorOf(request), request.params.key);
      return reply.code(204).send(null);
    },
  });
}
