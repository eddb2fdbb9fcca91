import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { EventId } from '../../platform/item-batch.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import type { App } from '../../platform/http.ts';
import { createMinuteLimit } from '../../platform/minute-limit.ts';
import { pageRequest, pageSchema } from '../../platform/paging.ts';
import { IdempotencyHeaders } from '../../security/idempotency/schema.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { PAGE_POLICY } from './page-style.ts';
import { explanationPage, messagePage } from './page.ts';
import { CreatedExplanationLink, ExplanationLink, ExplanationLinksQuery, NewExplanationLink } from './schema.ts';
import { createExplanationLink, getExplanationKeys, getExplanationPage, listExplanationLinks, revokeExplanationLink } from './service.ts';

const tags = ['Attribution'];
const PATH = '/attribution/explanation-links';
/** Pages asked for from one address in a minute: more than people open, and nothing to those who guess. */
const MOST_A_MINUTE = 120;
const STATUS = { absent: 404, erased: 410, withheld: 410 } as const;

/** POST a link for a conversion's explanation; GET all links; DELETE one. */
export function explanationLinkRoutes(app: App, context: Context): void {
  app.post('/attribution/conversions/:id/explanation-links', {
    schema: {
      tags,
      summary: "Make a signed page of one conversion's explanation",
      description: 'Whoever has the address can read it until it expires or is revoked. The address is answered this once.',
      headers: IdempotencyHeaders,
      params: z.strictObject({ id: EventId }),
      body: NewExplanationLink,
      response: { 201: CreatedExplanationLink },
    },
    handler: async (request, reply) => {
      const asked = { conversionId: request.params.id, input: request.body };
      const idempotencyKey = request.headers['idempotency-key'];
      return reply.code(201).send(await createExplanationLink(context, actorOf(request), asked, idempotencyKey));
    },
  });
  app.get(PATH, {
    schema: {
      tags,
      summary: 'List the pages that explain conversions, the newest first',
      querystring: ExplanationLinksQuery,
      response: { 200: pageSchema(ExplanationLink) },
    },
    handler: (request) => {
      const { conversion, ...page } = request.query;
      return listExplanationLinks(context, actorOf(request), conversion, pageRequest(page));
    },
  });
  app.delete(`${PATH}/:id`, {
    schema: { tags, summary: 'Revoke such a page', params: z.strictObject({ id: z.uuid() }), response: { 204: z.null() } },
    handler: async (request, reply) => {
      await revokeExplanationLink(context, actorOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });
}

function showPage(reply: FastifyReply, page: string): FastifyReply {
  return reply.header('content-security-policy', PAGE_POLICY).type('text/html; charset=utf-8').send(page);
}

/** GET /x/{token} and /x/{token}.json, and the keys by which what they hold is checked: for anybody, beside the API. */
export function explanationPageRoutes(app: App, context: Context): void {
  const limit = createMinuteLimit(MOST_A_MINUTE);
  app.get('/x/:token', {
    schema: { hide: true },
    config: { public: true },
    handler: async (request: FastifyRequest, reply: FastifyReply) => {
      if (!limit.take(request.ip, context.clock()))
        throw new AppError('rate_limited', 'Too many pages were asked for from here; try again in a minute.', { retryAfterSeconds: 60 });
      const { token: asked } = request.params as { token: string };
      const wantsJson = asked.endsWith('.json');
      const token = wantsJson ? asked.slice(0, -'.json'.length) : asked;
      const page = await getExplanationPage(context, 'public', token, { isView: request.method === 'GET' && !wantsJson });
      reply.raw.removeHeader('content-security-policy');
      void reply.headers({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow', 'referrer-policy': 'no-referrer' });
      if (page.state !== 'live') return showPage(reply.code(STATUS[page.state]), messagePage(page.state));
      if (!wantsJson) return showPage(reply, explanationPage(page, token));
      return reply
        .header('content-security-policy', PAGE_POLICY)
        .header('content-disposition', 'attachment; filename="explanation.json"')
        .type('application/json; charset=utf-8')
        .send(page.signed);
    },
  });
  app.get('/.well-known/explanation-keys.json', {
    schema: { hide: true },
    config: { public: true },
    handler: async (_request, reply) =>
      reply
        .header('cache-control', 'public, max-age=3600')
        .header('access-control-allow-origin', '*')
        .type('application/json; charset=utf-8')
        .send(JSON.stringify(await getExplanationKeys(context, 'public'))),
  });
}
