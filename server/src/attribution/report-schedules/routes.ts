import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { IdempotencyHeaders } from '../../security/idempotency/schema.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { answerPage, createPageLimit } from '../public-pages/answers.ts';
import { stopPage } from './page.ts';
import { NewReportSchedule, ReportSchedule, ScheduleChange } from './schema.ts';
import {
  changeReportSchedule,
  createReportSchedule,
  deleteReportSchedule,
  getStopping,
  listReportSchedules,
  sendReportSchedule,
  stopReportMails,
} from './service.ts';

const tags = ['Attribution'];
const PATH = '/attribution/report-schedules';
const params = z.strictObject({ id: z.uuid() });

/** GET and POST schedules; PATCH and DELETE one; POST its mails now. */
export function reportScheduleRoutes(app: App, context: Context): void {
  app.get(PATH, {
    schema: {
      tags,
      summary: 'List the reports that are mailed, the newest first',
      response: { 200: z.object({ items: z.array(ReportSchedule), nextCursor: z.null() }).meta({ id: 'ReportSchedules' }) },
    },
    handler: async (request) => ({ items: await listReportSchedules(context, actorOf(request)), nextCursor: null }),
  });
  app.post(PATH, {
    schema: {
      tags,
      summary: 'Have a report mailed every day, week or month',
      headers: IdempotencyHeaders,
      body: NewReportSchedule,
      response: { 201: ReportSchedule },
    },
    handler: async (request, reply) => {
      const idempotencyKey = request.headers['idempotency-key'];
      return reply.code(201).send(await createReportSchedule(context, actorOf(request), request.body, idempotencyKey));
    },
  });
  app.patch(`${PATH}/:id`, {
    schema: { tags, summary: 'Pause such mails, or have them go on', params, body: ScheduleChange, response: { 200: ReportSchedule } },
    handler: (request) => changeReportSchedule(context, actorOf(request), request.params.id, request.body),
  });
  app.delete(`${PATH}/:id`, {
    schema: { tags, summary: 'End such mails', params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await deleteReportSchedule(context, actorOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });
  app.post(`${PATH}/:id/send`, {
    schema: {
      tags,
      summary: 'Mail such a report now',
      headers: IdempotencyHeaders,
      params,
      body: z.strictObject({}),
      response: { 200: ReportSchedule },
    },
    handler: (request) => sendReportSchedule(context, actorOf(request), request.params.id, request.headers['idempotency-key']),
  });
}

/** GET /u/{token}, which asks, and POST, which stops mails: for anybody, beside the API. */
export function stopPageRoutes(app: App, context: Context): void {
  const limit = createPageLimit(context);
  const tokenOf = (request: FastifyRequest) => (request.params as { token: string }).token;
  void app.register(async (scope) => {
    // Mail programs and the form post something or nothing (RFC 8058); what that is does not matter.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, async () => undefined);
    const route = { schema: { hide: true }, config: { public: true }, bodyLimit: 1_024 } as const;
    scope.get('/u/:token', {
      ...route,
      handler: async (request: FastifyRequest, reply: FastifyReply) => {
        limit(request);
        const stopping = await getStopping(context, 'public', tokenOf(request));
        return answerPage(reply.code(stopping === undefined ? 404 : 200), stopPage(stopping));
      },
    });
    scope.post('/u/:token', {
      ...route,
      handler: async (request: FastifyRequest, reply: FastifyReply) => {
        limit(request);
        const stopping = await stopReportMails(context, 'public', tokenOf(request));
        return answerPage(reply.code(stopping === undefined ? 404 : 200), stopPage(stopping));
      },
    });
  });
}
