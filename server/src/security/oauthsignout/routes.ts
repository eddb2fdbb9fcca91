import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../platform/context.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import type { App } from '../../platform/http.ts';
import { endSessionPath } from '../oauth/configuration.ts';
import { addPages, addressOf, fieldsOf, showPage } from '../oauth/forms.ts';
import { bouncePage, signedOutPage, signOutPage, stayedPage } from '../oauth/pages.ts';
import type { OauthServer } from '../oauth/service.ts';
import { clearSessionCookie, sessionCookieName } from '../sessions/cookies.ts';
import { SignOutForm, SignOutQuery } from './schema.ts';
import { decideSignOut, describeSignOut } from './service.ts';

/** What the pages stand on. */
interface Ground {
  context: Context;
  server: OauthServer;
  /** True when the public address is https. */
  secure: boolean;
}

const HIDDEN = { schema: { hide: true }, config: { public: true } } as const;

function readQuery(request: FastifyRequest): SignOutQuery {
  const query = SignOutQuery.safeParse(request.query);
  if (query.success) return query.data;
  const name = String(query.error.issues[0]?.path[0]);
  throw invalid(`/${name}`, `${name} must be given once, and be no longer than an address or a token is.`);
}

async function showSignOut({ context, server, secure }: Ground, request: FastifyRequest, reply: FastifyReply) {
  const sessionToken = request.cookies[sessionCookieName(secure)];
  const isSecondTry = (request.query as { again?: unknown }).again === '1';
  if (sessionToken === undefined && !isSecondTry) {
    const separator = request.url.includes('?') ? '&' : '?';
    return showPage(reply, bouncePage(`${request.url}${separator}again=1`));
  }
  const query = readQuery(request);
  const shown = await describeSignOut(context, 'public', await server.provider(), { query, sessionToken });
  if (shown.state === 'undecided') return showPage(reply, signOutPage(shown.view), shown.formTarget);
  return shown.destination === undefined ? showPage(reply, signedOutPage()) : reply.redirect(shown.destination, 303);
}

async function decide({ context, secure }: Ground, request: FastifyRequest, reply: FastifyReply) {
  const form = SignOutForm.safeParse(fieldsOf(request.body));
  if (!form.success) throw new AppError('forbidden', 'This is not the form that the page holds.');
  const sessionToken = request.cookies[sessionCookieName(secure)];
  const { isEnded, destination } = await decideSignOut(context, 'public', { form: form.data, sessionToken });
  if (isEnded) clearSessionCookie(reply, secure);
  if (destination !== undefined) return reply.redirect(destination, 303);
  return showPage(reply, isEnded ? signedOutPage() : stayedPage());
}

/**
 * GET and POST /oauth/end-session, where a program sends a person who wants to sign out, and POST /oauth/end-session/confirm, where the
 * page sends what they decided.
 */
export function oauthSignOutRoutes(app: App, ground: Ground): void {
  const path = endSessionPath();
  addPages(app, (scope) => {
    scope.get(path, { ...HIDDEN, handler: (request, reply) => showSignOut(ground, request, reply) });
    scope.post(path, { ...HIDDEN, handler: (request, reply) => reply.redirect(addressOf(path, request.body), 303) });
    scope.post(`${path}/confirm`, { ...HIDDEN, handler: (request, reply) => decide(ground, request, reply) });
  });
}
