import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../authorize.ts';
import { TenantPath } from '../lifecycle/schema.ts';
import { FlagStates } from './schema.ts';
import { listFlags } from './service.ts';

/** GET /tenants/{id}/flags. */
export function flagRoutes(app: App, context: Context): void {
  app.get('/tenants/:id/flags', {
    schema: { tags: ['Tenants'], summary: 'List feature flags', params: TenantPath, response: { 200: FlagStates } },
    handler: (request) => listFlags(context, actorOf(request), request.params.id),
  });
}
