import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { CampaignCredit, CampaignCreditQuery, ShowCredit, ShowCreditQuery } from './schema.ts';
import { getCampaignCredit, getShowCredit } from './service.ts';

const params = z.strictObject({ key: CatalogKey });

/** GET /attribution/campaigns/{key}/credit and GET /attribution/shows/{key}/credit. */
export function singleCreditRoutes(app: App, context: Context): void {
  app.get('/attribution/campaigns/:key/credit', {
    schema: {
      tags: ['Attribution'],
      summary: "One campaign's credit, divided",
      description: "The campaign's row of a report under the same options, by show, episode, placement, channel or day.",
      params,
      querystring: CampaignCreditQuery,
      response: { 200: CampaignCredit },
    },
    handler: (request) => getCampaignCredit(context, actorOf(request), request.params.key, request.query),
  });
  app.get('/attribution/shows/:key/credit', {
    schema: {
      tags: ['Attribution'],
      summary: "One show's credit, divided",
      description: "The show's row of a report by show under the same options, by campaign, episode, placement, channel or day.",
      params,
      querystring: ShowCreditQuery,
      response: { 200: ShowCredit },
    },
    handler: (request) => getShowCredit(context, actorOf(request), request.params.key, request.query),
  });
}
