import type { Context } from '../platform/context.ts';
import type { App } from '../platform/http.ts';
import { entryRoutes } from './entries/routes.ts';

/** Everything under /cost. */
export function costRoutes(app: App, context: Context): void {
  entryRoutes(app, context);
}
