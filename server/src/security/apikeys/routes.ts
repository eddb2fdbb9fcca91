import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { PageQuery, pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { IdempotencyHeaders } from '../idempotency/schema.ts';
import { ApiKey, ApiKeyChange, ApiKeyRotation, CreatedApiKey, NewApiKey } from './schema.ts';
import { changeApiKey, createApiKey, listApiKeys, revokeApiKey, rotateApiKey } from './service.ts';

const Params = z.strictObject({ id: z.uuid() });

/** GET and POST /security/api-keys, PATCH and DELETE /security/api-keys/{id}, POST /security/api-keys/{id}/rotate. */
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
  app.patch('/security/api-keys/:id', {
    schema: { tags: ['Security'], summary: 'Change an API key', params: Params, body: ApiKeyChange, response: { 200: ApiKey } },
    handler: (request) => changeApiKey(context, actorOf(request), request.params.id, request.body),
  });
  app.post('/security/api-keys/:id/rotate', {
    schema: {
      tags: ['Security'],
      summary: 'Give an API key a new secret',
      params: Params,
      headers: IdempotencyHeaders,
      body: ApiKeyRotation,
      response: { 201: CreatedApiKey },
    },
    handler: async (request, reply) => {
      const rotation = { ...request.body, id: request.params.id };
      return reply.code(201).send(await rotateApiKey(context, actorOf(request), rotation, request.headers['idempotency-key']));
    },
  });
  app.delete('/security/api-keys/:id', {
    schema: { tags: ['Security'], summary: 'Revoke an API key', params: Params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await revokeApiKey(context, actorOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });
}
