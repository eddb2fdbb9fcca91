import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { EventId } from '../../platform/item-batch.ts';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { pageRequest, pageSchema } from '../../platform/paging.ts';
import { IdempotencyHeaders } from '../../security/idempotency/schema.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { answerFile, answerLogo, answerPage, createPageLimit } from '../public-pages/answers.ts';
import { explanationPage, messagePage } from './page.ts';
import { CreatedExplanationLink, ExplanationLink, ExplanationLinksQuery, NewExplanationLink } from './schema.ts';
import {
  createExplanationLink,
  getExplanationKeys,
  getExplanationPage,
  getExplanationPageLogo,
  listExplanationLinks,
  revokeExplanationLink,
} from './service.ts';

const tags = ['Attribution'];
const PATH = '/attribution/explanation-links';
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

/** GET /x/{token} and /x/{token}.json, and the keys by which what they hold is checked: for anybody, beside the API. */
export function explanationPageRoutes(app: App, context: Context): void {
  const limit = createPageLimit(context);
  app.get('/x/:token', {
    schema: { hide: true },
    config: { public: true },
    handler: async (request: FastifyRequest, reply: FastifyReply) => {
      limit(request);
      const { token: asked } = request.params as { token: string };
      const wantsJson = asked.endsWith('.json');
      const token = wantsJson ? asked.slice(0, -'.json'.length) : asked;
      const page = await getExplanationPage(context, 'public', token, { isView: request.method === 'GET' && !wantsJson });
      if (page.state !== 'live') return answerPage(reply.code(STATUS[page.state]), messagePage(page.state));
      if (!wantsJson) return answerPage(reply, explanationPage(page, token));
      return answerFile(reply, { name: 'explanation.json', type: 'application/json; charset=utf-8', content: page.signed });
    },
  });
  app.get('/x/:token/logo', {
    schema: { hide: true },
    config: { public: true },
    handler: async (request: FastifyRequest, reply: FastifyReply) => {
      limit(request);
      const { token } = request.params as { token: string };
      return answerLogo(reply, await getExplanationPageLogo(context, 'public', token));
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
