import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { PageQuery, pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { CatalogKey } from '../campaigns/schema.ts';
import { CodeInstant, CodeQuery, CodeText, PromoCode, PromoCodeDetails } from './schema.ts';
import { listCodes, listPromoCodes, putCode, removeCode } from './service.ts';

const params = z.strictObject({ key: CatalogKey, code: CodeText });

/** GET /promo-codes; GET /campaigns/{key}/codes, PUT and DELETE /campaigns/{key}/codes/{code}. */
export function codeRoutes(app: App, context: Context): void {
  app.get('/promo-codes', {
    schema: {
      tags: ['Catalog'],
      summary: 'List promo codes over all campaigns',
      querystring: CodeQuery,
      response: { 200: pageSchema(PromoCode) },
    },
    handler: (request) => listPromoCodes(context, actorOf(request), request.query, pageRequest(request.query)),
  });
  app.get('/campaigns/:key/codes', {
    schema: {
      tags: ['Catalog'],
      summary: "List a campaign's promo codes",
      params: z.strictObject({ key: CatalogKey }),
      querystring: PageQuery,
      response: { 200: pageSchema(PromoCode) },
    },
    handler: (request) => listCodes(context, actorOf(request), request.params.key, pageRequest(request.query)),
  });
  app.put('/campaigns/:key/codes/:code', {
    schema: {
      tags: ['Catalog'],
      summary: 'Map a promo code to a campaign',
      description:
        'For a period, or for all time. What it stood for in a period that this one covers, or that starts when it does, is replaced; a ' +
        'period that overlaps in part is a conflict. Conversions that carry the code, past ones too, are matched again.',
      params,
      body: PromoCodeDetails.nullish(),
      response: { 200: PromoCode },
    },
    handler: (request) => {
      const { key, code } = request.params;
      return putCode(context, actorOf(request), { campaign: key, code, details: request.body ?? {} });
    },
  });
  app.delete('/campaigns/:key/codes/:code', {
    schema: {
      tags: ['Catalog'],
      summary: 'Take a promo code back',
      params,
      querystring: z.strictObject({ validAt: CodeInstant.optional().describe('takes back only the period that holds this instant') }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { key, code } = request.params;
      await removeCode(context, actorOf(request), { campaign: key, code, validAt: request.query.validAt });
      return reply.code(204).send(null);
    },
  });
}
