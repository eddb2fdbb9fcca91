import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { PageQuery, pageRequest, pageSchema } from '../../platform/paging.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { Import, ImportPart, ImportQuery, ImportReject, MOST_FILE_BYTES, NewImport } from './schema.ts';
import { deleteImport, exportImportRejects, getImport, listImportRejects, listImports, openImport, putImportPart } from './service.ts';

const tags = ['Tracking'];
const PATH = '/tracking/imports';
const params = z.strictObject({ id: z.uuid() });
const partParams = z.strictObject({ id: z.uuid(), offset: z.coerce.number().int().min(0).max(MOST_FILE_BYTES) });
/** A mebibyte in base64, and room. */
const MOST_PART_BODY = 1_500_000;

function rejectRoutes(app: App, context: Context): void {
  app.get(`${PATH}/:id/rejects`, {
    schema: {
      tags,
      summary: 'List the lines of an import that were not taken, and why',
      description: 'The first 10,000, by line. Nothing of what stands in them is kept.',
      params,
      querystring: PageQuery,
      response: { 200: pageSchema(ImportReject) },
    },
    handler: (request) => listImportRejects(context, actorOf(request), request.params.id, pageRequest(request.query)),
  });
  app.get(`${PATH}/:id/rejects/csv`, {
    schema: {
      tags,
      summary: 'Export the lines that were not taken as CSV',
      params,
      response: { 200: { description: 'The file', content: { 'text/csv': { schema: z.string() } } } },
    },
    handler: async (request, reply) => {
      const actor = actorOf(request);
      // What fails before the first line is answered as it should be, not in the middle of a file.
      await getImport(context, actor, request.params.id);
      return reply
        .type('text/csv; charset=utf-8; header=present')
        .header('content-disposition', 'attachment; filename="rejects.csv"')
        .send(Readable.from(exportImportRejects(context, actor, request.params.id), { objectMode: false }) as never);
    },
  });
}

/** GET and POST imports; GET and DELETE one; PUT its parts; GET what was rejected. */
export function importRoutes(app: App, context: Context): void {
  app.post(PATH, {
    schema: {
      tags,
      summary: 'Open the import of a file of events',
      description: 'While an import of the same file is open, that one is answered: its next part begins at takenBytes.',
      body: NewImport,
      response: { 200: Import },
    },
    handler: (request) => openImport(context, actorOf(request), request.body),
  });
  app.get(PATH, {
    schema: {
      tags,
      summary: 'List imports, the newest first',
      description: 'They are forgotten 90 days after their last part.',
      querystring: ImportQuery,
      response: { 200: pageSchema(Import) },
    },
    handler: (request) => {
      const { state, ...page } = request.query;
      return listImports(context, actorOf(request), { state }, pageRequest(page));
    },
  });
  app.get(`${PATH}/:id`, {
    schema: { tags, summary: 'Get an import, and how far it is', params, response: { 200: Import } },
    handler: (request) => getImport(context, actorOf(request), request.params.id),
  });
  app.put(`${PATH}/:id/parts/:offset`, {
    bodyLimit: MOST_PART_BODY,
    schema: {
      tags,
      summary: 'Send a part of a file',
      description:
        'Bytes of the file from the offset on, at most 1,048,576. Of its whole lines 1,000 are taken at a time; the next part begins at ' +
        'takenBytes. A part that was taken before changes nothing, and one behind a gap is a conflict.',
      params: partParams,
      body: ImportPart,
      response: { 200: Import },
    },
    handler: (request) => putImportPart(context, actorOf(request), request.params, request.body),
  });
  app.delete(`${PATH}/:id`, {
    schema: {
      tags,
      summary: 'Forget an import',
      description: 'Finished or not; the events that it stored stay.',
      params,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await deleteImport(context, actorOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  });
  rejectRoutes(app, context);
}
