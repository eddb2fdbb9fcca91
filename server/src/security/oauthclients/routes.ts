import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { PageQuery, pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { IdempotencyHeaders } from '../idempotency/schema.ts';
import { CreatedOauthClient, NewOauthClient, NewOauthClientSecret, OauthClient, OauthClientChange, OauthClientSecret } from './schema.ts';
import {
  changeOauthClient,
  createOauthClient,
  deleteOauthClient,
  getOauthClient,
  listOauthClients,
  rotateOauthClientSecret,
} from './service.ts';

const BASE = '/security/oauth-clients';
const tags = ['Security'];
const params = z.strictObject({ id: z.uuid() });

function changingRoutes(app: App, context: Context): void {
  app.put(`${BASE}/:id`, {
    schema: { tags, summary: 'Change an OAuth client', params, body: OauthClientChange, response: { 200: OauthClient } },
    handler: (request) => changeOauthClient(context, actorOf(request), request.params.id, request.body),
  });
  app.post(`${BASE}/:id/secrets`, {
    schema: {
      tags,
      summary: 'Give an OAuth client a new secret',
      params,
      headers: IdempotencyHeaders,
      body: NewOauthClientSecret,
      response: { 201: OauthClientSecret },
    },
    handler: async (request, reply) => {
      const asked = { id: request.params.id, ...request.body, idempotencyKey: request.headers['idempotency-key'] };
      return reply.code(201).send(await rotateOauthClientSecret(context, actorOf(request), asked));
    },
  });
  app.delete(`${BASE}/:id`, {
    schema: { tags, summary: 'Delete an OAuth client and end its tokens', params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await deleteOauthClient(context, actorOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });
}

/** GET and POST /security/oauth-clients; GET, PUT and DELETE /security/oauth-clients/{id}; POST /security/oauth-clients/{id}/secrets. */
export function oauthClientRoutes(app: App, context: Context): void {
  app.get(BASE, {
    schema: { tags, summary: 'List OAuth clients', querystring: PageQuery, response: { 200: pageSchema(OauthClient) } },
    handler: (request) => listOauthClients(context, actorOf(request), pageRequest(request.query)),
  });
  app.post(BASE, {
    schema: {
      tags,
      summary: 'Register an OAuth client',
      headers: IdempotencyHeaders,
      body: NewOauthClient,
      response: { 201: CreatedOauthClient },
    },
    handler: async (request, reply) => {
      const created = await createOauthClient(context, actorOf(request), request.body, request.headers['idempotency-key']);
      return reply.code(201).send(created);
    },
  });
  app.get(`${BASE}/:id`, {
    schema: { tags, summary: 'Read an OAuth client', params, response: { 200: OauthClient } },
    handler: (request) => getOauthClient(context, actorOf(request), request.params.id),
  });
  changingRoutes(app, context);
}
