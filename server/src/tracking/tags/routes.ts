import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import { PutHeaders } from '../../catalog/naming/schema.ts';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { PageQuery, pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { SiteTag, SiteTagDetails } from './schema.ts';
import { createSiteTag, deleteSiteTag, getSiteTag, listSiteTags, putSiteTag } from './service.ts';

const params = z.strictObject({ key: CatalogKey });
const tags = ['Tracking'];
const PATH = '/tracking/tags';

/** GET /tracking/tags; GET, PUT and DELETE /tracking/tags/{key}. */
export function tagRoutes(app: App, context: Context): void {
  app.get(PATH, {
    schema: { tags, summary: 'List site tags', querystring: PageQuery, response: { 200: pageSchema(SiteTag) } },
    handler: (request) => listSiteTags(context, actorOf(request), pageRequest(request.query)),
  });
  app.get(`${PATH}/:key`, {
    schema: { tags, summary: 'Read a site tag', params, response: { 200: SiteTag } },
    handler: (request) => getSiteTag(context, actorOf(request), request.params.key),
  });
  app.put(`${PATH}/:key`, {
    schema: {
      tags,
      summary: 'Create or change a site tag',
      description: 'The answer holds the snippet to paste into every page.',
      headers: PutHeaders,
      params,
      body: SiteTagDetails,
      response: { 200: SiteTag },
    },
    handler: (request) => {
      const put = request.headers['if-none-match'] ? createSiteTag : putSiteTag;
      return put(context, actorOf(request), request.params.key, request.body);
    },
  });
  app.delete(`${PATH}/:key`, {
    schema: { tags, summary: 'Delete a site tag', params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await deleteSiteTag(context, actorOf(request), request.params.key);
      return reply.code(204).send(null);
    },
  });
}
