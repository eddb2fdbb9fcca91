import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { pageRequest, pageSchema } from '../../platform/paging.ts';
import { IdempotencyHeaders } from '../../security/idempotency/schema.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { EVIDENCE_POLICY } from './evidence-style.ts';
import { Aircheck, AircheckQuery, AircheckSummary, NewAircheck } from './schema.ts';
import { createAircheck, getAircheck, getEvidence, listAirchecks, removeAircheck } from './service.ts';

const params = z.strictObject({ id: z.uuid() });
const tags = ['AI'];
const PATH = '/ai/airchecks';

/** GET and POST /ai/airchecks; GET and DELETE /ai/airchecks/{id}; GET /ai/airchecks/{id}/evidence. */
export function aircheckRoutes(app: App, context: Context): void {
  app.post(PATH, {
    schema: {
      tags,
      summary: "Check a transcript against a placement's brief",
      description:
        'Each requirement passes, fails or is uncertain, with the words and the time that speak for it. Uncertain never counts as pass.',
      headers: IdempotencyHeaders,
      body: NewAircheck,
      response: { 201: Aircheck },
    },
    handler: async (request, reply) => {
      const idempotencyKey = request.headers['idempotency-key'];
      return reply.code(201).send(await createAircheck(context, actorOf(request), request.body, idempotencyKey));
    },
  });
  app.get(PATH, {
    schema: {
      tags,
      summary: 'List airchecks, the newest first',
      querystring: AircheckQuery,
      response: { 200: pageSchema(AircheckSummary) },
    },
    handler: (request) => {
      const { placement, transcript, outcome } = request.query;
      return listAirchecks(context, actorOf(request), { placement, transcript, outcome }, pageRequest(request.query));
    },
  });
  app.get(`${PATH}/:id`, {
    schema: { tags, summary: 'Read an aircheck', params, response: { 200: Aircheck } },
    handler: (request) => getAircheck(context, actorOf(request), request.params.id),
  });
  app.get(`${PATH}/:id/evidence`, {
    schema: {
      tags,
      summary: 'Get an aircheck as a page to send to the sponsor',
      description: 'One file that needs no other, without scripts, fit to be printed.',
      params,
      response: { 200: { description: 'The page', content: { 'text/html': { schema: z.string() } } } },
    },
    handler: async (request, reply) => {
      const { page, fileName } = await getEvidence(context, actorOf(request), request.params.id);
      reply.raw.removeHeader('content-security-policy');
      return reply
        .headers({ 'content-security-policy': EVIDENCE_POLICY, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
        .header('content-disposition', `inline; filename="${fileName}"`)
        .type('text/html; charset=utf-8')
        .send(page);
    },
  });
  app.delete(`${PATH}/:id`, {
    schema: { tags, summary: 'Forget an aircheck', params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await removeAircheck(context, actorOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });
}
