import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { PageQuery, pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { PutHeaders } from '../naming/schema.ts';
import { Campaign, CampaignDetails, CatalogKey } from './schema.ts';
import { createCampaign, getCampaign, listCampaigns, putCampaign } from './service.ts';

const params = z.strictObject({ key: CatalogKey });

/** GET /campaigns, GET and PUT /campaigns/{key}. */
export function campaignRoutes(app: App, context: Context): void {
  app.get('/campaigns', {
    schema: { tags: ['Catalog'], summary: 'List campaigns', querystring: PageQuery, response: { 200: pageSchema(Campaign) } },
    handler: (request) => listCampaigns(context, actorOf(request), pageRequest(request.query)),
  });
  app.get('/campaigns/:key', {
    schema: { tags: ['Catalog'], summary: 'Read a campaign', params, response: { 200: Campaign } },
    handler: (request) => getCampaign(context, actorOf(request), request.params.key),
  });
  app.put('/campaigns/:key', {
    schema: {
      tags: ['Catalog'],
      summary: 'Create a campaign or complete a stub',
      headers: PutHeaders,
      params,
      body: CampaignDetails,
      response: { 200: Campaign },
    },
    handler: (request) => {
      const put = request.headers['if-none-match'] ? createCampaign : putCampaign;
      return put(context, actorOf(request), request.params.key, request.body);
    },
  });
}
