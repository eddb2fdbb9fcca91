import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { PageQuery, pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { CatalogKey } from '../campaigns/schema.ts';
import { PutHeaders } from '../naming/schema.ts';
import { Advertiser, AdvertiserDetails } from './schema.ts';
import { createAdvertiser, getAdvertiser, listAdvertisers, putAdvertiser, removeAdvertiser } from './service.ts';

const params = z.strictObject({ key: CatalogKey });
const tags = ['Catalog'];

/** GET /advertisers; GET, PUT and DELETE /advertisers/{key}. */
export function advertiserRoutes(app: App, context: Context): void {
  app.get('/advertisers', {
    schema: { tags, summary: 'List advertisers', querystring: PageQuery, response: { 200: pageSchema(Advertiser) } },
    handler: (request) => listAdvertisers(context, actorOf(request), pageRequest(request.query)),
  });
  app.get('/advertisers/:key', {
    schema: { tags, summary: 'Read an advertiser', params, response: { 200: Advertiser } },
    handler: (request) => getAdvertiser(context, actorOf(request), request.params.key),
  });
  app.put('/advertisers/:key', {
    schema: {
      tags,
      summary: 'Create an advertiser or complete a stub',
      headers: PutHeaders,
      params,
      body: AdvertiserDetails,
      response: { 200: Advertiser },
    },
    handler: (request) => {
      const put = request.headers['if-none-match'] ? createAdvertiser : putAdvertiser;
      return put(context, actorOf(request), request.params.key, request.body);
    },
  });
  app.delete('/advertisers/:key', {
    schema: { tags, summary: 'Delete an advertiser', params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await removeAdvertiser(context, actorOf(request), request.params.key);
      return reply.code(204).send(null);
    },
  });
}
