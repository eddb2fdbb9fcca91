import type { Context } from '../platform/context.ts';
import type { App } from '../platform/http.ts';
import { advertiserRoutes } from './advertisers/routes.ts';
import { bulkRoutes } from './bulk/routes.ts';
import { campaignRoutes } from './campaigns/routes.ts';
import { codeRoutes } from './codes/routes.ts';
import { linkRoutes } from './links/routes.ts';
import { placementRoutes } from './placements/routes.ts';

/** The routes of what is booked: advertisers, campaigns, placements, promo codes and links. */
export function bookingRoutes(app: App, context: Context): void {
  advertiserRoutes(app, context);
  campaignRoutes(app, context);
  placementRoutes(app, context);
  codeRoutes(app, context);
  linkRoutes(app, context);
  bulkRoutes(app, context);
}
