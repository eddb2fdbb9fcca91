import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { CurrentSession, Session, SignIn } from './schema.ts';
import { describeSession, startSession } from './service.ts';

/** Anyone may send one, and it holds a key at most. */
const SIGN_IN_BYTES = 4 * 1024;

/** The cookie's name. Over https browsers let no other host, and nothing sent in the clear, set one that begins with `__Host-`. */
export function sessionCookieName(secure: boolean): string {
  return secure ? '__Host-earshot_session' : 'earshot_session';
}

/** POST /security/sessions, GET and DELETE /security/sessions/current. `secure` marks the cookie for HTTPS only. */
export function sessionRoutes(app: App, context: Context, options: { demoKey: string | undefined; secure: boolean }): void {
  const name = sessionCookieName(options.secure);
  const cookie = { httpOnly: true, sameSite: 'strict', path: '/', secure: options.secure } as const;
  app.post('/security/sessions', {
    config: { public: true },
    bodyLimit: SIGN_IN_BYTES,
    schema: { tags: ['Security'], summary: 'Sign a browser in with an API key', body: SignIn, response: { 201: Session } },
    handler: async (request, reply) => {
      const { session, token } = await startSession(context, 'public', request.body, { demoKey: options.demoKey, address: request.ip });
      return reply
        .setCookie(name, token, { ...cookie, expires: new Date(session.expiresAt) })
        .code(201)
        .send(session);
    },
  });
  app.get('/security/sessions/current', {
    config: { public: true },
    schema: { tags: ['Security'], summary: 'Tell whether this browser is signed in', response: { 200: CurrentSession } },
    handler: (request) => describeSession(context, request.actor ?? 'public', options.demoKey !== undefined),
  });
  app.delete('/security/sessions/current', {
    config: { public: true },
    bodyLimit: SIGN_IN_BYTES,
    schema: { tags: ['Security'], summary: 'Sign this browser out', response: { 204: z.null() } },
    handler: async (_request, reply) => reply.clearCookie(name, cookie).code(204).send(null),
  });
}
