import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { Savings } from './schema.ts';
import { listSavings } from './service.ts';

/** GET /cost/savings. */
export function savingRoutes(app: App, context: Context): void {
  app.get('/cost/savings', {
    schema: {
      tags: ['Cost'],
      summary: 'List what could cost less',
      description: 'What is paid for and not used, cheaper models, and cheaper prices and tiers, each with its figure and its caveat.',
      response: { 200: Savings },
    },
    handler: (request) => listSavings(context, actorOf(request)),
  });
}
