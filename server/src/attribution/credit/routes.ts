import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { CreditAnswer, CreditRequest } from './schema.ts';
import { creditPaths } from './service.ts';

/** POST /attribution/credit. */
export function creditRoutes(app: App): void {
  app.post('/attribution/credit', {
    schema: {
      tags: ['Attribution'],
      summary: 'Credit paths without storing them',
      description: 'Weights and exact money for the paths in the body, by the engine that reports use. Nothing is stored.',
      body: CreditRequest,
      response: { 200: CreditAnswer },
    },
    handler: async (request) => creditPaths(actorOf(request), request.body),
  });
}
