import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { personOf } from '../../tenants/authorize.ts';
import { Enrolment, EnrolmentCode, RecoveryCodes } from '../mfa/schema.ts';
import { setCookies } from '../sessions/cookies.ts';
import { beginEnrolment, confirmEnrolment, removeFactor, renewRecoveryCodes } from './service.ts';

/** POST /security/mfa/enrolment, /confirmation and /recovery-codes, DELETE /security/mfa. */
export function enrolmentRoutes(app: App, context: Context, { secure }: { secure: boolean }): void {
  app.post('/security/mfa/enrolment', {
    config: { person: true },
    schema: { tags: ['Account'], summary: 'Begin to set up a second factor', response: { 200: Enrolment } },
    handler: (request) => beginEnrolment(context, personOf(request)),
  });
  app.post('/security/mfa/confirmation', {
    config: { person: true },
    schema: {
      tags: ['Account'],
      summary: 'Put a second factor to use by a code of it',
      body: EnrolmentCode,
      response: { 200: RecoveryCodes },
    },
    handler: async (request, reply) => {
      const { recoveryCodes, tokens } = await confirmEnrolment(context, personOf(request), request.body.code);
      setCookies(reply, secure, tokens);
      return { recoveryCodes };
    },
  });
  app.post('/security/mfa/recovery-codes', {
    config: { person: true },
    schema: { tags: ['Account'], summary: 'Make new recovery codes', response: { 200: RecoveryCodes } },
    handler: (request) => renewRecoveryCodes(context, personOf(request)),
  });
  app.delete('/security/mfa', {
    config: { person: true },
    schema: { tags: ['Account'], summary: 'Remove your second factor', response: { 204: z.null() } },
    handler: async (request, reply) => {
      await removeFactor(context, personOf(request));
      return reply.code(204).send(null);
    },
  });
}
