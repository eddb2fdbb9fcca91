import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { codeLeakRoutes } from '../code-leaks/routes.ts';
import { cohortRoutes } from '../cohorts/routes.ts';
import { journeyRoutes } from '../journeys/routes.ts';
import { lagRoutes } from '../lags/routes.ts';
import { overlapRoutes } from '../overlaps/routes.ts';
import { reachRoutes } from '../reach/routes.ts';
import { surveyCreditRoutes } from '../survey-credits/routes.ts';

/** Everything under /attribution/analytics. */
export function analyticsRoutes(app: App, context: Context): void {
  reachRoutes(app, context);
  lagRoutes(app, context);
  journeyRoutes(app, context);
  overlapRoutes(app, context);
  cohortRoutes(app, context);
  codeLeakRoutes(app, context);
  surveyCreditRoutes(app, context);
}
