import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../authorize.ts';
import { TenantPath } from '../lifecycle/schema.ts';
import { QuotaStates } from './schema.ts';
import { listQuotas } from './service.ts';

/** GET /tenants/{id}/quotas. */
export function quotaRoutes(app: App, context: Context): void {
  app.get('/tenants/:id/quotas', {
    schema: {
      tags: ['Tenants'],
      summary: 'List quotas with what is used',
      params: TenantPath,
      response: { 200: QuotaStates },
    },
    handler: (request) => listQuotas(context, actorOf(request), request.params.id),
  });
}
