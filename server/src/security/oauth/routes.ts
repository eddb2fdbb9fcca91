import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parse as parseForm } from 'node:querystring';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import type { App } from '../../platform/http.ts';
import { sessionCookieName } from '../sessions/routes.ts';
import { consentPath } from './configuration.ts';
import { againPage, bouncePage, consentPage, enrolmentPage, errorPage, strangerPage } from './pages.ts';
import { ConsentForm } from './schema.ts';
import { decideConsent, describeConsent, type Exchange, type OauthServer, openOauthServer } from './service.ts';

/** What the consent page stands on. */
interface Ground {
  context: Context;
  server: OauthServer;
  cookieName: string;
}

/** A consent form holds a token and a word. */
const CONSENT_BYTES = 1_024;
const REQUEST_COOKIE = /(^|;\s*)earshot_oauth_session(\.sig)?=[^;]*/g;
const HIDDEN = { schema: { hide: true }, config: { public: true } } as const;

/** The protocol's own addresses, and how each is asked. */
const PROTOCOL: readonly (readonly ['GET' | 'POST', string])[] = [
  ['GET', '/.well-known/openid-configuration'],
  ['GET', '/.well-known/oauth-authorization-server'],
  ['GET', '/oauth/jwks'],
  ['GET', '/oauth/auth'],
  ['GET', '/oauth/auth/:uid'],
  ['GET', '/oauth/userinfo'],
  ['POST', '/oauth/userinfo'],
  ['POST', '/oauth/token'],
  ['POST', '/oauth/introspect'],
  ['POST', '/oauth/revoke'],
];

/** Hands a request to the protocol, with the headers that were set on the way here. */
async function handOver(server: OauthServer, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  // Each authorization is a request of its own: what an earlier one left in the browser is not looked at.
  if (request.url.startsWith('/oauth/auth?')) request.raw.headers.cookie = request.raw.headers.cookie?.replaceAll(REQUEST_COOKIE, '');
  await server.provider();
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
  reply.hijack();
  await server.answer(request.raw, reply.raw);
}

function protocolRoutes(app: App, server: OauthServer): void {
  void app.register(async (scope) => {
    // The protocol reads its forms itself, up to 56 KiB, and says what is wrong with them in its own words.
    scope.addContentTypeParser('application/x-www-form-urlencoded', async () => undefined);
    for (const [method, url] of PROTOCOL)
      scope.route({ ...HIDDEN, method, url, exposeHeadRoute: false, handler: (request, reply) => handOver(server, request, reply) });
  });
}

async function readForm(payload: Readable): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of payload as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > CONSENT_BYTES) throw new AppError('too_large', 'The form is larger than 1 KiB; send only what the page holds.');
    chunks.push(chunk);
  }
  return { ...parseForm(Buffer.concat(chunks).toString()) };
}

/** The page may send its form here and, after the decision, on to the program; it runs no script and loads nothing. */
function showPage(reply: FastifyReply, html: string, formTarget = ''): FastifyReply {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; form-action 'self' ${formTarget}; frame-ancestors 'none'; base-uri 'none'`;
  reply.raw.removeHeader('content-security-policy');
  return reply.header('content-security-policy', policy).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html);
}

function exchangeOf(request: FastifyRequest, reply: FastifyReply, cookieName: string): Exchange {
  return { request: request.raw, response: reply.raw, sessionToken: request.cookies[cookieName] };
}

/** Whom the failure concerns sees a page; a program never comes here. */
function showFailure(error: unknown, reply: FastifyReply): FastifyReply {
  if (!(error instanceof AppError) || error.code === 'unavailable') throw error;
  return showPage(reply.code(error.code === 'not_found' ? 404 : 403), errorPage(error.message));
}

async function showConsent({ context, server, cookieName }: Ground, request: FastifyRequest, reply: FastifyReply) {
  const { uid } = request.params as { uid: string };
  const path = consentPath(uid);
  const asked = await describeConsent(context, 'public', server, { uid, exchange: exchangeOf(request, reply, cookieName) });
  if (asked.state === 'undecided') return showPage(reply, consentPage(asked.view), asked.formTarget);
  if (asked.state === 'stranger') return showPage(reply, strangerPage(asked.email, asked.token));
  if (asked.state === 'unenrolled') return showPage(reply, enrolmentPage());
  const signIn = `/sign-in?next=${encodeURIComponent(path)}`;
  if (asked.state === 'outdated') return showPage(reply, againPage(signIn));
  const isSecondTry = (request.query as { again?: string }).again === '1';
  return isSecondTry ? reply.redirect(signIn, 303) : showPage(reply, bouncePage(`${path}?again=1`));
}

function consentRoutes(app: App, ground: Ground): void {
  const { context, server, cookieName } = ground;
  void app.register(async (scope) => {
    scope.addContentTypeParser('application/x-www-form-urlencoded', async (_request: FastifyRequest, payload: Readable) =>
      readForm(payload),
    );
    scope.setErrorHandler((error, _request, reply) => showFailure(error, reply));
    scope.get('/oauth/consent/:uid', { ...HIDDEN, handler: (request, reply) => showConsent(ground, request, reply) });
    scope.post('/oauth/consent/:uid', {
      ...HIDDEN,
      handler: async (request, reply) => {
        const { uid } = request.params as { uid: string };
        const form = ConsentForm.safeParse(request.body);
        if (!form.success) throw new AppError('forbidden', 'This is not the form that the page holds.');
        const exchange = exchangeOf(request, reply, cookieName);
        return reply.redirect(await decideConsent(context, 'public', server, { uid, exchange, form: form.data }), 303);
      },
    });
  });
}

/**
 * The OAuth 2.1 and OpenID Connect server under /oauth, with /.well-known/openid-configuration. `issuerOf` tells the installation's
 * address, `secure` the session cookie's name.
 */
export function oauthRoutes(app: App, context: Context, { issuerOf, secure }: { issuerOf: () => string; secure: boolean }): void {
  const server = openOauthServer(context, issuerOf);
  protocolRoutes(app, server);
  consentRoutes(app, { context, server, cookieName: sessionCookieName(secure) });
}
