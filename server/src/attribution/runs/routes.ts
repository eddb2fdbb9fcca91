import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { PageQuery, pageRequest, pageSchema } from '../../platform/paging.ts';
import { IdempotencyHeaders } from '../../security/idempotency/schema.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { CreditsQuery, NewRun, Run } from './schema.ts';
import { createRun, deleteRun, exportCredits, getRun, listRuns } from './service.ts';

const params = z.strictObject({ id: z.uuid() });
const tags = ['Attribution'];
const PATH = '/attribution/runs';
const TYPES = { ndjson: 'application/x-ndjson', csv: 'text/csv' } as const;
const TEXT = z.string();

/** GET and POST /attribution/runs; GET and DELETE /attribution/runs/{id}; GET its credits. */
export function runRoutes(app: App, context: Context): void {
  app.post(PATH, {
    schema: {
      tags,
      summary: 'Compute credit and keep what it came to',
      description: 'The same inputs give the same hashes on any machine; the run is computed in the background.',
      headers: IdempotencyHeaders,
      body: NewRun,
      response: { 202: Run },
    },
    handler: async (request, reply) => {
      const idempotencyKey = request.headers['idempotency-key'];
      return reply.code(202).send(await createRun(context, actorOf(request), request.body, idempotencyKey));
    },
  });
  app.get(PATH, {
    schema: { tags, summary: 'List runs, the newest first', querystring: PageQuery, response: { 200: pageSchema(Run) } },
    handler: (request) => listRuns(context, actorOf(request), pageRequest(request.query)),
  });
  app.get(`${PATH}/:id`, {
    schema: { tags, summary: 'Get a run', params, response: { 200: Run } },
    handler: (request) => getRun(context, actorOf(request), request.params.id),
  });
  app.delete(`${PATH}/:id`, {
    schema: { tags, summary: 'Forget a run, or give it up', params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await deleteRun(context, actorOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });
  app.get(`${PATH}/:id/credits`, {
    schema: {
      tags,
      summary: 'Export every credit of a run',
      description: 'NDJSON begins with the run itself, and is all that "earshot runs verify --file FILE" needs.',
      params,
      querystring: CreditsQuery,
      response: { 200: { content: { 'application/x-ndjson': { schema: TEXT }, 'text/csv': { schema: TEXT } } } },
    },
    handler: async (request, reply) => {
      const { id } = request.params;
      const { format } = request.query;
      const lines = await exportCredits(context, actorOf(request), id, format);
      return reply
        .type(TYPES[format])
        .header('content-disposition', `attachment; filename="run-${id}.${format}"`)
        .send(Readable.from(lines, { objectMode: false }) as never);
    },
  });
}
