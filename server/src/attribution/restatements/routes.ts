import { z } from 'zod';
import { EventId } from '../../platform/item-batch.ts';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { PageQuery, pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { ConversionHistory, Restatement, RestatementsQuery } from './schema.ts';
import { getHistory, listRestatements } from './service.ts';

const tags = ['Attribution'];

/** GET /attribution/restatements and /attribution/conversions/{id}/history. */
export function restatementRoutes(app: App, context: Context): void {
  app.get('/attribution/restatements', {
    schema: {
      tags,
      summary: 'List restatements, the newest first',
      description: 'Each with when, why, by whom as far as that is on record, and the path before and after. Erased versions are gone.',
      querystring: RestatementsQuery,
      response: { 200: pageSchema(Restatement) },
    },
    handler: (request) => listRestatements(context, actorOf(request), request.query, pageRequest(request.query)),
  });
  app.get('/attribution/conversions/:id/history', {
    schema: {
      tags,
      summary: "List the versions of one conversion's path, the newest first",
      description: '{id} is the id the tenant sent. Versions that an erasure deleted are told as a number.',
      params: z.strictObject({ id: EventId }),
      querystring: PageQuery,
      response: { 200: ConversionHistory },
    },
    handler: (request) => getHistory(context, actorOf(request), request.params.id, pageRequest(request.query)),
  });
}
