import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import type { App } from '../../platform/http.ts';
import { errorPage, PAGE_STYLE_SOURCE } from '../oauth/pages.ts';
import { browserOf, rememberOrganisation, setCookies } from '../sessions/cookies.ts';
import { beginSso, finishSso, type OperatorProvider } from './service.ts';

const HIDDEN = { schema: { hide: true }, config: { public: true } } as const;
const PAGE_POLICY = `default-src 'none'; style-src ${PAGE_STYLE_SOURCE}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;
const STATUS: Partial<Record<string, number>> = { not_found: 404, unavailable: 503, quota_exceeded: 403 };

export interface SsoOptions {
  /** Tells the installation's address, without a slash at the end. */
  publicUrlOf: () => string;
  operator: OperatorProvider | undefined;
  secure: boolean;
}

function cookieName(secure: boolean): string {
  return secure ? '__Host-earshot_sso' : 'earshot_sso';
}

/** A provider sends people back from another site, so the cookie must come along on that one visit. */
function attributes(secure: boolean) {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure } as const;
}

function showFailure(error: unknown, reply: FastifyReply): FastifyReply {
  if (!(error instanceof AppError) || error.code === 'rate_limited') throw error;
  reply.raw.removeHeader('content-security-policy');
  return reply
    .code(STATUS[error.code] ?? 403)
    .header('content-security-policy', PAGE_POLICY)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(errorPage(error.message));
}

/** GET /sso/start, /sso/start/{id} and /sso/callback: the pages a browser passes through, beside the API and its door. */
export function ssoRoutes(app: App, context: Context, { publicUrlOf, operator, secure }: SsoOptions): void {
  const ground = () => ({ publicUrl: publicUrlOf(), operator });
  app.setErrorHandler((error, _request, reply) => showFailure(error, reply));
  const begin = async (request: FastifyRequest, reply: FastifyReply, connectionId: string | null) => {
    const { next } = request.query as { next?: unknown };
    const asked = { connectionId, next: typeof next === 'string' ? next : undefined };
    const { location, browserToken } = await beginSso(context, 'public', ground(), asked);
    void reply.setCookie(cookieName(secure), browserToken, { ...attributes(secure), maxAge: 600 });
    return reply.header('cache-control', 'no-store').redirect(location, 303);
  };
  app.get('/sso/start', { ...HIDDEN, handler: (request, reply) => begin(request, reply, null) });
  app.get('/sso/start/:id', { ...HIDDEN, handler: (request, reply) => begin(request, reply, (request.params as { id: string }).id) });
  app.get('/sso/callback', {
    ...HIDDEN,
    handler: async (request, reply) => {
      const returned = { query: request.url.split('?')[1] ?? '', browserToken: request.cookies[cookieName(secure)] };
      void reply.clearCookie(cookieName(secure), attributes(secure));
      const { tokens, next, connectionId } = await finishSso(context, 'public', ground(), {
        returned,
        browser: browserOf(request, secure),
      });
      setCookies(reply, secure, tokens);
      if (connectionId !== null) rememberOrganisation(reply, secure, connectionId);
      return reply.header('cache-control', 'no-store').redirect(next, 303);
    },
  });
}
