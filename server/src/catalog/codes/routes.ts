import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { PageQuery, pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { CatalogKey } from '../campaigns/schema.ts';
import { CodeText, PromoCode, PromoCodeDetails } from './schema.ts';
import { listCodes, putCode, removeCode } from './service.ts';

const params = z.strictObject({ key: CatalogKey, code: CodeText });

/** GET /campaigns/{key}/codes, PUT and DELETE /campaigns/{key}/codes/{code}. */
export function codeRoutes(app: App, context: Context): void {
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
      description: 'Conversions that carry the code, past ones too, are matched again.',
      params,
      body: PromoCodeDetails.nullish(),
      response: { 200: PromoCode },
    },
    handler: (request) => {
      const { key, code } = request.params;
      return putCode(context, actorOf(request), { campaign: key, code, details: request.body ?? { show: null } });
    },
  });
  app.delete('/campaigns/:key/codes/:code', {
    schema: { tags: ['Catalog'], summary: 'Take a promo code back', params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await removeCode(context, actorOf(request), request.params.key, request.params.code);
      return reply.code(204).send(null);
    },
  });
}
