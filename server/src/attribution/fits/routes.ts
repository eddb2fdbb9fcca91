import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { pageRequest, pageSchema } from '../../platform/paging.ts';
import { IdempotencyHeaders } from '../../security/idempotency/schema.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { Fit, FitsQuery, NewFit } from './schema.ts';
import { createFit, getFit, listFits } from './service.ts';

const params = z.strictObject({ id: z.uuid() });
const tags = ['Attribution'];
const PATH = '/attribution/fits';

/** GET and POST /attribution/fits; GET /attribution/fits/{id}. */
export function fitRoutes(app: App, context: Context): void {
  app.post(PATH, {
    schema: {
      tags,
      summary: 'Fit a data-driven model to the events',
      description: 'It is fitted every night as well, by show and with the lookback of the settings; here for other terms, or now.',
      headers: IdempotencyHeaders,
      body: NewFit,
      response: { 202: Fit },
    },
    handler: async (request, reply) => {
      const idempotencyKey = request.headers['idempotency-key'];
      return reply.code(202).send(await createFit(context, actorOf(request), request.body, idempotencyKey));
    },
  });
  app.get(PATH, {
    schema: { tags, summary: 'List fits, the newest first', querystring: FitsQuery, response: { 200: pageSchema(Fit) } },
    handler: (request) => {
      const { model, unit, ...page } = request.query;
      return listFits(context, actorOf(request), { model, unit }, pageRequest(page));
    },
  });
  app.get(`${PATH}/:id`, {
    schema: { tags, summary: 'Get a fit', params, response: { 200: Fit } },
    handler: (request) => getFit(context, actorOf(request), request.params.id),
  });
}
