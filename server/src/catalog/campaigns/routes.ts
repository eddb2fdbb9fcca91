import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { PageQuery, pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { Campaign, CampaignDetails, CatalogKey } from './schema.ts';
import { getCampaign, listCampaigns, putCampaign } from './service.ts';

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
      params,
      body: CampaignDetails,
      response: { 200: Campaign },
    },
    handler: (request) => putCampaign(context, actorOf(request), request.params.key, request.body),
  });
}
