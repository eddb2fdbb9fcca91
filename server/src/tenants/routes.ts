import type { Context } from '../platform/context.ts';
import type { App } from '../platform/http.ts';
import { brandRoutes } from './brands/routes.ts';
import { flagRoutes } from './flags/routes.ts';
import { tenantRoutes } from './lifecycle/routes.ts';
import { mailChoiceRoutes } from './mailchoices/routes.ts';
import { quotaRoutes } from './quotas/routes.ts';
import { settingsRoutes } from './settings/routes.ts';
import { viewRoutes } from './views/routes.ts';

/** Everything under /tenants and /views, and which mails of a tenant its members get. */
export function tenantsRoutes(app: App, context: Context): void {
  tenantRoutes(app, context);
  settingsRoutes(app, context);
  brandRoutes(app, context);
  viewRoutes(app, context);
  quotaRoutes(app, context);
  flagRoutes(app, context);
  mailChoiceRoutes(app, context);
}
