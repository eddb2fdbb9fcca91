import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { operatorOf } from '../../tenants/authorize.ts';
import { AllocationBooking, NewTenantAllocation, TenantAllocation, TenantAllocationList, TenantAllocationQuery } from './schema.ts';
import { bookTenantAllocation, createTenantAllocation, getTenantAllocation, listTenantAllocations } from './service.ts';

const tags = ['Platform'];
const PATH = '/cost/allocations';
const params = z.strictObject({ id: z.uuid() });
const Nothing = z.strictObject({}).describe('{}: there is nothing to say');

/** GET and POST /platform/cost/allocations; GET one; POST its bookings. For operators. */
export function tenantAllocationRoutes(app: App, context: Context): void {
  app.get(PATH, {
    schema: {
      tags,
      summary: "List splits of the operator's invoices over tenants",
      description: 'The newest first, 200 at the most.',
      querystring: TenantAllocationQuery,
      response: { 200: TenantAllocationList },
    },
    handler: (request) => listTenantAllocations(context, operatorOf(request), request.query.month),
  });
  app.post(PATH, {
    schema: {
      tags,
      summary: "Split the operator's invoice of a month over tenants",
      description:
        'To the cent, over all tenants that were open in it. Nothing is booked by it; the same inputs answer the split that is there.',
      body: NewTenantAllocation,
      response: { 200: TenantAllocation },
    },
    handler: (request) => createTenantAllocation(context, operatorOf(request), request.body),
  });
  app.get(`${PATH}/:id`, {
    schema: { tags, summary: "Get a split of the operator's invoice", params, response: { 200: TenantAllocation } },
    handler: (request) => getTenantAllocation(context, operatorOf(request), request.params.id),
  });
  app.post(`${PATH}/:id/bookings`, {
    schema: {
      tags,
      summary: "Book a split in the tenants' bills",
      description: 'As purchases; once: what is booked already is left alone, and what differs is booked as a correction.',
      params,
      body: Nothing,
      response: { 200: AllocationBooking },
    },
    handler: (request) => bookTenantAllocation(context, operatorOf(request), request.params.id),
  });
}
