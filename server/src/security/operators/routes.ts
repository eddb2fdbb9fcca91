import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { operatorOf } from '../../tenants/authorize.ts';
import { OperatorSession, OperatorSignIn } from './schema.ts';
import { endOperatorSession, startOperatorSession } from './service.ts';

/** POST /sessions and DELETE /sessions/current of the installation's administration. */
export function operatorRoutes(app: App, context: Context): void {
  app.post('/sessions', {
    config: { public: true },
    schema: {
      tags: ['Platform'],
      summary: 'Sign in as an operator',
      body: OperatorSignIn,
      response: { 201: OperatorSession },
    },
    handler: async (request, reply) => reply.code(201).send(await startOperatorSession(context, 'public', request.body, request.ip)),
  });
  app.delete('/sessions/current', {
    schema: { tags: ['Platform'], summary: 'Sign the operator out', response: { 204: z.null() } },
    handler: async (request, reply) => {
      await endOperatorSession(context, operatorOf(request), (request.headers.authorization ?? '').replace(/^\S+ +/, ''));
      return reply.code(204).send(null);
    },
  });
}
