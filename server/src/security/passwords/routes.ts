import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { personOf } from '../../tenants/authorize.ts';
import { EmailAddress } from '../people/schema.ts';
import { browserOf, setCookies } from '../sessions/cookies.ts';
import { PasswordChange, PasswordReset } from './schema.ts';
import { changePassword, requestReset, resetPassword } from './service.ts';

const SMALL_BYTES = 4 * 1024;

/** PUT /security/password, POST /security/password/reset-requests, POST /security/password/resets. */
export function passwordRoutes(app: App, context: Context, { secure }: { secure: boolean }): void {
  app.put('/security/password', {
    config: { person: true },
    schema: { tags: ['Account'], summary: 'Change your password', body: PasswordChange, response: { 204: z.null() } },
    handler: async (request, reply) => {
      setCookies(reply, secure, await changePassword(context, personOf(request), request.body, browserOf(request, secure)));
      return reply.code(204).send(null);
    },
  });
  app.post('/security/password/reset-requests', {
    config: { public: true },
    bodyLimit: SMALL_BYTES,
    schema: { tags: ['Account'], summary: 'Ask for a link to choose a password', body: EmailAddress, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await requestReset(context, 'public', { email: request.body.email, address: request.ip });
      return reply.code(204).send(null);
    },
  });
  app.post('/security/password/resets', {
    config: { public: true },
    bodyLimit: SMALL_BYTES,
    schema: { tags: ['Account'], summary: 'Choose a password by a mailed link', body: PasswordReset, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await resetPassword(context, 'public', request.body);
      return reply.code(204).send(null);
    },
  });
}
