import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf, operatorOf } from '../../tenants/authorize.ts';
import { MeterPath, MeterPrices, NewPrice, PriceList } from './schema.ts';
import { listPriceList, putOperatorPrice, putPrice } from './service.ts';

/** GET /cost/prices; PUT /cost/prices/{meter}. */
export function priceRoutes(app: App, context: Context): void {
  const tags = ['Cost'];
  app.get('/cost/prices', {
    schema: {
      tags,
      summary: 'List what each meter costs, today and before',
      description: 'Earshot comes with no prices. Of a meter that is unpriced there are quantities, and no cost: not one of 0.',
      response: { 200: PriceList },
    },
    handler: (request) => listPriceList(context, actorOf(request)),
  });
  app.put('/cost/prices/:meter', {
    schema: {
      tags,
      summary: 'Set what a meter costs from a day on',
      description:
        "Every version is kept. Usage of days since then is booked anew, by further entries. The operator's price goes before it.",
      params: MeterPath,
      body: NewPrice,
      response: { 200: MeterPrices },
    },
    handler: (request) => putPrice(context, actorOf(request), request.params.meter, request.body),
  });
}

/** PUT /platform/tenants/{id}/prices/{meter}, for operators. */
export function operatorPriceRoutes(app: App, context: Context): void {
  app.put('/tenants/:id/prices/:meter', {
    schema: {
      tags: ['Platform'],
      summary: 'Set what a tenant is asked for a meter',
      params: MeterPath.extend({ id: z.uuid() }),
      body: NewPrice,
      response: { 200: MeterPrices },
    },
    handler: (request) => {
      const { id: tenantId, meter } = request.params;
      return putOperatorPrice(context, operatorOf(request), { tenantId, meter }, request.body);
    },
  });
}
