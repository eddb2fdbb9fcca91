import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import {
  Allocation,
  AllocationDetail,
  AllocationQuery,
  AllocationRuleList,
  AllocationRules,
  Dimension,
  NewAllocation,
  NewAllocationRules,
} from './schema.ts';
import { createAllocation, exportAllocation, getAllocation, listAllocationRules, listAllocations, putAllocationRules } from './service.ts';

const tags = ['Cost'];
const PATH = '/cost/allocations';
const params = z.strictObject({ id: z.uuid() });

function ruleRoutes(app: App, context: Context): void {
  app.get(`${PATH}/rules`, {
    schema: { tags, summary: 'List how the bill is split', response: { 200: AllocationRuleList } },
    handler: (request) => listAllocationRules(context, actorOf(request)),
  });
  app.put(`${PATH}/rules/:dimension`, {
    schema: {
      tags,
      summary: 'Set how the bill is split over a dimension',
      description: 'A further version, unless it says the same as the last one. Splits that were computed stay as they are.',
      params: z.strictObject({ dimension: Dimension }),
      body: NewAllocationRules,
      response: { 200: AllocationRules },
    },
    handler: (request) => putAllocationRules(context, actorOf(request), request.params.dimension, request.body),
  });
}

/** GET and POST /cost/allocations; GET /cost/allocations/{id} and its lines; GET and PUT /cost/allocations/rules. */
export function allocationRoutes(app: App, context: Context): void {
  ruleRoutes(app, context);
  app.get(PATH, {
    schema: {
      tags,
      summary: 'List splits of the bill, the newest first',
      querystring: AllocationQuery,
      response: { 200: pageSchema(Allocation) },
    },
    handler: (request) => {
      const { month, dimension } = request.query;
      return listAllocations(context, actorOf(request), { month, dimension }, pageRequest(request.query));
    },
  });
  app.post(PATH, {
    schema: {
      tags,
      summary: "Split a month's bill over campaigns, advertisers or features",
      description:
        'Entries that name an owner go to it; all else is split by the rules. The lines sum to the invoice to the cent. The same inputs ' +
        'answer the split that is there; others make a further version, and the earlier ones stay.',
      body: NewAllocation,
      response: { 200: AllocationDetail },
    },
    handler: (request) => createAllocation(context, actorOf(request), request.body),
  });
  app.get(`${PATH}/:id`, {
    schema: { tags, summary: 'Get a split of the bill with its lines', params, response: { 200: AllocationDetail } },
    handler: (request) => getAllocation(context, actorOf(request), request.params.id),
  });
  app.get(`${PATH}/:id/lines`, {
    schema: {
      tags,
      summary: 'Export the lines of a split as CSV',
      params,
      response: { 200: { description: 'The lines', content: { 'text/csv': { schema: z.string().describe('one line per part') } } } },
    },
    handler: async (request, reply) => {
      const { id } = request.params;
      const text = await exportAllocation(context, actorOf(request), id);
      return reply
        .type('text/csv; charset=utf-8; header=present')
        .header('content-disposition', `attachment; filename="allocation-${id}.csv"`)
        .send(text);
    },
  });
}
