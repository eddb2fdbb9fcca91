import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { Limit, LimitInput, LimitKey, Limits } from './schema.ts';
import { getLimit, listLimits, putLimit, removeLimit } from './service.ts';

const tags = ['Cost'];
const params = z.strictObject({ key: LimitKey });
const PATH = '/cost/limits/:key';

/** GET /cost/limits; GET, PUT and DELETE /cost/limits/{key}. */
export function limitRoutes(app: App, context: Context): void {
  app.get('/cost/limits', {
    schema: { tags, summary: 'List limits, and how each stands', response: { 200: Limits } },
    handler: (request) => listLimits(context, actorOf(request)),
  });
  app.get(PATH, {
    schema: { tags, summary: 'Get a limit, and how it stands', params, response: { 200: Limit } },
    handler: (request) => getLimit(context, actorOf(request), request.params.key),
  });
  app.put(PATH, {
    schema: {
      tags,
      summary: 'Set a limit',
      description:
        'A limit counts what its present period holds already. One that counts something else than before, or by another period, begins ' +
        'a counter of its own; one that only stands elsewhere keeps its counter.',
      params,
      body: LimitInput,
      response: { 200: Limit },
    },
    handler: (request) => putLimit(context, actorOf(request), request.params.key, request.body),
  });
  app.delete(PATH, {
    schema: { tags, summary: 'Remove a limit', params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await removeLimit(context, actorOf(request), request.params.key);
      return reply.code(204).send(null);
    },
  });
}
