import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { PageQuery, pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { Delivery } from '../deliveries/schema.ts';
import { listDeliveries } from '../deliveries/service.ts';
import { IdempotencyHeaders } from '../idempotency/schema.ts';
import { NewWebhook, Webhook, WebhookChange, WebhookWithSecret } from './schema.ts';
import { changeWebhook, createWebhook, deleteWebhook, getWebhook, listWebhooks, pingWebhook, rotateWebhookSecret } from './service.ts';

const params = z.strictObject({ id: z.uuid() });
const tags = ['Security'];
const PATH = '/security/webhooks';

/** GET and POST /security/webhooks; GET, PATCH and DELETE /security/webhooks/{id}. */
function termRoutes(app: App, context: Context): void {
  app.get(PATH, {
    schema: { tags, summary: 'List webhooks', response: { 200: z.object({ items: z.array(Webhook), nextCursor: z.null() }) } },
    handler: async (request) => ({ items: await listWebhooks(context, actorOf(request)), nextCursor: null }),
  });
  app.post(PATH, {
    schema: { tags, summary: 'Create a webhook', headers: IdempotencyHeaders, body: NewWebhook, response: { 201: WebhookWithSecret } },
    handler: async (request, reply) => {
      const key = request.headers['idempotency-key'];
      return reply.code(201).send(await createWebhook(context, actorOf(request), request.body, key));
    },
  });
  app.get(`${PATH}/:id`, {
    schema: { tags, summary: 'Read a webhook', params, response: { 200: Webhook } },
    handler: (request) => getWebhook(context, actorOf(request), request.params.id),
  });
  app.patch(`${PATH}/:id`, {
    schema: { tags, summary: 'Change, disable or enable a webhook', params, body: WebhookChange, response: { 200: Webhook } },
    handler: (request) => changeWebhook(context, actorOf(request), request.params.id, request.body),
  });
  app.delete(`${PATH}/:id`, {
    schema: { tags, summary: 'Delete a webhook', params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await deleteWebhook(context, actorOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });
}

/** What can be managed of webhooks, and POST /security/webhooks/{id}/rotate and /ping, GET /security/webhooks/{id}/deliveries. */
export function webhookRoutes(app: App, context: Context): void {
  termRoutes(app, context);
  app.post(`${PATH}/:id/rotate`, {
    schema: {
      tags,
      summary: 'Give a webhook a new secret',
      params,
      headers: IdempotencyHeaders,
      body: z.strictObject({}),
      response: { 201: WebhookWithSecret },
    },
    handler: async (request, reply) => {
      const key = request.headers['idempotency-key'];
      return reply.code(201).send(await rotateWebhookSecret(context, actorOf(request), request.params.id, key));
    },
  });
  app.post(`${PATH}/:id/ping`, {
    schema: {
      tags,
      summary: 'Send a webhook a message to try it',
      params,
      headers: IdempotencyHeaders,
      body: z.strictObject({}),
      response: { 202: Delivery },
    },
    handler: async (request, reply) => {
      const key = request.headers['idempotency-key'];
      return reply.code(202).send(await pingWebhook(context, actorOf(request), request.params.id, key));
    },
  });
  app.get(`${PATH}/:id/deliveries`, {
    schema: {
      tags,
      summary: 'List what was sent to a webhook',
      params,
      querystring: PageQuery,
      response: { 200: pageSchema(Delivery) },
    },
    handler: (request) => listDeliveries(context, actorOf(request), request.params.id, pageRequest(request.query)),
  });
}
