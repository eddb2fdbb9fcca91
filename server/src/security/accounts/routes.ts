import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { personOf } from '../../tenants/authorize.ts';
import { AccountExport, DeletionCode } from './schema.ts';
import { deleteMe, exportMe, requestDeletion } from './service.ts';

/** GET /security/people/me/export; POST /security/people/me/deletion, POST /security/people/me/deletion/confirmation. */
export function accountRoutes(app: App, context: Context): void {
  const config = { person: true };
  app.get('/security/people/me/export', {
    config,
    schema: { tags: ['Account'], summary: 'Read everything that is kept of you', response: { 200: AccountExport } },
    handler: (request) => exportMe(context, personOf(request)),
  });
  app.post('/security/people/me/deletion', {
    config,
    schema: {
      tags: ['Account'],
      summary: 'Ask for the code to delete your account',
      body: z.strictObject({}),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await requestDeletion(context, personOf(request));
      return reply.code(204).send(null);
    },
  });
  app.post('/security/people/me/deletion/confirmation', {
    config,
    schema: { tags: ['Account'], summary: 'Delete your account by that code', body: DeletionCode, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await deleteMe(context, personOf(request), request.body.code);
      return reply.code(204).send(null);
    },
  });
}
