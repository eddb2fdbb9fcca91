import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf, operatorOf } from '../../tenants/authorize.ts';
import { MeterPath, MeterPrices, NewPrice, PriceList } from './schema.ts';
import { listOperatorPrices, listPriceList, putOperatorPrice, putPrice } from './service.ts';

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

/** GET /platform/tenants/{id}/prices and PUT one of a meter, for operators. */
export function operatorPriceRoutes(app: App, context: Context): void {
  app.get('/tenants/:id/prices', {
    schema: {
      tags: ['Platform'],
      summary: 'List what each meter costs a tenant, today and before',
      params: z.strictObject({ id: z.uuid() }),
      response: { 200: PriceList },
    },
    handler: (request) => listOperatorPrices(context, operatorOf(request), request.params.id),
  });
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
