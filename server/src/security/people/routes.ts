import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { personOf } from '../../tenants/authorize.ts';
import { EmailAddress, Me, Rename, Verification } from './schema.ts';
import { changeMyEmail, getMe, renameMe, requestVerification, verifyEmail } from './service.ts';

/** What anyone may send without a session is small. */
const SMALL_BYTES = 4 * 1024;

/** GET and PUT /security/people/me, PUT /security/people/me/email; POST /security/verification, POST /security/verification/requests. */
export function peopleRoutes(app: App, context: Context): void {
  app.get('/security/people/me', {
    config: { person: true },
    schema: { tags: ['Account'], summary: 'Read your account', response: { 200: Me } },
    handler: (request) => getMe(context, personOf(request)),
  });
  app.put('/security/people/me', {
    config: { person: true },
    schema: { tags: ['Account'], summary: 'Change your name', body: Rename, response: { 200: Me } },
    handler: (request) => renameMe(context, personOf(request), request.body.name),
  });
  app.put('/security/people/me/email', {
    config: { person: true },
    schema: { tags: ['Account'], summary: 'Ask to change your e-mail address', body: EmailAddress, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await changeMyEmail(context, personOf(request), request.body.email, request.ip);
      return reply.code(204).send(null);
    },
  });
  app.post('/security/verification', {
    config: { public: true },
    bodyLimit: SMALL_BYTES,
    schema: { tags: ['Account'], summary: 'Confirm an e-mail address by a mailed link', body: Verification, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await verifyEmail(context, 'public', request.body.token);
      return reply.code(204).send(null);
    },
  });
  app.post('/security/verification/requests', {
    config: { public: true },
    bodyLimit: SMALL_BYTES,
    schema: { tags: ['Account'], summary: 'Ask for the link to confirm an address', body: EmailAddress, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await requestVerification(context, 'public', { email: request.body.email, address: request.ip });
      return reply.code(204).send(null);
    },
  });
}
