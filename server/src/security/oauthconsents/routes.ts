import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { pageSchema } from '../../platform/paging.ts';
import { personOf } from '../../tenants/authorize.ts';
import { OauthConsent } from './schema.ts';
import { listOwnConsents, withdrawOwnConsent } from './service.ts';

/** GET /security/oauth-consents and DELETE /security/oauth-consents/{id}. */
export function oauthConsentRoutes(app: App, context: Context): void {
  app.get('/security/oauth-consents', {
    config: { person: true },
    schema: { tags: ['Security'], summary: 'List the programs you let in', response: { 200: pageSchema(OauthConsent) } },
    handler: async (request) => ({ items: await listOwnConsents(context, personOf(request)), nextCursor: null }),
  });
  app.delete('/security/oauth-consents/:id', {
    config: { person: true },
    schema: {
      tags: ['Security'],
      summary: 'Take back what you allowed a program',
      params: z.strictObject({ id: z.uuid() }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await withdrawOwnConsent(context, personOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });
}
