import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { CodeLeakQuery, CodeLeaks } from './schema.ts';
import { getCodeLeaks } from './service.ts';

/** GET /attribution/analytics/leakage. */
export function codeLeakRoutes(app: App, context: Context): void {
  app.get('/attribution/analytics/leakage', {
    schema: {
      tags: ['Attribution'],
      summary: 'Tell what speaks for promo codes having leaked',
      querystring: CodeLeakQuery,
      response: { 200: CodeLeaks },
    },
    handler: (request) => getCodeLeaks(context, actorOf(request), request.query),
  });
}
