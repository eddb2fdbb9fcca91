import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../authorize.ts';
import { TenantPath } from '../lifecycle/schema.ts';
import { Brand, BrandDetails } from './schema.ts';
import { deleteTenantBrand, getBrand, putBrand } from './service.ts';

const tags = ['Tenants'];

/** GET, PUT and DELETE /tenants/{id}/brand. */
export function brandRoutes(app: App, context: Context): void {
  app.get('/tenants/:id/brand', {
    schema: { tags, summary: "Read a tenant's logo and colour", params: TenantPath, response: { 200: Brand } },
    handler: (request) => getBrand(context, actorOf(request), request.params.id),
  });
  app.put('/tenants/:id/brand', {
    schema: { tags, summary: "Replace a tenant's logo and colour", params: TenantPath, body: BrandDetails, response: { 200: Brand } },
    handler: (request) => putBrand(context, actorOf(request), request.params.id, request.body),
  });
  app.delete('/tenants/:id/brand', {
    schema: { tags, summary: "Forget a tenant's logo and colour", params: TenantPath, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await deleteTenantBrand(context, actorOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });
}
