import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { personOf } from '../../tenants/authorize.ts';
import { signIn } from '../sign-in/service.ts';
import { describeOrganisation } from '../sso/service.ts';
import { describeStarted, describeVisitor } from '../visitors/service.ts';
import { browserOf, clearSessionCookie, organisationOf, sessionCookieName as nameOf, setCookies } from './cookies.ts';
import { CurrentSession, OwnSessions, Session, SignIn } from './schema.ts';
import { endOtherSessions, endOwnSession, endSession, listOwnSessions } from './service.ts';

/** Anyone may send one, and it holds a password or a key at most. */
const SIGN_IN_BYTES = 4 * 1024;

export interface SessionOptions {
  demoKey: string | undefined;
  /** True when people may also sign in through the operator's identity provider. */
  hasProvider: boolean;
  /** True when the public address is https: cookies are then sent over https only. */
  secure: boolean;
}

/** The session cookie's name, for the door. */
export function sessionCookieName(secure: boolean): string {
  return nameOf(secure);
}

function currentRoutes(app: App, context: Context, { demoKey, hasProvider, secure }: SessionOptions): void {
  const doors = { demoAvailable: demoKey !== undefined, providerAvailable: hasProvider };
  app.post('/security/sessions', {
    config: { public: true },
    bodyLimit: SIGN_IN_BYTES,
    schema: { tags: ['Security'], summary: 'Sign in, with a password or an API key', body: SignIn, response: { 201: Session } },
    handler: async (request, reply) => {
      const tokens = await signIn(context, 'public', { input: request.body, demoKey }, browserOf(request, secure));
      setCookies(reply, secure, tokens);
      return reply.code(201).send(await describeStarted(context, 'public', tokens.token, request.ip));
    },
  });
  app.get('/security/sessions/current', {
    config: { public: true },
    schema: { tags: ['Security'], summary: 'Tell whether this browser is signed in', response: { 200: CurrentSession } },
    handler: async (request) => {
      const { visitor } = request;
      const organisation = visitor ? null : await describeOrganisation(context, 'public', organisationOf(request, secure));
      return describeVisitor(visitor, { ...doors, organisation });
    },
  });
  app.delete('/security/sessions/current', {
    config: { public: true },
    bodyLimit: SIGN_IN_BYTES,
    schema: { tags: ['Security'], summary: 'Sign this browser out', response: { 204: z.null() } },
    handler: async (request, reply) => {
      await endSession(context, 'public', browserOf(request, secure).sessionToken);
      clearSessionCookie(reply, secure);
      return reply.code(204).send(null);
    },
  });
}

/** POST, GET and DELETE /security/sessions, GET and DELETE /security/sessions/current, DELETE /security/sessions/{id}. */
export function sessionRoutes(app: App, context: Context, options: SessionOptions): void {
  currentRoutes(app, context, options);
  app.get('/security/sessions', {
    config: { person: true },
    schema: { tags: ['Security'], summary: 'List your own sessions', response: { 200: OwnSessions } },
    handler: async (request) => ({ items: await listOwnSessions(context, personOf(request)), nextCursor: null }),
  });
  app.delete('/security/sessions', {
    config: { person: true },
    schema: { tags: ['Security'], summary: 'End your other sessions', response: { 204: z.null() } },
    handler: async (request, reply) => {
      await endOtherSessions(context, personOf(request));
      return reply.code(204).send(null);
    },
  });
  app.delete('/security/sessions/:id', {
    config: { person: true },
    schema: {
      tags: ['Security'],
      summary: 'End one of your sessions',
      params: z.strictObject({ id: z.uuid() }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await endOwnSession(context, personOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });
}
