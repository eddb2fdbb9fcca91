import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { PageQuery, pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { IdempotencyHeaders } from '../idempotency/schema.ts';
import { ApiKey, CreatedApiKey, NewApiKey } from './schema.ts';
import { createApiKey, listApiKeys, revokeApiKey } from './service.ts';

/** GET and POST /security/api-keys, DELETE /security/api-keys/{id}. */
export function apiKeyRoutes(app: App, context: Context): void {
  app.get('/security/api-keys', {
    schema: { tags: ['Security'], summary: 'List API keys', querystring: PageQuery, response: { 200: pageSchema(ApiKey) } },
    handler: (request) => listApiKeys(context, actorOf(request), pageRequest(request.query)),
  });
  app.post('/security/api-keys', {
    schema: {
      tags: ['Security'],
      summary: 'Create an API key',
      headers: IdempotencyHeaders,
      body: NewApiKey,
      response: { 201: CreatedApiKey },
    },
    handler: async (request, reply) => {
      const idempotencyKey = request.headers['idempotency-key'];
      return reply.code(201).send(await createApiKey(context, actorOf(request), request.body, idempotencyKey));
    },
  });
  app.delete('/security/api-keys/:id', {
    schema: { tags: ['Security'], summary: 'Revoke an API key', params: z.strictObject({ id: z.uuid() }), response: { 204: z.null() } },
    handler: async (request, reply) => {
      await revokeApiKey(context, actorOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });
}
