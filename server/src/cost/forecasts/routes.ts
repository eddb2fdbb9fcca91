import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { CostForecast, CostForecastQuery } from './schema.ts';
import { getCostForecast } from './service.ts';

/** GET /cost/forecast. */
export function forecastRoutes(app: App, context: Context): void {
  app.get('/cost/forecast', {
    schema: {
      tags: ['Cost'],
      summary: 'Forecast what a month will cost by its end',
      description:
        'Of each meter from three days of data on, with an 80 % interval; purchases, credits and taxes count as they are booked.',
      querystring: CostForecastQuery,
      response: { 200: CostForecast },
    },
    handler: (request) => getCostForecast(context, actorOf(request), request.query.month),
  });
}
