import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { IdempotencyHeaders } from '../../security/idempotency/schema.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { CatalogKey } from '../campaigns/schema.ts';
import { Show } from '../shows/schema.ts';
import { refreshShow } from '../feedrefreshes/service.ts';
import { NewShow, ShowChange } from './schema.ts';
import { changeShow, followShow } from './service.ts';

const tags = ['Catalog'];
const params = z.strictObject({ key: CatalogKey });

/** POST /shows, PATCH /shows/{key}, POST /shows/{key}/refresh: what reads a feed. */
export function feedRoutes(app: App, context: Context): void {
  app.post('/shows', {
    schema: {
      tags,
      summary: 'Make a show from the address of its RSS feed',
      description: 'The feed is read before the answer; from then on it is read again from time to time.',
      headers: IdempotencyHeaders,
      body: NewShow,
      response: { 201: Show },
    },
    handler: async (request, reply) => {
      const key = request.headers['idempotency-key'];
      return reply.code(201).send(await followShow(context, actorOf(request), request.body, key));
    },
  });
  app.patch('/shows/:key', {
    schema: { tags, summary: 'Change the name or the feed of a show', params, body: ShowChange, response: { 200: Show } },
    handler: (request) => changeShow(context, actorOf(request), request.params.key, request.body),
  });
  app.post('/shows/:key/refresh', {
    schema: {
      tags,
      summary: 'Read the feed of a show now',
      description: 'That it cannot be read is no error of the request: `feed` in the answer says why.',
      params,
      body: z.strictObject({}),
      response: { 200: Show },
    },
    handler: (request) => refreshShow(context, actorOf(request), request.params.key),
  });
}
