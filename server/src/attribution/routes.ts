import type { Context } from '../platform/context.ts';
import type { App } from '../platform/http.ts';
import { creditRoutes } from './credit/routes.ts';
import { explanationRoutes } from './explanations/routes.ts';
import { modelRoutes } from './models/routes.ts';
import { placeboRoutes } from './placebo/routes.ts';
import { promoSwapRoutes } from './promo-swaps/routes.ts';
import { reportRoutes } from './reports/routes.ts';
import { shareReportRoutes } from './share-reports/routes.ts';
import { shareRunRoutes } from './share-runs/routes.ts';
import { grantRoutes } from './shares/routes.ts';
import { vendorReportRoutes } from './vendor-reports/routes.ts';
import { waterfallRoutes } from './waterfalls/routes.ts';

/** Everything under /attribution and /shares, and the waterfall. */
export function attributionRoutes(app: App, context: Context): void {
  modelRoutes(app, context);
  creditRoutes(app);
  reportRoutes(app, context);
  placeboRoutes(app, context);
  promoSwapRoutes(app, context);
  vendorReportRoutes(app, context);
  explanationRoutes(app, context);
  grantRoutes(app, context);
  shareReportRoutes(app, context);
  shareRunRoutes(app, context);
  waterfallRoutes(app, context);
}
