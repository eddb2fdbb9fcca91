import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { Brief, BriefDetails, BriefQuery } from './schema.ts';
import { getBrief, listBriefs, putBrief, removeBrief } from './service.ts';

const params = z.strictObject({ placement: CatalogKey });
const tags = ['AI'];
const PATH = '/ai/briefs';

/** GET /ai/briefs; GET, PUT and DELETE /ai/briefs/{placement}. */
export function briefRoutes(app: App, context: Context): void {
  app.get(PATH, {
    schema: {
      tags,
      summary: 'List what is asked of placements',
      querystring: BriefQuery,
      response: { 200: pageSchema(Brief) },
    },
    handler: (request) => listBriefs(context, actorOf(request), pageRequest(request.query)),
  });
  app.get(`${PATH}/:placement`, {
    schema: { tags, summary: "Read what is asked of a placement's read", params, response: { 200: Brief } },
    handler: (request) => getBrief(context, actorOf(request), request.params.placement),
  });
  app.put(`${PATH}/:placement`, {
    schema: {
      tags,
      summary: "Say what is asked of a placement's read",
      description:
        'Sponsor, talking points, promo code, address, position, length, words that must not be said, and how far competitors keep.',
      params,
      body: BriefDetails,
      response: { 200: Brief },
    },
    handler: (request) => putBrief(context, actorOf(request), request.params.placement, request.body),
  });
  app.delete(`${PATH}/:placement`, {
    schema: { tags, summary: "Ask nothing more of a placement's read", params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await removeBrief(context, actorOf(request), request.params.placement);
      return reply.code(204).send(null);
    },
  });
}
