import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { IdempotencyHeaders } from '../idempotency/schema.ts';
import { NewSsoConnection, SsoConnection, SsoConnectionChange, SsoConnections } from './schema.ts';
import { changeSsoConnection, createSsoConnection, deleteSsoConnection, getSsoConnection, listSsoConnections } from './service.ts';

const BASE = '/security/sso-connections';
const tags = ['Security'];
const params = z.strictObject({ id: z.uuid() });

/** GET and POST /security/sso-connections; GET, PUT and DELETE /security/sso-connections/{id}. */
export function ssoConnectionRoutes(app: App, context: Context): void {
  app.get(BASE, {
    schema: { tags, summary: 'List connections to identity providers', response: { 200: SsoConnections } },
    handler: (request) => listSsoConnections(context, actorOf(request)),
  });
  app.post(BASE, {
    schema: {
      tags,
      summary: 'Connect an identity provider',
      headers: IdempotencyHeaders,
      body: NewSsoConnection,
      response: { 201: SsoConnection },
    },
    handler: async (request, reply) => {
      const created = await createSsoConnection(context, actorOf(request), request.body, request.headers['idempotency-key']);
      return reply.code(201).send(created);
    },
  });
  app.get(`${BASE}/:id`, {
    schema: { tags, summary: 'Read a connection to an identity provider', params, response: { 200: SsoConnection } },
    handler: (request) => getSsoConnection(context, actorOf(request), request.params.id),
  });
  app.put(`${BASE}/:id`, {
    schema: {
      tags,
      summary: 'Change a connection to an identity provider',
      params,
      body: SsoConnectionChange,
      response: { 200: SsoConnection },
    },
    handler: (request) => changeSsoConnection(context, actorOf(request), request.params.id, request.body),
  });
  app.delete(`${BASE}/:id`, {
    schema: { tags, summary: 'Delete a connection and end its sessions', params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await deleteSsoConnection(context, actorOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });
}
