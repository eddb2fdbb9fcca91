import type { Context } from '../platform/context.ts';
import type { App } from '../platform/http.ts';
import { entryRoutes } from './entries/routes.ts';
import { exportRoutes } from './exports/routes.ts';
import { priceRoutes } from './prices/routes.ts';

/** Everything under /cost. */
export function costRoutes(app: App, context: Context): void {
  priceRoutes(app, context);
  entryRoutes(app, context);
  exportRoutes(app, context);
}
