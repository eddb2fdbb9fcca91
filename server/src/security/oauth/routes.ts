import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import type { App } from '../../platform/http.ts';
import { oauthSignOutRoutes } from '../oauthsignout/routes.ts';
import { sessionCookieName } from '../sessions/routes.ts';
import { consentPath } from './configuration.ts';
import { addPages, addressOf, fieldsOf, showPage } from './forms.ts';
import { againPage, bouncePage, consentPage, enrolmentPage, strangerPage } from './pages.ts';
import { ConsentForm } from './schema.ts';
import { decideConsent, describeConsent, type Exchange, type OauthServer, openOauthServer } from './service.ts';

/** What the consent page stands on. */
interface Ground {
  context: Context;
  server: OauthServer;
  cookieName: string;
}

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
async function handOver({ server, cookieName }: Ground, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
  const { prompt, again } = request.query as { prompt?: unknown; again?: unknown };
  const exchange = exchangeOf(request, reply, cookieName);
  const isSilent = request.url.startsWith('/oauth/auth?') && prompt === 'none';
  if (isSilent && exchange.sessionToken === undefined && again !== '1') return showPage(reply, bouncePage(`${request.url}&again=1`));
  // Each authorization is a request of its own: what an earlier one left in the browser is not looked at.
  if (request.url.startsWith('/oauth/auth?')) request.raw.headers.cookie = request.raw.headers.cookie?.replaceAll(REQUEST_COOKIE, '');
  await server.provider();
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
  reply.hijack();
  await server.answer(exchange);
  return undefined;
}

function protocolRoutes(app: App, ground: Ground): void {
  void app.register(async (scope) => {
    // The protocol reads its forms itself, up to 56 KiB, and says what is wrong with them in its own words.
    scope.addContentTypeParser('application/x-www-form-urlencoded', async () => undefined);
    for (const [method, url] of PROTOCOL)
      scope.route({ ...HIDDEN, method, url, exposeHeadRoute: false, handler: (request, reply) => handOver(ground, request, reply) });
  });
}

function exchangeOf(request: FastifyRequest, reply: FastifyReply, cookieName: string): Exchange {
  return { request: request.raw, response: reply.raw, sessionToken: request.cookies[cookieName] };
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
  addPages(app, (scope) => {
    // A request may come as a form too (OpenID Connect Core 3.1.2.1); as an address it takes the one way there is.
    scope.post('/oauth/auth', { ...HIDDEN, handler: (request, reply) => reply.redirect(addressOf('/oauth/auth', request.body), 303) });
    scope.get('/oauth/consent/:uid', { ...HIDDEN, handler: (request, reply) => showConsent(ground, request, reply) });
    scope.post('/oauth/consent/:uid', {
      ...HIDDEN,
      handler: async (request, reply) => {
        const { uid } = request.params as { uid: string };
        const form = ConsentForm.safeParse(fieldsOf(request.body));
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
  const ground = { context, server, cookieName: sessionCookieName(secure) };
  protocolRoutes(app, ground);
  consentRoutes(app, ground);
  oauthSignOutRoutes(app, { context, server, secure });
}
