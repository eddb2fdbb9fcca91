import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { pageRequest, pageSchema } from '../../platform/paging.ts';
import { IdempotencyHeaders } from '../../security/idempotency/schema.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { Entry, EntryQuery, NewEntry } from './schema.ts';
import { createEntry, exportEntries, listEntries } from './service.ts';

const tags = ['Cost'];
const PATH = '/cost/entries';

/** GET and POST /cost/entries. */
export function entryRoutes(app: App, context: Context): void {
  app.get(PATH, {
    schema: {
      tags,
      summary: 'List what is booked, the newest first',
      description: 'CSV has a row for each entry, all in one file.',
      querystring: EntryQuery,
      response: { 200: { content: { 'application/json': { schema: pageSchema(Entry) }, 'text/csv': { schema: z.string() } } } },
    },
    handler: async (request, reply) => {
      const { month, kind, meter, campaign, format } = request.query;
      const filter = { month, kind, meter, campaign };
      if (format === 'json') {
        const page = await listEntries(context, actorOf(request), filter, pageRequest(request.query));
        return reply.type('application/json; charset=utf-8').send(page);
      }
      const lines = await exportEntries(context, actorOf(request), filter);
      return reply
        .type('text/csv; charset=utf-8; header=present')
        .header('content-disposition', `attachment; filename="entries${month === undefined ? '' : `-${month}`}.csv"`)
        .send(Readable.from(lines, { objectMode: false }) as never);
    },
  });
  app.post(PATH, {
    schema: {
      tags,
      summary: 'Book a purchase, a credit or a tax',
      description:
        'Entries never change: what is wrong is set right by another one. A day of a closed month is booked in the present month and ' +
        'says which one it corrects; a month closes 12 hours after its end.',
      headers: IdempotencyHeaders,
      body: NewEntry,
      response: { 201: Entry },
    },
    handler: async (request, reply) => {
      const idempotencyKey = request.headers['idempotency-key'];
      return reply.code(201).send(await createEntry(context, actorOf(request), request.body, idempotencyKey));
    },
  });
}
