import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { pageRequest, PageQuery, pageSchema } from '../../platform/paging.ts';
import { IdempotencyHeaders } from '../../security/idempotency/schema.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { answerFile, answerLogo, answerPage, createPageLimit } from '../public-pages/answers.ts';
import { reportFile, reportMessage, reportPage } from './page.ts';
import { CreatedReportLink, NewReportLink, ReportLink } from './schema.ts';
import { createReportLink, getReportPage, getReportPageLogo, listReportLinks, revokeReportLink } from './service.ts';

const tags = ['Attribution'];
const PATH = '/attribution/report-links';
const STATUS = { absent: 404, unreadable: 410, busy: 503 } as const;
const RETRY_SECONDS = 5;

/** POST a link for a report; GET all links; DELETE one. */
export function reportLinkRoutes(app: App, context: Context): void {
  app.post(PATH, {
    schema: {
      tags,
      summary: 'Make a page that shows a report',
      description: 'Whoever has the address can read it until it expires or is revoked. The address is answered this once.',
      headers: IdempotencyHeaders,
      body: NewReportLink,
      response: { 201: CreatedReportLink },
    },
    handler: async (request, reply) => {
      const idempotencyKey = request.headers['idempotency-key'];
      return reply.code(201).send(await createReportLink(context, actorOf(request), request.body, idempotencyKey));
    },
  });
  app.get(PATH, {
    schema: {
      tags,
      summary: 'List the pages that show reports, the newest first',
      querystring: PageQuery,
      response: { 200: pageSchema(ReportLink) },
    },
    handler: (request) => listReportLinks(context, actorOf(request), pageRequest(request.query)),
  });
  app.delete(`${PATH}/:id`, {
    schema: { tags, summary: 'Revoke such a page', params: z.strictObject({ id: z.uuid() }), response: { 204: z.null() } },
    handler: async (request, reply) => {
      await revokeReportLink(context, actorOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });
}

/** GET /r/{token}, /r/{token}.csv and /r/{token}/logo: for anybody, beside the API. */
export function reportPageRoutes(app: App, context: Context): void {
  const limit = createPageLimit(context);
  app.get('/r/:token', {
    schema: { hide: true },
    config: { public: true },
    handler: async (request: FastifyRequest, reply: FastifyReply) => {
      limit(request);
      const { token: asked } = request.params as { token: string };
      const wantsFile = asked.endsWith('.csv');
      const token = wantsFile ? asked.slice(0, -'.csv'.length) : asked;
      const page = await getReportPage(context, 'public', token, { isView: request.method === 'GET' && !wantsFile });
      if (page.state === 'busy') reply.header('retry-after', String(RETRY_SECONDS));
      if (page.state !== 'live') return answerPage(reply.code(STATUS[page.state]), reportMessage(page.state));
      return wantsFile ? answerFile(reply, reportFile(await page.file())) : answerPage(reply, reportPage(page, token));
    },
  });
  app.get('/r/:token/logo', {
    schema: { hide: true },
    config: { public: true },
    handler: async (request: FastifyRequest, reply: FastifyReply) => {
      limit(request);
      const { token } = request.params as { token: string };
      return answerLogo(reply, await getReportPageLogo(context, 'public', token));
    },
  });
}
