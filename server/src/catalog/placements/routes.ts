import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { CatalogKey } from '../campaigns/schema.ts';
import { PutHeaders } from '../naming/schema.ts';
import { Placement, PlacementDetails, PlacementQuery, PlacementWithPixels } from './schema.ts';
import { createPlacement, getPlacement, listPlacements, putPlacement, removePlacement } from './service.ts';

const params = z.strictObject({ key: CatalogKey });
const tags = ['Catalog'];

/** GET /placements; GET, PUT and DELETE /placements/{key}. */
export function placementRoutes(app: App, context: Context): void {
  app.get('/placements', {
    schema: { tags, summary: 'List placements', querystring: PlacementQuery, response: { 200: pageSchema(Placement) } },
    handler: (request) => listPlacements(context, actorOf(request), request.query, pageRequest(request.query)),
  });
  app.get('/placements/:key', {
    schema: { tags, summary: 'Read a placement, with the addresses of its pixel', params, response: { 200: PlacementWithPixels } },
    handler: (request) => getPlacement(context, actorOf(request), request.params.key),
  });
  app.put('/placements/:key', {
    schema: {
      tags,
      summary: 'Create or replace a placement',
      headers: PutHeaders,
      params,
      body: PlacementDetails,
      response: { 200: PlacementWithPixels },
    },
    handler: (request) => {
      const put = request.headers['if-none-match'] ? createPlacement : putPlacement;
      return put(context, actorOf(request), request.params.key, request.body);
    },
  });
  app.delete('/placements/:key', {
    schema: { tags, summary: 'Delete a placement', params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await removePlacement(context, actorOf(request), request.params.key);
      return reply.code(204).send(null);
    },
  });
}
