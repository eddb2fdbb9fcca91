import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../authorize.ts';
import { TenantPath } from '../lifecycle/schema.ts';
import { TenantSettings } from './schema.ts';
import { getSettings, putSettings } from './service.ts';

/** GET and PUT /tenants/{id}/settings. */
export function settingsRoutes(app: App, context: Context): void {
  app.get('/tenants/:id/settings', {
    schema: { tags: ['Tenants'], summary: "Read a tenant's settings", params: TenantPath, response: { 200: TenantSettings } },
    handler: (request) => getSettings(context, actorOf(request), request.params.id),
  });
  app.put('/tenants/:id/settings', {
    schema: {
      tags: ['Tenants'],
      summary: "Replace a tenant's settings",
      params: TenantPath,
      body: TenantSettings,
      response: { 200: TenantSettings },
    },
    handler: (request) => putSettings(context, actorOf(request), request.params.id, request.body),
  });
}
