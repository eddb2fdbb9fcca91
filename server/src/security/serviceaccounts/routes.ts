import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { PageQuery, pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { IdempotencyHeaders } from '../idempotency/schema.ts';
import { NewServiceAccount, ServiceAccount, ServiceAccountChange } from './schema.ts';
import { changeServiceAccount, createServiceAccount, listServiceAccounts } from './service.ts';

/** GET and POST /security/service-accounts, PATCH /security/service-accounts/{id}. */
export function serviceAccountRoutes(app: App, context: Context): void {
  app.get('/security/service-accounts', {
    schema: {
      tags: ['Security'],
      summary: 'List service accounts',
      querystring: PageQuery,
      response: { 200: pageSchema(ServiceAccount) },
    },
    handler: (request) => listServiceAccounts(context, actorOf(request), pageRequest(request.query)),
  });
  app.post('/security/service-accounts', {
    schema: {
      tags: ['Security'],
      summary: 'Create a service account',
      headers: IdempotencyHeaders,
      body: NewServiceAccount,
      response: { 201: ServiceAccount },
    },
    handler: async (request, reply) => {
      const idempotencyKey = request.headers['idempotency-key'];
      return reply.code(201).send(await createServiceAccount(context, actorOf(request), request.body, idempotencyKey));
    },
  });
  app.patch('/security/service-accounts/:id', {
    schema: {
      tags: ['Security'],
      summary: 'Change, disable or enable a service account',
      params: z.strictObject({ id: z.uuid() }),
      body: ServiceAccountChange,
      response: { 200: ServiceAccount },
    },
    handler: (request) => changeServiceAccount(context, actorOf(request), request.params.id, request.body),
  });
}
