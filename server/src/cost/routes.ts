import type { Context } from '../platform/context.ts';
import type { App } from '../platform/http.ts';
import { allocationRoutes } from './allocations/routes.ts';
import { alertRoutes } from './alerts/routes.ts';
import { budgetRoutes } from './budgets/routes.ts';
import { entryRoutes } from './entries/routes.ts';
import { exportRoutes } from './exports/routes.ts';
import { forecastRoutes } from './forecasts/routes.ts';
import { marginRoutes } from './margins/routes.ts';
import { priceRoutes } from './prices/routes.ts';
import { costReportRoutes } from './reports/routes.ts';
import { savingRoutes } from './savings/routes.ts';
import { statementRoutes } from './statements/routes.ts';

/** Everything under /cost. */
export function costRoutes(app: App, context: Context): void {
  priceRoutes(app, context);
  entryRoutes(app, context);
  exportRoutes(app, context);
  costReportRoutes(app, context);
  forecastRoutes(app, context);
  statementRoutes(app, context);
  savingRoutes(app, context);
  allocationRoutes(app, context);
  marginRoutes(app, context);
  budgetRoutes(app, context);
  alertRoutes(app, context);
}
