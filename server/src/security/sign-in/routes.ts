import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { personOf } from '../../tenants/authorize.ts';
import { FactorCode } from '../mfa/schema.ts';
import { browserOf, setCookies } from '../sessions/cookies.ts';
import { Session } from '../sessions/schema.ts';
import { describeStarted } from '../visitors/service.ts';
import { StepUp } from './schema.ts';
import { giveSecondFactor, stepUp } from './service.ts';

const SMALL_BYTES = 4 * 1024;

/** POST /security/sessions/current/second-factor and /security/sessions/current/step-up. */
export function signInRoutes(app: App, context: Context, { secure }: { secure: boolean }): void {
  app.post('/security/sessions/current/second-factor', {
    config: { public: true },
    bodyLimit: SMALL_BYTES,
    schema: { tags: ['Security'], summary: 'Give the second factor of a sign-in', body: FactorCode, response: { 200: Session } },
    handler: async (request, reply) => {
      const given = { visitor: request.visitor, factor: request.body };
      const tokens = await giveSecondFactor(context, 'public', given, browserOf(request, secure));
      setCookies(reply, secure, tokens);
      return describeStarted(context, 'public', tokens.token, request.ip);
    },
  });
  app.post('/security/sessions/current/step-up', {
    config: { person: true },
    bodyLimit: SMALL_BYTES,
    schema: { tags: ['Security'], summary: 'Prove once more who you are', body: StepUp, response: { 200: Session } },
    handler: async (request, reply) => {
      const tokens = await stepUp(context, personOf(request), request.body, browserOf(request, secure));
      setCookies(reply, secure, tokens);
      return describeStarted(context, 'public', tokens.token, request.ip);
    },
  });
}
