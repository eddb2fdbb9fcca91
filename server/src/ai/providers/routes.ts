import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { Provider, ProviderDetails, ProviderKey, Providers } from './schema.ts';
import { getProvider, listProviders, putProvider, removeProvider } from './service.ts';

const params = z.strictObject({ key: ProviderKey });
const tags = ['AI'];

/** GET /ai/providers; GET, PUT and DELETE /ai/providers/{key}. */
export function aiProviderRoutes(app: App, context: Context): void {
  app.get('/ai/providers', {
    schema: { tags, summary: 'List AI providers, with what they cost this month', response: { 200: Providers } },
    handler: (request) => listProviders(context, actorOf(request)),
  });
  app.get('/ai/providers/:key', {
    schema: { tags, summary: 'Read an AI provider', params, response: { 200: Provider } },
    handler: (request) => getProvider(context, actorOf(request), request.params.key),
  });
  app.put('/ai/providers/:key', {
    schema: { tags, summary: 'Add an AI provider or change one', params, body: ProviderDetails, response: { 200: Provider } },
    handler: (request) => putProvider(context, actorOf(request), request.params.key, request.body),
  });
  app.delete('/ai/providers/:key', {
    schema: { tags, summary: 'Delete an AI provider and its key', params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await removeProvider(context, actorOf(request), request.params.key);
      return reply.code(204).send(null);
    },
  });
}
