import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { PageQuery, pageRequest, pageSchema } from '../../platform/paging.ts';
import { IdempotencyHeaders } from '../../security/idempotency/schema.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { NewSource, SecretChange, Source, SourceKey, SourceTerms, SourceWithSecret } from './schema.ts';
import { createSource, deleteSource, getSource, listSources, putSource, rotateSourceSecret } from './service.ts';

const params = z.strictObject({ key: SourceKey });
const tags = ['Tracking'];
const PATH = '/tracking/sources';

/** GET and POST /tracking/sources; GET, PUT and DELETE /tracking/sources/{key}; POST /tracking/sources/{key}/rotate. */
export function sourceRoutes(app: App, context: Context): void {
  app.get(PATH, {
    schema: { tags, summary: 'List sources', querystring: PageQuery, response: { 200: pageSchema(Source) } },
    handler: (request) => listSources(context, actorOf(request), pageRequest(request.query)),
  });
  app.post(PATH, {
    schema: {
      tags,
      summary: 'Create a source',
      description: 'A shop or tool that sends deliveries to an address of its own, or a host that is asked for figures.',
      headers: IdempotencyHeaders,
      body: NewSource,
      response: { 201: SourceWithSecret },
    },
    handler: async (request, reply) => {
      const key = request.headers['idempotency-key'];
      return reply.code(201).send(await createSource(context, actorOf(request), request.body, key));
    },
  });
  app.get(`${PATH}/:key`, {
    schema: { tags, summary: 'Read a source', params, response: { 200: Source } },
    handler: (request) => getSource(context, actorOf(request), request.params.key),
  });
  app.put(`${PATH}/:key`, {
    schema: { tags, summary: "Replace a source's name and options", params, body: SourceTerms, response: { 200: Source } },
    handler: (request) => putSource(context, actorOf(request), request.params.key, request.body),
  });
  app.delete(`${PATH}/:key`, {
    schema: { tags, summary: 'Delete a source', params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await deleteSource(context, actorOf(request), request.params.key);
      return reply.code(204).send(null);
    },
  });
  app.post(`${PATH}/:key/rotate`, {
    schema: {
      tags,
      summary: 'Give a source a new secret',
      params,
      headers: IdempotencyHeaders,
      body: SecretChange,
      response: { 201: SourceWithSecret },
    },
    handler: async (request, reply) => {
      const { key } = request.params;
      const change = { key, change: request.body };
      return reply.code(201).send(await rotateSourceSecret(context, actorOf(request), change, request.headers['idempotency-key']));
    },
  });
}
