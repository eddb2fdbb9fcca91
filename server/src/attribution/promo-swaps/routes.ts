import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { PromoSwap, PromoSwapQuery } from './schema.ts';
import { getPromoSwap } from './service.ts';

/** GET /attribution/promo-swap. */
export function promoSwapRoutes(app: App, context: Context): void {
  app.get('/attribution/promo-swap', {
    schema: {
      tags: ['Attribution'],
      summary: 'Tell what a promo swap brought each of two shows',
      querystring: PromoSwapQuery,
      response: { 200: PromoSwap },
    },
    handler: (request) => getPromoSwap(context, actorOf(request), request.query),
  });
}
