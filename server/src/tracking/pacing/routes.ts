import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import { PlacementQuery } from '../../catalog/placements/schema.ts';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { pageRequest } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { PacingPage, PlacementPacingDetail } from './schema.ts';
import { getPacing, listPacing } from './service.ts';

const tags = ['Tracking'];

/** GET /tracking/pacing and GET /placements/{key}/pacing. */
export function pacingRoutes(app: App, context: Context): void {
  app.get('/tracking/pacing', {
    schema: {
      tags,
      summary: 'Tell where placements stand against what was booked',
      querystring: PlacementQuery,
      response: { 200: PacingPage },
    },
    handler: (request) => listPacing(context, actorOf(request), request.query, pageRequest(request.query)),
  });
  app.get('/placements/:key/pacing', {
    schema: {
      tags,
      summary: 'Tell where a placement stands, day by day, and what that rests on',
      params: z.strictObject({ key: CatalogKey }),
      response: { 200: PlacementPacingDetail },
    },
    handler: (request) => getPacing(context, actorOf(request), request.params.key),
  });
}
